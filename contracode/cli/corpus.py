"""Build data sets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from contracode.cli.places import CORPUS
from contracode.errors import CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusBuild:
    """Fetch the packages of a data set and extract their functions.

    Resumable: run the same command again. A corpus that is up to date is left alone.
    """

    name: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="NAME")]
    """Name of a folder in datasets/, or the path of one."""
    out: Path | None = None
    """Folder of the corpus; data/corpora/NAME if not given."""
    workers: int = 2
    """Compiler processes."""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")

    def run(self) -> None:
        """Build, and print what the corpus holds."""
        from contracode.corpus.build import build_corpus

        dataset = _dataset(self.name)
        out = self.out or CORPUS.parent / dataset.name
        manifest = build_corpus(dataset, out, self.workers)
        print(f"{out}: {manifest['functions']} functions of {manifest['files']} files")
        for package, count in manifest["counts"]["package"].items():
            print(f"  {count:6}  {package}")
        print(f"  {manifest['documented']} have a documentation comment")
        for reason, count in manifest["dropped"].items():
            print(f"  dropped, {reason}: {count}")
        for path, reason in manifest["unreadable"].items():
            print(f"  not read, {path}: {reason}")


def _dataset(name: str) -> Path:
    beside_the_code = Path(__file__).parents[2] / "datasets"
    for folder in (Path(name), Path("datasets", name), beside_the_code / name):
        if (folder / "recipe.toml").exists():
            return folder
    known = sorted(path.parent.name for path in beside_the_code.glob("*/recipe.toml"))
    raise CorpusError(
        f"no data set is called {name!r}; there are {', '.join(known) or 'none here'}"
    )
