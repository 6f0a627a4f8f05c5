"""One model beside raw pixels, written and drawn."""

from dataclasses import replace

import numpy as np

from contracode.measuring.report import (
    certificate_text,
    draw_model,
    model_figures,
    model_table,
)
from contracode.measuring.run import Measured
from contracode.methods.pac_bayes import Certificate
from contracode.tasks.images.heads import Head

MODEL = Measured(
    figures={"linear accuracy": 0.9, "accuracy": 0.9, "bound": 0.25, "best lambda": 12345.6}
)
PIXELS = Measured(figures={"linear accuracy": 0.75, "accuracy": 0.75, "top-5": 1.0})


def test_figures_stand_beside_those_of_raw_pixels_once():
    assert model_table("mine", MODEL, PIXELS).splitlines() == [
        "| measure | mine | raw pixels |",
        "| --- | --- | --- |",
        "| linear accuracy | 0.9000 | 0.7500 |",
        "| bound | 0.2500 | - |",
        "| best lambda | 12,346 | - |",
    ]


def test_figures_to_quote_name_their_rival():
    told = [
        (row.name, row.metric, row.value, row.rival, row.ratio)
        for row in model_figures("mine", MODEL, PIXELS)
    ]
    assert told == [
        ("mine", "linear accuracy", 0.9, "raw pixels", 0.9 / 0.75),
        ("mine", "accuracy", 0.9, "raw pixels", 0.9 / 0.75),
        ("mine", "bound", 0.25, None, None),
        ("mine", "best lambda", 12345.6, None, None),
        ("raw pixels", "linear accuracy", 0.75, None, None),
        ("raw pixels", "accuracy", 0.75, None, None),
        ("raw pixels", "top-5", 1.0, None, None),
    ]


def test_a_certificate_says_what_it_bounds_and_what_not():
    certificate = Certificate(
        kind="iid",
        bound=0.2206,
        empirical_risk=0.15,
        empirical_risk_bound=0.18,
        divergence=186.0,
        prior_index=554,
        prior_std=0.02,
        samples=50_000,
        draws=3000,
        delta_bound=0.04,
        delta_draws=0.01,
        tried=4,
    )
    told = certificate_text(certificate)
    assert told.startswith(
        "Certified: a risk of at most 0.2206, wrong with a chance of at most 0.05, of 50,000 "
        "training tuples and 3,000 draws of weights; as one of 4 posteriors tried.\n"
    )
    assert told.endswith(certificate.scope)
    vacuous = certificate_text(replace(certificate, bound=0.5))
    assert vacuous.endswith("This says nothing: an encoder that knows nothing has a risk of 0.5.")


def test_pictures_of_what_was_measured(tmp_path):
    logits, labels = np.eye(3, dtype=np.float32), np.arange(3)
    head = Head(valid=(logits, labels), test=(logits, labels), logits=lambda _, vectors: vectors)
    image = np.zeros((8, 8, 1), np.uint8)
    model = Measured(figures={}, heads={"linear probe": head})
    paths = list(draw_model("mine", model, PIXELS, image, tmp_path / "new"))
    assert [path.name for path in paths] == ["reliability.png", "corruptions.png"]
    assert all(path.stat().st_size > 1000 for path in paths)
