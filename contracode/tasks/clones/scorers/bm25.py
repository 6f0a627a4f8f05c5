"""BM25, for rankings and for pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from scipy.sparse import csr_matrix, diags_array

from contracode.tasks.clones.scorers.features import columns_of, counts_of, tokens_of
from contracode.tasks.clones.scorers.scorer import Comparison, Places, Products

_SATURATION = 1.5
_LENGTH = 0.75


@dataclass(frozen=True, slots=True)
class Bm25:
    """BM25 over tokens. A ranking is the plain score of a query with a document.

    A pair is scored both ways and the mean taken. As long documents get high scores whatever the
    query, each way is divided by what the document scores when it is its own query.

    Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and beyond",
    with k1 = 1.5, b = 0.75 and Lucene's inverse document frequency, which is never negative.
    """

    name: str = "BM25"

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Document frequencies and mean length are those of the candidates."""
        documents = [tokens_of(text) for text in candidates]
        columns = columns_of(documents)
        counts = counts_of(documents, columns)
        asked = [tokens_of(text) for text in queries]
        holders = np.bincount(counts.indices, minlength=len(columns))
        rarity = np.log1p((len(documents) - holders + 0.5) / (holders + 0.5))
        lengths = np.array([len(each) for each in documents], dtype=np.float64)
        mean_length = max(float(lengths.mean()), 1.0)
        asked_lengths = np.array([len(each) for each in asked], dtype=np.float64)
        asked_counts = counts_of(asked, columns)
        return _BothWays(
            asked_counts,
            counts,
            _saturated(asked_counts, asked_lengths / mean_length, rarity),
            _saturated(counts, lengths / mean_length, rarity),
        )


class _BothWays:
    """Queries as counts and as documents, and candidates likewise."""

    def __init__(
        self,
        queries: csr_matrix,
        candidates: csr_matrix,
        query_documents: csr_matrix,
        candidate_documents: csr_matrix,
    ) -> None:
        self._asked = Products(queries, candidate_documents)
        self._forth = Products(queries, _by_own_score(candidates, candidate_documents))
        self._back = Products(_by_own_score(queries, query_documents), candidates)

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        ways = [each.pairs(queries, candidates) for each in (self._forth, self._back)]
        return np.asarray(np.mean(ways, axis=0))

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        return self._asked.rows(queries)


def _saturated(
    counts: csr_matrix,
    relative_lengths: Float64[np.ndarray, " texts"],
    rarity: Float64[np.ndarray, " features"],
) -> csr_matrix:
    """BM25's weight of each feature in each text as a document."""
    damping = _SATURATION * (1 - _LENGTH + _LENGTH * relative_lengths)
    weights = counts.copy()
    weights.data = (
        rarity[counts.indices]
        * (_SATURATION + 1)
        * counts.data
        / (counts.data + np.repeat(damping, np.diff(counts.indptr)))
    )
    return weights


def _by_own_score(counts: csr_matrix, documents: csr_matrix) -> csr_matrix:
    """Documents scaled so that each scores 1 with itself; those without known features stay."""
    own = np.asarray(counts.multiply(documents).sum(axis=1), dtype=np.float64).ravel()
    return csr_matrix(diags_array(1 / np.where(own > 0, own, 1.0)) @ documents)
