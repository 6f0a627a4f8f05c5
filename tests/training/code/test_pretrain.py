import json
import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from function_records import function_record, write_corpus

from contracode.encoders.code import Embedder
from contracode.errors import CheckpointError, CorpusError, RecipeError
from contracode.files import sha256_of
from contracode.training.code import pretrain, read_recipe
from contracode.training.code.setup import build_parts
from contracode.training.state import Place, load_state, save_state

# Forty steps are too few to learn from variants of the default plan.
RECIPE = """
plan = "paper-as-released"
batch = 4
log_every = 1
save_every = 5
[schedule]
steps = 40
peak = 0.01
[encoder]
width = 16
layers = 1
heads = 2
feed_forward = 16
max_tokens = 48
[tokens]
vocabulary = 500
[method]
queue = 16
projected = 8
momentum = 0.9
"""
SOURCES = [
    f"function {verb}{noun}(list, start) {{\n"
    f"  const found = list.{verb}(start + {number});\n  return found.{noun};\n}}"
    for number, verb in enumerate(["get", "set", "find", "remove", "append"])
    for noun in ["Item", "Path", "Name", "Token"]
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(
        folder,
        [function_record(source, documentation="Do something to a list.") for source in SOURCES],
        {},
    )
    return folder


@pytest.fixture(scope="module")
def recipe(tmp_path_factory):
    path = tmp_path_factory.mktemp("recipe") / "tiny.toml"
    path.write_text(RECIPE)
    return str(path)


@pytest.fixture(scope="module")
def undisturbed(corpus, recipe, tmp_path_factory):
    """A run that nobody interrupted."""
    out = tmp_path_factory.mktemp("undisturbed")
    pretrain(read_recipe(recipe), corpus, out)
    return out


def log_of(out):
    return [json.loads(line) for line in (out / "run" / "log.jsonl").read_text().splitlines()]


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited a minute in vain"
        time.sleep(0.005)


def test_a_run_learns_and_leaves_a_model_and_its_story(undisturbed, corpus):
    lines = log_of(undisturbed)
    assert [line["step"] for line in lines] == list(range(1, 41))
    assert {"loss", "positive_cosine", "accuracy", "learning_rate", "pairs_per_s"} <= set(lines[0])
    assert {"data_wait_share", "augment_failures", "workers_restarted"} <= set(lines[0])
    early, late = (sum(line["accuracy"] for line in part) for part in (lines[:8], lines[-8:]))
    assert late > early
    embedder = Embedder.load(undisturbed)
    assert embedder.name == "tiny"
    assert embedder.manifest.step == 40
    assert embedder.manifest.corpus_digest == sha256_of(corpus / "manifest.json")
    assert "oxc-parser" in embedder.manifest.engines
    assert embedder.embed_texts(SOURCES[:2], truncate=True).shape == (2, 16)
    assert not list((undisturbed / "run").glob("state-*"))
    assert list((undisturbed / "run" / "tensorboard").iterdir())


def test_a_finished_run_is_left_alone(undisturbed, corpus, recipe):
    before = sha256_of(undisturbed / "contracode.json")
    outcome = pretrain(read_recipe(recipe), corpus, undisturbed)
    assert outcome.already_finished
    assert outcome.step == 40
    assert sha256_of(undisturbed / "contracode.json") == before


def run_in_child(recipe, corpus, out):
    pretrain(read_recipe(recipe), corpus, out)


def test_a_killed_run_goes_on_to_the_same_weights(undisturbed, corpus, recipe, tmp_path):
    child = multiprocessing.get_context("spawn").Process(
        target=run_in_child, args=(recipe, corpus, tmp_path)
    )
    child.start()
    wait_for(lambda: list((tmp_path / "run").glob("state-*")))
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert not (tmp_path / "contracode.json").exists()

    assert not pretrain(read_recipe(recipe), corpus, tmp_path).already_finished
    assert sha256_of(tmp_path / "model.safetensors") == sha256_of(undisturbed / "model.safetensors")
    assert [line["step"] for line in log_of(tmp_path)] == list(range(1, 41))


def children():
    """Processes that this one has started (Linux)."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


def test_a_killed_compiler_is_replaced_and_nothing_is_lost(undisturbed, corpus, recipe, tmp_path):
    before = children()
    training = threading.Thread(target=run_in_child, args=(recipe, corpus, tmp_path))
    training.start()
    wait_for(lambda: (tmp_path / "run" / "log.jsonl").exists() and log_of(tmp_path))
    (compiler,) = children() - before
    os.kill(compiler, signal.SIGKILL)
    training.join()
    assert log_of(tmp_path)[-1]["workers_restarted"] == 1
    assert log_of(tmp_path)[-1]["augment_failures"] == 0
    assert sha256_of(tmp_path / "model.safetensors") == sha256_of(undisturbed / "model.safetensors")


def test_a_time_limit_ends_a_run_with_a_model(corpus, recipe, tmp_path):
    settings = ["schedule.steps=1000000", "schedule.max_minutes=0.03"]
    outcome = pretrain(read_recipe(recipe, settings), corpus, tmp_path)
    assert 0 < outcome.step < 1_000_000
    assert Embedder.load(tmp_path).manifest.step == outcome.step


def test_other_settings_are_refused_in_the_same_folder(undisturbed, corpus, recipe):
    with pytest.raises(RecipeError, match="holds a run with another recipe; choose another folder"):
        pretrain(read_recipe(recipe, ["seed=1"]), corpus, undisturbed)


def test_a_missing_corpus_names_the_command(recipe, tmp_path):
    with pytest.raises(CorpusError, match="contracode corpus build nowhere"):
        pretrain(read_recipe(recipe), tmp_path / "nowhere", tmp_path / "out")


@pytest.mark.parametrize("name", ["state.safetensors", "state.json"])
@pytest.mark.parametrize("content", [None, b"", b"\xff broken"], ids=["missing", "empty", "broken"])
def test_a_damaged_state_is_named(corpus, recipe, tmp_path, name, content):
    parts = build_parts(read_recipe(recipe), corpus, tmp_path)
    save_state(tmp_path, Place(step=5), parts.learner, parts.optimizer)
    damaged = tmp_path / "state-00000005" / name
    damaged.unlink() if content is None else damaged.write_bytes(content)
    with pytest.raises(CheckpointError, match="state-00000005 is damaged or does not fit"):
        load_state(tmp_path, parts.learner, parts.optimizer)


def test_a_damaged_vocabulary_of_a_run_is_named(corpus, recipe, tmp_path):
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(CheckpointError, match=r"tokenizer.json is damaged: .*; remove "):
        build_parts(read_recipe(recipe), corpus, tmp_path)


def test_a_vocabulary_too_small_for_the_corpus_is_refused(corpus, recipe, tmp_path):
    config = read_recipe(recipe, ["tokens.vocabulary=262"])
    with pytest.raises(RecipeError, match=r"tokens.vocabulary is too small: .* needs at least"):
        build_parts(config, corpus, tmp_path)
