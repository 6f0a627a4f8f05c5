"""Lexical baselines: what can be told from the words of two functions alone."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from contracode.tasks.clones.scorers.bm25 import Bm25
from contracode.tasks.clones.scorers.features import (
    columns_of,
    counts_of,
    numbered_tokens,
    token_runs,
    tokens_of,
)
from contracode.tasks.clones.scorers.scorer import Comparison, Jaccard, Places, Products, Scorer


def lexical_scorers() -> list[Scorer]:
    """All baselines, in the order of a table."""
    return [
        EditSimilarity(),
        SetSimilarity("Jaccard of tokens", numbered_tokens),
        SetSimilarity("Jaccard of token 4-grams", token_runs),
        Bm25(),
        TfIdf("tf-idf over tokens", tokens_of),
        TfIdf("tf-idf over characters", None),
    ]


@dataclass(frozen=True, slots=True)
class EditSimilarity:
    """1 minus the Levenshtein distance of the token sequences over the longer one's length."""

    name: str = "token edit distance"

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Sequences become strings, one character a token, which is what the library is fast on."""
        letters: dict[str, str] = {}

        def spelt(text: str) -> str:
            # From 0x10000 on there are no surrogates, and room for a million different tokens.
            return "".join(
                letters.setdefault(token, chr(0x10000 + len(letters))) for token in tokens_of(text)
            )

        return _Edits([spelt(text) for text in queries], [spelt(text) for text in candidates])


class _Edits:
    def __init__(self, queries: list[str], candidates: list[str]) -> None:
        self._queries = queries
        self._candidates = candidates

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        places = zip(queries.tolist(), candidates.tolist(), strict=True)
        similarity = Levenshtein.normalized_similarity
        scores = [similarity(self._queries[a], self._candidates[b]) for a, b in places]
        return np.array(scores, dtype=np.float64)

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        asked = [self._queries[place] for place in queries.tolist()]
        similarity = Levenshtein.normalized_similarity
        return np.asarray(cdist(asked, self._candidates, scorer=similarity, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class SetSimilarity:
    """Jaccard index of sets of features."""

    name: str
    features: Callable[[str], Iterable[Hashable]]
    """Features of a text; repeated ones count once."""

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Features of either side; those of queries alone count for the union."""
        sets = [set(self.features(text)) for text in candidates]
        columns = columns_of(sets)
        asked = [set(self.features(text)) for text in queries]
        return Jaccard(
            Products(counts_of(asked, columns), counts_of(sets, columns)),
            np.array([len(each) for each in asked], dtype=np.float64),
            np.array([len(each) for each in sets], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class TfIdf:
    """Cosine of TF-IDF vectors, weighed as scikit-learn does by default."""

    name: str
    analyse: Callable[[str], Sequence[str]] | None
    """Features of a text; runs of 3 and 4 characters, case kept, if None."""

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Document frequencies are those of the candidates."""
        vectorizer = (
            TfidfVectorizer(analyzer="char", ngram_range=(3, 4), lowercase=False)
            if self.analyse is None
            else TfidfVectorizer(analyzer=self.analyse)
        )
        vectors = vectorizer.fit_transform(candidates)
        return Products(csr_matrix(vectorizer.transform(queries)), csr_matrix(vectors))
