"""Train image encoders, measure them, and compare methods."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from contracode.cli.places import IMAGE_MODELS, STUDY_RUNS

_Study = Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="STUDY")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesTrain:
    """Train an image encoder by one of the methods.

    The same command after a kill goes on from the last saved state; after the end it does nothing.
    """

    recipe: str = "fashion-mnist"
    """A recipe of the package's images, or the path of a TOML file."""
    out: Path | None = None
    """Folder of the model; by default ``data/images/RECIPE``."""
    seed: int | None = None
    """Seed instead of the recipe's."""
    set: tuple[str, ...] = ()
    """Settings instead of the recipe's, as in TOML: ``--set schedule.steps=20 device=cpu``."""

    def run(self) -> None:
        """Train and print where the model is."""
        from contracode.training.images.recipe import read_image_recipe
        from contracode.training.images.train import train_images

        seed = () if self.seed is None else (f"seed={self.seed}",)
        config = read_image_recipe(self.recipe, (*self.set, *seed))
        out = self.out or IMAGE_MODELS / config.name
        outcome = train_images(config, out)
        if outcome.already_finished:
            print(f"{out} is finished already: {outcome.step} steps; nothing to do")
        else:
            print(f"{out}: {outcome.step} steps in {outcome.elapsed_s:.0f} s")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesCompare:
    """Train every row of a study with every seed, measure, and print its table and its claims.

    Runs that are finished are kept, so the same command after a kill goes on. Printed are means
    over seeds with 95 % t-intervals; a claim is judged by the differences seed by seed: of two
    rows, of two leads, or of a row and a number.
    """

    study: _Study
    """A study of the package, such as supcon, cacr, loco, crd or pac-bayes, or a TOML file."""
    runs: Path | None = None
    """Folder of the runs; by default ``data/images/studies/STUDY``, with ``-quick`` behind it for
    --quick."""
    workers: int = 2
    """Runs at a time, each in a process with one thread."""
    only: tuple[str, ...] = ()
    """Rows to train and measure, and no others; the table then is of these, beside raw pixels."""
    plots: Path | None = None
    """Also draw the table, and what belongs to it, as PNG files into this folder."""
    quick: bool = False
    """Two seeds of a few steps: shows that all works, not what is true; titles say so."""
    json: Path | None = None
    """Also write the figures to this file."""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")

    def run(self) -> None:
        """Train, measure, print, and write."""
        from contracode.studies.baseline import baseline_figures
        from contracode.studies.report import as_markdown, check_places, write_report
        from contracode.studies.running import run_study
        from contracode.studies.study import read_study
        from contracode.studies.table import tabulate

        study = read_study(self.study)
        folder = self.runs or STUDY_RUNS / (f"{study.name}-quick" if self.quick else study.name)
        if self.quick:
            study = study.quicker()
        check_places(json=self.json, plots=self.plots)
        figures = run_study(study, folder, workers=self.workers, only=self.only)
        table = tabulate(study, {**baseline_figures(study, folder), **figures})
        print(as_markdown(table))
        write_report(table, folder, json=self.json, plots=self.plots)
