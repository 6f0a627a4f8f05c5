"""Measure who finds natural clones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from contracode.cli.places import CORPUS

if TYPE_CHECKING:
    from contracode.tasks.clones import CloneScore, CloneSet
    from contracode.tasks.figures import FigureRow

_QUICK_CONCEPTS = 40
_AS_WRITTEN = "as written"

Evidence = Literal["behaviour", "name"]


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
    split: Literal["valid", "test"] = "test"
    """Choose by the first, report on the second."""
    evidence: Literal["behaviour", "name", "both"] = "both"
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
        from contracode.corpus.manifest import corpus_digest
        from contracode.tasks.figures import DataUsed, write_figures

        size = 0
        rows: list[FigureRow] = []
        for evidence in get_args(Evidence) if self.evidence == "both" else (self.evidence,):
            clones = self._clones(evidence)
            size += len(clones.ids)
            scores: dict[str, list[CloneScore]] = {}
            print(_heading(clones, evidence, self.split))
            for asked, unchanged, found in self._measured(clones):
                scores[asked] = found
                if unchanged:
                    print(f"Of the {asked}, {unchanged} are as written: nothing could be changed.")
            print(_as_table(scores))
            rows += _figures(f"{evidence}, {self.split}", scores)
        if self.json is not None:
            name = f"{self.corpus}:{self.split}"
            if self.quick:
                name += f", {_QUICK_CONCEPTS} concepts drawn with seed {self.seed}"
            data = DataUsed(name=name, hash=corpus_digest(self.corpus), size=size)
            write_figures(self.json, data, [self.seed], rows)

    def _clones(self, evidence: Evidence) -> "CloneSet":
        from contracode.tasks.clones import CloneSet

        clones = CloneSet.read(self.corpus, evidence, self.split)
        return clones.drawn(_QUICK_CONCEPTS, self.seed) if self.quick else clones

    def _measured(self, clones: "CloneSet") -> "Iterator[tuple[str, int, list[CloneScore]]]":
        """What was asked with, how much of that is as written, and the scores of everyone."""
        from compiler_aug import Augmenter
        from contracode.tasks.clones import lexical_scorers, measure_clones, pair_cases
        from contracode.tasks.clones.variants import PLANS, variant_queries

        cases = pair_cases(clones, self.seed)

        def scores(queries: Sequence[str] | None = None) -> "list[CloneScore]":
            return [
                score
                for scorer in lexical_scorers()
                for score in measure_clones(clones, cases, scorer, seed=self.seed, queries=queries)
            ]

        yield _AS_WRITTEN, 0, scores()
        if not self.variants:
            return
        with Augmenter(self.workers) as augmenter:
            for plan in PLANS:
                made = variant_queries(clones.texts, clones.ids, augmenter, plan, self.seed)
                yield made.plan, made.unchanged, scores(made.texts)


def _heading(clones: "CloneSet", evidence: str, split: str) -> str:
    return (
        f"\n## Clones by {evidence}, {split}\n\n{len(clones.pairs):,} pairs of "
        f"{len(clones.ids):,} functions, {len(set(clones.concepts)):,} concepts.\n"
    )


def _as_table(scores: "Mapping[str, list[CloneScore]]") -> str:
    from contracode.tasks.clones.report import METRICS

    lines = [
        "",
        "| | asked with functions | " + " | ".join(METRICS) + " |",
        "| --- | --- |" + " --- |" * len(METRICS),
    ]
    cells = {
        (score.scorer, asked, score.metric): score.value
        for asked, found in scores.items()
        for score in found
    }
    for scorer, asked in dict.fromkeys((scorer, asked) for scorer, asked, _ in cells):
        values = [cells.get((scorer, asked, metric)) for metric in METRICS]
        texts = [f"{v.mean:.3f} [{v.low:.3f}, {v.high:.3f}]" if v else "-" for v in values]
        lines.append(f"| {scorer} | {asked} | " + " | ".join(texts) + " |")
    return "\n".join(lines)


def _figures(clones: str, scores: "Mapping[str, list[CloneScore]]") -> "list[FigureRow]":
    from contracode.tasks.figures import FigureRow

    return [
        FigureRow(
            name=score.scorer,
            metric=f"{score.metric} ({clones}, {asked})",
            value=score.value.mean,
            low=score.value.low,
            high=score.value.high,
        )
        for asked, found in scores.items()
        for score in found
    ]
