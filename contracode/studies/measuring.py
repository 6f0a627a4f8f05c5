"""What is measured of a finished run: by its encoder, its classifier, its posterior, its log."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from torch import Tensor

from contracode.corpus.images.image_set import ImageSet
from contracode.encoders.images.checkpoint import read_image_manifest
from contracode.encoders.images.pixels import Normalisation
from contracode.errors import RecipeError
from contracode.seeds import seed_for
from contracode.training.images.data import (
    channels_first,
    data_folder,
    read_split,
    training_images,
)
