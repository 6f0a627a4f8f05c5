"""Maps of a student and of a teacher, made comparable."""

from collections.abc import Sequence

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional


def as_many(student: Sequence[object], teacher: Sequence[object]) -> None:
    """See to it that every stage has its partner.

    Raises:
        ValueError: there are not equally many.
    """
    if len(student) != len(teacher):
        raise ValueError(
            "stages are compared one by one, "
            f"got {len(student)} of the student and {len(teacher)} of the teacher; leave maps out"
        )


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
