"""A tiny real image checkpoint: fresh weights, and images that differ."""

import io

import numpy as np
from PIL import Image

from contracode.encoders.images import (
    ImageEncoderConfig,
    ImageManifest,
    build_image_encoder,
    write_image_checkpoint,
)

SIZE = 8


def write_tiny_image_model(folder, *, name="tiny-images", channels=1, seed=0):
    """Write the checkpoint; the same arguments give the same model."""
    config = ImageEncoderConfig(architecture="resnet8", width_multiplier=0.25)
    encoder = build_image_encoder(config, channels, SIZE, seed)
    manifest = ImageManifest(
        name=name,
        encoder=config,
        channels=channels,
        size=SIZE,
        mean=(0.3,) * channels,
        std=(0.4,) * channels,
        width=encoder.width,
        recipe={"batch": 4},
        seed=seed,
        step=0,
        corpus_digest="",
    )
    write_image_checkpoint(folder, encoder, manifest)
    return folder


def tiny_images(count, *, channels=1, seed=0):
    """Random images of the model's size."""
    shape = (count, SIZE, SIZE, channels)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def encoded(pixels, form="PNG"):
    """Bytes of a file that holds these pixels; PNG keeps them exactly."""
    file = io.BytesIO()
    Image.fromarray(np.squeeze(pixels)).save(file, form)
    return file.getvalue()
