"""What a PAC-Bayes run is worth: its certificate, and the risk that test tuples show."""

from dataclasses import dataclass

from contracode.corpus.images.image_set import ImageSet
from contracode.errors import RecipeError
from contracode.measuring.amounts import FULL, Amounts
from contracode.methods.pac_bayes import Certificate, best_scale, scope_of
from contracode.seeds import seed_for
from contracode.tasks.images.certificate import Tuples, certificate_of, drawn_losses, mean_losses
from contracode.tasks.images.encoding import Splits
from contracode.training.images.data import pool_of
from contracode.training.images.finished import FinishedRun
from contracode.training.images.learners.pac_bayes import PacBayesLearner
from contracode.training.images.tuples import training_tuples

SCOPE = scope_of("iid")
"""What every certificate of a run bounds: its training tuples are independent."""

_TUPLES_A_DRAW = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """Risks of a run, and the certificate that bounds them."""

    figures: dict[str, float]
    certificate: Certificate | None
    """None of a run without random weights."""


def certified(
    run: FinishedRun, splits: Splits, amounts: Amounts = FULL, *, tried: int = 1
) -> Certified:
    """Bound and risks of a run.

    ``bound``, ``KL``, ``empirical risk`` and its upper bound, of weights drawn; ``test risk`` of
    drawn and of mean weights; ``bound above test risk``, of weights drawn, which is below 0 where
    test tuples show more risk than the bound allows; the logistic losses that models are chosen
    by, on validation tuples.

    Args:
        run: of PAC-Bayes.
        splits: with the validation and test images.
        amounts: of tuples and draws behind the risks.
        tried: posteriors that this one is chosen among, itself included.

    Raises:
        RecipeError: it is no run of PAC-Bayes, or its draws of weights are too few.
    """
    learner = run.learner
    if not isinstance(learner, PacBayesLearner):
        raise RecipeError("only runs with method.kind = 'pac-bayes' have a certificate")
    config = learner.config
    figures: dict[str, float] = {}
    for split, images in (("valid", splits.valid), ("test", splits.test)):
        tuples = _tuples(run, images, amounts.tuples, seed_for(run.config.seed, split))
        risk, loss = mean_losses(learner.kept(), tuples)
        figures |= {f"{split} risk, mean": risk, f"logistic loss, {split}, mean": loss}
        if config.stochastic:
            seed = seed_for(run.config.seed, f"{split}/weights")
            risk, loss = drawn_losses(learner.posterior, tuples, draws=amounts.draws, seed=seed)
            figures |= {f"{split} risk, drawn": risk, f"logistic loss, {split}, drawn": loss}
    # The tuples that it was trained on, all of them, whatever the amounts: the bound is on these.
    train = _tuples(run, run.images, config.tuples, run.config.seed)
    figures["empirical risk, mean"] = mean_losses(learner.kept(), train)[0]
    if not config.stochastic:
        return Certified(figures=figures, certificate=None)
    found = _certificate(run, learner, train, tried)
    figures["bound above test risk"] = found.bound - figures["test risk, drawn"]
    return Certified(figures=figures | _bound_figures(found), certificate=found)


def _tuples(run: FinishedRun, images: ImageSet, number: int, seed: int) -> Tuples:
    pool = pool_of(images, next(run.learner.parameters()).device)
    pixels = run.normalisation.of_bytes(pool.images)
    return Tuples(pixels, training_tuples(pool.labels, number, seed))


def _certificate(
    run: FinishedRun, learner: PacBayesLearner, train: Tuples, tried: int
) -> Certificate:
    config = learner.config
    try:
        return certificate_of(
            learner.posterior,
            train,
            draws=config.certificate_draws,
            tuples_a_draw=_TUPLES_A_DRAW,
            delta=config.delta,
            tried=tried,
            seed=seed_for(run.config.seed, "certificate"),
        )
    except ValueError as error:
        raise RecipeError(
            f"no certificate with method.certificate_draws = {config.certificate_draws}: {error}"
        ) from error


def _bound_figures(found: Certificate) -> dict[str, float]:
    return {
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
