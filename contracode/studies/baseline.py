"""Raw pixels as a study's first row: what all of its rows have to beat, measured once."""

import json
from pathlib import Path

from contracode.files import write_json
from contracode.measuring.measures import RAW_PIXELS
from contracode.measuring.run import measure_raw_pixels
from contracode.measuring.splits import measured_on
from contracode.studies.study import Study
from contracode.studies.table import Figures
from contracode.training.images.data import data_digest, data_folder, training_images
from contracode.training.recipe import plain

KEPT = "raw-pixels.json"
"""In the study's folder: what was measured, of which images."""


def baseline_figures(study: Study, folder: Path) -> Figures:
    """Figures of raw pixels on the data of the study's settings, the same under every seed.

    They are kept in the study's folder, and measured anew only where data or measures are others.

    Raises:
        CorpusError: the images are missing or can't be read.
        RecipeError: the study's data settings can't be run.
    """
    if not study.has_baseline:
        return {}
    config, path = study.data, folder / KEPT
    place = data_folder(config.place)
    asked = {
        "data": plain(config),
        "corpus": data_digest(place),
        "measures": list(study.measures),
    }
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if {name: kept.get(name) for name in asked} != asked:
        on = measured_on(config, training_images(config, place), study.measures)
        kept = {**asked, "figures": measure_raw_pixels(on, study.measures).figures}
        write_json(path, kept)
    return {RAW_PIXELS: dict.fromkeys(study.seeds, kept["figures"])}
