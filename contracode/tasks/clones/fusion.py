"""One score for two functions from their vectors and their words, and what it is worth.

Every feature is a function of the two texts alone. Statistics of a collection (TF-IDF, BM25) would
give a pair another score whenever an unrelated function is written.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32, Float64
from pydantic import ConfigDict, TypeAdapter, ValidationError
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from contracode.errors import CheckpointError
from contracode.files import write_json
from contracode.tasks.clones.features import tokens_of
from contracode.tasks.clones.scorers import Comparison, Jaccard, Places, Products

FEATURES = ("cosine", "grams", "words")
CALIBRATION = "calibration.json"
"""Name of the file that `contracode calibrate` writes beside a model's weights."""
_FORMAT = 1

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@runtime_checkable
class TextEncoder(Protocol):
    """What makes vectors of unit length."""

    def embed_texts(
        self, texts: Sequence[str], *, truncate: bool = False
    ) -> Float32[np.ndarray, "batch dim"]:
        """Unit-length vector of each text."""


class Wording:
    """Texts read for the two lexical features.

    ``grams``: cosine of the counts of runs of 3 and 4 characters over the tokens, each count as the
    logarithm of one more. ``words``: multiset Jaccard index of the words inside names and literals
    (`indexOf` is two). Comments and layout do not matter. Grams are hashed into a million columns:
    texts that were never seen together can be compared.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        # Lone surrogates, which a literal may hold, have no bytes to hash.
        whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        tokens = [tokens_of(text) for text in whole]
        self.grams = _unit_rows(_counts(_GRAMS, [" ".join(each) for each in tokens]))
        self.words = _counts(_WORDS, [_numbered_words(each) for each in tokens])
        self.sizes = np.asarray(self.words.sum(axis=1), dtype=np.float64).ravel()

    def against(self, other: "Wording") -> tuple[Products, Jaccard]:
        """Comparisons by grams and by words of these texts with others."""
        words = Jaccard(Products(self.words, other.words), self.sizes, other.sizes)
        return Products(self.grams, other.grams), words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """A logistic regression over `FEATURES`, and a probability for each of its scores."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    format: int
    """Version of this layout."""
    recipe: str
    """Recipe of the model whose cosines it was fitted with."""
    model_digest: str
    """SHA-256 of that model's weights."""
    corpus_digest: str
    """Corpus of clones it was fitted on; its split ``valid``."""
    weights: tuple[float, float, float]
    """Of the features; none is negative, so a pair that is more alike never scores lower."""
    intercept: float
    """Score of a pair that has nothing in common."""
    scores: tuple[float, ...]
    """Ascending scores at which the probability is known; between two it is interpolated."""
    probabilities: tuple[float, ...]
    """Probability at each of them, not descending."""
    threshold: float
    """Score from which a pair is reported unless the user chooses."""

    def __post_init__(self) -> None:
        if self.format != _FORMAT:
            raise ValueError(f"format {self.format}, this version reads {_FORMAT}")
        if min(self.weights) < 0:
            raise ValueError(f"weights must not be negative, got {self.weights}")
        if not 0 < len(self.scores) == len(self.probabilities):
            raise ValueError("as many probabilities as scores are needed, and at least one")
        if (np.diff(self.scores) <= 0).any() or (np.diff(self.probabilities) < 0).any():
            raise ValueError("scores must ascend and probabilities must not descend")

    def score(
        self, features: Float64[np.ndarray, "*pairs features"]
    ) -> Float64[np.ndarray, "*pairs"]:
        """Log odds against a stranger: for ranking; not a probability."""
        return np.asarray(features @ np.array(self.weights) + self.intercept)

    def probability(self, scores: Float64[np.ndarray, "*pairs"]) -> Float64[np.ndarray, "*pairs"]:
        """Chance that a pair with this score does the same, among nearest pairs as fitted on."""
        return np.asarray(np.interp(scores, self.scores, self.probabilities))

    def write(self, file: Path) -> None:
        """Write it as JSON, whole or not at all."""
        write_json(file, asdict(self))

    @classmethod
    def read(cls, file: Path) -> "Fusion":
        """Read what `write` wrote.

        Raises:
            CheckpointError: the file is missing or no calibration of this version.
        """
        try:
            return TypeAdapter(cls).validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            raise CheckpointError(
                f"{file} is no calibration that can be read; make it with `contracode calibrate`"
            ) from error

    @classmethod
    def shipped(cls) -> "Fusion":
        """The one that comes along: fitted with a run of the recipe ``smoke``."""
        return cls.read(Path(str(files("contracode.tasks.clones") / "fusion.json")))


@dataclass(frozen=True, slots=True)
class FusedScorer:
    """The fused score, as a way to say how alike functions are."""

    encoder: TextEncoder
    fusion: Fusion
    name: str = "fused"

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Texts longer than the encoder's window are compared by their beginning."""
        return FusedComparison(
            self.fusion,
            self.encoder.embed_texts(queries, truncate=True),
            self.encoder.embed_texts(candidates, truncate=True),
            Wording(queries),
            Wording(candidates),
        )


class FusedComparison:
    """Queries against candidates by the fused score."""

    def __init__(
        self,
        fusion: Fusion,
        queries: Float32[np.ndarray, "queries dim"],
        candidates: Float32[np.ndarray, "candidates dim"],
        query_wording: Wording,
        candidate_wording: Wording,
    ) -> None:
        self._fusion = fusion
        self._queries = queries.astype(np.float64)
        self._candidates = candidates.astype(np.float64)
        self._grams, self._words = query_wording.against(candidate_wording)

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Score of each query with the candidate beside it."""
        return self._fusion.score(self.features(queries, candidates))

    def features(self, queries: Places, candidates: Places) -> Float64[np.ndarray, "pairs 3"]:
        """The values of `FEATURES` for each query with the candidate beside it."""
        cosine = (self._queries[queries] * self._candidates[candidates]).sum(axis=1)
        grams = self._grams.pairs(queries, candidates)
        return np.stack([cosine, grams, self._words.pairs(queries, candidates)], axis=1)

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Scores of some queries with all candidates."""
        cosine = self._queries[queries] @ self._candidates.T
        features = np.stack([cosine, self._grams.rows(queries), self._words.rows(queries)], axis=2)
        return self._fusion.score(features)


_GRAMS = HashingVectorizer(
    analyzer="char",
    ngram_range=(3, 4),
    lowercase=False,
    norm=None,
    alternate_sign=False,
    n_features=2**20,
)
_WORDS = HashingVectorizer(
    analyzer=lambda words: words, norm=None, alternate_sign=False, binary=True, n_features=2**20
)


def _counts(vectorizer: HashingVectorizer, texts: Sequence[object]) -> csr_matrix:
    # The library refuses an empty list.
    if not texts:
        return csr_matrix((0, vectorizer.n_features), dtype=np.float64)
    return csr_matrix(vectorizer.transform(texts))


def _unit_rows(counts: csr_matrix) -> csr_matrix:
    rows = csr_matrix(counts, dtype=np.float64)
    rows.data = np.log1p(rows.data)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    # A text of fewer than three characters has no grams, and is like no other.
    rows.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(rows.indptr))
    return rows


def _numbered_words(tokens: Sequence[str]) -> list[str]:
    """Words of tokens that are not punctuation, each with how often it came before."""
    words = (word.lower() for token in tokens for word in _WORD.findall(token))
    seen: Counter[str] = Counter()
    numbered = []
    for word in words:
        numbered.append(f"{word} {seen[word]}")
        seen[word] += 1
    return numbered
