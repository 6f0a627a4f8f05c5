"""Distillers: what a student may learn from a teacher's maps, vectors or logits; one a file.

CRD is a room of its own, ``contracode.methods.crd``: its step has banks to fill.
"""

from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.named import DISTILLERS, KnownDistiller, named_distiller
from contracode.methods.distillers.traces import Shapes, Traces

__all__ = [
    "DISTILLERS",
    "Distiller",
    "KnownDistiller",
    "Shapes",
    "Traces",
    "named_distiller",
]
