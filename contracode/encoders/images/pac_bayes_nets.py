"""The networks that PAC-Bayes bounds of contrastive learning were computed for; no BatchNorm.

A bound speaks of a network as a function of its weights and one input, which BatchNorm is not. The
first weights here are PyTorch's; a run with a bound draws the prior's mean over them, with
:func:`contracode.methods.pac_bayes.draw_start`.

Source: Nozawa, Germain, Guedj 2020, arXiv 1910.04464, and their released code (pb-contrastive,
models/cnn.py and models/mlp.py).
"""

from torch import nn

from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.images.widths import scaled

_CONVOLUTIONS = 64
_CNN_VECTOR = 100
_MLP_VECTOR = 50
MIN_SIZE = 13
"""Smallest images of the CNN, in pixels: the last map must have a place."""


def pac_bayes_cnn(channels: int, size: int, *, width_multiplier: float = 1.0) -> ImageEncoder:
    """Two stages of a 5 x 5 convolution, ReLU and 3 x 3 maximum; a linear layer to 100 numbers.

    Args:
        channels: of the images.
        size: their height and width in pixels; the linear layer depends on it.
        width_multiplier: times the channels and the length of the vector.

    Raises:
        ValueError: the images are smaller than 13 px.

    Source: of this file; 267,428 weights for colour images of 32 px.
    """
    if size < MIN_SIZE:
        raise ValueError(f"pac_bayes_cnn needs images of at least {MIN_SIZE} px, got {size}")
    width = scaled(_CONVOLUTIONS, width_multiplier)
    vector = scaled(_CNN_VECTOR, width_multiplier)
    stages = [
        nn.Sequential(
            nn.Conv2d(before, width, 5, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2)
        )
        for before in (channels, width)
    ]
    side = size
    for _ in stages:
        side = (side - 3) // 2  # the convolution takes 2, the maximum all but half of the rest
    tail = nn.Sequential(nn.Flatten(), nn.Linear(width * side * side, vector))
    return ImageEncoder(stages, [width, width], tail, vector)


def pac_bayes_mlp(inputs: int, *, width_multiplier: float = 1.0) -> ImageEncoder:
    """A hidden layer of 50 and a vector of 50; one stage, whose map has a single place.

    Args:
        inputs: numbers of an image, of all channels and places together.
        width_multiplier: times both lengths.

    Source: of this file; 3,700 weights for the 22 inputs of AUSLAN.
    """
    width = scaled(_MLP_VECTOR, width_multiplier)
    stage = nn.Sequential(
        nn.Flatten(),
        nn.Linear(inputs, width),
        nn.ReLU(inplace=True),
        nn.Unflatten(1, (width, 1, 1)),
    )
    tail = nn.Sequential(nn.Flatten(), nn.Linear(width, width))
    return ImageEncoder([stage], [width], tail, width)
