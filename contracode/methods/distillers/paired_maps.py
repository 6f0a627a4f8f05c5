"""Maps of a student and of a teacher, made comparable."""

from collections.abc import Sequence
from typing import TypeVar

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")


def abreast(student: Sequence[Ours], teacher: Sequence[Theirs]) -> list[tuple[Ours, Theirs]]:
    """Pairs of stages at the same share of the depth, as many as the shallower one has.

    Of equally many each has its partner; the last is always with the last.
    """
    pairs = min(len(student), len(teacher))

    def stage(number: int, stages: int) -> int:
        return number * stages // pairs - 1

    return [
        (student[stage(number, len(student))], teacher[stage(number, len(teacher))])
        for number in range(1, pairs + 1)
    ]


def pooled_alike(
    student: Float[Tensor, "batch _ _ _"], teacher: Float[Tensor, "batch _ _ _"]
) -> tuple[Float[Tensor, "batch _ height width"], Float[Tensor, "batch _ height width"]]:
    """Both at the smaller height and the smaller width, by means of places."""
    ours, theirs = student.shape[2:], teacher.shape[2:]
    size = (min(ours[0], theirs[0]), min(ours[1], theirs[1]))
    return (
        student if ours == size else functional.adaptive_avg_pool2d(student, size),
        teacher if theirs == size else functional.adaptive_avg_pool2d(teacher, size),
    )
