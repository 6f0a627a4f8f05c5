"""What two corpora, or two splits of one, have in common."""

from contracode.corpus.overlap.comparison import Overlap, Shared, overlap
from contracode.corpus.overlap.held import HeldRows, Likeness
from contracode.corpus.overlap.markdown import as_markdown
from contracode.corpus.overlap.side import Row, Side, Spot, Table, rows_of, size_of

__all__ = [
    "HeldRows",
    "Likeness",
    "Overlap",
    "Row",
    "Shared",
    "Side",
    "Spot",
    "Table",
    "as_markdown",
    "overlap",
    "rows_of",
    "size_of",
]
