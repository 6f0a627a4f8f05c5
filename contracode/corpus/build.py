"""Build a corpus of npm packages: fetch, extract, filter, write. Shell."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from compiler_aug import Augmenter
from compiler_aug.process import install_packages
from contracode.corpus.extraction import Origin, Sieve, read_functions
from contracode.corpus.recipe import CorpusRecipe, PackageRecipe, read_recipe
from contracode.corpus.records import FunctionRecord
from contracode.corpus.shards import MANIFEST, read_manifest, write_corpus
from contracode.corpus.sources import source_files
from contracode.errors import CorpusError
from contracode.files import sha256_of

LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")


def build_corpus(dataset: Path, out: Path, workers: int = 2) -> dict[str, Any]:
    """Build the data set in ``dataset`` into the folder ``out``.

    The same recipe and lock file give the same bytes. A build that was killed is begun anew;
    packages already fetched are kept. A finished corpus of the same recipe and lock file is left
    as it is.

    Args:
        dataset: folder with ``recipe.toml``, ``package.json`` and ``package-lock.json``.
        out: the corpus; packages are fetched into ``packages`` below it.
        workers: compiler processes.

    Returns:
        The manifest.

    Raises:
        CorpusError: the data set is incomplete or a package lacks a folder that the recipe names.
        WorkerError: npm or Node is missing or fails.
    """
    recipe = read_recipe(dataset)
    for name in LOCK_FILES:
        if not (dataset / name).exists():
            raise CorpusError(f"{dataset} has a recipe but no {name}; npm needs it")
    origin = {
        "name": dataset.name,
        "recipe_sha256": sha256_of(dataset / "recipe.toml"),
        "lock_sha256": sha256_of(dataset / "package-lock.json"),
    }
    if (out / MANIFEST).exists():
        manifest = read_manifest(out)
        if origin.items() <= manifest.items():
            return manifest
    packages = _fetch(dataset, out / "packages", origin["lock_sha256"])
    harvest = Harvest(Sieve(recipe.min_lines, recipe.max_characters))
    with Augmenter(workers) as augmenter:
        harvest.gather(recipe, packages, augmenter)
        parser = augmenter.engines["oxc-parser"]
    write_corpus(out, harvest.records, {**origin, "oxc-parser": parser, **harvest.counts()})
    return read_manifest(out)


def _fetch(dataset: Path, packages: Path, lock_sha256: str) -> Path:
    fetched = packages / "fetched.txt"
    if not fetched.exists() or fetched.read_text() != lock_sha256:
        packages.mkdir(parents=True, exist_ok=True)
        for name in LOCK_FILES:
            shutil.copyfile(dataset / name, packages / name)
        # The packages are read, never run: which Node they want does not matter.
        install_packages(packages, ["--loglevel=error"])
        fetched.write_text(lock_sha256)
    return packages / "node_modules"


@dataclass(slots=True)
class Harvest:
    """What was found in the packages, and what was not taken."""

    sieve: Sieve
    records: list[FunctionRecord] = field(default_factory=list)
    files: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)

    def gather(self, recipe: CorpusRecipe, packages: Path, augmenter: Augmenter) -> None:
        """Read all packages of a recipe."""
        jobs = [(package, _files(package, packages)) for package in recipe.packages]
        self.files = sum(len(files) for _, files in jobs)
        with tqdm(total=self.files, desc="extracting", unit=" files") as bar:
            for package, files in jobs:
                folder = packages / package.name
                self.records += filter(
                    self.sieve.keeps,
                    read_functions(
                        folder,
                        _counted(files, bar),
                        _origin(folder, package),
                        augmenter,
                        partial(self._leave_out, package.name),
                    ),
                )

    def counts(self) -> dict[str, Any]:
        """What the manifest says of it."""
        columns = ("split", "package", "language", "licence", "shape")
        return {
            "files": self.files,
            "dropped": dict(sorted(self.sieve.dropped.items())),
            "unreadable": self.unreadable,
            "documented": sum(bool(record.documentation) for record in self.records),
            "counts": {
                column: dict(sorted(Counter(getattr(row, column) for row in self.records).items()))
                for column in columns
            },
        }

    def _leave_out(self, package: str, path: str, reason: str) -> None:
        self.unreadable[f"{package}/{path}"] = reason


def _counted(files: Iterable[Path], bar: "tqdm[Any]") -> Iterator[Path]:
    for file in files:
        bar.update()
        yield file


def _origin(folder: Path, package: PackageRecipe) -> Origin:
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    if not isinstance(about.get("license"), str):
        raise CorpusError(f"{package.name} states no licence; leave it out of the recipe")
    return Origin(
        package=package.name,
        version=about["version"],
        licence=about["license"],
        split=package.split,
    )


def _files(package: PackageRecipe, packages: Path) -> list[Path]:
    folder = packages / package.name
    left_out = [folder / name for name in package.leave_out]
    files = []
    for root in package.roots:
        if not (folder / root).is_dir():
            raise CorpusError(
                f"the recipe names {root} in {package.name}, which has no such folder"
            )
        files += [
            path
            for path in source_files(folder / root)
            if not any(path.is_relative_to(place) for place in left_out)
        ]
    return files
