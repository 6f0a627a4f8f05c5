"""Features of programs, and how often each program has each."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from contracode.tokens.lexical import lexical_tokens


# Every baseline reads the same texts, and the lexer is slower than most of them.
@lru_cache(maxsize=1 << 15)
def tokens_of(text: str) -> tuple[str, ...]:
    """Lexical tokens."""
    return lexical_tokens(text)


def numbered_tokens(text: str) -> Iterable[Hashable]:
    """Each token with how often it came before: as a set, this is the multiset of tokens."""
    seen: Counter[str] = Counter()
    for token in tokens_of(text):
        yield token, seen[token]
        seen[token] += 1


def token_runs(text: str) -> Iterable[Hashable]:
    """Runs of four tokens; a shorter text is one run."""
    tokens = tokens_of(text)
    return (tokens[at : at + 4] for at in range(max(1, len(tokens) - 3)))


def columns_of(texts: Iterable[Iterable[Hashable]]) -> dict[Hashable, int]:
    """A number for each feature."""
    columns: dict[Hashable, int] = {}
    for features in texts:
        for feature in features:
            columns.setdefault(feature, len(columns))
    return columns


def counts_of(texts: Sequence[Iterable[Hashable]], columns: dict[Hashable, int]) -> csr_matrix:
    """How often each text has each known feature."""
    indices: list[int] = []
    data: list[int] = []
    starts = [0]
    for features in texts:
        counts = Counter(columns[feature] for feature in features if feature in columns)
        indices += counts
        data += counts.values()
        starts.append(len(indices))
    shape = (len(texts), len(columns))
    matrix = (np.array(data, dtype=np.float64), np.array(indices, dtype=np.int64), starts)
    return csr_matrix(matrix, shape=shape)
