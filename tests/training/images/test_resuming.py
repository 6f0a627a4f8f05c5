"""A run that was stopped, at any kind of method's state, ends as if it had not been."""

import multiprocessing
import signal
import time

import pytest
import torch
from image_runs import MLP, RESNET18, learnt_by, log_of, run_settings

from contracode.files import sha256_of
from contracode.training import loop
from contracode.training.images.train import train_images

METHODS = {
    "simclr": {},
    "moco": {"method": {"kind": "moco", "queue": 50, "momentum": 0.9}},
    "loco": {"method": {"kind": "loco"}, "encoder": RESNET18},
    "pac-bayes": {
        "method": {"kind": "pac-bayes", "tuples": 100},
        "encoder": MLP,
        "optimizer": {"kind": "adam", "weight_decay": 0.0},
    },
    "curl, without momentum": {
        "method": {"kind": "pac-bayes", "tuples": 100, "stochastic": False},
        "encoder": MLP,
        "optimizer": {"momentum": 0.0},
    },
    "rmsprop": {"optimizer": {"kind": "rmsprop"}},
    "crd": {
        "method": {
            "kind": "distillation",
            "contrast": 0.8,
            "negatives": 20,
            "distiller": "vid",
        },
        "views": {"number": 1},
    },
}


class StoppedError(Exception):
    """What stands for a kill."""


@pytest.mark.parametrize("method", METHODS)
def test_a_stopped_run_goes_on_to_the_same_weights(digits, teachers, tmp_path, monkeypatch, method):
    changes = METHODS[method]
    if method == "crd":
        changes = {**changes, "method": {**changes["method"], "teachers": list(teachers)}}
    config = run_settings(digits, **{**changes, "schedule": {"steps": 11, "peak": 0.01}})
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    train_images(config, whole)

    def save_then_stop(*state):
        save(*state)
        raise StoppedError

    save = loop.save_state
    with monkeypatch.context() as patched:
        patched.setattr(loop, "save_state", save_then_stop)
        with pytest.raises(StoppedError):
            train_images(config, stopped)
    assert [state.name for state in (stopped / "run").glob("state-*")] == ["state-00000007"]
    assert not (stopped / "contracode.json").exists()

    assert not train_images(config, stopped).already_finished
    assert sha256_of(stopped / "model.safetensors") == sha256_of(whole / "model.safetensors")
    first, second = learnt_by(whole), learnt_by(stopped)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert [line["loss"] for line in log_of(stopped)] == [line["loss"] for line in log_of(whole)]


def run_in_child(config, out):
    torch.set_num_threads(1)
    train_images(config, out)


def test_a_killed_run_goes_on_to_the_same_weights(digits, tmp_path):
    changes = {**METHODS["moco"], "schedule": {"steps": 40}, "save_every": 3}
    config = run_settings(digits, **changes)
    killed = tmp_path / "killed"
    child = multiprocessing.get_context("spawn").Process(target=run_in_child, args=(config, killed))
    child.start()
    deadline = time.monotonic() + 60
    while not list((killed / "run").glob("state-*")):
        assert time.monotonic() < deadline, "waited a minute in vain"
        time.sleep(0.002)
    child.kill()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert not (killed / "contracode.json").exists()

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    train_images(config, tmp_path / "whole")
    train_images(config, killed)
    torch.set_num_threads(threads)
    assert [line["step"] for line in log_of(killed)] == list(range(1, 41))
    whole = sha256_of(tmp_path / "whole" / "model.safetensors")
    assert sha256_of(killed / "model.safetensors") == whole
