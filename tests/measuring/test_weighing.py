"""Attraction and repulsion weights of a run."""

import numpy as np
import pytest
import torch
from finished_image_runs import PAC_BAYES, digits_corpus, finish, loaded

from contracode.errors import RecipeError
from contracode.measuring.splits import measured_on
from contracode.measuring.weighing import POSITIVES, weighed
from contracode.tasks.images.weights import weight_figures
from contracode.training.images.data import channels_first


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return digits_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def run(corpus, tmp_path_factory):
    return loaded(finish(corpus, tmp_path_factory.mktemp("run") / "cacr"))


def found(run, queries=9):
    on = measured_on(run.config.data, run.images, ())
    return weighed(run, on.own.test, queries)


def test_weights_are_of_the_vectors_and_the_sharpness_that_the_loss_compares(run):
    some = found(run)
    assert some.views.shape == (1 + POSITIVES, 9, 8, 8, 1)
    assert (some.attraction_sharpness, some.repulsion_sharpness) == (1.0, 2.0)
    pixels = run.normalisation(channels_first(some.views[2]).float() / 255)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=False):
        vectors = run.learner.head(run.learner.encoder(pixels)).numpy()
    # In training, too, bfloat16 multiplies where the processor has it.
    np.testing.assert_allclose(vectors, some.vectors[2], atol=0.1)
    near = some.weights(3)
    units = some.vectors / np.linalg.norm(some.vectors, axis=2, keepdims=True)
    distances = np.array(
        [np.square(units[0, 3] - units[0, i]).sum() for i in range(9) if i != 3], np.float64
    )
    wanted = np.exp(-2.0 * distances) / np.exp(-2.0 * distances).sum()
    np.testing.assert_allclose(near.repulsion, wanted, rtol=1e-4)
    assert len(near.attraction) == POSITIVES


def test_figures_are_means_over_all_queries(run):
    some = found(run, 5)
    told = [weight_figures(some.weights(i), some.same_class(i)) for i in range(5)]
    assert some.figures()["repulsion entropy"] == pytest.approx(
        np.mean([each["repulsion entropy"] for each in told])
    )
    assert some.figures()["same class"] == pytest.approx(
        np.mean([(some.labels == label).sum() - 1 for label in some.labels]) / 4
    )


def test_the_same_run_is_weighed_the_same_and_global_state_is_left_alone(run):
    before = torch.get_rng_state()
    first, again = found(run), found(run)
    assert (first.views == again.views).all()
    assert (first.vectors == again.vectors).all()
    assert torch.equal(torch.get_rng_state(), before)


def test_a_picture_a_query(run, tmp_path):
    paths = list(found(run, 3).draw(2, tmp_path, name="mine"))
    assert [path.name for path in paths] == ["weights-1.png", "weights-2.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


def test_runs_without_views_are_refused(corpus, tmp_path):
    bound = loaded(finish(corpus, tmp_path / "bound", instead=PAC_BAYES))
    with pytest.raises(RecipeError, match="a run of PAC-Bayes has seen none"):
        found(bound)
