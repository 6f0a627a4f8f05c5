"""What a PAC-Bayes run is worth: its certificate, and the risk that test tuples show."""

import torch

from contracode.errors import RecipeError
from contracode.methods.pac_bayes import best_scale
from contracode.seeds import seed_for
from contracode.tasks.images.certificate import Tuples, certificate_of, drawn_losses, mean_losses
from contracode.training.images.data import channels_first, data_folder, read_split
from contracode.training.images.learners.pac_bayes import PacBayesLearner
from contracode.training.images.train import FinishedRun
from contracode.training.images.tuples import training_tuples

TRIED = 4
"""Posteriors that one is chosen among: a union bound over the draws of all of them."""

_TUPLES_A_DRAW = 16
_TEST_TUPLES = 10_000
_TEST_DRAWS = 10


def certificate_figures(run: FinishedRun) -> dict[str, float]:
    """Bound and risks of a run.

    ``bound``, ``KL``, ``empirical risk`` and its upper bound, of weights drawn; ``test risk`` of
    drawn and of mean weights; the logistic losses that models are chosen by, on validation tuples.

    Raises:
        RecipeError: it is no run of PAC-Bayes, or its draws of weights are too few.
    """
    learner = run.learner
    if not isinstance(learner, PacBayesLearner):
        raise RecipeError("only runs with method.kind = 'pac-bayes' have a certificate")
    config = learner.config
    folder = data_folder(run.config.data.place)
    figures: dict[str, float] = {}
    for split in ("valid", "test"):
        images = read_split(run.config.data, folder, split)
        labels = torch.from_numpy(images.labels)
        tuples = Tuples(
            run.normalisation(channels_first(images.images).float() / 255),
            training_tuples(labels, _TEST_TUPLES, seed_for(run.config.seed, split)),
        )
        risk, loss = mean_losses(learner.kept(), tuples)
        figures |= {f"{split} risk, mean": risk, f"logistic loss, {split}, mean": loss}
        if config.stochastic:
            seed = seed_for(run.config.seed, f"{split}/weights")
            risk, loss = drawn_losses(learner.posterior, tuples, draws=_TEST_DRAWS, seed=seed)
            figures |= {f"{split} risk, drawn": risk, f"logistic loss, {split}, drawn": loss}
    labels = torch.from_numpy(run.images.labels)
    train = Tuples(
        run.normalisation(channels_first(run.images.images).float() / 255),
        training_tuples(labels, config.tuples, run.config.seed),
    )
    figures["empirical risk, mean"] = mean_losses(learner.kept(), train)[0]
    if not config.stochastic:
        return figures
    try:
        found = certificate_of(
            learner.posterior,
            train,
            draws=config.certificate_draws,
            tuples_a_draw=_TUPLES_A_DRAW,
            delta=config.delta,
            tried=TRIED,
            seed=seed_for(run.config.seed, "certificate"),
        )
    except ValueError as error:
        raise RecipeError(
            f"no certificate with method.certificate_draws = {config.certificate_draws}: {error}"
        ) from error
    return {
        **figures,
        "bound": found.bound,
        "KL": found.divergence,
        "empirical risk, drawn": found.empirical_risk,
        "empirical risk, upper": found.empirical_risk_bound,
        "best lambda": best_scale(
            found.empirical_risk_bound,
            found.divergence,
            found.samples,
            found.delta_bound / found.tried,
            found.prior_index,
        ),
    }
