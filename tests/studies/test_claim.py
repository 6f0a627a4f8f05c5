"""What a claim says, and which claims and choices are none."""

import pytest
from written_figures import study

from contracode.studies.claim import Chosen, Claim
from contracode.tasks.images.report import Column

SHARE = Column(measure="accuracy")
LOSS = Column(measure="loss", better="lower", factor=1.0, digits=1)
SIDES = {"better": "a", "measure": "accuracy", "paper": "-"}
AMONG = ("slow", "fast")


def claim(**sides):
    return Claim(**{**SIDES, **sides})


@pytest.mark.parametrize(
    ("sides", "column", "said"),
    [
        ({"worse": "b"}, SHARE, "a ≥ b"),
        ({"worse": "b"}, LOSS, "a ≥ b"),
        ({"worse": "b", "within": 0.01}, SHARE, "a ≈ b, within 1.00"),
        ({"worse": "b", "within": 0.25}, LOSS, "a ≈ b, within 0.2"),
        (
            {"worse": "b", "more_than": ("c", "d")},
            SHARE,
            "a \N{MINUS SIGN} b ≥ c \N{MINUS SIGN} d",
        ),
        ({"than": 0.5}, SHARE, "a ≥ 50.00"),
        ({"than": 1.0}, LOSS, "a ≤ 1.0"),
    ],
)
def test_a_claim_in_one_line(sides, column, said):
    assert claim(**sides).said(column) == said


@pytest.mark.parametrize(
    ("sides", "message"),
    [
        ({}, "a has neither: give either worse or than"),
        ({"worse": "b", "than": 0.5}, "a has both: give either worse or than"),
        (
            {"worse": "b", "within": 0.1, "more_than": ("c", "d")},
            "a has within and more_than: make two claims",
        ),
        ({"than": 0.5, "within": 0.1}, "said of two rows; a is set against a number: give worse"),
        ({"than": 0.5, "more_than": ("c", "d")}, "a is set against a number: give worse instead"),
        ({"worse": "b", "within": 0.0}, r"within must be positive and finite, got 0\.0"),
        ({"worse": "b", "within": float("nan")}, "within must be positive and finite, got nan"),
        ({"than": float("inf")}, "than must be finite, got inf"),
    ],
)
def test_a_claim_that_says_nothing_or_two_things_is_refused(sides, message):
    with pytest.raises(ValueError, match=message):
        claim(**sides)


@pytest.mark.parametrize("by", ["accuracy", "test risk, drawn", "bound above test risk", "error"])
def test_rows_are_not_chosen_by_what_sees_test_images(by):
    with pytest.raises(ValueError, match=f"best is chosen by {by}: choose by a measure with 'val"):
        Chosen(name="best", among=AMONG, by=by)


@pytest.mark.parametrize("by", ["accuracy, valid", "logistic loss, valid, mean", "bound"])
def test_rows_are_chosen_by_validation_images_or_a_bound(by):
    assert Chosen(name="best", among=AMONG, by=by).by == by


CHOSEN = (
    Chosen(name="best", among=AMONG, by="bound"),
    Chosen(name="other best", among=AMONG, by="error, valid"),
    Chosen(name="best of all", among=("slow", "fast", "other"), by="error, valid"),
)


def claimed(measure="bound", **sides):
    """A study with this claim alone; its first chosen row is the best of two by ``bound``."""
    columns = (Column(measure="bound"), Column(measure="accuracy"))
    return study(chosen=CHOSEN, columns=columns, claims=(claim(measure=measure, **sides),))


@pytest.mark.parametrize(
    ("better", "worse"),
    [("best", "slow"), ("fast", "best"), ("best", "other best"), ("other best", "best")],
)
def test_a_claim_that_a_choice_has_settled_is_refused(better, worse):
    with pytest.raises(
        ValueError, match=f"a claim must be able to fail; {better} ≥ {worse} is settled, as best is"
    ):
        claimed(better=better, worse=worse)


@pytest.mark.parametrize(
    "sides",
    [
        {"better": "best", "worse": "slow", "measure": "accuracy"},
        {"better": "best", "worse": "other"},
        {"better": "best", "worse": "best of all"},
        {"better": "other best", "worse": "slow"},
        {"better": "best", "than": 1.0},
        {"better": "best", "worse": "other best", "within": 0.01},
        {"better": "best", "worse": "slow", "more_than": ("best", "fast")},
    ],
)
def test_a_claim_that_runs_can_refute_is_none_of_these(sides):
    assert len(claimed(**sides).claims) == 1
