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

_DROPS = {
    "dropped": ("Dropped, by reason", "rows"),
    "files_left_out": ("Files left out, by reason", "files"),
    "unreadable": ("Files that could not be read", "files"),
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
        sections=(*sections(corpus), *_drops(manifest)),
    )


def _drops(manifest: Mapping[str, Any]) -> list[Ranking]:
    """What the build left out, as the manifest counts it."""
    found = []
    for key, (title, of) in _DROPS.items():
        counts = Counter[str]()
        _flatten(manifest.get(key, {}), "", counts)
        if counts:
            found.append(ranking(title, of, counts))
    return found


def _flatten(counted: Mapping[str, Any], before: str, counts: Counter[str]) -> None:
    """Add counts by reason; nested ones by all their labels, listed ones by their reason."""
    for label, value in counted.items():
        if isinstance(value, Mapping):
            _flatten(value, f"{before}{label}: ", counts)
        elif isinstance(value, str):
            # What follows the colon is of that file alone: sizes, places.
            counts[before + value.partition(": ")[0]] += 1
        else:
            counts[before + label] += value
