"""CRD from several teachers: a CRD for each, their losses summed.

Each teacher has its own banks, projections and partitions, and a projection of the student for
itself; all compare the same picks. A step is that of one CRD, in plain sight::

    every_sides = crd(student_features, every_teachers_features, picks)
    crd.calibrate_once(every_sides)
    loss = crd.loss(every_sides)
    ...  # backward pass and optimizer step
    crd.update(index, every_sides)

Source: Tian, Krishnan, Isola 2020, arXiv 1910.10699, ensemble distillation.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from contracode.losses import Loss, Reduce, mean_valid
from contracode.methods.crd.objective import CRD, CRDConfig, Sides


class EnsembleCRD(nn.Module):
    """One :class:`CRD` a teacher.

    Args:
        samples: size of the data set.
        student_dim: length of the student's features.
        teacher_dims: length of each teacher's.
        config: settings of all.
        generator: draws the banks, teacher by teacher; its device is theirs.

    Raises:
        ValueError: there is no teacher, or ``samples`` is not positive.
    """

    def __init__(
        self,
        samples: int,
        student_dim: int,
        teacher_dims: Sequence[int],
        config: CRDConfig,
        *,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        if not teacher_dims:
            raise ValueError("an ensemble needs at least one teacher, got none")
        self.crds = nn.ModuleList(
            CRD(samples, student_dim, each, config, generator=generator) for each in teacher_dims
        )

    def forward(
        self,
        student: Float[Tensor, "batch _"],
        teachers: Sequence[Float[Tensor, "batch _"]],
        picks: Int[Tensor, "batch picked"],
    ) -> list[Sides]:
        """Both sides of every teacher's comparison.

        Raises:
            ValueError: there are not as many features as teachers.
        """
        self._demand_all(len(teachers))
        return [crd(student, its, picks) for crd, its in zip(self.crds, teachers, strict=True)]

    def calibrate_once(self, every_sides: Sequence[Sides]) -> None:
        """Set the partitions that aren't set yet by this batch's estimates, in one process."""
        for crd, sides in self._each(every_sides):
            if not crd.calibrated:
                crd.calibrate(*sides.log_partitions())

    def loss(self, every_sides: Sequence[Sides], *, reduce: Reduce = mean_valid) -> Loss:
        """The terms ``teacher_1_student``, ``teacher_1_teacher``, ``teacher_2_student`` and so on.

        Their sum grows with the number of teachers, as published.

        Raises:
            ValueError: partitions are not set yet.
        """
        terms: dict[str, Tensor] = {}
        for number, (crd, sides) in enumerate(self._each(every_sides), 1):
            terms |= crd.loss(sides, reduce=reduce).named(f"teacher_{number}").terms
        return Loss(terms)

    def update(self, index: Int[Tensor, " batch"], every_sides: Sequence[Sides]) -> None:
        """Move all banks' vectors of the batch's samples; after the backward pass, not before."""
        for crd, sides in self._each(every_sides):
            crd.update(index, sides.student, sides.teacher)

    def _each(self, every_sides: Sequence[Sides]) -> list[tuple[CRD, Sides]]:
        self._demand_all(len(every_sides))
        crds = [crd for crd in self.crds if isinstance(crd, CRD)]
        return list(zip(crds, every_sides, strict=True))

    def _demand_all(self, given: int) -> None:
        if given != len(self.crds):
            raise ValueError(f"every teacher takes part, got {given} for {len(self.crds)} teachers")
