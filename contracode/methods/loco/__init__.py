"""LoCo: an encoder trained in overlapping units of two stages, each with a loss of its own.

A step, in plain sight::

    schedule = named_schedule("loco")
    decoders = decoders_for(encoder, schedule, DecoderConfig())
    objective = stacked_nt_xent(views=2, temperature=0.1)
    ...  # each step: the views of a batch, one after the other
    terms = schedule.step(encoder, decoders, images, objective)  # gradients are in ``.grad``
    optimizer.step()
    optimizer.zero_grad()
"""

from contracode.methods.loco.decoders import Decoder, DecoderConfig, decoders_for
from contracode.methods.loco.objective import Objective, loco, stacked_nt_xent
from contracode.methods.loco.schedule import SCHEDULES, Schedule, named_schedule

__all__ = [
    "SCHEDULES",
    "Decoder",
    "DecoderConfig",
    "Objective",
    "Schedule",
    "decoders_for",
    "loco",
    "named_schedule",
    "stacked_nt_xent",
]
