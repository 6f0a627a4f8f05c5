"""Where commands look and write when they are not told: what `make run` builds."""

from pathlib import Path

CORPUS = Path("data/corpora/npm-small")
PACKAGES = Path("data/packages")
MODEL = Path("data/models/smoke")
INDEX = Path("data/indexes/npm-small")
IMAGE_MODELS = Path("data/images")
STUDY_RUNS = IMAGE_MODELS / "studies"
