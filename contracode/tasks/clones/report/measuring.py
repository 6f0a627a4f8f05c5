"""Everyone measured on the same pairs, the same queries and the same variants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from tqdm import tqdm

from compiler_aug import Augmenter
from contracode.tasks.clones.adversarial import attack, attack_cases, attacked
from contracode.tasks.clones.benchmark import Part
from contracode.tasks.clones.clone_set import CloneSet
from contracode.tasks.clones.measurement import (
    Protocol,
    ScorerFigures,
    chosen_threshold,
    measure_clones,
)
from contracode.tasks.clones.protocols import (
    PairCases,
    clean_cases,
    problems_of,
    released_cases,
    released_faults,
)
from contracode.tasks.clones.report.results import (
    AS_WRITTEN,
    AttackReport,
    PartReport,
    Settings,
)
from contracode.tasks.clones.scorers import EncoderScorer, Scorer
from contracode.tasks.clones.training_overlap import TrainingOverlap
from contracode.tasks.clones.variants import Varied, varied

_CASES: Mapping[Protocol, Callable[[CloneSet, int], PairCases]] = {
    "clean": clean_cases,
    "as-released": released_cases,
}


def report_part(
    part: Part,
    scorers: Sequence[Scorer],
    augmenter: Augmenter,
    settings: Settings,
    overlap: TrainingOverlap | None = None,
) -> PartReport:
    """Measure everyone on one part of a benchmark.

    Args:
        part: functions and pairs.
        scorers: who is measured.
        augmenter: makes the variants.
        settings: how.
        overlap: of the part with the training corpus; scores are repeated without it.

    Raises:
        PlanError: a plan names a pass that does not exist.
    """
    clones, seed = part.reported, settings.seed
    cases = _CASES[settings.protocol](clones, seed)
    thresholds = _thresholds(part, scorers, settings)

    def measured(label: str, queries: Sequence[str] | None = None) -> list[ScorerFigures]:
        return [
            measure_clones(
                clones,
                cases,
                scorer,
                seed=seed,
                protocol=settings.protocol,
                threshold=thresholds.get(scorer.name),
                queries=queries,
            )
            for scorer in tqdm(scorers, desc=f"{part.name}, {label}", unit=" scorers")
        ]

    scores = {AS_WRITTEN: measured(AS_WRITTEN)}
    asked: dict[str, Varied] = {}
    for plan in settings.asked if settings.protocol == "clean" else ():
        made = varied(clones.texts, clones.ids, augmenter, plan, seed=seed)
        asked[plan.name] = made
        scores[plan.name] = measured(plan.name, [texts[0] for texts in made.texts])
    attacks = _attacks(part, scorers, augmenter, settings) if settings.counts else []
    texts = {
        AS_WRITTEN: clones.texts,
        **{name: list(chain.from_iterable(made.texts)) for name, made in asked.items()},
        **{each.name: list(chain.from_iterable(each.varied.texts)) for each in attacks},
    }
    report = PartReport(
        part=part.name,
        split=part.split,
        protocol=settings.protocol,
        functions=len(clones.ids),
        pairs=len(clones.pairs),
        problems=len(set(clones.concepts)),
        same_texts=clones.texts_of_several_concepts,
        cases=cases,
        faults=(
            released_faults(problems_of(clones)) if settings.protocol == "as-released" else None
        ),
        scores=scores,
        asked=asked,
        attacks=attacks,
        cut=_cut(scorers, texts),
        overlap=overlap,
    )
    return (
        report if overlap is None else _with_the_rest(report, part, scorers, settings, thresholds)
    )


def _thresholds(
    part: Part, scorers: Sequence[Scorer], settings: Settings
) -> dict[str, float | None]:
    """By scorer; none for the released protocol, which knows no validation."""
    if part.validation is None or settings.protocol != "clean":
        return {}
    cases = clean_cases(part.validation, settings.seed)
    return {
        scorer.name: chosen_threshold(scorer, part.validation, cases)
        for scorer in tqdm(scorers, desc=f"{part.name}, validation", unit=" scorers")
    }


def _attacks(
    part: Part, scorers: Sequence[Scorer], augmenter: Augmenter, settings: Settings
) -> list[AttackReport]:
    clones, seed = part.reported, settings.seed
    cases = attack_cases(clones, settings.protocol, settings.attacked_functions, seed)
    reports = []
    for plan in settings.plans:
        found = attack(clones, cases, augmenter, plan, most=max(settings.counts), seed=seed)
        figures = [
            attacked(
                clones,
                found,
                scorer,
                counts=settings.counts,
                protocol=settings.protocol,
                seed=seed,
            )
            for scorer in tqdm(scorers, desc=f"{part.name}, {plan.name}", unit=" scorers")
        ]
        reports.append(
            AttackReport(
                varied=found.varied,
                most=max(settings.counts),
                functions=len(found.places),
                clones=int(cases.positive.sum()),
                negatives=int((~cases.positive).sum()),
                figures=figures,
            )
        )
    return reports


def _cut(
    scorers: Sequence[Scorer], texts: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, int]]:
    return {
        written: {
            scorer.name: scorer.cut(each) for scorer in scorers if isinstance(scorer, EncoderScorer)
        }
        for written, each in texts.items()
    }


def _with_the_rest(
    report: PartReport,
    part: Part,
    scorers: Sequence[Scorer],
    settings: Settings,
    thresholds: Mapping[str, float | None],
) -> PartReport:
    """The scores repeated without the functions that overlap."""
    assert report.overlap is not None
    left = part.reported.without(report.overlap.ids)
    if len(left.ids) == len(part.reported.ids):
        return report
    size = {
        "functions": len(left.ids),
        "pairs": len(left.pairs),
        "problems": len(set(left.concepts)),
    }
    if size["problems"] < 2:
        return replace(report, apart_size=size)
    cases = _CASES[settings.protocol](left, settings.seed)
    apart = [
        measure_clones(
            left,
            cases,
            scorer,
            seed=settings.seed,
            protocol=settings.protocol,
            threshold=thresholds.get(scorer.name),
        )
        for scorer in tqdm(scorers, desc=f"{part.name}, not overlapping", unit=" scorers")
    ]
    return replace(report, apart=apart, apart_size=size)
