"""Build data sets, describe and compare them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import tyro

from contracode.cli.places import CORPUS, PACKAGES
from contracode.errors import CorpusError

_MOST_ENTRIES = 12

_Name = Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="NAME")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusBuild:
    """Fetch what a data set is made of, and build it and the data sets it rests on.

    Resumable: run the same command again. A corpus that is up to date is left alone.
    """

    name: _Name
    """Name of a folder in datasets/, or the path of one."""
    out: Path | None = None
    """Folder of the corpus; data/corpora/NAME if not given."""
    packages: Path = PACKAGES
    """Where fetched packages are kept, for all data sets."""
    workers: int = 2
    """Compiler processes."""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")

    def run(self) -> None:
        """Build, and print what the corpus holds."""
        from contracode.corpus.dataset import Place, build_dataset

        dataset = _dataset(self.name)
        out = self.out or CORPUS.parent / dataset.resolve().name
        manifest = build_dataset(
            Place(dataset=dataset, out=out, packages=self.packages, workers=self.workers)
        )
        print(f"{out}:")
        print(_indented(_told(manifest)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusPin:
    """Write the lock file of a data set anew, after its package.json was changed."""

    name: _Name
    """Name of a folder in datasets/, or the path of one."""

    def run(self) -> None:
        """Ask the registry, and write."""
        from contracode.corpus.pinning import pin_packages

        dataset = _dataset(self.name)
        print(f"{dataset / 'package-lock.json'}: {pin_packages(dataset)} packages")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStats:
    """Describe a corpus by tables and plots: lengths, names, types, languages, licences, drops."""

    name: _Name
    """Name of a built data set, or the folder of a corpus."""
    plots: Path | None = None
    """Folder for the plots (PNG); none are drawn if not given."""
    json: Path | None = None
    """Also write the figures to this file."""

    def run(self) -> None:
        """Count, print, draw and write."""
        from contracode.corpus.stats import as_markdown, corpus_statistics, draw
        from contracode.files import write_json

        statistics = corpus_statistics(corpus_called(self.name))
        print(as_markdown(statistics))
        if self.plots is not None:
            for path in draw(statistics, self.plots):
                print(path)
        if self.json is not None:
            write_json(self.json, statistics.as_json())


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusOverlap:
    """Count what two corpora, or two splits of one, have in common: exactly, by structure, nearly.

    A corpus is named as for `corpus stats`; a split of it as NAME:SPLIT.
    """

    a: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="A")]
    """First, such as npm-functions:train."""
    b: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="B")]
    """Second, such as npm-clones."""
    json: Path | None = None
    """Also write the figures to this file."""

    def run(self) -> None:
        """Compare, print and write."""
        from contracode.corpus.overlap import Side, as_markdown, overlap
        from contracode.files import write_json

        sides = []
        for name in (self.a, self.b):
            corpus, _, split = name.partition(":")
            sides.append(Side(corpus_called(corpus), split or None))
        found = overlap(*sides, progress=True)
        print(as_markdown(found))
        if self.json is not None:
            write_json(self.json, found.as_json())


def _dataset(name: str) -> Path:
    beside_the_code = Path(__file__).parents[2] / "datasets"
    for folder in (Path(name), Path("datasets", name), beside_the_code / name):
        if (folder / "recipe.toml").exists():
            return folder
    known = sorted(path.parent.name for path in beside_the_code.glob("*/recipe.toml"))
    raise CorpusError(
        f"no data set is called {name!r}; there are {', '.join(known) or 'none here'}"
    )


def corpus_called(name: str) -> Path:
    """Folder of a built corpus, by its path or by the name of its data set."""
    from contracode.corpus.manifest import MANIFEST

    return Path(name) if (Path(name) / MANIFEST).exists() else CORPUS.parent / name


def _told(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The counts of a manifest: no hashes, and of long lists their length."""
    rows = {f"rows of {name}": table["rows"] for name, table in manifest["tables"].items()}
    hidden = {"tables", "kind", "name", "format"}
    return rows | {
        name: _short(value)
        for name, value in manifest.items()
        if name not in hidden and not name.endswith("sha256")
    }


def _short(value: Any) -> Any:  # noqa: ANN401 - a value of JSON
    if not isinstance(value, Mapping | list):
        return value
    if len(value) > _MOST_ENTRIES:
        return f"{len(value):,} entries, in the manifest"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {name: _short(each) for name, each in value.items()}


def _indented(told: Mapping[str, Any], depth: int = 1) -> str:
    lines = []
    for name, value in told.items():
        if isinstance(value, Mapping):
            inner = _indented(value, depth + 1)
            lines += ["  " * depth + f"{name}:", inner] if inner else []
        else:
            lines.append("  " * depth + f"{name}: {f'{value:,}' if type(value) is int else value}")
    return "\n".join(lines)
