"""Directories of image models: what is written is read, what was changed is refused."""

import json
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from tiny_image_model import SIZE, write_tiny_image_model
from tiny_model import write_tiny_model

from contracode.encoders.code import Embedder
from contracode.encoders.images import (
    ImageEmbedder,
    ImageEncoderConfig,
    build_image_encoder,
    checkpoint,
    read_image_checkpoint,
    read_image_manifest,
    write_image_checkpoint,
)
from contracode.errors import CheckpointError

CONFIG = ImageEncoderConfig(architecture="resnet8", width_multiplier=0.25)


@pytest.fixture
def folder(tmp_path):
    return write_tiny_image_model(tmp_path / "model")


def change_manifest(folder, **changes):
    path = folder / "contracode.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_an_encoder_is_read_as_it_was_written_statistics_included(folder, tmp_path):
    encoder = build_image_encoder(CONFIG, 1, SIZE, seed=3)
    images = torch.rand(4, 1, SIZE, SIZE, generator=torch.Generator().manual_seed(0))
    encoder.train()(images)  # moves BatchNorm's running statistics
    write_image_checkpoint(tmp_path / "other", encoder, read_image_manifest(folder))
    read, manifest = read_image_checkpoint(tmp_path / "other")
    assert not read.training
    assert torch.equal(read(images), encoder.eval()(images))
    assert manifest.encoder == CONFIG
    assert manifest.recipe == {"batch": 4}
    assert replace(manifest, files={}) == replace(read_image_manifest(folder), files={})


def test_weights_are_float32_whatever_was_trained(folder, tmp_path):
    encoder = build_image_encoder(CONFIG, 1, SIZE, seed=0).double()
    write_image_checkpoint(tmp_path / "double", encoder, read_image_manifest(folder))
    weights = load_file(tmp_path / "double" / "model.safetensors")
    assert {each.dtype for each in weights.values()} == {torch.float32, torch.int64}
    once, _ = read_image_checkpoint(folder)
    twice, _ = read_image_checkpoint(tmp_path / "double")
    for one, other in zip(once.parameters(), twice.parameters(), strict=True):
        torch.testing.assert_close(one, other)


def test_a_manifest_of_another_width_is_not_written(folder, tmp_path):
    manifest = replace(read_image_manifest(folder), width=5)
    with pytest.raises(ValueError, match="vectors of 5, the encoder has 16"):
        write_image_checkpoint(tmp_path / "no", build_image_encoder(CONFIG, 1, SIZE, 0), manifest)
    assert not (tmp_path / "no").exists()


def test_a_missing_and_an_unfinished_model_are_told_apart(folder, tmp_path):
    with pytest.raises(CheckpointError, match=r"no model at .*nowhere.*trained image model"):
        read_image_manifest(tmp_path / "nowhere")
    (folder / "contracode.json").unlink()
    with pytest.raises(CheckpointError, match="an unfinished model"):
        read_image_manifest(folder)


def test_a_model_that_was_being_replaced_is_unfinished(folder, monkeypatch):
    encoder, manifest = read_image_checkpoint(folder)

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(checkpoint, "save_file", fail)
    with pytest.raises(OSError, match="disk full"):
        write_image_checkpoint(folder, encoder, manifest)
    with pytest.raises(CheckpointError, match="an unfinished model"):
        read_image_manifest(folder)


def test_changed_weights_are_refused(folder):
    with (folder / "model.safetensors").open("ab") as file:
        file.write(b" ")
    with pytest.raises(CheckpointError, match=r"not the file that contracode\.json describes"):
        read_image_checkpoint(folder)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"format": 2}, "has format 2, this version reads 1"),
        ({"channels": 2}, "channels must be 1 or 3, got 2"),
        ({"std": [0.0]}, "std must be > 0"),
        ({"mean": [0.1, 0.2]}, "must have 1 numbers each, got 2 and 1"),
        ({"encoder": {"architecture": "vgg"}}, "can't be read"),
        ({"encoder": {"architecture": "resnet14", "width_multiplier": 0.25}}, "don't fit"),
        ({"width": 17}, "tells of vectors of 17, its encoder gives 16"),
        ({"size": 0}, "don't fit: images need at least"),
        ({"kind": "sound"}, "holds a model of kind 'sound', wanted 'image'"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(folder, changes, complaint):
    change_manifest(folder, **changes)
    with pytest.raises(CheckpointError, match=complaint):
        read_image_checkpoint(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_a_manifest_that_is_none_is_refused(folder, text):
    (folder / "contracode.json").write_text(text)
    with pytest.raises(CheckpointError, match="can't be read"):
        read_image_manifest(folder)


def test_models_of_code_and_of_images_are_not_mixed_up(folder, tmp_path):
    with pytest.raises(CheckpointError, match="kind 'image', wanted 'code'"):
        Embedder.load(folder)
    with pytest.raises(CheckpointError, match="kind 'code', wanted 'image'"):
        ImageEmbedder.load(write_tiny_model(tmp_path / "code"))
