"""Near-duplicates of code: MinHash finds candidates, the exact Jaccard index decides."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from jaxtyping import UInt64
from rensa import RMinHash, RMinHashLSH

# No axis name: two texts have different numbers of them.
Shingles = UInt64[np.ndarray, " _"]

TOKENS_PER_SHINGLE = 5
MAX_MISS = 1e-4
"""Chance that two texts of exactly the threshold share no band, so that they are not found."""

# Few rows let many dissimilar texts share a band; many rows need many bands for the same chance,
# and bands are memory.
_ROWS = 5

# White space and comments are matched outside the group. Punctuation is read one character at a
# time, so that `a= -b` and `a=-b` are equal. A slash that opens a regular expression is not told
# from a division: a quote in one may swallow the rest of its line, in every copy alike.
_TOKEN = re.compile(
    r"""
    \s+ | //[^\n]* | /\*.*?(?:\*/|\Z)
  | ( [\w$\#]+
    | "[^"\\\n]*(?:\\.[^"\\\n]*)*" | '[^'\\\n]*(?:\\.[^'\\\n]*)*' | `[^`\\]*(?:\\.[^`\\]*)*`
    | .
    )
    """,
    re.VERBOSE | re.DOTALL,
)

# Odd, so that multiplying modulo 2^64 loses nothing; the bits of the golden ratio.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class NearIndex:
    """Texts to which others are compared; near are two whose shingles' Jaccard index is high.

    Candidates come from MinHash signatures cut into bands. Each is verified on the exact sets, so a
    match is never wrong; one of Jaccard index s is missed with a chance of at most
    ``(1 - s**5) ** bands``: 1e-4 at the threshold, 2e-7 at 0.86 if that is 0.8.

    Signatures and bands are rensa's: on 40,000 functions of npm packages it was ten times as
    fast as datasketch, with a third of the memory. It is the younger library of the two, and its
    signatures change between releases; verified matches do not feel that.

    Attributes:
        bands: parts of a signature; sharing one makes a candidate.
    """

    def __init__(self, threshold: float = 0.8, seed: int = 1) -> None:
        """Start without texts.

        Args:
            threshold: lowest Jaccard index of a match, in [0.5, 1].
            seed: of the signatures: it decides which few near-duplicates are missed.

        Raises:
            ValueError: ``threshold`` is out of range.
        """
        if not 0.5 <= threshold <= 1:
            raise ValueError(f"threshold must be in [0.5, 1], got {threshold}")
        self.bands = bands_for(threshold)
        self._threshold = threshold
        self._seed = seed
        self._bands = RMinHashLSH(threshold, self.bands * _ROWS, self.bands)
        self._keys: list[str] = []
        self._shingles: list[Shingles] = []

    def __len__(self) -> int:
        return len(self._keys)

    def match(self, text: str) -> str | None:
        """Key of the first added text that is near, or None."""
        shingles = shingles_of(text)
        return next(self._near(shingles, self._signature(shingles)), None)

    def matches(self, text: str) -> list[str]:
        """Keys of all added texts that are near, in the order they were added."""
        shingles = shingles_of(text)
        return list(self._near(shingles, self._signature(shingles)))

    def add(self, key: str, text: str) -> None:
        """Add a text, whether or not another is near."""
        shingles = shingles_of(text)
        self._insert(key, shingles, self._signature(shingles))

    def admit(self, key: str, text: str) -> str | None:
        """Add a text unless one is near: then nothing changes, and that one's key is returned.

        Both in one reading of the text: a stream of functions is thinned by this.
        """
        shingles = shingles_of(text)
        signature = self._signature(shingles)
        near = next(self._near(shingles, signature), None)
        if near is None:
            self._insert(key, shingles, signature)
        return near

    def _signature(self, shingles: Shingles) -> RMinHash:
        signature = RMinHash(self.bands * _ROWS, self._seed)
        raw = shingles.astype("<u8").tobytes()
        signature.update([raw[start : start + 8] for start in range(0, len(raw), 8)])
        return signature

    def _near(self, shingles: Shingles, signature: RMinHash) -> Iterator[str]:
        candidates: list[int] = self._bands.query(signature)
        for place in sorted(candidates):
            other = self._shingles[place]
            # The Jaccard index is at most the ratio of the sizes.
            smaller, larger = sorted((len(shingles), len(other)))
            if smaller / larger >= self._threshold and jaccard(shingles, other) >= self._threshold:
                yield self._keys[place]

    def _insert(self, key: str, shingles: Shingles, signature: RMinHash) -> None:
        self._bands.insert(len(self._keys), signature)
        self._keys.append(key)
        self._shingles.append(shingles)


def bands_for(threshold: float) -> int:
    """Fewest bands for which two texts of that Jaccard index are missed at most `MAX_MISS` often.

    Two texts share a given row with a chance of their Jaccard index, and so a given band with
    ``threshold**5``.

    Source: Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman
    and Ullman, "Mining of Massive Datasets", section 3.4.
    """
    other_band = 1 - threshold**_ROWS
    return math.ceil(math.log(MAX_MISS) / math.log(other_band)) if other_band > 0 else 1


def shingles_of(text: str) -> Shingles:
    """Hashes of every run of five tokens, sorted, each once.

    Comments and white space between tokens do not matter; names and literals do. A text of fewer
    than five tokens is one shingle, so it is near to equal ones only. Up to 12 tokens (8 shingles)
    one token changed is enough for an index below 0.8. That is right: of getters and wrappers that
    short, a name is half the meaning.
    """
    tokens = [token for token in _TOKEN.findall(text) if token]
    hashes = np.fromiter(map(_hash, tokens), dtype=np.uint64, count=len(tokens))
    width = min(TOKENS_PER_SHINGLE, len(tokens))
    count = len(tokens) - width + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(width):
        mixed = (mixed ^ hashes[place : place + count]) * _MULTIPLIER
    return np.unique(mixed)


def jaccard(a: Shingles, b: Shingles) -> float:
    """Share of the shingles of two texts that both have, in [0, 1]; neither is empty."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


# Python's own hash of text differs from process to process.
@lru_cache(maxsize=1 << 16)
def _hash(token: str) -> int:
    digest = blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
