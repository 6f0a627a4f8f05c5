"""Splits of a corpus, and their draw by hash."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from contracode.seeds import seed_for

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = ("train", "valid", "test")

_Split = TypeVar("_Split", bound=str)


def split_of(name: str, shares: Mapping[_Split, float], rest: _Split) -> _Split:
    """Split of one thing; adding things moves none of the old ones.

    Args:
        name: of the thing, or of the family that must stay together.
        shares: part of all names in each split; a larger first share takes from the later ones.
        rest: split of all other names.
    """
    point = seed_for(0, name) / 2**63
    reach = 0.0
    for split, share in shares.items():
        reach += share
        if point < reach:
            return split
    return rest
