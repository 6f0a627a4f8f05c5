"""One file a family of methods: its settings, and a module that the loop trains.

What a method computes stands in ``contracode.methods``; here it meets an encoder, heads and state.
"""

from contracode.training.images.learners.classification import CrossEntropyConfig
from contracode.training.images.learners.contrastive import ContrastiveConfig
from contracode.training.images.learners.distillation import DistillationConfig
from contracode.training.images.learners.loco import LoCoConfig
from contracode.training.images.learners.moco import MoCoConfig
from contracode.training.images.learners.pac_bayes import PacBayesConfig

MethodConfig = (
    ContrastiveConfig
    | CrossEntropyConfig
    | DistillationConfig
    | LoCoConfig
    | MoCoConfig
    | PacBayesConfig
)
"""Settings of any method; ``kind`` tells which."""

__all__ = [
    "ContrastiveConfig",
    "CrossEntropyConfig",
    "DistillationConfig",
    "LoCoConfig",
    "MethodConfig",
    "MoCoConfig",
    "PacBayesConfig",
]
