"""Measure who finds natural clones."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from contracode.cli.places import CORPUS, MODEL
from contracode.corpus.clones.records import EvidenceKind, Split

if TYPE_CHECKING:
    from compiler_aug import Augmenter
    from contracode.tasks.clones import Benchmark, Settings
    from contracode.tasks.clones.training_overlap import TrainingOverlap
    from contracode.tasks.figures import FigureRow

Protocol = Literal["clean", "as-released"]

_QUICK_PROBLEMS = 30
_QUICK_ATTACKED = 20
_QUICK_VARIANTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateClones:
    """Tell functions that do the same, written independently, from functions that do not.

    Measured are lexical baselines, an encoder, the same encoder untrained, and others' models, all
    on the same pairs and queries: AUROC, average precision, F1 at a threshold chosen on validation
    problems, recall at few false alarms; search by each function; and pairs of which one side was
    varied so that it misleads most. In brackets: 95 % bootstrap intervals over the problems. What
    it all means: docs/clone-evaluation.md.
    """

    benchmark: str = "npm-clones"
    """Built corpus of clones, by name or folder; a .jsonl file of lines with problem and code; the
    paper's file of coding challenges (.json, .json.gz); a folder of CodeNet; POJ-104."""
    split: Split = "test"
    """Part that is reported; thresholds are chosen on valid, if that is not it."""
    evidence: EvidenceKind | Literal["both"] = "both"
    """Of a corpus of clones: those whose calls agree, those by name, or one report for each."""
    protocol: Literal["clean", "as-released", "both"] = "clean"
    """Distinct pairs against pairs of other problems; or the loops of the paper's released code,
    with its pairs of a program with itself, for comparing with its figures."""
    plan: tuple[str, ...] = ("paper-adversarial", "full")
    """Plans of the adversarial variants: names, or paths of TOML files."""
    adversarial: tuple[int, ...] = (1, 4, 16)
    """Numbers of adversarial variants; give none to turn them off."""
    adversarial_functions: int = 100
    """How many functions are varied adversarially, drawn by problem."""
    variants: bool = True
    """Also ask by renamed and by minified functions (clean protocol only)."""
    model: Path | None = None
    """Checkpoint of an encoder; data/models/smoke if that is there."""
    untrained_seeds: int = 3
    """Untrained encoders of its architecture, each with other random weights."""
    rival: tuple[Path, ...] = ()
    """Directories of others' encoders: AutoModel or SentenceTransformer, safetensors only."""
    trained_on: str | None = None
    """Corpus that the encoder was trained on, as NAME or NAME:SPLIT: what of the benchmark it holds
    is counted, and all is measured again without that. npm-small:train if the model says so."""
    most_per_problem: int = 10
    """Programs of a problem, drawn if it has more; not for corpora of clones."""
    most_problems: int = 1000
    """Problems of a part, drawn if it has more."""
    plots: Path | None = None
    """Folder for plots (PNG): ROC, precision and recall, distributions of scores."""
    seed: int = 0
    """Of negatives, variants, draws and intervals."""
    workers: int = 2
    """Compiler processes."""
    quick: bool = False
    """30 problems, drawn; 20 functions varied, at most 4 times; one untrained encoder."""
    json: Path | None = None
    """Also write the figures to this file."""

    def __post_init__(self) -> None:
        for name in ("workers", "adversarial_functions", "most_per_problem"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if self.most_problems < 2:
            raise ValueError(f"most_problems must be at least 2, got {self.most_problems}")
        if self.untrained_seeds < 0:
            raise ValueError(f"untrained_seeds must be 0 or more, got {self.untrained_seeds}")
        if any(count < 1 for count in self.adversarial):
            raise ValueError(f"adversarial must be numbers from 1 on, got {self.adversarial}")

    def run(self) -> None:
        """Measure, print, draw and write."""
        from compiler_aug import Augmenter
        from contracode.tasks.clones import all_scorers, report_part
        from contracode.tasks.clones.report import as_markdown, draw_plots, figures_of

        settings = self._settings()
        benchmark = self._benchmark()
        model = self.model or (MODEL if (MODEL / "contracode.json").is_file() else None)
        print(f"{benchmark.name} ({benchmark.digest[:12]})")
        if model is None:
            print(f"There is no encoder at {MODEL}: lexical baselines only; give one by --model.")
        for note in benchmark.notes:
            print(note)
        scorers = all_scorers(
            model, untrained_seeds=range(self._untrained), rivals=tuple(self.rival)
        )
        rows = []
        with Augmenter(self.workers) as augmenter:
            overlap = self._overlap(benchmark, model, augmenter)
            for setting in settings:
                for part in benchmark.parts:
                    shared = None if overlap is None else overlap.of(set(part.reported.ids))
                    report = report_part(part, scorers, augmenter, setting, shared)
                    print(f"\n{as_markdown(report)}", flush=True)
                    rows += figures_of(report)
                    for path in draw_plots(report, self.plots) if self.plots else ():
                        print(path)
            about = {
                "models": {each.name: each.digest for each in scorers if hasattr(each, "digest")},
                "plans": {plan.name: plan.digest for plan in settings[0].plans},
                "engines": augmenter.engines,
                "notes": list(benchmark.notes),
            }
        if self.json is not None:
            self._write(self.json, benchmark, rows, about)

    @property
    def _problems(self) -> int:
        return min(self.most_problems, _QUICK_PROBLEMS) if self.quick else self.most_problems

    @property
    def _untrained(self) -> int:
        return min(self.untrained_seeds, 1) if self.quick else self.untrained_seeds

    def _benchmark(self) -> "Benchmark":
        from contracode.cli.corpus import corpus_called
        from contracode.tasks.clones import open_benchmark

        path = Path(self.benchmark)
        return open_benchmark(
            path if path.exists() else corpus_called(self.benchmark),
            split=self.split,
            evidence=get_args(EvidenceKind) if self.evidence == "both" else (self.evidence,),
            most_per_problem=self.most_per_problem,
            most_problems=self._problems,
            seed=self.seed,
        )

    def _settings(self) -> "list[Settings]":
        from contracode.cli.reading import plan_of_argument
        from contracode.tasks.clones import Settings
        from contracode.tasks.clones.variants import ASKED

        attacked = self.adversarial_functions
        return [
            Settings(
                protocol=protocol,
                asked=ASKED if self.variants else (),
                plans=[plan_of_argument(plan) for plan in self.plan],
                counts=sorted(
                    {
                        min(count, _QUICK_VARIANTS) if self.quick else count
                        for count in self.adversarial
                    }
                ),
                attacked_functions=min(attacked, _QUICK_ATTACKED) if self.quick else attacked,
                seed=self.seed,
            )
            for protocol in (get_args(Protocol) if self.protocol == "both" else (self.protocol,))
        ]

    def _overlap(
        self, benchmark: "Benchmark", model: Path | None, augmenter: "Augmenter"
    ) -> "TrainingOverlap | None":
        from contracode.tasks.clones.training_overlap import overlap_of, side_called

        name = self.trained_on or _trained_on(model)
        if name is None:
            print("No overlap with training data is reported: name the corpus by --trained-on.")
            return None
        return overlap_of(benchmark, side_called(name, CORPUS.parent), augmenter)

    def _write(
        self, path: Path, benchmark: "Benchmark", rows: "list[FigureRow]", about: Mapping[str, Any]
    ) -> None:
        from contracode.tasks.figures import DataUsed, write_figures

        name = f"{benchmark.name}:{self.split}"
        if self.quick:
            name += f", at most {self._problems} problems drawn with seed {self.seed}"
        data = DataUsed(name=name, hash=benchmark.digest, size=benchmark.size)
        write_figures(path, data, [self.seed, *range(self._untrained)], rows, about=about)


def _trained_on(model: Path | None) -> str | None:
    """The built corpus that a model says it was trained on, if it is the usual one."""
    from contracode.corpus.manifest import MANIFEST, corpus_digest
    from contracode.encoders.code.checkpoint import read_manifest

    if model is None or not (CORPUS / MANIFEST).is_file():
        return None
    same = read_manifest(model).corpus_digest == corpus_digest(CORPUS)
    return f"{CORPUS}:train" if same else None
