"""Functions, what each does, and which pairs of them do the same."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from jaxtyping import Int64

from contracode.corpus.clones.records import EvidenceKind, Split
from contracode.corpus.tables import read_columns
from contracode.errors import CorpusError
from contracode.seeds import seed_for


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneSet:
    """Functions, and pairs of them that do the same. Functions of one concept may do the same."""

    ids: Sequence[str]
    """Of the functions; the others are in the same order."""
    texts: Sequence[str]
    """Source code; in a corpus of clones a function's own name is replaced."""
    concepts: Sequence[str]
    """What each function does: the name of its problem."""
    groups: Sequence[str]
    """What kind of thing each is: the group of its package, the difficulty of its problem."""
    pairs: Int64[np.ndarray, "pairs 2"]
    """Places of two functions that do the same."""

    @classmethod
    def read(cls, corpus: Path, evidence: EvidenceKind, split: Split) -> "CloneSet":
        """Pairs of one kind of evidence and one split, and the functions that stand in them.

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

    @classmethod
    def of_problems(
        cls,
        ids: Sequence[str],
        texts: Sequence[str],
        concepts: Sequence[str],
        groups: Sequence[str],
    ) -> "CloneSet":
        """Every two programs of one problem are a pair, once."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, concept in enumerate(concepts):
            places[concept].append(place)
        pairs = [pair for same in places.values() for pair in combinations(same, 2)]
        return cls(
            ids=ids,
            texts=texts,
            concepts=concepts,
            groups=groups,
            pairs=np.array(pairs, dtype=np.int64).reshape(-1, 2),
        )

    def drawn(self, count: int, seed: int) -> "CloneSet":
        """The functions and pairs of ``count`` concepts that have some; all if there are fewer."""
        paired = pairs_by_concept(self)
        order = [concept for concept in concepts_in_order(self, seed) if concept in paired]
        if len(order) <= count:
            return self
        concepts = set(order[:count])
        return self.chosen([place for place, each in enumerate(self.concepts) if each in concepts])

    def without(self, ids: Collection[str]) -> "CloneSet":
        """The same less some functions, and less those that then stand in no pair."""
        kept = self.chosen([place for place, each in enumerate(self.ids) if each not in ids])
        return kept.chosen(np.unique(kept.pairs).tolist())

    def chosen(self, places: Sequence[int]) -> "CloneSet":
        """Some of the functions, and the pairs among them.

        Args:
            places: of the functions, each once.
        """
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

    @property
    def has_groups(self) -> bool:
        """Whether functions are of different groups, so that some negatives are harder."""
        return len(set(self.groups)) > 1

    @property
    def texts_of_several_concepts(self) -> int:
        """Functions whose text stands under another concept too: no negatives of each other."""
        concepts: defaultdict[str, set[str]] = defaultdict(set)
        for text, concept in zip(self.texts, self.concepts, strict=True):
            concepts[text].add(concept)
        return sum(len(concepts[text]) > 1 for text in self.texts)


def concepts_in_order(clones: CloneSet, seed: int) -> list[str]:
    """Concepts in an order that depends on the seed and the names alone."""
    return sorted(set(clones.concepts), key=lambda concept: (seed_for(seed, concept), concept))


def pairs_by_concept(clones: CloneSet) -> Counter[str]:
    """How many pairs each concept has."""
    return Counter(clones.concepts[left] for left in clones.pairs[:, 0].tolist())
