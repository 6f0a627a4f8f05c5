"""ContraCode's clone detection file: solutions of coding challenges in JavaScript.

One JSON document, plain or gzipped: difficulty to challenge to its solutions (``srcs``,
``hacker_ids``) and figures that are not read.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from contracode.corpus.readers.lines import malformed, read_json
from contracode.corpus.readers.rows import Solution


class _Challenge(BaseModel, frozen=True):
    srcs: list[str | None]
    hacker_ids: list[str | int | None] | None = None


_parse = TypeAdapter(dict[str, dict[str, _Challenge]]).validate_json


def read_coding_challenges(path: Path) -> Iterator[Solution]:
    """Solutions, challenge by challenge; the group is the difficulty.

    Empty solutions and repeated texts of a challenge are left out, as in the paper; the split,
    which is by challenge, is the caller's. The whole file is in memory.

    Raises:
        CorpusError: the file can't be read or holds something else.
    """
    wanted = "difficulties, each with challenges, each with its srcs"
    for difficulty, challenges in read_json(path, _parse, wanted).items():
        for slug, challenge in challenges.items():
            yield from _solutions(f"{path}: {difficulty}.{slug}", difficulty, slug, challenge)


def _solutions(where: str, difficulty: str, slug: str, challenge: _Challenge) -> Iterator[Solution]:
    authors = challenge.hacker_ids
    if authors is not None and len(authors) != len(challenge.srcs):
        raise malformed(
            where, f"as many hacker_ids as srcs, {len(challenge.srcs)}", str(len(authors))
        )
    seen: set[str] = set()
    for place, source in enumerate(challenge.srcs):
        if not source or source in seen:
            continue
        seen.add(source)
        author = None if authors is None else authors[place]
        yield Solution(
            problem=slug,
            id=f"{slug}/{place}",
            group=difficulty,
            author="" if author is None else str(author),
            language="JavaScript",
            source=source,
        )
