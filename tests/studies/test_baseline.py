"""Raw pixels as a study's first row."""

import dataclasses
import json

import numpy as np
import pytest
from finished_image_runs import SETTINGS, digits_corpus
from sklearn.neighbors import KNeighborsClassifier

from contracode.corpus.images.reading import read_images
from contracode.errors import RecipeError
from contracode.measuring.measures import RAW_PIXELS
from contracode.studies.baseline import KEPT, baseline_figures
from contracode.studies.claim import Claim
from contracode.studies.report import as_markdown
from contracode.studies.rows import Row
from contracode.studies.study import Study
from contracode.studies.table import tabulate
from contracode.tasks.images.report import Column

ACCURACY, KNN = Column(measure="accuracy"), Column(measure="k-NN accuracy")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return digits_corpus(tmp_path_factory.mktemp("corpus"))


def study(corpus, **changes):
    settings = {**SETTINGS, "data": {"place": str(corpus), "per_class": 20}}
    values = {
        "name": "tiny",
        "title": "Tiny",
        "seeds": (0, 1),
        "settings": settings,
        "rows": (Row(name="trained", settings={}),),
        "measures": ("linear probe", "neighbours"),
        "columns": (ACCURACY, KNN),
    }
    return Study(**{**values, **changes})


def test_pixels_are_measured_once_and_kept(corpus, tmp_path):
    found = baseline_figures(study(corpus), tmp_path)
    (figures,) = {id(each): each for each in found[RAW_PIXELS].values()}.values()
    assert list(found) == [RAW_PIXELS]
    assert list(found[RAW_PIXELS]) == [0, 1]
    assert figures["accuracy"] == figures["linear accuracy"] > 0.7
    (kept,) = json.loads((tmp_path / KEPT).read_text())
    (tmp_path / KEPT).write_text(json.dumps([{**kept, "figures": {"accuracy": 0.5}}]))
    assert baseline_figures(study(corpus), tmp_path)[RAW_PIXELS][1] == {"accuracy": 0.5}


def test_other_data_and_other_measures_are_measured_anew(corpus, tmp_path):
    first = baseline_figures(study(corpus), tmp_path)[RAW_PIXELS][0]
    fewer = study(corpus, measures=("neighbours",))
    assert "linear accuracy" not in baseline_figures(fewer, tmp_path)[RAW_PIXELS][0]
    settings = {**SETTINGS, "data": {"place": str(corpus), "per_class": 5}}
    small = baseline_figures(study(corpus, settings=settings), tmp_path)[RAW_PIXELS][0]
    assert small["linear accuracy"] < first["linear accuracy"]


def test_neighbours_of_pixels_are_those_of_scikit_learn(corpus, tmp_path):
    settings = {**SETTINGS, "data": {"place": str(corpus)}}
    whole = study(corpus, settings=settings, measures=("neighbours",))
    found = baseline_figures(whole, tmp_path)[RAW_PIXELS][0]
    train, test = (read_images(corpus, split) for split in ("train", "test"))
    rows = [each.images.reshape(len(each), -1) / 255.0 for each in (train, test)]
    theirs = KNeighborsClassifier(
        200, metric="cosine", weights=lambda distances: np.exp((1 - distances) / 0.07)
    )
    theirs.fit(rows[0], train.labels)
    assert found["k-NN accuracy"] == pytest.approx(theirs.score(rows[1], test.labels), abs=0.005)


def test_the_row_stands_first_and_without_an_interval(corpus):
    trained = {0: {"accuracy": 0.8, "k-NN accuracy": 0.7}, 1: {"accuracy": 0.9}}
    pixels = {seed: {"accuracy": 0.75, "k-NN accuracy": 0.6} for seed in (0, 1)}
    claim = Claim(better="trained", worse=RAW_PIXELS, measure="accuracy", paper="-")
    table = tabulate(study(corpus, claims=(claim,)), {RAW_PIXELS: pixels, "trained": trained})
    lines = as_markdown(table).splitlines()
    assert lines[4] == "| raw pixels | 75.00 | 60.00 |"
    assert lines[5].startswith("| trained | 85.00 ± ")
    assert "| trained ≥ raw pixels | accuracy, % | +10.00 [" in as_markdown(table)


def test_there_is_none_where_nothing_is_said_of_vectors_or_none_is_wanted(corpus, tmp_path):
    assert baseline_figures(study(corpus, measures=("losses",)), tmp_path) == {}
    assert baseline_figures(study(corpus, baseline=False), tmp_path) == {}
    assert not (tmp_path / KEPT).exists()


def test_the_name_is_taken_unless_there_is_no_baseline(corpus):
    rows = (Row(name=RAW_PIXELS, settings={}),)
    with pytest.raises(ValueError, match="every row needs a name of its own"):
        study(corpus, rows=rows)
    assert not study(corpus, rows=rows, baseline=False).has_baseline


def test_data_that_can_not_be_run_are_refused(corpus, tmp_path):
    wrong = dataclasses.replace(study(corpus), settings={"data": {"colour": 8}})
    with pytest.raises(RecipeError, match="colour"):
        baseline_figures(wrong, tmp_path)


def test_every_choice_of_training_images_has_its_own_row(corpus, tmp_path):
    few = {"data": {"per_class": 5}}
    rows = (
        Row(name="trained", settings={}),
        Row(name="of few", settings=few),
        Row(name="of few, longer", settings={**few, "schedule": {"steps": 9}}),
    )
    found = baseline_figures(study(corpus, rows=rows), tmp_path)
    assert list(found) == [RAW_PIXELS, f"{RAW_PIXELS} (per_class 5)"]
    enough, too_few = (by_seed[0]["linear accuracy"] for by_seed in found.values())
    assert too_few < enough
    assert baseline_figures(study(corpus, rows=rows), tmp_path) == found
