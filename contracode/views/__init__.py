"""Pairs of views of the same program, made while training runs."""

from contracode.views.order import RecordOrder
from contracode.views.pairs import PairMaker, Pairs
from contracode.views.prefetch import Prefetcher

__all__ = ["PairMaker", "Pairs", "Prefetcher", "RecordOrder"]
