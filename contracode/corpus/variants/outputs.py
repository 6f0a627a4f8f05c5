"""Variants as files: lines of JSON, a Parquet file, or a folder like the one they come from."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from contracode.corpus.manifest import is_corpus
from contracode.corpus.variants.inputs import LINES, PARQUET
from contracode.corpus.variants.records import Made, variant_rows, write_variants
from contracode.corpus.variants.rows import utf8_of
from contracode.errors import ContracodeError
from contracode.files import write_text, write_whole


def write_out(out: Path, made: Made, count: int) -> None:
    """Write variants as they are made.

    Args:
        out: a file ending with ``.jsonl`` or ``.parquet``, written whole or not at all; or a
            folder, where each variant of ``a/b.js`` is a file, ``a/b.0.js`` and so on, or just
            ``a/b.js`` if there is one variant each.
        made: programs with their variants.
        count: most variants of a program.

    Raises:
        ContracodeError: two programs of a folder would have the same file.
    """
    if out.suffix in LINES:
        write_whole(out, lambda place: _write_lines(place, made))
    elif out.suffix == PARQUET:
        write_variants(out, made)
    else:
        _write_files(out, made, count)


def json_lines(made: Made) -> Iterator[str]:
    """One JSON object a variant, without line ends."""
    return (json.dumps(row, ensure_ascii=False) for row in variant_rows(made))


def check_out(out: Path, sources: Sequence[str]) -> None:
    """Refuse a place where something would be lost.

    Raises:
        ContracodeError: it is one of the sources, a folder that holds files, or a folder where the
            sources are records, which have no paths.
    """
    if out.resolve() in (Path(name).resolve() for name in sources):
        raise ContracodeError(f"{out} is a source; name another place with --out")
    if out.suffix in (*LINES, PARQUET):
        if out.is_dir():
            raise ContracodeError(f"{out} is a folder; name a file with --out")
        return
    if any(Path(name).suffix in (*LINES, PARQUET) or is_corpus(Path(name)) for name in sources):
        raise ContracodeError(
            f"records have no paths below a folder {out}; name a .jsonl or .parquet file with --out"
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ContracodeError(f"{out} is there already; name a new folder with --out")


def _write_lines(place: Path, made: Made) -> None:
    with place.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in json_lines(made))


def _write_files(out: Path, made: Made, count: int) -> None:
    written = set[PurePosixPath]()
    for program, variants in made:
        place = _below(program.id)
        if place in written:
            raise ContracodeError(f"two programs would be {out / place}; augment them one by one")
        written.add(place)
        for number, variant in enumerate(variants):
            name = place if count == 1 else place.with_suffix(f".{number}{place.suffix}")
            write_text(out / name, utf8_of(variant.text))


def _below(name: str) -> PurePosixPath:
    """The path below a folder, whatever the name: nothing is written outside of it."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..")]
    return PurePosixPath(*parts)
