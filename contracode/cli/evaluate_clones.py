"""Measure who finds natural clones."""

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from contracode.cli.places import CORPUS
from contracode.corpus.clones.records import EvidenceKind, Split

if TYPE_CHECKING:
    from compiler_aug import Augmenter
    from contracode.tasks.clones import CloneReport

_QUICK_CONCEPTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateClones:
    """Tell functions that do the same, written independently, from functions that do not.

    Printed are the lexical baselines, the numbers that a model has to beat: for clones whose
    behaviour was checked and for clones by name, with the functions as written, renamed and
    minified. Pairs: AUROC against one pair of the same group ("hard") and one of another group for
    each clone pair, and average precision. Search: every function asks for its clones among all
    functions of the set. In brackets: 95 % bootstrap intervals over the concepts.
    """

    corpus: Path = CORPUS.parent / "npm-clones"
    """Corpus of clones."""
    split: Split = "test"
    """Choose by the first, report on the second."""
    evidence: EvidenceKind | Literal["both"] = "both"
    """Clones whose calls agree, clones by name, or one table for each."""
    variants: bool = True
    """Also ask by renamed and by minified functions."""
    seed: int = 0
    """Of the negatives, the variants and the bootstrap."""
    workers: int = 2
    """Compiler processes."""
    quick: bool = False
    """The clones of 40 concepts, drawn."""
    json: Path | None = None
    """Also write the figures to this file."""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")

    def run(self) -> None:
        """Measure, print, and write."""
        from compiler_aug import Augmenter
        from contracode.corpus.manifest import corpus_digest
        from contracode.tasks.clones.report import as_markdown
        from contracode.tasks.figures import DataUsed, write_figures

        reports = []
        with Augmenter(self.workers) if self.variants else nullcontext() as augmenter:
            for evidence in self._kinds():
                reports.append(self._measured(evidence, augmenter))
                print(f"\n{as_markdown(reports[-1])}")
        if self.json is not None:
            name = f"{self.corpus}:{self.split}"
            if self.quick:
                name += f", {_QUICK_CONCEPTS} concepts drawn with seed {self.seed}"
            data = DataUsed(
                name=name,
                hash=corpus_digest(self.corpus),
                size=sum(report.functions for report in reports),
            )
            rows = [row for report in reports for row in report.figures()]
            write_figures(self.json, data, [self.seed], rows)

    def _kinds(self) -> tuple[EvidenceKind, ...]:
        return get_args(EvidenceKind) if self.evidence == "both" else (self.evidence,)

    def _measured(self, evidence: EvidenceKind, augmenter: "Augmenter | None") -> "CloneReport":
        from contracode.tasks.clones import CloneSet, lexical_scorers, report_clones

        clones = CloneSet.read(self.corpus, evidence, self.split)
        if self.quick:
            clones = clones.drawn(_QUICK_CONCEPTS, self.seed)
        return report_clones(
            clones,
            lexical_scorers(),
            augmenter,
            evidence=evidence,
            split=self.split,
            seed=self.seed,
        )
