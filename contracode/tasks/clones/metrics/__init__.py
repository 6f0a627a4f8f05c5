"""How well scores tell clones from other pairs, and how well they rank clones first."""

from contracode.tasks.clones.metrics.curves import (
    Measure,
    Sweep,
    auroc,
    average_precision,
    best_threshold,
    f1_at,
    named_share,
    precision_at,
    recall_at,
)
from contracode.tasks.clones.metrics.ranking import ranking_scores, ranks_of
from contracode.tasks.clones.metrics.spread import case_interval, with_intervals

__all__ = [
    "Measure",
    "Sweep",
    "auroc",
    "average_precision",
    "best_threshold",
    "case_interval",
    "f1_at",
    "named_share",
    "precision_at",
    "ranking_scores",
    "ranks_of",
    "recall_at",
    "with_intervals",
]
