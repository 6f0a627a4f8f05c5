import pytest
from image_runs import run_settings

from contracode.training.images.train import train_images

LABELS = {"method": {"kind": "cross-entropy"}, "views": {"number": 1}, "schedule": {"steps": 10}}


@pytest.fixture(scope="session")
def teachers(digits, tmp_path_factory):
    """Folders of two trained classifiers."""
    folder = tmp_path_factory.mktemp("teachers")
    for name, architecture in (("first", "resnet14"), ("second", "resnet8")):
        encoder = {"architecture": architecture, "width_multiplier": 0.25}
        train_images(run_settings(digits, encoder=encoder, **LABELS), folder / name)
    return str(folder / "first"), str(folder / "second")
