from dataclasses import replace

import pytest
from listings import FUSION

from contracode.errors import CheckpointError
from contracode.tasks.clones.fusion import CALIBRATION, COSINE_THRESHOLD, trust_in


def test_a_calibration_of_this_model_is_its_own(tmp_path):
    FUSION.write(tmp_path / CALIBRATION)
    trust = trust_in(tmp_path, "hashed", "digest")
    assert (trust.source, trust.fusion, trust.threshold) == ("model", FUSION, FUSION.threshold)


def test_another_run_of_the_recipe_is_told(tmp_path):
    FUSION.write(tmp_path / CALIBRATION)
    trust = trust_in(tmp_path, "hashed", "other digest")
    assert trust.source == "recipe"
    assert "fitted for another run of the recipe hashed" in trust.sentence


def test_the_shipped_calibration_serves_its_recipe_only(tmp_path):
    assert trust_in(tmp_path, "smoke", "another run").source == "recipe"
    trust = trust_in(tmp_path, "large", "digest")
    assert (trust.is_fitted, trust.threshold) == (False, COSINE_THRESHOLD)
    assert "contracode calibrate --model" in trust.sentence


@pytest.mark.parametrize("text", ["", "{}", '{"format": 2}'])
def test_a_damaged_calibration_is_refused(tmp_path, text):
    (tmp_path / CALIBRATION).write_text(text)
    with pytest.raises(CheckpointError, match="no calibration that can be read"):
        trust_in(tmp_path, "smoke", "digest")


def test_a_weight_below_zero_is_refused():
    with pytest.raises(ValueError, match="must not be negative"):
        replace(FUSION, weights=(1.0, -1.0, 0.0))
