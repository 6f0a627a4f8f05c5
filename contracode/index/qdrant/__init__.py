"""The same index in a Qdrant server, for more than one machine."""

from contracode.index.qdrant.push import PushReport, push
from contracode.index.qdrant.store import QdrantStore, connect

__all__ = ["PushReport", "QdrantStore", "connect", "push"]
