"""How often a PAC-Bayes certificate holds, in small worlds whose true risk is known.

    python benchmarks/certificate_coverage.py [--quick] [--json FILE] [--seeds 100]

At least 1 - delta of the certificates have to lie above the true risk. Beside them stand two bounds
that are not valid, the rivals: the empirical risk itself, and a bound that forgets what was learnt.
"""

import math
import statistics
from dataclasses import dataclass
from pathlib import Path

import tyro
from certificate_trials import Trial, TrialConfig, trial
from tqdm import tqdm

from contracode.methods.pac_bayes import kl_inverse
from contracode.tasks.figures import DataUsed, FigureRow, write_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How many worlds to try."""

    quick: bool = False
    """Ten worlds and less training: under 45 s on two cores."""
    json: Path | None = None
    """Also write the figures here."""
    seeds: int = 100
    """Worlds, each with its own tuples, prior and draws."""


def careless(trial: Trial, config: TrialConfig) -> float:
    """A bound for weights chosen before the tuples were seen, of confidence one half."""
    return kl_inverse(trial.certificate.empirical_risk, math.log(2) / 2 / config.samples)


def interval(held: int, number: int) -> tuple[float, float]:
    """95 % interval of a share.

    Source: Wilson 1927, score interval.
    """
    z, share = 1.96, held / number
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = (
        z
        / (1 + z * z / number)
        * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    )
    return middle - half, middle + half


def main(settings: Settings) -> None:
    """Measure, print, and write."""
    config = TrialConfig(steps=40, true_draws=250) if settings.quick else TrialConfig()
    seeds = list(range(10 if settings.quick else settings.seeds))
    found = [trial(seed, config) for seed in tqdm(seeds, unit="world")]
    bounds = {
        "certificate": [one.certificate.bound for one in found],
        "empirical risk": [one.certificate.empirical_risk for one in found],
        "bound without the price of learning": [careless(one, config) for one in found],
    }
    truth = [one.true_risk for one in found]
    rows = []
    failed = ""
    print(f"{len(seeds)} worlds, {config.samples} tuples each, delta = {config.delta},")
    print(f"mean true risk {statistics.mean(truth):.3f}")
    print("| bound | mean | share above the true risk [95 %] |\n| --- | --- | --- |")
    for name, values in bounds.items():
        held = sum(bound >= risk for bound, risk in zip(values, truth, strict=True))
        share, (low, high) = held / len(seeds), interval(held, len(seeds))
        print(f"| {name} | {statistics.mean(values):.3f} | {share:.2f} [{low:.2f}, {high:.2f}] |")
        rows.append(FigureRow(name=name, metric="coverage", value=share, low=low, high=high))
        rows.append(FigureRow(name=name, metric="mean bound", value=statistics.mean(values)))
        if name == "certificate" and share < 1 - config.delta:
            failed = f"only {share:.2f} of the certificates hold, less than {1 - config.delta}"
    if settings.json:
        world = DataUsed(name="small worlds", hash="drawn from the seeds", size=len(seeds))
        write_figures(settings.json, world, seeds, rows)
    if failed:
        raise SystemExit(failed)


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
