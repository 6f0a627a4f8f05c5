"""Lexical tokens of JavaScript and TypeScript, and how much of them two programs share."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import esprima
import numpy as np
from jaxtyping import Float64, Int64
from tqdm import tqdm

# Strings end at the end of their line and templates may hold anything: on text that the lexer
# refuses, a lost quote then costs one line, not the rest of the program.
_FALLBACK_TOKEN = re.compile(
    r"""
    (?P<skipped> \s+ | //[^\n]* | /\*.*?\*/ )
  | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `(?:[^`\\]|\\.)*`
  | \#?[^\W\d][\w$]* | [$#][\w$]+ | \d[\w.]*
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class LexedProgram:
    """Tokens of a program, in order, without comments and white space."""

    tokens: tuple[str, ...]
    """Text of each token."""
    by_fallback: bool
    """Whether the lexer refused the text, so that the plain scanner read all of it."""


def lex(text: str) -> LexedProgram:
    """Read any text as tokens.

    The lexer is esprima's. It stops at what it can't read (a decorator, an apostrophe in the text
    of a JSX element, broken source). Half a program would then pass for the whole, so the text is
    read again from its start by a plain scanner that accepts every text.
    """
    try:
        read = esprima.tokenize(text, tolerant=True)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError, re.error):
        return _lex_plainly(text)
    if read.errors:
        return _lex_plainly(text)
    return LexedProgram(tuple(str(token.value) for token in read), by_fallback=False)


def lexical_tokens(text: str) -> tuple[str, ...]:
    """Tokens of any text, in order; see `lex` for what reads them."""
    return lex(text).tokens


def lexical_similarity(a: str, b: str) -> float:
    """Share of the tokens of two programs that are common, counted with repetition, in [0, 1].

    Multiset Jaccard index: sum of the smaller counts over sum of the larger counts. Two programs
    without tokens are equal: 1.
    """
    return shared_tokens(Counter(lexical_tokens(a)), Counter(lexical_tokens(b)))


def shared_tokens(a: Counter[str], b: Counter[str]) -> float:
    """`lexical_similarity` of two programs by how often each has each token."""
    total = (a | b).total()
    return (a & b).total() / total if total else 1.0


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """One query against every text of an index, in the order of the texts."""

    overlap: Float64[np.ndarray, " candidates"]
    """Multiset Jaccard index of the tokens, as by `lexical_similarity`."""
    tfidf: Float64[np.ndarray, " candidates"]
    """Cosine of the TF-IDF vectors, in [0, 1]; 0 where either has no known token."""


class LexicalIndex:
    """Texts kept as posting lists: a query reads only the texts that share a token with it.

    TF-IDF weighs a token by its count times ``log((1 + texts) / (1 + texts with it)) + 1``, as
    scikit-learn does by default. A query's tokens that no text has count for the overlap, and not
    for TF-IDF.

    Attributes:
        fallbacks: texts that the lexer refused and the plain scanner read.
    """

    def __init__(self, texts: Sequence[str], *, progress: str | None = None) -> None:
        """Read the texts; ``progress`` labels a progress bar on stderr, None shows none."""
        with tqdm(texts, desc=progress, unit=" programs", disable=progress is None) as bar:
            lexed = [lex(text) for text in bar]
        self.fallbacks = sum(program.by_fallback for program in lexed)
        self._lengths = np.array([len(program.tokens) for program in lexed], dtype=np.int64)
        self._postings = _postings([Counter(program.tokens) for program in lexed])
        self._weights = {
            token: math.log((1 + len(texts)) / (1 + len(places))) + 1
            for token, (places, _) in self._postings.items()
        }
        squares = np.zeros(len(texts))
        for token, (places, counts) in self._postings.items():
            squares[places] += (counts * self._weights[token]) ** 2
        self._norms = np.sqrt(squares)

    def __len__(self) -> int:
        return len(self._lengths)

    def scores(self, query: str) -> LexicalScores:
        """Compare one program with all texts."""
        tokens = Counter(lexical_tokens(query))
        shared = np.zeros(len(self), dtype=np.int64)
        products = np.zeros(len(self))
        query_square = 0.0
        for token, count in tokens.items():
            if token not in self._postings:
                continue
            places, counts = self._postings[token]
            weight = self._weights[token]
            shared[places] += np.minimum(counts, count)
            products[places] += counts * (count * weight * weight)
            query_square += (count * weight) ** 2
        union = self._lengths + tokens.total() - shared
        norms = self._norms * math.sqrt(query_square)
        return LexicalScores(
            overlap=np.divide(shared, union, out=np.ones(len(self)), where=union > 0),
            tfidf=np.minimum(
                np.divide(products, norms, out=np.zeros(len(self)), where=norms > 0), 1
            ),
        )


def _postings(
    programs: Sequence[Counter[str]],
) -> dict[str, tuple[Int64[np.ndarray, " texts"], Int64[np.ndarray, " texts"]]]:
    """For each token: the places of the texts that hold it, and how often each does."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    counts: defaultdict[str, list[int]] = defaultdict(list)
    for place, program in enumerate(programs):
        for token, count in program.items():
            places[token].append(place)
            counts[token].append(count)
    return {
        token: (np.array(places[token], dtype=np.int64), np.array(counts[token], dtype=np.int64))
        for token in places
    }


def _lex_plainly(text: str) -> LexedProgram:
    tokens = (found[0] for found in _FALLBACK_TOKEN.finditer(text) if found["skipped"] is None)
    return LexedProgram(tuple(tokens), by_fallback=True)
