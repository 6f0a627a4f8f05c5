"""What is measured of a finished run: of its encoder, its classifier, its posterior, its log."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import torch
from jaxtyping import Float32, UInt8
from torch import Tensor

from contracode.corpus.images.image_set import ImageSet
from contracode.corpus.images.variants import labelled, taken
from contracode.errors import RecipeError
from contracode.seeds import seed_for
from contracode.studies.certifying import certificate_figures
from contracode.tasks.images.encoding import Encode, Splits
from contracode.tasks.images.evaluate import EvaluationSettings, Measure, evaluate
from contracode.training.device import choose_device, mixed_precision
from contracode.training.images.data import (
    channels_first,
    data_folder,
    has_split,
    read_split,
)
from contracode.training.images.learners.learning import Classifies
from contracode.training.images.train import FinishedRun, load_run

OWN_MEASURES = ("certificate", "losses")
"""Besides those of :data:`contracode.tasks.images.evaluate.Measure`, and ``transfer to NAME`` for a
built data set of that name."""
TRANSFER = "transfer to "

_LUMINANCE = np.array([0.299, 0.587, 0.114])
"""Shares of red, green and blue (ITU-R BT.601)."""
_HELD_OUT = 0.1
"""Share of the training images that stand in for a validation split where there is none."""


def measure_run(out: Path, measures: Sequence[str]) -> dict[str, float]:
    """Named figures of a finished run, of its last step.

    ``accuracy``, ``accuracy, valid``, ``ECE`` and ``corruption error`` are those of the classifier
    that the encoder was trained with, and of a linear probe where there is none.

    Raises:
        CheckpointError: the run is not finished, or damaged.
        CorpusError: a data set is missing.
        RecipeError: a measure is unknown, or needs another kind of run.
    """
    check_measures(measures)
    run = load_run(out, choose_device("auto"))
    figures: dict[str, float] = {}
    wanted = tuple(measure for measure in get_args(Measure) if measure in measures)
    others = {
        measure.removeprefix(TRANSFER): _transfer_splits(run, measure.removeprefix(TRANSFER))
        for measure in measures
        if measure.startswith(TRANSFER)
    }
    if wanted or others or isinstance(run.learner, Classifies):
        logits = run.learner.logits if isinstance(run.learner, Classifies) else None
        figures |= evaluate(
            _encoding(run, run.learner.vectors),
            own_splits(run),
            EvaluationSettings(measures=wanted),
            own_logits=None if logits is None else _encoding(run, logits),
            transfer=others,
        )
        figures |= _of_either_classifier(figures)
    if "certificate" in measures:
        figures |= certificate_figures(run)
    if "losses" in measures:
        figures |= loss_figures(out / "run" / "log.jsonl")
    return {name: value for name, value in figures.items() if math.isfinite(value)}


def check_measures(measures: Sequence[str]) -> None:
    """Whether all of them are known.

    Raises:
        RecipeError: one is not.
    """
    known = (*get_args(Measure), *OWN_MEASURES)
    unknown = [each for each in measures if each not in known and not each.startswith(TRANSFER)]
    if unknown:
        raise RecipeError(
            f"no measure is called {', '.join(unknown)}; there are {', '.join(known)} and "
            f"'{TRANSFER}NAME' for a built data set"
        )


def own_splits(run: FinishedRun) -> Splits:
    """The run's training images as it saw them, and the validation and test images."""
    config, folder = run.config.data, data_folder(run.config.data.place)
    test = read_split(config, folder, "test")
    if has_split(folder, "valid"):
        return Splits(train=run.images, valid=read_split(config, folder, "valid"), test=test)
    seed = seed_for(config.seed, "held out")
    places = np.random.default_rng(seed).permutation(len(run.images))
    held = math.ceil(_HELD_OUT * len(places))
    return Splits(
        train=taken(run.images, np.sort(places[held:])),
        valid=taken(run.images, np.sort(places[:held])),
        test=test,
    )


def loss_figures(log: Path) -> dict[str, float]:
    """Means of the log's last tenth: ``loss``, and every unit's, ``unit_1`` and so on."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    last = lines[-max(1, len(lines) // 10) :]
    figures = {"training loss": float(np.mean([line["loss"] for line in last]))}
    units = sorted({name.rsplit("_", 1)[0] for name in last[0] if name.startswith("unit_")})
    for unit in units:
        costs = [
            sum(value for name, value in line.items() if name.startswith(f"{unit}_"))
            for line in last
        ]
        figures[f"{unit} loss"] = float(np.mean(costs))
    if units:
        figures["last unit's loss"] = figures[f"{units[-1]} loss"]
    return figures


def _of_either_classifier(figures: dict[str, float]) -> dict[str, float]:
    whose = "own" if "own accuracy" in figures else "linear"
    return {
        name: figures[f"{whose} {name}"]
        for name in ("accuracy", "accuracy, valid", "ECE", "corruption error")
        if f"{whose} {name}" in figures
    }


def _encoding(run: FinishedRun, module: Callable[[Tensor], Tensor]) -> Encode:
    """From bytes of images to what the learner makes of them, as in training."""
    device = next(run.learner.parameters()).device

    def encode(
        images: UInt8[np.ndarray, "images height width channels"],
    ) -> Float32[np.ndarray, "images dim"]:
        pixels = run.normalisation(channels_first(images).to(device).float() / 255)
        with torch.inference_mode(), mixed_precision(device):
            found = module(pixels.to(memory_format=torch.channels_last))
        return found.float().cpu().numpy()

    return encode


def _transfer_splits(run: FinishedRun, name: str) -> Splits:
    """Another data set, brought to the size and the channels that the encoder reads."""
    folder = data_folder(name)
    size, channels = run.images.images.shape[1], run.images.images.shape[3]
    plain = type(run.config.data)(place=name, size=size)
    train, valid, test = (
        _with_channels(labelled(read_split(plain, folder, split)), channels)
        for split in ("train", "valid", "test")
    )
    return Splits(train=train, valid=valid, test=test)


def _with_channels(images: ImageSet, channels: int) -> ImageSet:
    """Grey images as three equal channels; colours as their luminance."""
    found = images.images.shape[3]
    if found == channels:
        return images
    if found == 1:
        return replace(images, images=np.repeat(images.images, channels, axis=3))
    grey = np.rint(images.images @ _LUMINANCE).astype(np.uint8)[..., None]
    return replace(images, images=grey)
