"""Image models in use."""

import numpy as np
import pytest
import torch
from tiny_image_model import SIZE, tiny_images, write_tiny_image_model

from contracode.encoders.images import (
    ImageEmbedder,
    normalise_pixels,
    read_image_checkpoint,
)
from contracode.files import sha256_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_image_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def embedder(folder):
    return ImageEmbedder.load(folder)


def test_vectors_have_unit_length_in_the_order_of_the_images(embedder):
    images = tiny_images(7)
    vectors = embedder.embed(images)
    assert vectors.shape == (7, embedder.dimensions) == (7, 16)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
    for image, vector in zip(images, vectors, strict=True):
        np.testing.assert_allclose(embedder.embed(image[None])[0], vector, atol=1e-6)
    assert len({tuple(vector) for vector in vectors.round(5)}) == 7


def test_vectors_are_what_the_encoder_gives(embedder, folder):
    encoder, manifest = read_image_checkpoint(folder)
    images = tiny_images(3)
    with torch.no_grad():
        raw = encoder(normalise_pixels(images, manifest.mean, manifest.std)).numpy()
    expected = raw / np.linalg.norm(raw, axis=1, keepdims=True)
    np.testing.assert_allclose(embedder.embed(images), expected, atol=1e-6)


def test_the_batch_changes_no_vector(embedder):
    images = tiny_images(9)
    np.testing.assert_allclose(
        embedder.embed(images, batch=2), embedder.embed(images, batch=100), atol=1e-6
    )


def test_no_images_give_no_vectors(embedder):
    assert embedder.embed(tiny_images(0)).shape == (0, 16)


@pytest.mark.parametrize("shape", [(2, SIZE, SIZE, 3), (2, SIZE, SIZE + 1, 1), (2, 4, 4, 1)])
def test_images_of_another_shape_are_refused(embedder, shape):
    with pytest.raises(
        ValueError, match=r"height, width and channels \(8, 8, 1\), got .*`prepare`"
    ):
        embedder.embed(np.zeros(shape, np.uint8))


def test_a_model_says_what_it_is(embedder, folder):
    assert (embedder.name, embedder.size, embedder.channels) == ("tiny-images", SIZE, 1)
    assert embedder.model_digest == sha256_of(folder / "model.safetensors")


def test_progress_is_shown_when_asked_for(embedder, capsys):
    embedder.embed(tiny_images(1))
    assert capsys.readouterr().err == ""
    embedder.embed(tiny_images(1), progress="embedding")
    assert "embedding" in capsys.readouterr().err
