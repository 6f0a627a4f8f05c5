"""Clone pairs of a corpus, and the pairs that are none to tell them from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float64, Int64

from contracode.corpus.clones.records import EvidenceKind, Split
from contracode.corpus.tables import read_columns
from contracode.errors import CorpusError
from contracode.seeds import seed_for


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneSet:
    """Functions that stand in a clone pair, and the pairs."""

    ids: Sequence[str]
    """Of the functions; the others are in the same order."""
    texts: Sequence[str]
    """Source code in which a function's own name is replaced."""
    concepts: Sequence[str]
    """What each function does."""
    groups: Sequence[str]
    """What kind of package each is from."""
    pairs: Int64[np.ndarray, "pairs 2"]
    """Places of two functions that do the same."""

    @classmethod
    def read(cls, corpus: Path, evidence: EvidenceKind, split: Split) -> "CloneSet":
        """Pairs of one kind of evidence and one split.

        Raises:
            CorpusError: the corpus is missing or damaged, or has no such pairs.
        """
        pairs = [
            (row["left"], row["right"])
            for shard in read_columns(corpus, "pairs", ["left", "right", "evidence", "split"])
            for row in shard.to_pylist()
            if (row["evidence"], row["split"]) == (evidence, split)
        ]
        if not pairs:
            raise CorpusError(f"{corpus} has no pairs by {evidence} in its split {split}")
        wanted = {each for pair in pairs for each in pair}
        columns = ["id", "anonymous", "concept", "group"]
        rows = [
            row
            for shard in read_columns(corpus, "functions", columns)
            for row in shard.to_pylist()
            if row["id"] in wanted
        ]
        place = {row["id"]: number for number, row in enumerate(rows)}
        if lost := wanted - place.keys():
            raise CorpusError(
                f"{corpus} pairs {len(lost)} functions that it does not hold, {min(lost)} for one; "
                "build it anew"
            )
        return cls(
            ids=[row["id"] for row in rows],
            texts=[row["anonymous"] for row in rows],
            concepts=[row["concept"] for row in rows],
            groups=[row["group"] for row in rows],
            pairs=np.array([[place[left], place[right]] for left, right in pairs], dtype=np.int64),
        )

    def drawn(self, count: int, seed: int) -> "CloneSet":
        """The functions and pairs of ``count`` concepts; of all if there are fewer."""
        order = sorted(set(self.concepts), key=lambda concept: seed_for(seed, concept))
        concepts = set(order[:count])
        places = [place for place, each in enumerate(self.concepts) if each in concepts]
        number = {place: each for each, place in enumerate(places)}
        pairs = [
            [number[left], number[right]]
            for left, right in self.pairs.tolist()
            if left in number and right in number
        ]
        return CloneSet(
            ids=[self.ids[place] for place in places],
            texts=[self.texts[place] for place in places],
            concepts=[self.concepts[place] for place in places],
            groups=[self.groups[place] for place in places],
            pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCases:
    """Pairs to be told apart: clones, and pairs of different concepts."""

    queries: Int64[np.ndarray, " cases"]
    candidates: Int64[np.ndarray, " cases"]
    positive: Bool[np.ndarray, " cases"]
    """Whether the two do the same."""
    hard: Bool[np.ndarray, " cases"]
    """Whether a negative is from the same group; False for clones."""
    concepts: Int64[np.ndarray, " cases"]
    """Number of the concept of the clone pair; a negative has that of the pair it was drawn for."""
    weights: Float64[np.ndarray, " cases"]
    """The clone pairs of a concept weigh 1 together, its hard negatives 1, its easy ones 1."""

    def chosen(self, kept: Bool[np.ndarray, " cases"]) -> "PairCases":
        """Some of the cases."""
        return PairCases(
            queries=self.queries[kept],
            candidates=self.candidates[kept],
            positive=self.positive[kept],
            hard=self.hard[kept],
            concepts=self.concepts[kept],
            weights=self.weights[kept],
        )


def pair_cases(clones: CloneSet, seed: int) -> PairCases:
    """Every clone pair, with a hard and an easy negative for each.

    One function of the pair, drawn, meets a function of another concept: hard from its own group,
    easy from another group. Where a set has no such function that negative is left out. The draws
    depend on the seed and the ids of the pair alone.
    """
    names = {concept: number for number, concept in enumerate(sorted(set(clones.concepts)))}
    pairs_of = Counter(clones.concepts[left] for left in clones.pairs[:, 0].tolist())
    strangers = _Strangers(clones)
    rows = []
    for left, right in clones.pairs.tolist():
        draw = np.random.default_rng(seed_for(seed, f"{clones.ids[left]}/{clones.ids[right]}"))
        concept = clones.concepts[left]
        about = (names[concept], 1 / pairs_of[concept])
        rows.append((left, right, True, False, *about))
        anchor = (left, right)[draw.integers(2)]
        for hard in (True, False):
            stranger = strangers.drawn(anchor, draw, hard=hard)
            if stranger is not None:
                rows.append((anchor, stranger, False, hard, *about))
    columns = list(zip(*rows, strict=True))
    return PairCases(
        queries=np.array(columns[0], dtype=np.int64),
        candidates=np.array(columns[1], dtype=np.int64),
        positive=np.array(columns[2], dtype=bool),
        hard=np.array(columns[3], dtype=bool),
        concepts=np.array(columns[4], dtype=np.int64),
        weights=np.array(columns[5], dtype=np.float64),
    )


class _Strangers:
    """Functions of other concepts, by whether they are of the same group."""

    def __init__(self, clones: CloneSet) -> None:
        self._clones = clones
        # By id, so that another order of the functions draws the same ones.
        self._order = sorted(range(len(clones.ids)), key=lambda place: clones.ids[place])
        self._pools: dict[tuple[str, str, bool], list[int]] = {}

    def drawn(self, anchor: int, draw: np.random.Generator, *, hard: bool) -> int | None:
        group, concept = self._clones.groups[anchor], self._clones.concepts[anchor]
        pool = self._pools.get((group, concept, hard))
        if pool is None:
            pool = self._pools[group, concept, hard] = [
                place
                for place in self._order
                if self._clones.concepts[place] != concept
                and (self._clones.groups[place] == group) is hard
            ]
        return pool[draw.integers(len(pool))] if pool else None
