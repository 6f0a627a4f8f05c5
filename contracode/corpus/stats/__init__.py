"""What a corpus holds, counted, as tables and plots."""

from contracode.corpus.stats.drawing import draw
from contracode.corpus.stats.markdown import as_markdown
from contracode.corpus.stats.results import CrossTable, Fact, Facts, Ranking, Spread, Statistics
from contracode.corpus.stats.statistics import corpus_statistics

__all__ = [
    "CrossTable",
    "Fact",
    "Facts",
    "Ranking",
    "Spread",
    "Statistics",
    "as_markdown",
    "corpus_statistics",
    "draw",
]
