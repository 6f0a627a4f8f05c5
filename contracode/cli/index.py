"""Build a clone index, look at it, compact it, copy it."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tyro

from contracode.cli.places import INDEX, MODEL

if TYPE_CHECKING:
    from contracode.index import BuildReport

_Root = Annotated[tyro.conf.Positional[Path], tyro.conf.arg(metavar="INDEX")]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexBuild:
    """Make a searchable clone index of all functions of a corpus or of a code base, or renew it.

    Of a code base are read JavaScript and TypeScript, JSX too; not what git ignores, installed or
    vendored packages, minified or generated files, or type declarations. Run again, only changed
    files are read and only changed functions embedded; functions that are gone vanish. A kill at
    any moment leaves the old index or the new one, and the next run goes on where it was.
    """

    source: Annotated[tyro.conf.Positional[Path], tyro.conf.arg(metavar="FOLDER")]
    """A corpus, or a folder of JavaScript and TypeScript files."""
    model: Path = MODEL
    """Checkpoint that makes the vectors."""
    out: Path | None = None
    """Folder of the index, made if missing; data/indexes/FOLDER if not given."""
    truncate: bool = False
    """Index functions longer than the model's window by their beginning, not leave them out."""
    memory: float = 4.0
    """Gigabytes that searching may take: decides whether vectors are searched whole, in a graph, in
    lists or as codes."""
    keep: int = 1
    """Older generations that stay on the disk."""

    def __post_init__(self) -> None:
        if not self.memory > 0:
            raise ValueError(f"memory must be > 0 gigabytes, got {self.memory}")
        if self.keep < 0:
            raise ValueError(f"keep must be >= 0, got {self.keep}")

    def run(self) -> None:
        """Build the index and print what it holds."""
        from tqdm import tqdm

        from compiler_aug import Augmenter
        from contracode.encoders.code.embedder import Embedder
        from contracode.index import build_index, open_source

        out = self.out or INDEX.parent / self.source.resolve().name
        with Augmenter() as augmenter:
            source = open_source(self.source, augmenter, lambda line: tqdm.write(line, sys.stderr))
            embedder = Embedder.load(self.model)
            with tqdm(total=source.size, desc="indexing", unit=" functions", disable=None) as bar:
                report = build_index(
                    source,
                    embedder,
                    out,
                    truncate=self.truncate,
                    memory_bytes=round(self.memory * 1e9),
                    keep=self.keep,
                    progress=bar.update,
                )
        print(_summary(report, out))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStats:
    """Tell what an index holds, how it is searched, and which files could not be read."""

    root: _Root
    """Folder of the index."""
    json: bool = False
    """Print one JSON object."""

    def run(self) -> None:
        """Open it, which checks all hashes, and print."""
        from contracode.index import CloneIndex

        with CloneIndex.open_for_any(self.root) as index:
            stats = index.stats()
            left_out = {file.path: file.left_out for file in index.files.values() if file.left_out}
        if self.json:
            print(json.dumps(asdict(stats) | {"unreadable": left_out}, indent=2))
            return
        for name, value in asdict(stats).items():
            print(f"{name.replace('_', ' '):17} {_shown(value)}")
        for path, reason in left_out.items():
            print(f"{path}: left out: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCompact:
    """Write a new generation of an index, without what was deleted or replaced.

    Builds do so by themselves when much has changed.
    """

    root: _Root
    """Folder of the index."""
    keep: int = 1
    """Older generations that stay on the disk."""

    def __post_init__(self) -> None:
        if self.keep < 0:
            raise ValueError(f"keep must be >= 0, got {self.keep}")

    def run(self) -> None:
        """Compact, and print what is left."""
        from contracode.errors import CloneIndexError
        from contracode.index import CloneIndex
        from contracode.index.generation.pointer import has_index, only_writer
        from contracode.index.local import LocalStore

        if not has_index(self.root):
            raise CloneIndexError(f"there is no clone index at {self.root}")
        with only_writer(self.root):
            store = LocalStore(self.root, CloneIndex.open_for_any(self.root), self.keep)
            with store:
                before = store.stats()
                store.compact()
                after = store.stats()
        print(
            f"{self.root}: generation {after.generation}, {after.functions} functions, "
            f"{before.tombstones} tombstones removed"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSnapshot:
    """Copy an index as it is now, while others may write to it."""

    root: _Root
    """Folder of the index."""
    out: Annotated[tyro.conf.Positional[Path], tyro.conf.arg(metavar="OUT")]
    """Folder of the copy; must be empty or missing."""

    def run(self) -> None:
        """Copy it."""
        from contracode.index import CloneIndex

        with CloneIndex.open_for_any(self.root) as index:
            index.snapshot(self.out)
            print(f"{self.out}: {len(index)} functions")


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _summary(report: "BuildReport", root: Path) -> str:
    stats = report.stats
    if not report.built:
        return f"{root} is up to date: {stats.functions} functions, generation {stats.generation}"
    told = [
        ("functions indexed", f"{stats.functions}"),
        ("files read", f"{report.files_read} new or changed, {report.files_gone} gone"),
        ("functions changed", f"{report.written} written, {report.deleted} deleted"),
        ("embedded", f"{report.embedded} (the others were known)"),
        ("longer than model", f"{stats.too_long} left out, {stats.truncated} by their beginning"),
        ("repeated in place", f"{stats.repeated} (left out)"),
        ("files left out", f"{stats.unreadable_files} (why: `index stats`)"),
        ("searched by", f"{stats.structure}, recall@10 {stats.recall_at_10:.3f}"),
        ("generation", f"{root / stats.generation}"),
        ("seconds", f"{report.seconds:.1f}"),
    ]
    lines = [f"{name:18} {value}" for name, value in told]
    if report.not_used:
        lines.insert(0, f"what stood there was not gone on with: {report.not_used}")
    return "\n".join(lines)
