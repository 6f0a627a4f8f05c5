"""The same index in a Qdrant server, for more than one machine."""

from contracode.errors import CloneIndexError

try:
    import qdrant_client  # noqa: F401 - whoever imports this room is told what it needs
except ImportError as error:
    raise CloneIndexError(
        "Qdrant's client is not installed; install it with `pip install 'contracode[qdrant]'`"
    ) from error

from contracode.index.qdrant.push import PushReport, push
from contracode.index.qdrant.store import QdrantStore, connect

__all__ = ["PushReport", "QdrantStore", "connect", "push"]
