"""How much two variants of a program differ, plan by plan, and what every pass adds to it.

    python benchmarks/variant_diversity.py [--quick] [--json FILE] [--figure PNG] [--corpus DIR]

Difference: 1 minus the Levenshtein distance's similarity, over lexical tokens: edits over the
longer one's number of tokens; layout and comments count for nothing. A positive pair is two
distinct texts of a program, drawn from its variants and itself; a negative pair is one text each
of two programs. The paper's means are over subword tokens of sampled segmentation, which differ by
themselves: where a vocabulary is found, ours are measured over it, too.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro
from contestant import Contestant
from diversity_figure import draw_differences
from functions_sample import SampledFunction, default_corpus, draw_functions, seeded
from jaxtyping import Float64
from package_bootstrap import interval_by_package
from token_difference import Differences, lexical_differences, subword_differences

from compiler_aug import Augmenter, Failure, Plan
from contracode.tasks.figures import FigureRow, write_figures
from contracode.tasks.intervals import Interval
from contracode.tokens import Vocabulary

PLANS = (
    "default",
    "rich",
    "without-identifiers",
    "without-compression",
    "without-regularization",
    "paper",
    "paper-as-released",
)
RELEASED = "released"
PAPER = {"positive": 0.655, "negative": 0.863}
"""The paper's means, over SentencePiece tokens with subword regularisation 0.1: its notebooks."""

TextPair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How much to measure, and where to draw it."""

    quick: bool = False
    """Fewer functions and the default plan only: under 45 s on two cores."""
    json: Path | None = None
    """Also write the figures here."""
    figure: Path | None = None
    """Draw the histogram here."""
    corpus: Path | None = None
    """Corpus with a table of functions; npm-functions if it is built, else npm-small."""
    vocabulary: Path = Path("data/models/smoke/tokenizer.json")
    """Subword vocabulary; without it subwords are left out."""
    functions: int = 1000
    """Sampled functions; 80 in a quick run."""
    count: int = 20
    """Variants of a program, as many as the paper drew."""
    seed: int = 0
    """Of the sample and of the pairs."""

    @property
    def sample_size(self) -> int:
        """Functions measured on."""
        return min(80, self.functions) if self.quick else self.functions


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of each program: itself, then its variants."""

    functions: Sequence[SampledFunction]
    texts: Sequence[Sequence[str]]

    def positive_pairs(self, seed: int) -> list[TextPair | None]:
        """Two distinct texts of each program; None for a program that has only one."""
        draws = random.Random(seed)
        # Sorted, because the order of a set of strings changes from run to run.
        distinct = [sorted(set(texts)) for texts in self.texts]
        return [
            (pair[0], pair[1]) if len(pair := draws.sample(one, min(2, len(one)))) == 2 else None
            for one in distinct
        ]

    def negative_pairs(self, seed: int) -> list[TextPair]:
        """One text of each program beside one of another."""
        draws = random.Random(seed)
        others = [*range(1, len(self.texts)), 0]
        chosen = [draws.choice(texts) for texts in self.texts]
        return [(text, chosen[other]) for text, other in zip(chosen, others, strict=True)]


def made_by(face: Augmenter, plan: Plan, functions: Sequence[SampledFunction], count: int) -> Texts:
    """Our variants; a program that can't be read has only itself."""
    results = face.augment(seeded(functions, count), plan, count)
    texts = [
        [each.program.source]
        + ([] if isinstance(made, Failure) else [variant.text for variant in made])
        for each, made in zip(functions, results, strict=True)
    ]
    return Texts(functions, texts)


def made_as_released(functions: Sequence[SampledFunction], count: int) -> Texts:
    """Variants of the paper's released pipeline."""
    with Contestant("released") as process:
        made = process.round(functions, Plan("none", ()), count=count, want_texts=True).texts
    texts = [[each.standalone, *own] for each, own in zip(functions, made, strict=True)]
    return Texts(functions, texts)


def measure_pairs(
    name: str, made: Texts, measures: dict[str, Differences], seed: int
) -> tuple[list[FigureRow], Float64[np.ndarray, " pairs"], Float64[np.ndarray, " pairs"]]:
    """Mean differences of one plan, printed as a row; and the lexical ones, for the histogram."""
    pairs = made.positive_pairs(seed)
    kept = [(pair, each.package) for pair, each in zip(pairs, made.functions, strict=True) if pair]
    positive, packages = [pair for pair, _ in kept], [package for _, package in kept]
    negative = made.negative_pairs(seed)
    rows: list[FigureRow] = []
    cells = [name, f"{len(positive)}"]
    lexical = []
    for measure, differences in measures.items():
        for kind, chosen, groups in (
            ("positive", positive, packages),
            ("negative", negative, [each.package for each in made.functions]),
        ):
            values = differences(chosen)
            if measure == "lexical tokens":
                lexical.append(values)
            found = interval_by_package(values, groups)
            cells.append(as_text(found))
            metric = f"difference of {kind} pairs, {measure}"
            rows.append(figure_row(name, metric, found))
    print(f"| {' | '.join(cells)} |")
    return rows, lexical[0], lexical[1]


def measure_passes(
    face: Augmenter, functions: Sequence[SampledFunction], plan: Plan, differences: Differences
) -> list[FigureRow]:
    """What each pass changes alone, and what the plan loses without it; prints the table.

    Alone: a variant beside its source. Lost: variants of two seeds beside each other, with the
    pass and without it; no other pass draws differently, so that the same pairs are compared.
    """
    packages = [each.package for each in functions]

    def between_seeds(chosen: Plan) -> Float64[np.ndarray, " functions"]:
        texts = made_by(face, chosen, functions, 2).texts
        return differences([(one[-2], one[-1]) for one in texts])

    def from_source(chosen: Plan) -> Float64[np.ndarray, " functions"]:
        texts = made_by(face, chosen, functions, 1).texts
        return differences([(one[0], one[-1]) for one in texts])

    whole = between_seeds(plan)
    found = {}
    for step in plan.steps:
        options = dict(step.options)
        alone = from_source(Plan.single(step.name, **options))
        lost = whole - between_seeds(plan.without(step.name))
        found[step.name] = alone, lost
    print(f"\n| pass | difference alone | programs changed | plan {plan.name} loses without it |")
    print("| --- | --- | --- | --- |")
    rows: list[FigureRow] = []
    for name in sorted(found, key=lambda name: -found[name][1].mean()):
        alone, lost = (interval_by_package(values, packages) for values in found[name])
        changed = float((found[name][0] > 0).mean())
        print(f"| {name} | {as_text(alone)} | {changed:.1%} | {as_text(lost)} |")
        rows += [
            figure_row(name, "difference from the source, alone", alone),
            FigureRow(name=name, metric="share of programs whose tokens change", value=changed),
            figure_row(name, f"difference that {plan.name} loses without it", lost),
        ]
    return rows


def as_text(found: Interval) -> str:
    """In percent, with the interval."""
    return f"{found.mean:.1%} [{found.low:.1%}, {found.high:.1%}]"


def figure_row(name: str, metric: str, found: Interval) -> FigureRow:
    """A mean with its interval."""
    return FigureRow(name=name, metric=metric, value=found.mean, low=found.low, high=found.high)


def main(settings: Settings) -> None:
    """Measure, print, draw, and write."""
    sample = draw_functions(
        settings.corpus or default_corpus(), settings.sample_size, settings.seed
    )
    functions = sample.functions
    measures: dict[str, Differences] = {"lexical tokens": lexical_differences()}
    if settings.vocabulary.exists():
        sampled = Vocabulary.load(settings.vocabulary).sampled(0.1)
        measures["sampled subwords"] = subword_differences(sampled)
    rows: list[FigureRow] = []
    heads = [f"{kind}, {name}" for name in measures for kind in ("positive pairs", "negative")]
    print(f"{len(functions)} functions of {sample.data.name}, {settings.count} variants each")
    print(f"| plan | programs with a pair | {' | '.join(heads)} |\n|{' --- |' * (2 + len(heads))}")
    histograms = {}
    with Augmenter(workers=2, deadline_s=60) as face:
        for name in PLANS[:1] if settings.quick else PLANS:
            made = made_by(face, Plan.named(name), functions, settings.count)
            own, positive, negative = measure_pairs(name, made, measures, settings.seed)
            rows += own
            histograms[name] = positive, negative
        released = made_as_released(functions, settings.count)
        own, positive, negative = measure_pairs(RELEASED, released, measures, settings.seed)
        rows += own
        histograms[RELEASED] = positive, negative
        rows += measure_passes(face, functions, Plan.named("default"), measures["lexical tokens"])
    if settings.figure:
        draw_differences(settings.figure, histograms["default"], histograms[RELEASED], PAPER)
    if settings.json:
        rows += [
            FigureRow(name="paper", metric=f"difference of {kind} pairs, subwords", value=mean)
            for kind, mean in PAPER.items()
        ]
        write_figures(settings.json, sample.data, [settings.seed], rows)


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
