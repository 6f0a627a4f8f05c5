"""Distillation: a student learns from the labels, and from what teachers make of the same images."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float
from pydantic import ConfigDict, with_config
from torch import Tensor, nn
