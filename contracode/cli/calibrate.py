"""Fit the probability of clones to a model."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracode.cli.places import CORPUS, MODEL

if TYPE_CHECKING:
    from contracode.detection.calibration import Quality
    from contracode.tasks.figures import FigureRow
    from contracode.tasks.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrate:
    """Fit the fused score and its probability to a model, on natural clones.

    Fitted on the split valid of the corpus and written into the model's folder, where
    `contracode clones` finds it. Printed is what it is worth on the split test: all of it, and two
    halves that have about as many functions as the fit saw, because the more functions a search is
    among, the fewer of the nearest pairs are clones. In brackets: 95 % bootstrap intervals over the
    concepts.
    """

    model: Path = MODEL
    """Checkpoint."""
    corpus: Path = CORPUS.parent / "npm-clones"
    """Corpus of clones."""
    out: Path | None = None
    """Where the calibration is written; calibration.json in the model's folder if not given."""
    seed: int = 0
    """Of the strangers, the halves and the bootstrap."""
    json: Path | None = None
    """Also write the figures to this file."""

    def run(self) -> None:
        """Fit, write, measure and print."""
        import numpy as np

        from contracode.corpus.manifest import corpus_digest
        from contracode.detection.calibration import fit, measure
        from contracode.detection.calibration_cases import KnownFunctions
        from contracode.encoders.code.embedder import Embedder
        from contracode.tasks.clones.fusion import CALIBRATION
        from contracode.tasks.figures import DataUsed, write_figures

        embedder = Embedder.load(self.model)
        digest = corpus_digest(self.corpus)
        about = {
            "recipe": embedder.name,
            "model_digest": embedder.model_digest,
            "corpus_digest": digest,
        }
        valid, test = (KnownFunctions.read(self.corpus, split) for split in ("valid", "test"))
        fusion = fit(valid, embedder, about=about, seed=self.seed)
        out = self.out or self.model / CALIBRATION
        fusion.write(out)
        print(f"{out}: weights {fusion.weights}, threshold {fusion.threshold}")
        concepts = np.random.default_rng(self.seed).permutation(np.unique(test.concepts))
        halves = np.array_split(concepts, 2)
        pools = {"test": test} | {
            f"test, half {number}": test.among(set(half.tolist()))
            for number, half in enumerate(halves, 1)
        }
        rows = []
        for name, known in pools.items():
            quality = measure(known, embedder, fusion, seed=self.seed)
            print(f"\n{_as_markdown(name, quality)}")
            rows += _figures(name, quality)
        if self.json is not None:
            data = DataUsed(name=f"{self.corpus}:test", hash=digest, size=len(test.texts))
            write_figures(self.json, data, [self.seed], rows)


def _as_markdown(name: str, quality: "Quality") -> str:
    lines = [
        f"{name}: {quality.functions} functions, {quality.pairs} nearest pairs, of which "
        f"{quality.prevalence:.3f} are clones; Brier score {_shown(quality.brier, 4)} "
        f"(always the prevalence: {quality.brier_of_prevalence:.4f}), expected calibration error "
        f"{_shown(quality.calibration_error)}",
        "",
        "| probability said | clones | pairs |",
        "| --- | --- | --- |",
        *(
            f"| {row.predicted:.3f} | {_shown(row.observed)} | {row.pairs} |"
            for row in quality.reliability
        ),
        "",
        "| score | nearest: AUROC | nearest: AP | strangers: AUROC | strangers: AP |",
        "| --- | --- | --- | --- | --- |",
    ]
    for score, nearest in quality.nearest.items():
        cells = (*nearest, *quality.strangers[score])
        lines.append(f"| {score} | " + " | ".join(_shown(cell) for cell in cells) + " |")
    return "\n".join(lines)


def _figures(name: str, quality: "Quality") -> "list[FigureRow]":
    from contracode.tasks.figures import FigureRow

    def row(score: str, metric: str, value: "Interval") -> FigureRow:
        return FigureRow(
            name=f"{score}, {name}", metric=metric, value=value.mean, low=value.low, high=value.high
        )

    rows = [
        row("probability", "Brier score", quality.brier),
        row("probability", "expected calibration error", quality.calibration_error),
    ]
    for among, curves in (("nearest", quality.nearest), ("strangers", quality.strangers)):
        for score, (area, precision) in curves.items():
            rows.append(row(score, f"AUROC, {among}", area))
            rows.append(row(score, f"average precision, {among}", precision))
    for each in quality.reliability:
        metric = f"share of clones where {each.predicted:.4f} is said"
        rows.append(row("probability", metric, each.observed))
    return rows


def _shown(value: "Interval", digits: int = 3) -> str:
    return f"{value.mean:.{digits}f} [{value.low:.{digits}f}, {value.high:.{digits}f}]"
