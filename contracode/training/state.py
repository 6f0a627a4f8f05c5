"""Everything a run needs to go on after a kill: weights, slow copy, queue, optimizer, place.

A state is a folder ``state-STEP`` with ``state.safetensors`` and ``state.json``, written under
another name and then moved, so that a kill leaves the old states or the new one too.

Going on gives the same weights, bit for bit, as never having stopped, if the run has no time limit
and no sampled segmentation: the clock can't be repeated, and the tokenizers library draws without a
seed.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from contracode.errors import CheckpointError
from contracode.files import sync, write_json
from contracode.training.learner import Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far a run has come."""

    step: int = 0
    """Optimizer steps taken."""
    elapsed_s: float = 0.0
    """Seconds of work, kills left out."""
    failures: int = 0
    """Programs so far that the compiler could not rewrite."""


def save_state(
    folder: Path, place: Place, learner: Learner[Any], optimizer: torch.optim.Optimizer
) -> None:
    """Write the state of this place, then remove older ones."""
    older = list(folder.glob("state-*"))
    unfinished = folder / "unfinished-state"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    tensors = {f"learner.{name}": tensor for name, tensor in learner.state_dict().items()}
    tensors |= _optimizer_tensors(optimizer)
    # Kernels of images may lie in memory channel by channel, which the file has no word for.
    contiguous = {name: tensor.contiguous() for name, tensor in tensors.items()}
    save_file(contiguous, unfinished / "state.safetensors")
    sync(unfinished / "state.safetensors")
    write_json(unfinished / "state.json", asdict(place))
    final = folder / f"state-{place.step:08}"
    shutil.rmtree(final, ignore_errors=True)
    unfinished.rename(final)
    sync(folder)
    for state in older:
        if state != final:
            shutil.rmtree(state)


def load_state(folder: Path, learner: Learner[Any], optimizer: torch.optim.Optimizer) -> Place:
    """Bring learner and optimizer to the newest saved place; without one, to the start.

    Raises:
        CheckpointError: the state is damaged or does not fit the learner.
    """
    states = sorted(folder.glob("state-*"))
    if not states:
        return Place()
    newest = states[-1]
    try:
        tensors = load_file(newest / "state.safetensors")
        learner.load_state_dict(_under("learner", tensors))
        _restore_optimizer(optimizer, _under("optimizer", tensors))
        return Place(**json.loads((newest / "state.json").read_text(encoding="utf-8")))
    except (OSError, SafetensorError, RuntimeError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"{newest} is damaged or does not fit this run: {error}; remove it to start from the "
            "beginning"
        ) from error


def remove_states(folder: Path) -> None:
    """Remove all states: the run is over."""
    for state in folder.glob("state-*"):
        shutil.rmtree(state)


def _optimizer_tensors(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    return {
        f"optimizer.{parameter}.{name}": tensor
        for parameter, state in optimizer.state_dict()["state"].items()
        for name, tensor in state.items()
        # Without momentum, SGD keeps a None.
        if isinstance(tensor, Tensor)
    }


def _restore_optimizer(optimizer: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    state: dict[int, dict[str, Tensor]] = {}
    for key, tensor in tensors.items():
        parameter, name = key.split(".")
        state.setdefault(int(parameter), {})[name] = tensor
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": state, "param_groups": groups})


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    start = f"{prefix}."
    return {
        key.removeprefix(start): tensor for key, tensor in tensors.items() if key.startswith(start)
    }
