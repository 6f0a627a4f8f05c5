"""A small real model for tests: the counts of a program's words, as a unit vector."""

import hashlib
import re

import numpy as np

from contracode.errors import InputTooLongError


class HashedEncoder:
    """Exact and deterministic: equal words give equal vectors, whatever the batch.

    Token 0 opens every program; a word's token is its hash, and its place in the vector.
    """

    def __init__(self, name="hashed", dimensions=64, max_tokens=32):
        self.name = name
        self.dimensions = dimensions
        self.max_tokens = max_tokens
        self.model_digest = hashlib.sha256(f"{name}/{dimensions}".encode()).hexdigest()
        self.tokenizer_digest = hashlib.sha256(b"words").hexdigest()

    def tokenize(self, texts):
        return [[0, *map(self._token, re.findall(r"\w+|[^\w\s]", text))] for text in texts]

    def embed(self, tokens, *, token_budget=16_384, progress=None):  # noqa: ARG002
        vectors = np.zeros((len(tokens), self.dimensions), dtype=np.float32)
        for position, ids in enumerate(tokens):
            if len(ids) > self.max_tokens:
                raise InputTooLongError(position, len(ids), self.max_tokens)
            np.add.at(vectors[position], list(ids), 1)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_texts(self, texts, *, truncate=False):
        tokens = self.tokenize(texts)
        return self.embed([ids[: self.max_tokens] for ids in tokens] if truncate else tokens)

    def _token(self, word):
        digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
        return 1 + int.from_bytes(digest, "big") % (self.dimensions - 1)
