"""How much two texts differ, in tokens: edits over the number of tokens of the longer one."""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache

import numpy as np
from jaxtyping import Float64
from rapidfuzz.distance import Levenshtein

from contracode.tokens import Vocabulary
from contracode.tokens.lexical import lexical_tokens

Differences = Callable[[Sequence[tuple[str, str]]], Float64[np.ndarray, " pairs"]]


def lexical_differences() -> Differences:
    """Over lexical tokens: names, literals, operators."""
    # A source is compared again and again.
    tokens = lru_cache(maxsize=20_000)(lexical_tokens)

    def measure(pairs: Sequence[tuple[str, str]]) -> Float64[np.ndarray, " pairs"]:
        return np.array([difference(tokens(one), tokens(other)) for one, other in pairs])

    return measure


def subword_differences(vocabulary: Vocabulary) -> Differences:
    """Over subwords; a sampling vocabulary draws anew for each text of a pair."""

    def measure(pairs: Sequence[tuple[str, str]]) -> Float64[np.ndarray, " pairs"]:
        ids = vocabulary.encode([text for pair in pairs for text in pair])
        twos = zip(ids[::2], ids[1::2], strict=True)
        # Every text begins and ends with the same special token.
        return np.array([difference(one[1:-1], other[1:-1]) for one, other in twos])

    return measure


def difference(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Least insertions, deletions and replacements, over the longer length; 0 for two empties."""
    return float(Levenshtein.normalized_distance(one, other))
