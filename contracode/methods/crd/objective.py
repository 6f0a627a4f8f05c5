"""CRD: tell a teacher's and a student's features of one sample from those of two samples.

Picks, drawn by ``Classes.pick`` or ``pick_unlabelled``, say which samples are compared. A step, in
plain sight::

    sides = crd(student_features, teacher_features, picks)
    if not crd.calibrated:
        crd.calibrate(*sides.log_partitions())
    loss = crd.loss(sides)
    ...  # backward pass and optimizer step
    crd.update(index, sides.student, sides.teacher)

Source: Tian, Krishnan, Isola 2020, arXiv 1910.10699, eqs. 15 to 19, and its released code.
"""

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from contracode.losses import FeatureBank, Loss, Reduce, Score, gathered, mean_valid
from contracode.methods.crd.pair_nce import log_partition, pair_nce


@dataclass(frozen=True, slots=True, kw_only=True)
class CRDConfig:
    """Settings of the objective; the defaults are the paper's."""

    projected: int = 128
    """Length of the vectors compared."""
    temperature: float = 0.07
    """Cosines are divided by it."""
    momentum: float = 0.5
    """Part of its vector that a sample keeps in the banks at every update."""

    def __post_init__(self) -> None:
        if self.projected < 1:
            raise ValueError(f"projected must be >= 1, got {self.projected}")
        if not self.temperature > 0:
            raise ValueError(f"temperature must be > 0, got {self.temperature}")
        if not 0 <= self.momentum <= 1:
            raise ValueError(f"momentum must be in [0, 1], got {self.momentum}")


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a comparison, with gradient; scores are cosines divided by the temperature."""

    student: Float[Tensor, "batch dim"]
    """Projected student, of unit length."""
    teacher: Float[Tensor, "batch dim"]
    """Projected teacher, of unit length."""
    student_scores: Float[Tensor, "batch picked"]
    """Student against the teacher's bank; column 0 is the positive."""
    teacher_scores: Float[Tensor, "batch picked"]
    """Teacher against the student's bank."""
    samples: int
    """Samples of the data set."""

    def log_partitions(self) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
        """Each side's estimate of the log partition from this batch, for :meth:`CRD.calibrate`."""
        return (
            log_partition(self.student_scores, self.samples),
            log_partition(self.teacher_scores, self.samples),
        )


class CRD(nn.Module):
    """Two projections, two banks, and two log partitions, frozen once set.

    Both projections are to be trained. Everything is in the state dict, the partitions as float64
    logs, NaN until :meth:`calibrate` has set them.

    In many processes rows are local. The caller averages the partitions before it calibrates
    (``distributed.average(log.exp()).log()``), and gathers features and positions of all before it
    updates; the loss is a mean over local rows, as DDP wants it. Give DDP the two projections, not
    all of this, or it copies the banks from rank 0 at every step.

    Args:
        samples: size of the data set, ``n``.
        student_dim: length of the student's features.
        teacher_dim: length of the teacher's.
        config: settings.
        generator: draws the banks, the student's first; its device is theirs.

    Raises:
        ValueError: ``samples`` is not positive.
    """

    student_log_partition: Tensor
    teacher_log_partition: Tensor

    def __init__(
        self,
        samples: int,
        student_dim: int,
        teacher_dim: int,
        config: CRDConfig,
        *,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        if samples < 1:
            raise ValueError(f"samples must be >= 1, got {samples}")
        self.config, self.samples = config, samples
        self._known_calibrated = False
        self.project_student = nn.Linear(student_dim, config.projected)
        self.project_teacher = nn.Linear(teacher_dim, config.projected)
        self.student_bank, self.teacher_bank = (
            FeatureBank(samples, config.projected, config.momentum, generator=generator)
            for _ in range(2)
        )
        for side in ("student", "teacher"):
            unknown = torch.full((), math.nan, dtype=torch.float64, device=generator.device)
            self.register_buffer(f"{side}_log_partition", unknown)
        self.register_load_state_dict_post_hook(_forget_whether_calibrated)  # type: ignore[no-untyped-call]

    @property
    def calibrated(self) -> bool:
        """Whether the partitions are set; read from the device until they are."""
        if not self._known_calibrated:
            both = self.student_log_partition + self.teacher_log_partition
            self._known_calibrated = not bool(both.isnan())
        return self._known_calibrated

    def forward(
        self,
        student: Float[Tensor, "batch _"],
        teacher: Float[Tensor, "batch _"],
        picks: Int[Tensor, "batch picked"],
    ) -> Sides:
        """Project both, and compare each with the picked vectors of the other's bank.

        The positive is read from the bank too. No gradient reaches the teacher's features.
        """
        score = Score(scale=1 / self.config.temperature, normalise=False)  # all are of unit length
        ours = _unit(self.project_student(student.to(self.project_student.weight.dtype)))
        theirs = _unit(self.project_teacher(teacher.detach().to(self.project_teacher.weight.dtype)))
        return Sides(
            ours,
            theirs,
            gathered(ours, self.teacher_bank.features, picks, score),
            gathered(theirs, self.student_bank.features, picks, score),
            self.samples,
        )

    @torch.no_grad()
    def calibrate(self, student: Float[Tensor, ""], teacher: Float[Tensor, ""]) -> None:
        """Set both log partitions, once, by the first batch's estimates.

        Raises:
            ValueError: they are set already, or an estimate is not finite (a batch without rows).
        """
        if self.calibrated:
            raise ValueError("the partitions are set already; they stay what the first batch gave")
        if not bool((student + teacher).isfinite()):
            raise ValueError(
                f"log partitions must be finite, got {float(student)} and {float(teacher)}"
            )
        self.student_log_partition.copy_(student)
        self.teacher_log_partition.copy_(teacher)

    def loss(self, sides: Sides, *, reduce: Reduce = mean_valid) -> Loss:
        """The terms ``student`` and ``teacher``: see :func:`pair_nce`.

        With random features both together are ``2 (ln K + 1 + ln E exp(score))`` in the mean: 22.99
        for K = 16,384, temperature 0.07 and vectors of 128 numbers, from any n. A batch of 64
        deviates by 0.22, the standard error of its positives' mean score.

        Raises:
            ValueError: the partitions are not set yet.
        """
        # A compiler can't look at values; what it compiles gives NaN instead.
        if not torch.compiler.is_compiling() and not self.calibrated:
            raise ValueError(
                "the partitions are not set; call calibrate(*sides.log_partitions()) with the "
                "first batch"
            )
        scores = {
            "student": (sides.student_scores, self.student_log_partition),
            "teacher": (sides.teacher_scores, self.teacher_log_partition),
        }
        everyone = torch.ones(len(sides.student), dtype=torch.bool, device=sides.student.device)
        return Loss(
            {
                side: reduce(pair_nce(its_scores, partition, self.samples), everyone)
                for side, (its_scores, partition) in scores.items()
            }
        )

    @torch.no_grad()
    def update(
        self,
        index: Int[Tensor, " batch"],
        student: Float[Tensor, "batch dim"],
        teacher: Float[Tensor, "batch dim"],
    ) -> None:
        """Move the banks' vectors of the batch's samples; after the backward pass, not before."""
        self.student_bank.update(index, student)
        self.teacher_bank.update(index, teacher)


def _forget_whether_calibrated(crd: CRD, _: object) -> None:
    crd._known_calibrated = False


def _unit(features: Float[Tensor, "batch dim"]) -> Float[Tensor, "batch dim"]:
    return Score(scale=1.0).prepare(features)
