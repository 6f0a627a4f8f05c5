"""Measure one image encoder beside raw pixels."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracode.encoders.images import ImageManifest
    from contracode.measuring.amounts import Amounts
    from contracode.measuring.run import Measured
    from contracode.measuring.splits import MeasuredOn
    from contracode.training.images.finished import FinishedRun


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesEvaluate:
    """Measure a trained image encoder, and raw pixels on the same splits.

    Probes and neighbours learn from the run's own training images. Printed are linear probe, k-NN,
    mean classifier, calibration, error under corruptions, and what belongs to the way it was
    trained: attraction and repulsion weights, losses, or a PAC-Bayes certificate with its scope.
    """

    model: Path
    """Folder of a finished run of `images train` or of a study, or of a model that was copied."""
    measures: tuple[str, ...] = ()
    """linear probe, neighbours, mean classifier, calibration, corruption, weights, certificate,
    losses, and ``"transfer to NAME"`` for a built data set; by default all that suit the run but
    transfer."""
    tried: int = 1
    """Models that this one is chosen among, itself included: a certificate pays for all of them."""
    plots: Path | None = None
    """Folder for pictures (PNG): reliability, corruptions, weights of a few test images."""
    quick: bool = False
    """Fewer images, tuples and draws: under 45 s on two cores; the figures are less exact."""
    json: Path | None = None
    """Also write the figures to this file."""

    def __post_init__(self) -> None:
        if self.tried < 1:
            raise ValueError(f"tried must be at least 1, got {self.tried}")

    def run(self) -> None:
        """Measure, print, draw and write."""
        from contracode.encoders.images import read_image_manifest
        from contracode.measuring.amounts import FULL, QUICK
        from contracode.measuring.measures import check_measures, measures_of
        from contracode.measuring.report import certificate_text, draw_model, model_table
        from contracode.measuring.run import measure, measure_raw_pixels
        from contracode.measuring.splits import measured_on
        from contracode.studies.report import check_places
        from contracode.training.images.finished import load_run

        check_measures(self.measures)
        check_places(json=self.json, plots=self.plots)
        manifest = read_image_manifest(self.model)
        run = load_run(self.model)
        measures = self.measures or measures_of(run)
        amounts = QUICK if self.quick else FULL
        on = measured_on(run.config.data, run.images, measures, amounts)
        print("\n".join(_head(manifest, run, on, amounts, quick=self.quick)), flush=True)

        log = self.model / "run" / "log.jsonl"
        found = measure(run, on, measures, amounts, log=log, tried=self.tried)
        baseline = measure_raw_pixels(on, measures, amounts)
        print(f"\n{model_table(manifest.name, found, baseline)}", flush=True)
        if found.certificate is not None:
            print(f"\n{certificate_text(found.certificate)}")
        if self.plots is not None:
            image = on.own.test.images[0]
            for path in draw_model(manifest.name, found, baseline, image, self.plots):
                print(path)
        if self.json is not None:
            about = {"measures": list(measures), "quick": self.quick, "amounts": asdict(amounts)}
            _write(self.json, manifest, run, on, (found, baseline), about)


def _head(
    manifest: "ImageManifest",
    run: "FinishedRun",
    on: "MeasuredOn",
    amounts: "Amounts",
    *,
    quick: bool,
) -> list[str]:
    """What is measured, on what, and what to beware of."""
    from contracode.training.images.data import data_digest, data_folder

    data, splits = run.config.data, on.own
    lines = [
        f"{manifest.name}: {manifest.encoder.architecture}, {run.config.method.kind}, "
        f"{manifest.step:,} steps, seed {manifest.seed}",
        f"{data.place}: {len(splits.train):,} training, {len(splits.valid):,} validation and "
        f"{len(splits.test):,} test images of {splits.test.images.shape[1]} px",
    ]
    if quick:
        lines.append(f"Quick: {amounts}. The figures are less exact than without --quick.")
    if data_digest(data_folder(data.place)) != manifest.corpus_digest:
        lines.append(f"Beware: {data.place} is not what it was when the model was trained.")
    return lines


def _write(
    path: Path,
    manifest: "ImageManifest",
    run: "FinishedRun",
    on: "MeasuredOn",
    measured: "tuple[Measured, Measured]",
    about: dict[str, Any],
) -> None:
    from contracode.measuring.report import model_figures
    from contracode.tasks.figures import DataUsed, write_figures
    from contracode.training.images.data import data_digest, data_folder

    place = run.config.data.place
    data = DataUsed(name=place, hash=data_digest(data_folder(place)), size=len(on.own.test))
    certificate = measured[0].certificate
    if certificate is not None:
        about |= {"certificate": {**asdict(certificate), "scope": certificate.scope}}
    about |= {"model": dict(manifest.files)}
    seeds = sorted({manifest.seed, run.config.data.seed})
    write_figures(path, data, seeds, list(model_figures(manifest.name, *measured)), about=about)
