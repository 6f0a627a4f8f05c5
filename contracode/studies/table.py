"""From the figures of all runs to the table of a study, with its chosen rows and its claims."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracode.errors import RecipeError
from contracode.studies.claim import SPREAD, Chosen, Claim
from contracode.studies.study import Study
from contracode.tasks.images.claims import BySeed, Finding, at_least_as_good, equivalent, minus
from contracode.tasks.images.report import Result, Results, results_of

Figures = Mapping[str, Mapping[int, Mapping[str, float]]]
"""By row, seed and measure."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, and what the seeds say about it."""

    claim: Claim
    finding: Finding | None
    """None where a row that it is about has no figures of two seeds."""

    @property
    def verdict(self) -> str:
        """That of the seeds, or ``no figures``."""
        return "no figures" if self.finding is None else self.finding.verdict


@dataclass(frozen=True, slots=True)
class Table:
    """A study with its results."""

    study: Study
    results: Results
    judged: list[Judged]
    chosen: dict[str, dict[int, str]]
    """Which row was chosen, by chosen row and seed."""
    diverged: list[tuple[str, int]]
    """Rows and seeds without a figure."""


def tabulate(study: Study, figures: Figures) -> Table:
    """Rows, chosen rows, and verdicts on the claims.

    Raises:
        RecipeError: rows are chosen by what was not measured.
    """
    every = {row: dict(by_seed) for row, by_seed in figures.items()}
    picked: dict[str, dict[int, str]] = {}
    for each in study.chosen:
        if all(name in figures for name in each.among):
            picked[each.name] = _picked(each, figures)
            every[each.name] = {
                seed: {**figures[row][seed], **_spreads(each, figures, seed)}
                for seed, row in picked[each.name].items()
            }
    results = results_of(
        Result(method=row, seed=seed, figures=found)
        for row, by_seed in every.items()
        for seed, found in by_seed.items()
    )
    judged = [Judged(claim, _finding(study, claim, results)) for claim in study.claims]
    diverged = [
        (row, seed) for row, by_seed in figures.items() for seed in by_seed if not by_seed[seed]
    ]
    return Table(study, results, judged, picked, diverged)


def _finding(study: Study, claim: Claim, results: Results) -> Finding | None:
    first, second = _sides(claim, results)
    seeds = first.keys() & second.keys()
    if len(seeds) < 2:
        return None
    better = study.column(claim.measure).better
    if claim.within is None:
        return at_least_as_good(first, second, better=better)
    return equivalent(first, second, within=claim.within, better=better)


def _sides(claim: Claim, results: Results) -> tuple[BySeed, BySeed]:
    """What is said to be better, or as good, and what it is set against, seed by seed."""

    def of(row: str) -> BySeed:
        return results.get(row, {}).get(claim.measure, {})

    better = of(claim.better)
    if claim.worse is None:
        than = claim.than
        assert than is not None, "a claim has one or the other"
        return better, dict.fromkeys(better, than)
    if claim.more_than is None:
        return better, of(claim.worse)
    first, second = map(of, claim.more_than)
    return minus(better, of(claim.worse)), minus(first, second)


def _picked(chosen: Chosen, figures: Figures) -> dict[int, str]:
    """The best row of each seed that all rows have run with; of equals the first.

    A row whose figure is missing, because it was not finite, is not chosen.
    """
    seeds = set.intersection(*(set(figures[row]) for row in chosen.among))
    sign = 1 if chosen.better == "higher" else -1
    picked = {}
    for seed in sorted(seeds):
        found = {
            row: sign * figures[row][seed][chosen.by]
            for row in chosen.among
            if chosen.by in figures[row][seed]
        }
        if not found:
            known = sorted({name for row in chosen.among for name in figures[row][seed]})
            raise RecipeError(
                f"{chosen.name} is chosen by {chosen.by}, which no row has with seed {seed}; "
                f"measured were {', '.join(known)}"
            )
        picked[seed] = max(found, key=lambda row: found[row])
    return picked


def _spreads(chosen: Chosen, figures: Figures, seed: int) -> dict[str, float]:
    found = [figures[row][seed] for row in chosen.among]
    common = set.intersection(*(set(each) for each in found))
    return {
        f"{SPREAD}{measure}": max(each[measure] for each in found)
        - min(each[measure] for each in found)
        for measure in sorted(common)
    }
