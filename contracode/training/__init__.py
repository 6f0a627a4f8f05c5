"""Pre-training: recipe, schedule, loop, resumable state, log."""

from contracode.training.config import PretrainConfig, ScheduleConfig
from contracode.training.pretrain import Outcome, pretrain
from contracode.training.recipe import read_recipe

__all__ = ["Outcome", "PretrainConfig", "ScheduleConfig", "pretrain", "read_recipe"]
