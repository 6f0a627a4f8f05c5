"""Which stages have losses, and how far down their gradients reach: four answers, by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jaxtyping import Float
from torch import Tensor, nn

from contracode.encoders.images.staged import ImageEncoder
from contracode.methods.loco.joint import joint
from contracode.methods.loco.objective import Objective
from contracode.methods.loco.routing import routed


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How an encoder of stages is trained. A **unit** is a loss with the stages it reaches."""

    losses: Literal["last", "upper", "every"]
    """After the last stage, after all but the first, or after every stage."""
    reach: int | None
    """Through how many stages a loss's gradient goes, its own included; None: through all."""

    def __post_init__(self) -> None:
        if self.reach is not None and self.reach < 1:
            raise ValueError(f"reach must be >= 1, or None for all stages, got {self.reach}")

    def places(self, stages: int) -> tuple[int, ...]:
        """The stages that have a loss, counted from 0, lowest first; the last one always has."""
        first = {"last": stages - 1, "upper": min(1, stages - 1), "every": 0}[self.losses]
        return tuple(range(first, stages))

    def step(
        self,
        encoder: ImageEncoder,
        decoders: Sequence[nn.Module] | nn.ModuleList,
        images: Float[Tensor, "batch channels height width"],
        objective: Objective,
    ) -> dict[str, Float[Tensor, ""]]:
        """Add the gradients of all units' losses to ``.grad``, and return the losses' terms.

        Every stage runs forward once, so batch statistics are updated once. The total is the sum of
        the terms, and so are gradients; see :func:`stacked_nt_xent` for the mean. Under
        ``torch.autocast`` the forward passes are cast, the backward passes are as their forward
        ones were. The encoder's tail isn't run: the decoders take means of their own.

        **In many processes**, wrap neither encoder nor decoders in ``DistributedDataParallel``: it
        counts on one backward pass a step and would communicate in each. Gather inside the
        objective (``contracode.distributed``), and average each parameter's gradient over processes
        once, after this returns.

        Args:
            encoder: its stages are trained, except parameters with ``requires_grad`` False.
            decoders: one a unit, lowest first (:func:`decoders_for`).
            images: the views of a batch, one after the other.
            objective: from a unit's projected vectors to its loss, scalars.

        Returns:
            Terms without gradient, ``unit_1_contrast`` and so on, lowest unit first.

        Raises:
            ValueError: there are not as many decoders as units.
        """
        places = self.places(len(encoder.stages))
        if len(decoders) != len(places):
            raise ValueError(
                f"every unit has its decoder, got {len(decoders)} for {len(places)} units; "
                "make them with decoders_for"
            )
        stages = list(encoder.stages)
        decoder_at = dict(zip(places, decoders, strict=True))
        if self.reach is None:
            return joint(stages, decoder_at, images, objective)
        return routed(stages, decoder_at, images, objective, self.reach)


LOCO = Schedule(losses="upper", reach=2)
"""Units {S1, S2}, {S2, S3} and so on.

Source: Xiong, Ren, Urtasun 2020, arXiv 2008.01342, section 3.
"""
END_TO_END = Schedule(losses="last", reach=None)
"""One loss after the last stage: SimCLR, with LoCo's decoder.

Source: Chen et al. 2020, arXiv 2002.05709.
"""
GREEDY = Schedule(losses="every", reach=1)
"""Every stage by itself: GIM, moved onto SimCLR's loss as LoCo's paper does.

Source: Löwe, O'Connor, Veeling 2019, arXiv 1905.11786.
Differs: the contrast is between views of images, not between patches of one.
"""
DEEP_SUPERVISION = Schedule(losses="every", reach=None)
"""Losses after every stage and no gradient stopped: what the losses do without LoCo's locality.

Source: Lee et al. 2015, arXiv 1409.5185.
"""

SCHEDULES: dict[str, Schedule] = {
    "loco": LOCO,
    "end-to-end": END_TO_END,
    "greedy": GREEDY,
    "deep-supervision": DEEP_SUPERVISION,
}


def named_schedule(name: str, *, first_stage_loss: bool = False) -> Schedule:
    """The schedule of this name.

    Args:
        name: one of :data:`SCHEDULES`.
        first_stage_loss: give LoCo a loss after the first stage too, as the training curves of its
            paper's appendix have and its figure hasn't; it reaches that stage only.

    Raises:
        ValueError: there is none of this name, or one that isn't LoCo is to have another loss.
    """
    if name not in SCHEDULES:
        raise ValueError(f"schedule must be one of {', '.join(SCHEDULES)}, got {name}")
    if not first_stage_loss:
        return SCHEDULES[name]
    if name != "loco":
        raise ValueError(f"first_stage_loss is a choice of loco, {name} leaves none")
    return replace(LOCO, losses="every")
