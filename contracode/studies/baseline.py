"""Raw pixels as a study's first rows: what all others have to beat, measured once."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contracode.files import write_json
from contracode.measuring.amounts import FULL
from contracode.measuring.run import measure_raw_pixels
from contracode.measuring.splits import measured_on
from contracode.studies.study import Study
from contracode.studies.table import Figures
from contracode.training.images.config import ImageDataConfig
from contracode.training.images.data import data_digest, data_folder, training_images
from contracode.training.recipe import plain

KEPT = "raw-pixels.json"
"""In the study's folder: what was measured, of which images."""


def baseline_figures(study: Study, folder: Path) -> Figures:
    """Figures of raw pixels for every choice of training images, the same under every seed.

    They are kept in the study's folder, and measured anew only where data or measures are others.

    Raises:
        CorpusError: the images are missing or can't be read.
        RecipeError: the study's data settings can't be run.
    """
    path = folder / KEPT
    kept: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    found = {}
    for name, config in study.baselines().items():
        asked = {
            "data": plain(config),
            "corpus": data_digest(data_folder(config.place)),
            "measures": list(study.measures),
            "amounts": None if study.amounts == FULL else asdict(study.amounts),
        }
        told = next(
            (each for each in kept if all(each.get(key) == asked[key] for key in asked)), None
        )
        if told is None:
            told = {**asked, "figures": _measured(config, study)}
            kept.append(told)
            write_json(path, kept)
        found[name] = dict.fromkeys(study.seeds, told["figures"])
    return found


def _measured(config: ImageDataConfig, study: Study) -> dict[str, float]:
    images = training_images(config, data_folder(config.place))
    on = measured_on(config, images, study.measures, study.amounts)
    return measure_raw_pixels(on, study.measures, study.amounts).figures
