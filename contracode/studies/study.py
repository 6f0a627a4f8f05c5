"""What a study compares; a file in ``recipes/studies`` is this, as TOML."""

import copy
import dataclasses
import graphlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, with_config

from contracode.errors import RecipeError
from contracode.measuring.amounts import FULL, QUICK, Amounts
from contracode.measuring.measures import RAW_PIXELS, check_figures, check_measures, of_vectors
from contracode.studies.claim import SPREAD, Chosen, Claim, check_open
from contracode.studies.rows import Row, filled, replaced, run_folder, slug
from contracode.tasks.images.report import Column
from contracode.training.images.config import ImageDataConfig, ImageRunConfig
from contracode.training.recipe import merge, read_values, settings_of

STUDIES = Path(__file__).parent.parent / "recipes" / "studies"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Rows that are trained with one budget, what is measured of them, and what is claimed."""

    name: str
    title: str
    seeds: tuple[int, ...]
    settings: dict[str, Any]
    """Settings of all rows."""
    rows: tuple[Row, ...]
    measures: tuple[str, ...]
    """What is measured; see :mod:`contracode.measuring.run`."""
    columns: tuple[Column, ...]
    """Figures that the table shows."""
    chosen: tuple[Chosen, ...] = ()
    claims: tuple[Claim, ...] = ()
    quick: dict[str, Any] = field(default_factory=dict)
    """Settings of a short run of the whole study, instead of the others', a row's own included."""
    amounts: Amounts = FULL
    """Of images, tuples and draws that figures are told from."""
    baseline: bool = True
    """Raw pixels stand in the first rows, where a measure says something of them."""

    def __post_init__(self) -> None:
        rows = [row.name for row in self.rows]
        names = rows + [each.name for each in self.chosen]
        names += [RAW_PIXELS] * self.has_baseline
        if len(set(names)) < len(names):
            raise ValueError(f"every row needs a name of its own, got {sorted(names)}")
        if len(set(map(slug, rows))) < len(rows):
            raise ValueError(
                f"every row needs a folder of its own, got {sorted(map(slug, rows))}; change a "
                "letter or a digit of one name"
            )
        check_measures(self.measures)
        if len(set(self.seeds)) < len(self.seeds) or len(self.seeds) < 2:
            raise ValueError(f"a study needs 2 different seeds or more, got {list(self.seeds)}")
        trained = {name for row in self.rows for name in row.after}
        trained |= {name for each in self.chosen for name in each.among}
        claimed = {name for claim in self.claims for name in claim.rows}
        # What is chosen among rows is neither trained nor chosen among once more.
        if unknown := sorted((trained - set(rows)) | (claimed - set(names))):
            raise ValueError(f"no row is named {', '.join(unknown)}; rows are {', '.join(names)}")
        try:
            self._sorted_rows()
        except graphlib.CycleError as error:
            circle = " after ".join(error.args[1])
            raise ValueError(f"rows can't wait for one another: {circle}") from error
        columns = {column.measure for column in self.columns}
        if unknown := sorted({claim.measure for claim in self.claims} - columns):
            raise ValueError(f"claims are about columns of the table, {', '.join(unknown)} is none")
        for claim in self.claims:
            check_open(claim, self.chosen, self.column(claim.measure))

    def column(self, measure: str) -> Column:
        """The column of a measure that the table shows."""
        return next(column for column in self.columns if column.measure == measure)

    @property
    def has_baseline(self) -> bool:
        """Whether raw pixels are measured."""
        return self.baseline and bool(of_vectors(self.measures))

    def baselines(self) -> dict[str, ImageDataConfig]:
        """The rows of raw pixels: one for each choice of training images that the rows make.

        Raises:
            RecipeError: settings can't be run.
        """
        if not self.has_baseline:
            return {}
        usual = self.settings.get("data", {})
        found: dict[str, ImageDataConfig] = {}
        for row in self.rows:
            changes = row.settings.get("data", {})
            told = ", ".join(f"{key} {value}" for key, value in changes.items())
            config = settings_of(ImageDataConfig, {**usual, **changes}, (), self.name)
            if config not in found.values():
                found[f"{RAW_PIXELS} ({told})" if changes else RAW_PIXELS] = config
        return found

    def quicker(self) -> "Study":
        """The same study as a short run: it shows that everything works, not what is true.

        Its title says so.
        """
        settings = copy.deepcopy(self.settings)
        merge(settings, copy.deepcopy(self.quick))
        rows = tuple(
            dataclasses.replace(row, settings=replaced(row.settings, self.quick))
            for row in self.rows
        )
        changes: dict[str, Any] = {
            "title": f"{self.title} (quick)",
            "settings": settings,
            "seeds": self.seeds[:2],
            "amounts": QUICK,
            "rows": rows,
        }
        return Study(**{**{name: getattr(self, name) for name in self.__slots__}, **changes})

    def runs(self, folder: Path, only: Sequence[str] = ()) -> Iterator["Run"]:
        """Every run, those that others need first.

        Raises:
            RecipeError: a row's settings can't be run, or ``only`` names what is no row.
        """
        rows = {row.name: row for row in self.rows}
        if unknown := sorted(set(only) - rows.keys()):
            raise RecipeError(
                f"{self.name} has no row {', '.join(unknown)}; rows are {', '.join(rows)}"
            )
        order = self._sorted_rows()
        wanted = set(only or rows)
        for name in reversed(order):
            if name in wanted:
                wanted |= set(rows[name].after)
        for name in order:
            for seed in self.seeds if name in wanted else ():
                yield self._run(rows[name], seed, folder)

    def _sorted_rows(self) -> list[str]:
        """Names of the rows, those that others need before these."""
        needs = {row.name: row.after for row in self.rows}
        return list(graphlib.TopologicalSorter(needs).static_order())

    def _run(self, row: Row, seed: int, folder: Path) -> "Run":
        values = copy.deepcopy(self.settings)
        merge(values, copy.deepcopy(row.settings))
        values = filled(values, {"{runs}": str(folder), "{seed}": str(seed)})
        values |= {"name": f"{self.name}/{slug(row.name)}", "seed": seed}
        config = settings_of(ImageRunConfig, values, (), f"{self.name}, row {row.name}")
        return Run(
            row=row.name,
            seed=seed,
            config=config,
            out=run_folder(folder, row.name, seed),
            needs=tuple(run_folder(folder, name, seed) for name in row.after),
            tried=self._tried(row.name),
            amounts=self.amounts,
        )

    def _tried(self, row: str) -> int:
        """Rows that compete with this one anywhere, itself included."""
        return len({row}.union(*(each.among for each in self.chosen if row in each.among)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One row with one seed."""

    row: str
    seed: int
    config: ImageRunConfig
    out: Path
    """Folder of the checkpoint."""
    needs: tuple[Path, ...]
    """Folders of the runs that come before it."""
    tried: int
    """Rows that this one is chosen among, itself included."""
    amounts: Amounts = FULL
    """Of images, tuples and draws that its figures are told from."""


def read_study(name: str) -> Study:
    """A study of the package by name, or of a TOML file.

    Raises:
        RecipeError: there is none, it can't be read, it can't be run, or no measure of it gives a
            column or what rows are chosen by.
    """
    values = read_values(name, STUDIES, "study")
    values.setdefault("name", Path(name).stem)
    study = settings_of(Study, values, (), name)
    shown = [column.measure.removeprefix(SPREAD) for column in study.columns]
    check_figures([*shown, *(each.by for each in study.chosen)], study.measures)
    return study
