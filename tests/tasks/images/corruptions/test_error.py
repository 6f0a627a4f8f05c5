"""One figure of all corruptions."""

import pytest

from contracode.tasks.images.corruptions import corruption_figures


def test_corruptions_weigh_the_same_whatever_their_severities():
    errors = {("fog", 1): 0.2, ("fog", 5): 0.4, ("jpeg", 1): 0.5}
    assert corruption_figures(errors, clean=0.1) == pytest.approx(
        {
            "corruption error": 0.4,
            "corruption error above clean": 0.3,
            "corruption error, fog": 0.3,
            "corruption error, jpeg": 0.5,
        }
    )


def test_no_corruption_is_refused():
    with pytest.raises(ValueError, match="at least one corruption is needed"):
        corruption_figures({}, 0.1)
