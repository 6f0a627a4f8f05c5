"""Training: schedule, loop, resumable state, log; with rooms for what code and images need.

code/     ContraCode on variants that the compiler makes meanwhile
images/   the image methods on views of a batch
"""

from contracode.training.code.config import PretrainConfig
from contracode.training.code.pretrain import pretrain
from contracode.training.code.recipe import read_recipe
from contracode.training.outcome import Outcome
from contracode.training.schedule import ScheduleConfig

__all__ = ["Outcome", "PretrainConfig", "ScheduleConfig", "pretrain", "read_recipe"]
