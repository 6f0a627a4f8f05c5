"""Pre-training on code: settings, what a run is made of, ContraCode's steps."""

from contracode.training.code.config import PretrainConfig
from contracode.training.code.pretrain import pretrain
from contracode.training.code.recipe import read_recipe

__all__ = ["PretrainConfig", "pretrain", "read_recipe"]
