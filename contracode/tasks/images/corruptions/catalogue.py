"""All corruptions by name, and how images are put through one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import torch
from jaxtyping import UInt8
from torch import Tensor

from contracode.tasks.images.corruptions.blur import defocus_blur, motion_blur, zoom_blur
from contracode.tasks.images.corruptions.digital import jpeg, pixelate
from contracode.tasks.images.corruptions.draws import Draws
from contracode.tasks.images.corruptions.elastic import elastic
from contracode.tasks.images.corruptions.light import brightness, contrast, fog
from contracode.tasks.images.corruptions.noise import gaussian_noise, impulse_noise, shot_noise

Corruption = Callable[[Tensor, int, Draws], Tensor]
"""Images in [0, 1] (images, channels, height, width), a severity from 1 to 5, what is drawn; to
images that may leave [0, 1]."""

SEVERITIES = (1, 2, 3, 4, 5)

CORRUPTIONS: Mapping[str, Corruption] = MappingProxyType(
    {
        "gaussian noise": gaussian_noise,
        "shot noise": shot_noise,
        "impulse noise": impulse_noise,
        "defocus blur": defocus_blur,
        "motion blur": motion_blur,
        "zoom blur": zoom_blur,
        "fog": fog,
        "brightness": brightness,
        "contrast": contrast,
        "elastic": elastic,
        "pixelate": pixelate,
        "jpeg": jpeg,
    }
)


def corrupted(
    images: UInt8[np.ndarray, "images height width channels"],
    corruption: str,
    severity: int,
    seed: int,
) -> UInt8[np.ndarray, "images height width channels"]:
    """The images after one corruption.

    Args:
        images: grey, or red, green and blue; made for sides of 28 to 96 pixels.
        corruption: a name of `CORRUPTIONS`.
        severity: from 1 to 5.
        seed: of what is drawn. The first images become the same however many follow.

    Raises:
        ValueError: there is no such corruption or severity, or images have neither 1 nor 3
            channels.
    """
    if corruption not in CORRUPTIONS:
        raise ValueError(
            f"no corruption is called {corruption!r}; there are {', '.join(CORRUPTIONS)}"
        )
    if severity not in SEVERITIES:
        raise ValueError(f"severity must be one of {SEVERITIES}, got {severity}")
    if images.shape[3] not in (1, 3):
        raise ValueError(f"images must have 1 or 3 channels, got {images.shape[3]}")
    if not len(images):
        return images
    # Corpora give images that may not be written to, which torch refuses to share.
    values = torch.tensor(images).permute(0, 3, 1, 2).contiguous().float() / 255
    worse = CORRUPTIONS[corruption](values, severity, Draws(seed, corruption))
    found = (worse.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1)
    return found.contiguous().numpy()
