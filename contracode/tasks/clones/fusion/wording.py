"""Lexical features of two texts: functions of these alone.

Statistics of a collection (TF-IDF, BM25) would give a pair another score whenever an unrelated
function is written.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from contracode.tasks.clones.scorers.features import tokens_of
from contracode.tasks.clones.scorers.scorer import Jaccard, Products

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


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
