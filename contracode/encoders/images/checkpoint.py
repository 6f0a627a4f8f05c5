"""A directory of an image model: the bare encoder's weights, and a manifest that is written last.

``model.safetensors`` holds weights and buffers, floating-point ones in float32. ``contracode.json``
says which encoder they belong to, which images it reads, where it comes from, and the hash of the
weights.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import torch
from pydantic import TypeAdapter
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

import contracode
from contracode.encoders.images.build import ImageEncoderConfig, build_image_encoder
from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.model_folder import WEIGHTS, begin, finish, read_described
from contracode.errors import CheckpointError

IMAGE_FORMAT = 1
SHIPPED = Path(contracode.__file__).parent / "models" / "fashion-mnist"
"""Directory of the model that comes with the package, where it comes with one."""
_FILES = (WEIGHTS,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageManifest:
    """Where an image model comes from and how to use it."""

    name: str
    """Name of the recipe."""
    kind: Literal["image"] = "image"
    """What the model reads."""
    encoder: ImageEncoderConfig
    """Architecture and width."""
    channels: int
    """Of the images: 1 is grey, 3 is red, green and blue."""
    size: int
    """Height and width of the images, in pixels."""
    mean: tuple[float, ...]
    """Of each channel's pixels, in [0, 1]; subtracted."""
    std: tuple[float, ...]
    """Deviation of each channel's pixels, in the same unit; divided by."""
    width: int
    """Length of a vector."""
    recipe: Mapping[str, Any]
    """Every setting of the run, flags included."""
    seed: int
    """Seed of the run."""
    step: int
    """Optimizer steps taken."""
    corpus_digest: str
    """Identifies the training data."""
    format: int = IMAGE_FORMAT
    """Version of this layout."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file."""

    def __post_init__(self) -> None:
        if self.channels not in (1, 3):
            raise ValueError(f"channels must be 1 or 3, got {self.channels}")
        if not len(self.mean) == len(self.std) == self.channels:
            raise ValueError(
                f"mean and std must have {self.channels} numbers each, "
                f"got {len(self.mean)} and {len(self.std)}"
            )
        if not all(each > 0 for each in self.std):
            raise ValueError(f"std must be > 0, got {list(self.std)}")


def write_image_checkpoint(folder: Path, encoder: ImageEncoder, manifest: ImageManifest) -> None:
    """Write a model directory; the manifest, with the hash of the weights, comes last.

    Raises:
        ValueError: the manifest tells of another width than the encoder has.
    """
    if encoder.width != manifest.width:
        raise ValueError(
            f"the manifest tells of vectors of {manifest.width}, the encoder has {encoder.width}"
        )
    begin(folder)
    weights = {
        name: (value.float() if value.is_floating_point() else value).cpu().contiguous()
        for name, value in encoder.state_dict().items()
    }
    save_file(weights, folder / WEIGHTS, {"format": "pt"})
    finish(folder, _FILES, asdict(manifest))


def read_image_manifest(folder: Path) -> ImageManifest:
    """Read and check a model directory.

    Raises:
        CheckpointError: it is missing, unfinished, of another kind or format, or a file has
            changed.
    """
    return read_described(
        folder,
        _FILES,
        TypeAdapter(ImageManifest).validate_python,
        kind="image",
        layout=IMAGE_FORMAT,
        remedy="name the directory of a trained image model",
    )


def read_image_checkpoint(folder: Path) -> tuple[ImageEncoder, ImageManifest]:
    """The encoder of a model directory, on the CPU and in evaluation mode, and its manifest.

    Raises:
        CheckpointError: it is missing, unfinished or damaged, or the weights are another encoder's.
    """
    manifest = read_image_manifest(folder)
    try:
        # Without memory or fresh weights, which the file's are put in place of.
        with torch.device("meta"):
            encoder = build_image_encoder(
                manifest.encoder, manifest.channels, manifest.size, seed=0
            )
        encoder.load_state_dict(load_file(folder / WEIGHTS), assign=True)
    except (OSError, RuntimeError, SafetensorError, ValueError) as error:
        raise CheckpointError(f"the weights in {folder} don't fit: {error}") from error
    if encoder.width != manifest.width:
        raise CheckpointError(
            f"{folder} tells of vectors of {manifest.width}, its encoder gives {encoder.width}; "
            "copy the directory again or train anew"
        )
    return encoder.eval(), manifest
