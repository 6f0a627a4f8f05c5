"""What is measured as an encoder: a run's parts as in training, and pixels as they are."""

from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from torch import Tensor

from contracode.tasks.images.encoding import Encode
from contracode.training.device import mixed_precision
from contracode.training.images.data import channels_first
from contracode.training.images.finished import FinishedRun


def raw_pixels(
    images: UInt8[np.ndarray, "images height width channels"],
) -> Float32[np.ndarray, "images dim"]:
    """An encoder without learning: all pixels in [0, 1], one after the other."""
    return images.reshape(len(images), -1).astype(np.float32) / 255


def encoding(
    run: FinishedRun,
    module: Callable[[Float[Tensor, "batch channels height width"]], Float[Tensor, "batch dim"]],
) -> Encode:
    """From bytes of images to what a part of the run's learner makes of them, as in training."""
    device = next(run.learner.parameters()).device

    def encode(
        images: UInt8[np.ndarray, "images height width channels"],
    ) -> Float32[np.ndarray, "images dim"]:
        pixels = run.normalisation.of_bytes(channels_first(images).to(device))
        with torch.inference_mode(), mixed_precision(device):
            found = module(pixels.to(memory_format=torch.channels_last))
        return found.float().cpu().numpy()

    return encode
