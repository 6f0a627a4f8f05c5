"""Encoders as scorers: our checkpoints, and others' models by path."""

import json
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from tiny_model import PROGRAMS, write_tiny_model
from transformers import T5Config, T5Model

from contracode.encoders.code.embedder import Embedder
from contracode.errors import CheckpointError
from contracode.tasks.clones import all_scorers
from contracode.tasks.clones.fusion import CALIBRATION, Fusion
from contracode.tasks.clones.scorers import EncoderScorer
from contracode.tasks.clones.scorers.encoder import EncodedTexts, OwnEncoder
from contracode.tasks.clones.scorers.rivals import rival_encoder

LONG = "const long = [" + "1234, " * 400 + "];"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


class Counting:
    def __init__(self):
        self.asked = []

    def encode(self, texts, progress):
        assert progress == "counting"
        self.asked.append(list(texts))
        vectors = np.array([[len(text), 1.0] for text in texts], dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return EncodedTexts(vectors=vectors, cut=np.array([len(text) > 3 for text in texts]))


def test_a_text_is_encoded_once():
    encoder = Counting()
    scorer = EncoderScorer("counting", encoder)
    first = scorer.compare(["a", "bb", "a"], ["bb", "cccc"])
    scorer.compare(["cccc"], ["a", "ddddd"])
    assert encoder.asked == [["a", "bb", "cccc"], ["ddddd"]]
    assert first.rows(np.arange(3)).shape == (3, 2)
    assert scorer.cut(["a", "cccc", "cccc", "ddddd"]) == 3


def test_scores_are_the_cosines_of_the_vectors(checkpoint):
    embedder = Embedder.load(checkpoint)
    vectors = embedder.embed_texts(PROGRAMS).astype(np.float64)
    comparison = EncoderScorer("tiny", OwnEncoder(embedder)).compare(PROGRAMS, PROGRAMS)
    a, b = (each.ravel() for each in np.indices((4, 4)))
    assert comparison.rows(np.arange(4)) == pytest.approx(vectors @ vectors.T, abs=1e-6)
    assert comparison.pairs(a, b) == pytest.approx((vectors @ vectors.T).ravel(), abs=1e-6)


def test_everyone_is_built_in_one_place(checkpoint):
    names = [scorer.name for scorer in all_scorers(None)]
    assert len(names) == 6
    everyone = all_scorers(checkpoint, untrained_seeds=(0, 1), rivals=(checkpoint,))
    assert [scorer.name for scorer in everyone] == [
        *names,
        "encoder tiny",
        "random encoder, seed 0",
        "random encoder, seed 1",
        "rival tiny",
    ]
    twice = all_scorers(None, rivals=(checkpoint, checkpoint))
    assert [scorer.name for scorer in twice[6:]] == ["rival tiny", f"rival {checkpoint}"]
    with pytest.raises(CheckpointError, match="contracode pretrain"):
        all_scorers(checkpoint / "nowhere")


def test_a_model_of_transformers_is_read_as_ours_is(checkpoint):
    texts = [*PROGRAMS, LONG]
    own = OwnEncoder(Embedder.load(checkpoint)).encode(texts, "own")
    other = rival_encoder(checkpoint).encode(texts, "other")
    assert other.cut.tolist() == own.cut.tolist() == [False] * 4 + [True]
    assert other.vectors[:4] == pytest.approx(own.vectors[:4], abs=1e-5)
    assert np.linalg.norm(other.vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_a_model_of_sentence_transformers_has_its_own_pooling(checkpoint, tmp_path):
    library = pytest.importorskip("sentence_transformers")
    from sentence_transformers.sentence_transformer import modules

    transformer = modules.Transformer(str(checkpoint), max_seq_length=128)
    pooling = modules.Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    library.SentenceTransformer(modules=[transformer, pooling], device="cpu").save(
        str(tmp_path / "sentences")
    )
    texts = [*PROGRAMS, LONG]
    found = rival_encoder(tmp_path / "sentences").encode(texts, "sentences")
    own = OwnEncoder(Embedder.load(checkpoint)).encode(texts, "own")
    assert found.cut.tolist() == own.cut.tolist()
    assert found.vectors[:4] == pytest.approx(own.vectors[:4], abs=1e-5)


def test_of_a_model_with_a_decoder_the_encoder_is_taken(checkpoint, tmp_path):
    sizes = {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2}
    model = T5Model(T5Config(vocab_size=400, **sizes)).eval()
    model.save_pretrained(tmp_path / "t5")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / "t5" / name).write_bytes((checkpoint / name).read_bytes())
    found = rival_encoder(tmp_path / "t5").encode(PROGRAMS[:1], "t5")
    (ids,) = Embedder.load(checkpoint).tokenize(PROGRAMS[:1])
    with torch.inference_mode():
        states = model.get_encoder()(input_ids=torch.tensor([ids])).last_hidden_state[0]
    expected = torch.nn.functional.normalize(states.mean(dim=0), dim=0)
    assert found.vectors[0] == pytest.approx(expected.numpy(), abs=1e-5)


def copied(checkpoint, folder):
    folder.mkdir()
    for file in checkpoint.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match=r"no model at .*wanted a directory with config.json"):
        rival_encoder(tmp_path)


def test_pickled_weights_are_refused(checkpoint, tmp_path):
    folder = copied(checkpoint, tmp_path / "pickled")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(CheckpointError, match=r"pytorch_model\.bin holds pickled weights"):
        rival_encoder(folder)


def test_damaged_weights_are_told(checkpoint, tmp_path):
    folder = copied(checkpoint, tmp_path / "damaged")
    (folder / "model.safetensors").unlink()
    with pytest.raises(CheckpointError, match=r"the model in .*damaged can't be loaded"):
        rival_encoder(folder)


def test_modules_that_are_not_the_library_s_are_refused(checkpoint, tmp_path):
    folder = copied(checkpoint, tmp_path / "foreign")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "evil.Module"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(CheckpointError, match=r"names the module evil\.Module; only those"):
        rival_encoder(folder)


def test_a_library_that_is_not_there_is_named(checkpoint, tmp_path, monkeypatch):
    folder = copied(checkpoint, tmp_path / "lacking")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.X"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(
        CheckpointError, match=r"not installed; `pip install .*contracode\[rivals\]"
    ):
        rival_encoder(folder)


def test_an_encoder_is_also_fused_with_words_where_that_was_fitted(checkpoint, tmp_path):
    model = shutil.copytree(checkpoint, tmp_path / "model")
    digest = Embedder.load(model).model_digest
    replace(Fusion.shipped(), model_digest=digest).write(model / CALIBRATION)
    encoder, fused = all_scorers(model)[-2:]
    assert (encoder.name, fused.name) == ("encoder tiny", "tiny and words, fused")
    texts = ["function add(a, b) { return a + b; }", "const clamp = (x) => Math.min(x, 1);"]
    places = np.arange(2)
    own = fused.compare(texts, texts)
    highest = sum(fused.fusion.weights) + fused.fusion.intercept
    assert own.pairs(places, places) == pytest.approx([highest, highest])
    assert own.pairs(places, places[::-1].copy())[0] < highest
    changed = replace(fused.fusion, intercept=fused.fusion.intercept + 1)
    assert fused.digest == fused.fusion.digest != changed.digest
