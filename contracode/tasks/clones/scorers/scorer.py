"""What a score of clones must offer, and the kinds of comparison that scores are made of."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float64, Int64
from scipy.sparse import csr_matrix

Places = Int64[np.ndarray, " _"]


@runtime_checkable
class Comparison(Protocol):
    """Queries against candidates; higher is more alike."""

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Score of each query with the candidate beside it.

        Where queries and candidates are the same texts, a pair scores the same both ways.
        """
        ...

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Scores of some queries with all candidates, for ranking: comparable within a row."""
        ...


@runtime_checkable
class Scorer(Protocol):
    """A way to say how alike two functions are: a lexical baseline, an encoder."""

    @property
    def name(self) -> str:
        """How a table names it."""
        ...

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Read all texts. Statistics of a collection are those of the candidates."""
        ...


class Products:
    """Comparison by dot products: of sparse rows, so that texts that share nothing cost nothing."""

    def __init__(self, queries: csr_matrix, candidates: csr_matrix) -> None:
        self._queries = queries
        self._candidates = candidates

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Product of each two rows."""
        products = self._queries[queries].multiply(self._candidates[candidates])
        return np.asarray(products.sum(axis=1), dtype=np.float64).ravel()

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Products with all candidates."""
        products = self._queries[queries] @ self._candidates.T
        return np.asarray(products.toarray(), dtype=np.float64)


class Jaccard:
    """Comparison of sets: share of the union that is common; two empty sets are equal."""

    def __init__(
        self,
        common: Products,
        query_sizes: Float64[np.ndarray, " queries"],
        candidate_sizes: Float64[np.ndarray, " candidates"],
    ) -> None:
        self._common = common
        self._query_sizes = query_sizes
        self._candidate_sizes = candidate_sizes

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Index of each two sets."""
        common = self._common.pairs(queries, candidates)
        return _share(common, self._query_sizes[queries] + self._candidate_sizes[candidates])

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Indices with all candidates."""
        common = self._common.rows(queries)
        return _share(common, self._query_sizes[queries][:, None] + self._candidate_sizes)


def _share(
    common: Float64[np.ndarray, "*shape"], sizes: Float64[np.ndarray, "*shape"]
) -> Float64[np.ndarray, "*shape"]:
    union = sizes - common
    shares = np.ones_like(common)
    np.divide(common, union, out=shares, where=union > 0)
    return shares
