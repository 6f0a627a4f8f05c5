"""The pairs that a calibration learns from and is judged by: nearest pairs of known clones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32, Float64, Int64

from contracode.corpus.clones.records import Split
from contracode.corpus.tables import read_columns
from contracode.detection.candidates import nearest_pairs
from contracode.errors import CorpusError
from contracode.index.encoder import CodeEncoder
from contracode.tasks.clones.fusion import Wording
from contracode.tasks.clones.protocols import PairCases


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFunctions:
    """Functions of one split that stand in a clone pair, and all its pairs."""

    texts: Sequence[str]
    """Source code in which a function's own name is replaced."""
    concepts: Int64[np.ndarray, " functions"]
    """Number of what each does."""
    structures: Sequence[str]
    """Equal where two differ by names and values of literals only."""
    pairs: frozenset[tuple[int, int]]
    """Places of two functions that do the same, lower place first."""

    @classmethod
    def read(cls, corpus: Path, split: Split) -> "KnownFunctions":
        """All functions with a concept; pairs by both kinds of evidence.

        Raises:
            CorpusError: the corpus is missing or damaged, or no corpus of clones.
        """
        rows = _rows(corpus, "functions", ["id", "concept", "split", "anonymous", "structure"])
        rows = [row for row in rows if row["split"] == split and row["concept"]]
        if not rows:
            raise CorpusError(f"{corpus} has no functions with a concept in its split {split}")
        place = {row["id"]: number for number, row in enumerate(rows)}
        pairs = [
            (place[row["left"]], place[row["right"]])
            for row in _rows(corpus, "pairs", ["left", "right", "split"])
            if row["split"] == split
        ]
        names = {name: number for number, name in enumerate(sorted({r["concept"] for r in rows}))}
        return cls(
            texts=[row["anonymous"] for row in rows],
            concepts=np.array([names[row["concept"]] for row in rows], dtype=np.int64),
            structures=[row["structure"] for row in rows],
            pairs=frozenset((min(pair), max(pair)) for pair in pairs),
        )

    def among(self, concepts: set[int]) -> "KnownFunctions":
        """The functions of some concepts, and their pairs."""
        places = [at for at, concept in enumerate(self.concepts.tolist()) if concept in concepts]
        number = {place: each for each, place in enumerate(places)}
        return KnownFunctions(
            texts=[self.texts[place] for place in places],
            concepts=self.concepts[places],
            structures=[self.structures[place] for place in places],
            pairs=frozenset(
                (number[left], number[right])
                for left, right in self.pairs
                if left in number and right in number
            ),
        )


def vectors_of(known: KnownFunctions, encoder: CodeEncoder) -> Float32[np.ndarray, "functions dim"]:
    """Of all texts; of those longer than the window by their beginning."""
    return encoder.embed_texts(known.texts, truncate=True)


def retrieved_cases(
    known: KnownFunctions, vectors: Float32[np.ndarray, "functions dim"], wording: Wording
) -> PairCases:
    """What a search among these functions would look at: each with its nearest others.

    A pair counts as a clone if the corpus proves it. Left out are pairs of one concept that it does
    not prove, and pairs of equal structure: of those the corpus keeps none, and the report goes by
    their label. A concept weighs 1, however many functions it has.
    """
    drawn = nearest_pairs(vectors, wording)
    left, right = drawn[:, 0], drawn[:, 1]
    positive = np.array([(min(a, b), max(a, b)) in known.pairs for a, b in drawn.tolist()])
    structures = np.array(known.structures)
    other = known.concepts[left] != known.concepts[right]
    return _cases(drawn[(positive | other) & (structures[left] != structures[right])], known)


def balanced_cases(known: KnownFunctions, seed: int, strangers: int = 50) -> PairCases:
    """All known clones, and for each function ``strangers`` functions of other concepts, drawn.

    The clones of a concept weigh 1 together, and so do its strangers. Pairs of equal structure are
    left out as in `retrieved_cases`.
    """
    random = np.random.default_rng(seed)
    count = len(known.texts)
    left = np.repeat(np.arange(count), strangers)
    drawn = np.stack([left, random.integers(count, size=len(left))], axis=1)
    drawn = drawn[known.concepts[drawn[:, 0]] != known.concepts[drawn[:, 1]]]
    pairs = np.concatenate([np.array(sorted(known.pairs), dtype=np.int64).reshape(-1, 2), drawn])
    structures = np.array(known.structures)
    kept = pairs[structures[pairs[:, 0]] != structures[pairs[:, 1]]]
    cases = _cases(kept, known)
    weights = np.empty(len(kept))
    for chosen in (cases.positive, ~cases.positive):
        weights[chosen] = _weights(cases.concepts[chosen])
    return replace(cases, weights=weights)


def _cases(pairs: Int64[np.ndarray, "cases 2"], known: KnownFunctions) -> PairCases:
    concepts, others = known.concepts[pairs[:, 0]], known.concepts[pairs[:, 1]]
    return PairCases(
        queries=pairs[:, 0],
        candidates=pairs[:, 1],
        # What is left of one concept is proven.
        positive=concepts == others,
        hard=np.zeros(len(pairs), dtype=bool),
        concepts=concepts,
        other_concepts=others,
        weights=_weights(concepts),
    )


def _weights(concepts: Int64[np.ndarray, " cases"]) -> Float64[np.ndarray, " cases"]:
    _, own, counts = np.unique(concepts, return_inverse=True, return_counts=True)
    return np.asarray(1 / counts[own], dtype=np.float64)


def _rows(corpus: Path, table: str, columns: list[str]) -> list[dict[str, Any]]:
    return [row for shard in read_columns(corpus, table, columns) for row in shard.to_pylist()]
