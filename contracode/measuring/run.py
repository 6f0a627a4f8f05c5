"""What is measured of a finished run: of its encoder, its classifier, its posterior, its log."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from contracode.errors import CheckpointError, RecipeError
from contracode.measuring.amounts import FULL, Amounts
from contracode.measuring.certifying import certified
from contracode.measuring.encoding import encoding, raw_pixels
from contracode.measuring.measures import RAW_PIXELS, check_measures, of_vectors
from contracode.measuring.splits import MeasuredOn, measured_on
from contracode.measuring.weighing import Weighed, weighed
from contracode.methods.pac_bayes import Certificate
from contracode.tasks.images.encoding import Encode
from contracode.tasks.images.evaluate import Evaluation, EvaluationSettings, evaluation
from contracode.tasks.images.heads import Head
from contracode.training.images.finished import FinishedRun, load_run
from contracode.training.images.learners.learning import Classifies

_HEADS = {"own": "own classifier", "linear": "linear probe"}


OF_EITHER_CLASSIFIER = ("accuracy", "accuracy, valid", "ECE", "corruption error")
"""Figures of a model's own classifier, or else of its probe, by names that all models have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Figures by name, and what they were told of."""

    figures: dict[str, float]
    """Finite ones only."""
    heads: dict[str, Head] = field(default_factory=dict)
    """Classifiers, by what they are."""
    weighed: Weighed | None = None
    certificate: Certificate | None = None


def measure_run(
    out: Path, measures: Sequence[str], amounts: Amounts = FULL, *, tried: int = 1
) -> dict[str, float]:
    """Named figures of a finished run, of its last step; see `measure`.

    Raises:
        CheckpointError: the run is not finished, or damaged.
        CorpusError: a data set is missing.
        RecipeError: a measure is unknown, or needs another kind of run.
    """
    check_measures(measures)
    run = load_run(out)
    on = measured_on(run.config.data, run.images, measures, amounts)
    log = out / "run" / "log.jsonl"
    return measure(run, on, measures, amounts, log=log, tried=tried).figures


def measure(
    run: FinishedRun,
    on: MeasuredOn,
    measures: Sequence[str],
    amounts: Amounts = FULL,
    *,
    log: Path,
    tried: int = 1,
) -> Measured:
    """Measure a finished run.

    ``accuracy``, ``accuracy, valid``, ``ECE`` and ``corruption error`` are those of the classifier
    that the encoder was trained with, and of a linear probe where there is none.

    Args:
        run: with all that was learnt.
        on: read for these measures.
        measures: known ones.
        amounts: that figures are told from; ``on`` was read with the same.
        log: of the run.
        tried: posteriors that this one is chosen among, itself included; its certificate pays for
            the others.

    Raises:
        RecipeError: a measure needs another kind of run, or the vectors can't be measured.
    """
    # What a run has not comes before what takes long.
    weights = weighed(run, on.own.test, amounts.queries) if "weights" in measures else None
    proof = certified(run, on.own, amounts, tried=tried) if "certificate" in measures else None
    told = Evaluation(figures={}, heads={})
    if of_vectors(measures) or on.others:
        own = encoding(run, run.learner.logits) if isinstance(run.learner, Classifies) else None
        vectors = encoding(run, run.learner.vectors)
        told = _evaluation(run.config.name, vectors, on, measures, amounts, own)
    figures = told.figures | _of_either_classifier(told.figures)
    if weights:
        figures |= {f"weights, {name}": value for name, value in weights.figures().items()}
    if proof:
        figures |= proof.figures
    if "losses" in measures:
        figures |= loss_figures(log)
    return Measured(
        figures=_finite(figures),
        heads={_HEADS[name]: head for name, head in told.heads.items()},
        weighed=weights,
        certificate=proof.certificate if proof else None,
    )


def measure_raw_pixels(
    on: MeasuredOn, measures: Sequence[str], amounts: Amounts = FULL
) -> Measured:
    """The same of the pixels themselves, as far as these measures say something of vectors.

    Raises:
        RecipeError: the images can't be measured, such as for want of labels.
    """
    if not of_vectors(measures) and not on.others:
        return Measured(figures={})
    told = _evaluation(RAW_PIXELS, raw_pixels, on, measures, amounts, None)
    return Measured(
        figures=_finite(told.figures | _of_either_classifier(told.figures)),
        heads={f"{_HEADS[name]} of raw pixels": head for name, head in told.heads.items()},
    )


def loss_figures(log: Path) -> dict[str, float]:
    """Means of the log's last tenth: ``loss``, and every unit's, ``unit_1`` and so on.

    Raises:
        CheckpointError: there is no log.
    """
    try:
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise CheckpointError(
            f"can't read {log}: {error.strerror}; leave out the measure 'losses'"
        ) from error
    last = lines[-max(1, len(lines) // 10) :]
    figures = {"training loss": float(np.mean([line["loss"] for line in last]))}
    costs = [unit_losses(line) for line in last]
    units = list(costs[0])
    for unit in units:
        figures[f"{unit} loss"] = float(np.mean([of_line[unit] for of_line in costs]))
    if units:
        figures["last unit's loss"] = figures[f"{units[-1]} loss"]
    return figures


def unit_losses(line: Mapping[str, int | float]) -> dict[str, float]:
    """Loss of every unit, lowest first, from a line of a run's log; empty without units."""
    units = sorted({name.rsplit("_", 1)[0] for name in line if name.startswith("unit_")})
    return {
        unit: sum(value for name, value in line.items() if name.startswith(f"{unit}_"))
        for unit in units
    }


def _evaluation(
    name: str,
    encode: Encode,
    on: MeasuredOn,
    measures: Sequence[str],
    amounts: Amounts,
    own_logits: Encode | None,
) -> Evaluation:
    settings = EvaluationSettings(measures=of_vectors(measures), corrupted_images=amounts.corrupted)
    try:
        return evaluation(encode, on.own, settings, own_logits=own_logits, transfer=on.others)
    except ValueError as error:
        raise RecipeError(f"{name} can't be measured: {error}") from error


def _of_either_classifier(figures: dict[str, float]) -> dict[str, float]:
    whose = "own" if "own accuracy" in figures else "linear"
    return {
        name: figures[f"{whose} {name}"]
        for name in OF_EITHER_CLASSIFIER
        if f"{whose} {name}" in figures
    }


def _finite(figures: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in figures.items() if math.isfinite(value)}
