"""Build a clone index, and search it."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import tyro

from contracode.cli.places import INDEX, MODEL
from contracode.cli.reading import language_of_argument, read_argument

if TYPE_CHECKING:
    from contracode.index import BuildReport, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexBuild:
    """Make a searchable clone index of all functions of a corpus or of a folder.

    An index that is up to date is left alone. A kill at any moment leaves the old index or the
    new one.
    """

    source: Annotated[tyro.conf.Positional[Path], tyro.conf.arg(metavar="FOLDER")]
    """A corpus, or a folder of JavaScript and TypeScript files."""
    model: Path = MODEL
    """Checkpoint that makes the vectors."""
    out: Path | None = None
    """Folder of the index, made if missing; data/indexes/FOLDER if not given."""
    truncate: bool = False
    """Index functions longer than the model's window by their beginning, not leave them out."""

    def run(self) -> None:
        """Build the index and print what it holds."""
        from tqdm import tqdm

        from compiler_aug import Augmenter
        from contracode.encoders.embedder import Embedder
        from contracode.index import build_index, open_source

        out = self.out or INDEX.parent / self.source.resolve().name
        with Augmenter() as augmenter:
            source = open_source(self.source, augmenter, lambda line: tqdm.write(line, sys.stderr))
            embedder = Embedder.load(self.model)
            with tqdm(total=source.size, desc="indexing", unit=" functions") as bar:
                report = build_index(
                    source, embedder, out, truncate=self.truncate, progress=bar.update
                )
        print(_summary(report, out))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSearch:
    """Find the indexed functions nearest to a program."""

    file: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="FILE")]
    """Source file, or - for standard input. Its whole text is one query."""
    index: Path = INDEX
    """Folder of the index."""
    model: Path = MODEL
    """Checkpoint that made the index."""
    limit: Annotated[int, tyro.conf.arg(aliases=["-k"])] = 10
    """Most functions shown."""
    truncate: bool = False
    """Search by the beginning of a program longer than the model's window, instead of refusing."""
    json: bool = False
    """Print one JSON object instead of a table."""

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"limit must be > 0, got {self.limit}")

    def run(self) -> None:
        """Search and print the hits."""
        from compiler_aug import Augmenter, Program
        from contracode.encoders.embedder import Embedder
        from contracode.index import CloneIndex
        from contracode.tokens.lexical import lexical_similarity

        query = read_argument(self.file)
        with Augmenter(workers=1) as augmenter:
            (failure,) = augmenter.check(
                [Program(query, language_of_argument(self.file) or "auto")]
            )
        if failure is not None:
            raise failure.as_error("standard input" if self.file == "-" else self.file)
        embedder = Embedder.load(self.model)
        with CloneIndex.open(self.index, embedder) as index:
            (hits,) = index.search(
                embedder.embed_texts([query], truncate=self.truncate), self.limit
            )
        lexical = [lexical_similarity(query, hit.function.source) for hit in hits]
        print(_as_json(hits, lexical) if self.json else _as_table(hits, lexical))


def _summary(report: "BuildReport", root: Path) -> str:
    manifest = report.manifest
    if not report.built:
        return (
            f"{root} is up to date: {manifest.functions} functions, "
            f"generation {report.generation.name}"
        )
    long = "indexed by their beginning" if manifest.truncate else "left out"
    return "\n".join(
        (
            f"functions indexed      {manifest.functions}",
            f"longer than the model  {manifest.truncated + manifest.left_out} ({long})",
            f"repeated in place      {manifest.repeated} (left out)",
            f"unreadable files       {manifest.unreadable_files} (left out)",
            f"generation             {report.generation}",
            f"seconds                {report.seconds:.1f}",
        )
    )


def _as_json(hits: "list[Hit]", lexical: list[float]) -> str:
    rows: list[dict[str, Any]] = [
        {"file": hit.function.path}
        | {name: value for name, value in asdict(hit.function).items() if name != "path"}
        | {"cosine": hit.cosine, "lexical_similarity": similarity}
        for hit, similarity in zip(hits, lexical, strict=True)
    ]
    return json.dumps({"matches": rows}, indent=2, ensure_ascii=False)


def _as_table(hits: "list[Hit]", lexical: list[float]) -> str:
    rows = ["cosine  lexical  function"]
    for hit, similarity in zip(hits, lexical, strict=True):
        function = hit.function
        name = f"{function.owner}.{function.name}" if function.owner else function.name
        place = f"{function.package}/{function.path}:{function.start_line}-{function.end_line}"
        rows.append(f"{hit.cosine:6.3f}  {similarity:7.3f}  {name}  {place}")
    return "\n".join(rows)
