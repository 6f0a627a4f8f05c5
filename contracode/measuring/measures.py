"""Names of what can be measured of a run."""

import re
from collections.abc import Iterable, Sequence
from typing import get_args

from contracode.errors import RecipeError
from contracode.tasks.images.evaluate import Measure
from contracode.training.images.finished import EncoderAlone, FinishedRun
from contracode.training.images.learners.pac_bayes import PacBayesConfig

OF_VECTORS: tuple[Measure, ...] = get_args(Measure)
"""These say something of any encoder's vectors, and of raw pixels."""
OF_RUNS = ("weights", "certificate", "losses")
"""These say something of how a run was trained."""
RAW_PIXELS = "raw pixels"
"""Name of the baseline that stands beside every model."""
TRANSFER = "transfer to "
"""What the measure on another data set begins with; its name follows."""

_ACCURACIES = r"((linear|own) )?(accuracy|accuracy, valid|top-5)|linear strength"
_FIGURES = {
    "linear probe": _ACCURACIES,
    "neighbours": rf"k-NN accuracy|{_ACCURACIES}",
    "mean classifier": rf"mean classifier, (AVG-2|TOP-1|TOP-5) mu(-5)?|{_ACCURACIES}",
    "calibration": rf"((linear|own) )?(ECE|NLL|Brier|temperature)(, scaled)?|{_ACCURACIES}",
    "corruption": rf"((linear|own) )?corruption error( above clean|, .+)?|{_ACCURACIES}",
    "weights": r"weights, .+",
    "certificate": r"bound( above test risk)?|KL|best lambda|empirical risk, (mean|drawn|upper)"
    r"|((valid|test) risk|logistic loss, (valid|test)), (mean|drawn)",
    "losses": r"training loss|(unit_\d+|last unit's) loss",
}
"""Names of the figures that each measure may give."""


def check_figures(names: Iterable[str], measures: Sequence[str]) -> None:
    """Whether each is the name of a figure that one of these measures may give.

    Raises:
        RecipeError: one is not.
    """
    given = [_FIGURES.get(measure, rf"{re.escape(measure)}, .+") for measure in measures]
    if unknown := [each for each in names if not any(re.fullmatch(one, each) for one in given)]:
        raise RecipeError(
            f"no figure is called {' or '.join(map(repr, unknown))} where the measures are "
            f"{', '.join(measures)}; `contracode images evaluate` prints all figures of a model"
        )


def check_measures(measures: Sequence[str]) -> None:
    """Whether all of them are known.

    Raises:
        RecipeError: one is not.
    """
    known = (*OF_VECTORS, *OF_RUNS)
    moves = [f"{TRANSFER}{name}" for name in moved_to(measures) if name.strip()]
    unknown = [each for each in measures if each not in (*known, *moves)]
    if unknown:
        raise RecipeError(
            f"no measure is called {', '.join(unknown)}; there are {', '.join(known)} "
            f"and '{TRANSFER}NAME' for a built data set"
        )


def measures_of(run: FinishedRun) -> tuple[str, ...]:
    """All that say something of a run of its kind, but transfer."""
    if isinstance(run.learner, EncoderAlone):
        return OF_VECTORS
    own = "certificate" if isinstance(run.config.method, PacBayesConfig) else "weights"
    return (*OF_VECTORS, own, "losses")


def of_vectors(measures: Sequence[str]) -> tuple[Measure, ...]:
    """Those that say something of any vectors, but transfer."""
    return tuple(measure for measure in OF_VECTORS if measure in measures)


def moved_to(measures: Sequence[str]) -> tuple[str, ...]:
    """Names of the data sets that are to be moved to."""
    return tuple(each.removeprefix(TRANSFER) for each in measures if each.startswith(TRANSFER))
