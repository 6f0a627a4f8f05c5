"""Scorers whose scores are written down, for sets of clones with known answers."""

from dataclasses import dataclass

import numpy as np

from contracode.tasks.clones import CloneSet


@dataclass(frozen=True, slots=True)
class Matrix:
    """Scores of every text with every other."""

    scores: np.ndarray

    def pairs(self, queries, candidates):
        return self.scores[queries, candidates]

    def rows(self, queries):
        return self.scores[queries]


@dataclass(frozen=True, slots=True)
class Told:
    """Whether two functions are of one concept, times ``sign``, and noise."""

    clones: CloneSet
    noise: float = 0.0
    sign: float = 1.0
    name: str = "told"

    def compare(self, queries, candidates):
        assert list(queries) == list(candidates) == list(self.clones.texts)
        same = np.equal.outer(np.array(self.clones.concepts), np.array(self.clones.concepts))
        draw = np.random.default_rng(4).normal(size=same.shape)
        return Matrix(self.sign * same * (1 - self.noise) + (draw + draw.T) * self.noise)


def problems(sizes, groups=("",)):
    """A set of problems with so many programs each; no two texts are equal."""
    places = [(number, each) for number, size in enumerate(sizes) for each in range(size)]
    return CloneSet.of_problems(
        ids=[f"{number}/{each}" for number, each in places],
        texts=[f"function own(a) {{ return a + {number}.{each}; }}" for number, each in places],
        concepts=[f"problem{number}" for number, _ in places],
        groups=[groups[number % len(groups)] for number, _ in places],
    )
