import json

import numpy as np
import pytest
import torch
from tiny_model import PROGRAMS, write_tiny_model
from transformers import AutoModel, AutoTokenizer

from contracode.encoders.code import Embedder
from contracode.errors import CheckpointError, InputTooLongError

TEXTS = [*PROGRAMS, "", "x", PROGRAMS[0].replace("low", "minimum")]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def embedder(checkpoint):
    return Embedder.load(checkpoint)


def test_vectors_have_unit_length_in_the_order_of_the_texts(embedder):
    vectors = embedder.embed_texts(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_allclose(embedder.embed_texts([text])[0], vector, atol=1e-6)


def test_the_budget_changes_no_vector(embedder):
    np.testing.assert_allclose(
        embedder.embed_texts(TEXTS, token_budget=1), embedder.embed_texts(TEXTS), atol=1e-6
    )


def test_no_texts_give_no_vectors(embedder):
    assert embedder.embed_texts([]).shape == (0, embedder.dimensions)


def test_a_program_too_long_is_refused_unless_cutting_is_asked_for(embedder):
    long = "x + " * embedder.max_tokens
    with pytest.raises(InputTooLongError, match=r"program 1 has \d+ tokens") as refused:
        embedder.embed_texts(["x", long])
    assert (refused.value.position, refused.value.limit) == (1, embedder.max_tokens)
    assert embedder.embed_texts(["x", long], truncate=True).shape[0] == 2


def test_tokenizing_never_cuts(embedder):
    (ids,) = embedder.tokenize(["x + " * embedder.max_tokens])
    assert len(ids) > embedder.max_tokens


def test_transformers_alone_makes_the_same_vector(checkpoint, embedder):
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    model = AutoModel.from_pretrained(checkpoint)
    with torch.no_grad():
        states = model(**tokenizer(PROGRAMS[0], return_tensors="pt")).last_hidden_state[0]
    theirs = torch.nn.functional.normalize(states.mean(0), dim=0)
    np.testing.assert_allclose(embedder.embed_texts(PROGRAMS[:1])[0], theirs, atol=1e-6)


def test_an_untrained_model_is_the_same_for_the_same_seed_and_no_other(checkpoint, embedder):
    one, same, other = (Embedder.untrained(checkpoint, seed) for seed in (1, 1, 2))
    assert one.model_digest == same.model_digest
    assert len({one.model_digest, other.model_digest, embedder.model_digest}) == 3
    assert one.tokenizer_digest == embedder.tokenizer_digest
    np.testing.assert_array_equal(one.embed_texts(TEXTS), same.embed_texts(TEXTS))


def test_progress_is_shown_when_asked_for(embedder, capsys):
    embedder.embed_texts(TEXTS, progress="embedding")
    assert "embedding" in capsys.readouterr().err


def test_loading_says_nothing(checkpoint, capsys):
    Embedder.load(checkpoint)
    assert capsys.readouterr() == ("", "")


def test_a_missing_model_names_the_command(tmp_path):
    with pytest.raises(CheckpointError, match=r"no model at .*contracode pretrain --out"):
        Embedder.load(tmp_path / "nowhere")


def test_a_model_without_manifest_is_unfinished(tmp_path):
    write_tiny_model(tmp_path)
    (tmp_path / "contracode.json").unlink()
    with pytest.raises(CheckpointError, match="unfinished model"):
        Embedder.load(tmp_path)


@pytest.mark.parametrize(
    "file", ["model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"]
)
def test_a_changed_file_is_refused(tmp_path, file):
    write_tiny_model(tmp_path)
    with (tmp_path / file).open("ab") as changed:
        changed.write(b" ")
    with pytest.raises(CheckpointError, match=f"{file} is missing or not the file"):
        Embedder.load(tmp_path)


def test_another_format_is_refused(tmp_path):
    write_tiny_model(tmp_path)
    manifest = json.loads((tmp_path / "contracode.json").read_text())
    (tmp_path / "contracode.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(CheckpointError, match="has format 99, this version reads 1"):
        Embedder.load(tmp_path)
