"""Distillers by name, with the papers and the weights they were released with."""

from collections.abc import Callable
from dataclasses import dataclass

from contracode.methods.distillers.attention import Attention
from contracode.methods.distillers.correlation import Correlation
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.hint import Hint
from contracode.methods.distillers.probabilistic import ProbabilisticTransfer
from contracode.methods.distillers.relations import Relational
from contracode.methods.distillers.similarity import SimilarityPreserving
from contracode.methods.distillers.soft_targets import SoftTargets
from contracode.methods.distillers.traces import Shapes
from contracode.methods.distillers.variational import Variational


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDistiller:
    """A row of the table."""

    name: str
    paper: str
    compares: str
    """What of the two networks."""
    weight: float
    """Of the distiller in the total, as released with CRD."""
    labels: float = 1.0
    """Of the labels' cross-entropy beside it."""
    build: Callable[[Shapes, Shapes, float], Distiller]
    """(student, teacher, weight) -> the distiller."""


_ROWS = (
    KnownDistiller(
        name="kd",
        paper="Hinton, Vinyals, Dean 2015, arXiv 1503.02531",
        compares="logits",
        weight=0.9,
        labels=0.1,
        build=lambda _student, _teacher, weight: SoftTargets(weight),
    ),
    KnownDistiller(
        name="hint",
        paper="Romero et al. 2014, arXiv 1412.6550",
        compares="the second map",
        weight=100.0,
        build=Hint,
    ),
    KnownDistiller(
        name="attention",
        paper="Zagoruyko, Komodakis 2016, arXiv 1612.03928",
        compares="all maps",
        weight=1000.0,
        build=lambda _student, _teacher, weight: Attention(weight),
    ),
    KnownDistiller(
        name="similarity",
        paper="Tung and Mori 2019, arXiv 1907.09682",
        compares="the last map",
        weight=3000.0,
        build=lambda _student, _teacher, weight: SimilarityPreserving(weight),
    ),
    KnownDistiller(
        name="correlation",
        paper="Peng et al. 2019, arXiv 1904.01802",
        compares="vectors",
        weight=0.02,
        build=Correlation,
    ),
    KnownDistiller(
        name="vid",
        paper="Ahn et al. 2019, arXiv 1904.05835",
        compares="all maps",
        weight=1.0,
        build=Variational,
    ),
    KnownDistiller(
        name="rkd",
        paper="Park et al. 2019, arXiv 1904.05068",
        compares="vectors",
        weight=1.0,
        build=lambda _student, _teacher, weight: Relational(weight),
    ),
    KnownDistiller(
        name="pkt",
        paper="Passalis, Tefas 2018, arXiv 1803.10837",
        compares="vectors",
        weight=30_000.0,
        build=lambda _student, _teacher, weight: ProbabilisticTransfer(weight),
    ),
)

DISTILLERS = {row.name: row for row in _ROWS}
"""By name; CRD is not among them, as its step has banks to fill."""


def named_distiller(
    name: str, student: Shapes, teacher: Shapes, *, weight: float | None = None
) -> Distiller:
    """The distiller of this name, its trained parts drawn by torch's own generator.

    Args:
        name: one of :data:`DISTILLERS`.
        student: its shapes, as ``Traces.shapes`` of any batch says.
        teacher: its shapes.
        weight: the released one if not given.

    Raises:
        ValueError: there is none of this name, the weight is negative, or the networks' stages
            can't be compared.
    """
    if name not in DISTILLERS:
        raise ValueError(f"distiller must be one of {', '.join(DISTILLERS)}, got {name}")
    row = DISTILLERS[name]
    return row.build(student, teacher, row.weight if weight is None else weight)
