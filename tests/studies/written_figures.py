"""A study's figures, written by hand."""

from contracode.studies.claim import Chosen, Claim
from contracode.studies.rows import Row
from contracode.studies.study import Study
from contracode.tasks.images.report import Column

ROWS = ("slow", "fast", "other")


def study(**changes):
    """Two rates of one method, and another method."""
    settings = {
        "name": "rates",
        "title": "Rates",
        "seeds": (0, 1, 2),
        "settings": {},
        "rows": tuple(Row(name=name, settings={}) for name in ROWS),
        "measures": (),
        "columns": (
            Column(measure="accuracy"),
            Column(measure="error", title="wrong", better="lower", factor=1.0, digits=1),
            Column(measure="spread of accuracy", title="spread", better="lower"),
        ),
        "chosen": (Chosen(name="best", among=("slow", "fast"), by="accuracy, valid"),),
        "claims": (
            Claim(better="best", worse="other", measure="accuracy", paper=".9 against .8"),
            Claim(better="best", worse="other", measure="error", paper="1 against 2"),
            Claim(better="other", worse="fast", measure="accuracy", paper="never said"),
        ),
    }
    return Study(**{**settings, **changes})


def figures(valid, accuracy, error):
    """Of one row, seed by seed."""
    return {
        seed: {"accuracy, valid": v, "accuracy": a, "error": e}
        for seed, (v, a, e) in enumerate(zip(valid, accuracy, error, strict=True))
    }


def written():
    """By row and seed. Whoever chose by test accuracy would choose otherwise."""
    return {
        "slow": figures((0.9, 0.5, 0.9), (0.80, 0.99, 0.82), (1.0, 9.0, 1.2)),
        "fast": figures((0.8, 0.6, 0.8), (0.95, 0.81, 0.96), (9.0, 1.1, 9.0)),
        "other": figures((1.0, 1.0, 1.0), (0.70, 0.70, 0.73), (2.0, 2.2, 2.1)),
    }
