"""Which pairs of functions are looked at more closely."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from jaxtyping import Float32, Float64, Int64

from contracode.corpus.near import NearIndex
from contracode.tasks.clones.fusion import Wording

NEIGHBOURS = 10
"""Of each function, by cosine and by grams; the calibration draws its pairs the same way."""

# Rows of scores held at once: with 20,000 functions 80 MB.
_BLOCK = 512

ALIKE = 200
"""More functions of one structure than that are paired in blocks of at most so many.

A generated file with ten thousand alike functions would be fifty million pairs.
"""

Pairs = Int64[np.ndarray, "_ 2"]


def nearest_pairs(
    vectors: Float32[np.ndarray, "functions dim"], wording: Wording, neighbours: int = NEIGHBOURS
) -> Pairs:
    """Each function with its nearest others, by cosine and by grams: query first, sorted.

    Exact: every function is compared with every other. A pair of which each is near to the other
    comes twice, once for each that asks.
    """
    count = len(vectors)
    wanted = min(neighbours, count - 1)
    if wanted < 1:
        return np.zeros((0, 2), dtype=np.int64)
    found = []
    transposed = wording.grams.T.tocsr()
    for start in range(0, count, _BLOCK):
        queries = np.arange(start, min(start + _BLOCK, count))
        cosines = (vectors[queries] @ vectors.T).astype(np.float64)
        grams = (wording.grams[queries] @ transposed).toarray()
        for scores in (cosines, grams):
            scores[np.arange(len(queries)), queries] = -np.inf
            places = _best(scores, wanted)
            found.append(np.stack([np.repeat(queries, wanted), places.ravel()], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def alike_pairs(keys: Sequence[str]) -> Pairs:
    """Places with equal keys, lower place first.

    More than `ALIKE` are split into blocks of about one size, in their order: each is paired with
    all of its block. Blocks do not overlap, so that groups, in which every two are a pair, do not.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    found = [
        (left, right)
        for alike in places.values()
        for block in np.array_split(alike, -(-len(alike) // ALIKE))
        for left, right in combinations(block.tolist(), 2)
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def near_pairs(texts: Sequence[str], threshold: float) -> Pairs:
    """Places of texts whose shingles have at least this Jaccard index, lower place first.

    Of more than `ALIKE` copies of one text the first ones are compared with other texts, and the
    copies with each other as by `alike_pairs`.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    index = NearIndex(threshold)
    found = []
    # Copies are read once: each would be compared with all others.
    for text, own in places.items():
        for other in index.matches(text):
            found += [(a, b) for a in places[other][:ALIKE] for b in own[:ALIKE]]
        index.add(text, text)
    different = np.array(found, dtype=np.int64).reshape(-1, 2)
    return unordered(different, alike_pairs(texts))


def unordered(*pairs: Pairs) -> Pairs:
    """All pairs, each once, lower place first."""
    return np.unique(np.sort(np.concatenate(pairs), axis=1), axis=0)


def _best(
    scores: Float64[np.ndarray, "queries functions"], count: int
) -> Int64[np.ndarray, "queries best"]:
    """Places of the highest scores of each row; of equal ones the lower places."""
    # A partition alone would choose among ties at random: more than are wanted, then by place.
    lowest = np.partition(scores, -count, axis=1)[:, -count]
    best = np.empty((len(scores), count), dtype=np.int64)
    for row, (values, bound) in enumerate(zip(scores, lowest, strict=True)):
        places = np.flatnonzero(values >= bound)
        best[row] = places[np.argsort(-values[places], kind="stable")][:count]
    return best
