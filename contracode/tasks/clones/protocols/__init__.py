"""Which pairs are to be told apart: clean, and as the paper's code released it."""

from contracode.tasks.clones.protocols.as_released import (
    ReleasedFaults,
    problems_of,
    released_cases,
    released_faults,
    standard_error,
)
from contracode.tasks.clones.protocols.cases import PairCases
from contracode.tasks.clones.protocols.clean import clean_cases

__all__ = [
    "PairCases",
    "ReleasedFaults",
    "clean_cases",
    "problems_of",
    "released_cases",
    "released_faults",
    "standard_error",
]
