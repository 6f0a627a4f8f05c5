"""Clones measured: does a score tell functions that do the same from those that do not?"""

from contracode.tasks.clones.benchmark import Benchmark, Part, open_benchmark
from contracode.tasks.clones.clone_set import CloneSet
from contracode.tasks.clones.everyone import all_scorers
from contracode.tasks.clones.measurement import ScorerFigures, measure_clones
from contracode.tasks.clones.protocols import PairCases, clean_cases, released_cases
from contracode.tasks.clones.report import PartReport, Settings, report_part
from contracode.tasks.clones.scorers import Scorer, lexical_scorers

__all__ = [
    "Benchmark",
    "CloneSet",
    "PairCases",
    "Part",
    "PartReport",
    "Scorer",
    "ScorerFigures",
    "Settings",
    "all_scorers",
    "clean_cases",
    "lexical_scorers",
    "measure_clones",
    "open_benchmark",
    "released_cases",
    "report_part",
]
