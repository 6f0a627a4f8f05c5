"""Ways to say how alike two functions are: lexical baselines, encoders, others' models."""

from contracode.tasks.clones.scorers.encoder import Cosines, EncoderScorer
from contracode.tasks.clones.scorers.lexical import lexical_scorers
from contracode.tasks.clones.scorers.scorer import Comparison, Jaccard, Places, Products, Scorer

__all__ = [
    "Comparison",
    "Cosines",
    "EncoderScorer",
    "Jaccard",
    "Places",
    "Products",
    "Scorer",
    "lexical_scorers",
]
