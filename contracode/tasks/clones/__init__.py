"""Natural clones: does a score tell functions that do the same from those that do not?"""

from contracode.tasks.clones.cases import CloneSet, PairCases, pair_cases
from contracode.tasks.clones.lexical import lexical_scorers
from contracode.tasks.clones.measurement import CloneScore, measure_clones
from contracode.tasks.clones.report import CloneReport, report_clones
from contracode.tasks.clones.scorers import Comparison, Scorer

__all__ = [
    "CloneReport",
    "CloneScore",
    "CloneSet",
    "Comparison",
    "PairCases",
    "Scorer",
    "lexical_scorers",
    "measure_clones",
    "pair_cases",
    "report_clones",
]
