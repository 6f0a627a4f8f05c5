"""What files and screens do to images: pixelated, compressed. Image by image, by Pillow."""

import io
from collections.abc import Callable

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image
from torch import Tensor

from contracode.tasks.images.corruptions.draws import Draws


def pixelate(
    images: Float[Tensor, "images channels height width"],
    severity: int,
    draws: Draws,  # noqa: ARG001 nothing is drawn
) -> Float[Tensor, "images channels height width"]:
    """Made smaller by boxes and large again."""
    left = (0.95, 0.9, 0.85, 0.75, 0.65)[severity - 1]
    height, width = images.shape[2:]
    small = (int(width * left), int(height * left))

    def there_and_back(image: Image.Image) -> Image.Image:
        box = Image.Resampling.BOX
        return image.resize(small, box).resize((width, height), box)

    return _each(images, there_and_back)


def jpeg(
    images: Float[Tensor, "images channels height width"],
    severity: int,
    draws: Draws,  # noqa: ARG001 nothing is drawn
) -> Float[Tensor, "images channels height width"]:
    """Compressed as JPEG and read again; colours with Pillow's halved resolution."""
    quality = (80, 65, 58, 50, 40)[severity - 1]

    def compressed(image: Image.Image) -> Image.Image:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        return Image.open(file)

    return _each(images, compressed)


def _each(
    images: Float[Tensor, "images channels height width"],
    change: Callable[[Image.Image], Image.Image],
) -> Float[Tensor, "images channels height width"]:
    grey = images.shape[1] == 1
    pixels = (images * 255).round().byte().permute(0, 2, 3, 1).numpy()
    changed = [
        np.asarray(change(Image.fromarray(image[:, :, 0] if grey else image))) for image in pixels
    ]
    back = torch.from_numpy(np.stack(changed).reshape(pixels.shape)).to(images) / 255
    return back.permute(0, 3, 1, 2)
