"""Settings come from the environment or from flags, and wrong ones are refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import Settings


def test_the_environment_is_read_by_prefix(monkeypatch):
    monkeypatch.setenv("CONTRACODE_MODEL_DIR", "m")
    monkeypatch.setenv("CONTRACODE_INDEX_DIR", "i")
    monkeypatch.setenv("CONTRACODE_PORT", "9000")
    settings = Settings(port=9001)
    assert (settings.model_dir, settings.index_dir) == (Path("m"), Path("i"))
    assert settings.port == 9001


@pytest.mark.parametrize("wrong", [{"port": 70_000}, {"deadline_s": 0}, {"max_queued_tokens": -1}])
def test_limits_out_of_range_are_refused(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Settings(model_dir="m", index_dir="i", **wrong)


@pytest.mark.parametrize("places", [{}, {"index_dir": "i", "qdrant_url": "http://127.0.0.1:1"}])
def test_one_index_is_wanted(places, monkeypatch):
    monkeypatch.delenv("CONTRACODE_INDEX_DIR", raising=False)
    with pytest.raises(ValidationError, match=r"wanted one index: index_dir .* or qdrant_url"):
        Settings(model_dir="m", **places)
