"""Statistics of a built corpus of any kind."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contracode.corpus.manifest import corpus_digest, read_manifest
from contracode.corpus.stats import clones, functions, images, types
from contracode.corpus.stats.counting import ranking
from contracode.corpus.stats.results import Ranking, Section, Statistics
from contracode.errors import CorpusError

# By kind: the main table, and what counts it.
_KINDS: dict[str, tuple[str, Callable[[Path], list[Section]]]] = {
    "functions": (functions.TABLE, functions.sections),
    "types": (types.TABLE, types.sections),
    "clones": (clones.TABLE, clones.sections),
    "images": (images.TABLE, images.sections),
}


def corpus_statistics(corpus: Path) -> Statistics:
    """Count what a corpus holds. One shard is in memory at a time, besides the counts.

    Raises:
        CorpusError: the corpus is missing, of no known kind, or a shard is not the one the
            manifest names.
    """
    manifest = read_manifest(corpus)
    kind = str(manifest.get("kind"))
    if kind not in _KINDS:
        raise CorpusError(
            f"{corpus} is a corpus of the kind {kind!r}, wanted one of {', '.join(_KINDS)}; "
            "build it anew"
        )
    table, sections = _KINDS[kind]
    return Statistics(
        name=str(manifest.get("name", corpus.resolve().name)),
        kind=kind,
        digest=corpus_digest(corpus),
        rows=manifest["tables"][table]["rows"],
        sections=(*sections(corpus), *_left_out(manifest)),
    )


def _left_out(manifest: Mapping[str, Any]) -> list[Ranking]:
    """What the build left out, one ranking a thing, as the manifest counts it."""
    counted = {
        (f"{thing.capitalize()} left out, by reason", thing): Counter(reasons)
        for thing, reasons in manifest.get("left_out", {}).items()
    }
    # What follows the colon is of that file alone: sizes, places.
    unreadable = (why.partition(": ")[0] for why in manifest.get("unreadable", {}).values())
    counted["Files that could not be read", "files"] = Counter(unreadable)
    # A reason that never applied is no row; a ranking without rows is no section.
    return [
        ranking(title, of, +counts) for (title, of), counts in counted.items() if counts.total()
    ]
