"""Who takes part in a retrieval: encoders, and the lexical baselines beside them."""

from collections.abc import Iterator, Sequence

import numpy as np
from jaxtyping import Float, Float32, Int64

from contracode.encoders.code.embedder import Embedder
from contracode.tasks.retrieval import Query, ranks
from contracode.tokens.lexical import LexicalIndex

Found = dict[str, Int64[np.ndarray, " queries"]]


def found_by_encoder(
    embedder: Embedder,
    queries: Sequence[Query],
    vectors: Float32[np.ndarray, "candidates dim"],
) -> Int64[np.ndarray, " queries"]:
    """Rank of every target by cosine. A query longer than the window is read by its beginning.

    Args:
        embedder: made the vectors.
        queries: variants.
        vectors: of the candidates, unit length.
    """
    asked = embedder.embed_texts([query.text for query in queries], truncate=True)
    return ranks((vectors @ row for row in asked), queries)


def found_by_tokens(
    queries: Sequence[Query], sources: Sequence[str], *, progress: str | None = None
) -> Found:
    """Ranks by shared tokens and by TF-IDF cosine over tokens.

    Args:
        queries: variants.
        sources: texts of the candidates.
        progress: label of a progress bar on stderr while the texts are read; None shows none.
    """
    index = LexicalIndex(sources, progress=progress)
    scores = [index.scores(query.text) for query in queries]
    overlap: Iterator[Float[np.ndarray, " candidates"]] = (each.overlap for each in scores)
    return {
        "token overlap": ranks(overlap, queries),
        "TF-IDF over tokens": ranks((each.tfidf for each in scores), queries),
    }
