"""The clean protocol: every clone pair once, against negatives that surely differ in concept."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Bool, UInt64

from contracode.seeds import seed_for
from contracode.tasks.clones.clone_set import CloneSet, pairs_by_concept
from contracode.tasks.clones.protocols.cases import PairCases


def clean_cases(clones: CloneSet, seed: int) -> PairCases:
    """Every clone pair, with a hard and an easy negative for each.

    Of a pair one function, drawn, is the first; it also meets a function of another concept: hard
    from its own group, easy from another group; where a set has one group only, one of any
    concept, which is easy. Never a function with itself, never one with an equal text. Where a
    set has no such function that negative is left out. The clone pairs of a concept weigh 1
    together, its hard negatives 1, its easy ones 1.

    The draws depend on the seed and the ids alone: a set with some functions less has the same
    negatives, but for those functions.
    """
    names = {concept: number for number, concept in enumerate(sorted(set(clones.concepts)))}
    pairs_of = pairs_by_concept(clones)
    strangers = _Strangers(clones)

    def cases() -> Iterator[tuple[int, int, bool, bool, float]]:
        for left, right in clones.pairs.tolist():
            pair = f"{clones.ids[left]}/{clones.ids[right]}"
            weight = 1 / pairs_of[clones.concepts[left]]
            first, second = ((left, right), (right, left))[seed_for(seed, f"first/{pair}") % 2]
            yield first, second, True, False, weight
            for hard in (True, False) if clones.has_groups else (False,):
                draw = seed_for(seed, f"{'hard' if hard else 'easy'}/{pair}")
                stranger = strangers.drawn(first, draw, hard=hard)
                if stranger is not None:
                    yield first, stranger, False, hard, weight

    columns = list(zip(*cases(), strict=True))
    number = np.array([names[concept] for concept in clones.concepts], dtype=np.int64)
    queries, candidates = (np.array(column, dtype=np.int64) for column in columns[:2])
    return PairCases(
        queries=queries,
        candidates=candidates,
        positive=np.array(columns[2], dtype=bool),
        hard=np.array(columns[3], dtype=bool),
        concepts=number[queries],
        other_concepts=number[candidates],
        weights=np.array(columns[4], dtype=np.float64),
    )


class _Strangers:
    """Functions of other concepts, by whether they are of the same group."""

    def __init__(self, clones: CloneSet) -> None:
        self._concepts = np.unique(clones.concepts, return_inverse=True)[1]
        self._groups = np.unique(clones.groups, return_inverse=True)[1]
        self._texts = np.unique(clones.texts, return_inverse=True)[1]
        self._has_groups = clones.has_groups
        self._keys = np.array([seed_for(0, each) for each in clones.ids], dtype=np.uint64)

    def drawn(self, anchor: int, draw: int, *, hard: bool) -> int | None:
        """The stranger whose key, stirred by the draw, is lowest."""
        allowed = self._allowed(anchor, hard)
        if not allowed.any():
            return None
        places = np.flatnonzero(allowed)
        return int(places[np.argmin(_stirred(self._keys[places], draw))])

    def _allowed(self, anchor: int, hard: bool) -> Bool[np.ndarray, " functions"]:
        differs = (self._concepts != self._concepts[anchor]) & (self._texts != self._texts[anchor])
        if not self._has_groups:
            return np.asarray(differs)
        return np.asarray(differs & ((self._groups == self._groups[anchor]) == hard))


def _stirred(keys: UInt64[np.ndarray, " _"], draw: int) -> UInt64[np.ndarray, " _"]:
    """Numbers that look drawn anew for every draw.

    Source: the mixing function of SplitMix64, Steele, Lea and Flood 2014.
    """
    mixed = keys ^ np.uint64(draw)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
