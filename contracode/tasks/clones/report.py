"""Everyone measured on one set of clones, asked by functions as written and by variants of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compiler_aug import Augmenter
from contracode.corpus.clones.records import EvidenceKind, Split
from contracode.tasks.clones.cases import CloneSet, pair_cases
from contracode.tasks.clones.measurement import METRICS, CloneScore, measure_clones
from contracode.tasks.clones.scorers import Scorer
from contracode.tasks.clones.variants import PLANS, variant_queries
from contracode.tasks.figures import FigureRow

AS_WRITTEN = "as written"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneReport:
    """What was measured, and on how much."""

    evidence: EvidenceKind
    """Why the pairs are clones."""
    split: Split
    functions: int
    """All of them are searched, and all ask."""
    pairs: int
    concepts: int
    scores: Mapping[str, Sequence[CloneScore]]
    """Of everyone, by how the functions that ask are written: `AS_WRITTEN` or a plan's name."""
    unchanged: Mapping[str, int]
    """By plan: functions that it could not change, so that they ask as written."""

    def figures(self) -> list[FigureRow]:
        """The scores, then how much of the variants is as written.

        A figure's name is the scorer's, or ``variants``. Its metric says four things, divided by
        ", ": the measure, the evidence, the split, and how the functions that ask are written:
        ``AUROC, behaviour, test, renamed``.
        """
        scores = [
            FigureRow(
                name=score.scorer,
                metric=self._metric(score.metric, asked),
                value=score.value.mean,
                low=score.value.low,
                high=score.value.high,
            )
            for asked, found in self.scores.items()
            for score in found
        ]
        unchanged = [
            FigureRow(
                name="variants",
                metric=self._metric("unchanged", plan),
                value=float(count),
                unit="functions",
            )
            for plan, count in self.unchanged.items()
        ]
        return scores + unchanged

    def _metric(self, measure: str, asked: str) -> str:
        return ", ".join((measure, self.evidence, self.split, asked))


def report_clones(
    clones: CloneSet,
    scorers: Sequence[Scorer],
    augmenter: Augmenter | None,
    *,
    evidence: EvidenceKind,
    split: Split,
    seed: int,
) -> CloneReport:
    """Measure everyone on the same pairs and the same queries.

    Args:
        clones: functions and pairs.
        scorers: who is measured.
        augmenter: makes the variants; None asks by the functions as written alone.
        evidence: of the pairs.
        split: of the pairs.
        seed: of the negatives, the variants and the intervals.
    """
    cases = pair_cases(clones, seed)

    def scores(queries: Sequence[str] | None = None) -> list[CloneScore]:
        return [
            score
            for scorer in scorers
            for score in measure_clones(clones, cases, scorer, seed=seed, queries=queries)
        ]

    found = {AS_WRITTEN: scores()}
    unchanged: dict[str, int] = {}
    for plan in PLANS if augmenter is not None else ():
        assert augmenter is not None
        made = variant_queries(clones.texts, clones.ids, augmenter, plan, seed)
        found[plan.name] = scores(made.texts)
        unchanged[plan.name] = made.unchanged
    return CloneReport(
        evidence=evidence,
        split=split,
        functions=len(clones.ids),
        pairs=len(clones.pairs),
        concepts=len(set(clones.concepts)),
        scores=found,
        unchanged=unchanged,
    )


def as_markdown(report: CloneReport) -> str:
    """A heading, how much was measured, and a table: a row for everyone and every way of asking."""
    return "\n".join(
        [
            f"## Clones by {report.evidence}, {report.split}",
            "",
            f"{report.pairs:,} pairs of {report.functions:,} functions, "
            f"{report.concepts:,} concepts.",
            *(
                f"Of the {plan}, {count:,} are as written: nothing could be changed."
                for plan, count in report.unchanged.items()
                if count
            ),
            "",
            "| | asked with functions | " + " | ".join(METRICS) + " |",
            "| --- | --- |" + " --- |" * len(METRICS),
            *_rows(report),
        ]
    )


def _rows(report: CloneReport) -> Iterator[str]:
    """Ways of asking in turn; a measure that the set does not allow is a dash."""
    cells = {
        (score.scorer, asked, score.metric): score.value
        for asked, found in report.scores.items()
        for score in found
    }
    for scorer, asked in dict.fromkeys((scorer, asked) for scorer, asked, _ in cells):
        values = [cells.get((scorer, asked, metric)) for metric in METRICS]
        texts = [f"{v.mean:.3f} [{v.low:.3f}, {v.high:.3f}]" if v else "-" for v in values]
        yield f"| {scorer} | {asked} | " + " | ".join(texts) + " |"
