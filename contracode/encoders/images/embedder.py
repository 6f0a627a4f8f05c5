"""A trained image model in use: images in, unit vectors out."""

from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32, UInt8
from torch.nn import functional
from tqdm import tqdm

from contracode.encoders.images.checkpoint import ImageManifest, read_image_checkpoint
from contracode.encoders.images.pixels import normalise_pixels
from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.model_folder import WEIGHTS

_BATCH = 128


class ImageEmbedder:
    """Turns images into unit vectors, with the weights of one checkpoint.

    Attributes:
        name: name of the model.
        dimensions: length of a vector.
        channels: of the images: 1 is grey, 3 is red, green and blue.
        size: height and width of the images, in pixels.
        model_digest: SHA-256 of the weights.
        manifest: where the model comes from.
    """

    def __init__(self, encoder: ImageEncoder, manifest: ImageManifest) -> None:
        self._encoder = encoder.eval().requires_grad_(False)
        self.manifest = manifest
        self.name = manifest.name
        self.dimensions = manifest.width
        self.channels = manifest.channels
        self.size = manifest.size
        self.model_digest = manifest.files[WEIGHTS]

    @classmethod
    def load(cls, folder: Path) -> "ImageEmbedder":
        """Read a model directory, without the network and without running code from it.

        Raises:
            CheckpointError: it is missing, unfinished, damaged or no image model.
        """
        return cls(*read_image_checkpoint(folder))

    def embed(
        self,
        images: UInt8[np.ndarray, "images height width channels"],
        *,
        batch: int = _BATCH,
        progress: str | None = None,
    ) -> Float32[np.ndarray, "images dim"]:
        """Unit vectors of images, in their order.

        Args:
            images: of the model's size and channels; ``prepare`` brings any image to them.
            batch: images computed at once; bounds the memory.
            progress: label of a progress bar on stderr; None shows none.

        Raises:
            ValueError: the images have another size or other channels than the model reads.
        """
        wanted = (self.size, self.size, self.channels)
        if images.shape[1:] != wanted:
            raise ValueError(
                f"{self.name} reads images of height, width and channels {wanted}, got "
                f"{images.shape[1:]}; bring them to it with `prepare`"
            )
        vectors = np.zeros((len(images), self.dimensions), dtype=np.float32)
        with (
            torch.inference_mode(),
            tqdm(total=len(images), desc=progress, unit=" images", disable=progress is None) as bar,
        ):
            for start in range(0, len(images), batch):
                part = slice(start, start + batch)
                pixels = normalise_pixels(images[part], self.manifest.mean, self.manifest.std)
                unit = functional.normalize(self._encoder(pixels), dim=1)
                vectors[part] = unit.numpy()
                bar.update(len(unit))
        return vectors
