"""What two corpora, or two splits of one, have in common."""

from contracode.corpus.overlap.comparison import Overlap, Shared, overlap
from contracode.corpus.overlap.markdown import as_markdown
from contracode.corpus.overlap.side import Side, Spot

__all__ = ["Overlap", "Shared", "Side", "Spot", "as_markdown", "overlap"]
