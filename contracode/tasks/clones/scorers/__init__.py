"""Ways to say how alike two functions are: lexical baselines, encoders, others' models."""

from contracode.tasks.clones.scorers.encoder import EncoderScorer
from contracode.tasks.clones.scorers.everyone import all_scorers
from contracode.tasks.clones.scorers.lexical import lexical_scorers
from contracode.tasks.clones.scorers.scorer import Comparison, Jaccard, Places, Products, Scorer

__all__ = [
    "Comparison",
    "EncoderScorer",
    "Jaccard",
    "Places",
    "Products",
    "Scorer",
    "all_scorers",
    "lexical_scorers",
]
