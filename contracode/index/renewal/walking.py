"""Which files of a code base people write and keep: not ignored by git, not generated."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dulwich.ignore import IgnoreFilter, IgnoreFilterManager

from contracode.corpus.sources import OnLeftOut, source_files

# What generators write at the top of their files: protobuf, GraphQL, OpenAPI, Thrift, Flow and
# Meta's tools, and the sentence that Go made a convention of.
_GENERATED = re.compile(
    r"""
    (?<!\S)@generated\b
  | \bthis\ (?:file|code|module|source|was|is)\b [^.\n]{0,40}
    \b(?:auto[- ]?|automatically\ |machine[- ]?)generated\b
  | ^[\s/*!]*(?:auto[- ]?|automatically\ |machine[- ]?)generated
    (?:\ (?:file|code|by|from|with|using|on)\b|[\s.!*/]*$)
  | \bcode\ generated\ by\b .{0,80} \bdo\ not\ edit\b
  | \bgenerated\ (?:file|code|by)\b .{0,120} \b(?:do\ not|don't)\ (?:edit|modify|change)\b
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_COMMENTS = re.compile(r"\A(?:\s+|//[^\n]*|/\*.*?\*/|\#![^\n]*|['\"]use strict['\"];?)+", re.DOTALL)
_TOP = 4_000


def code_files(folder: Path, on_left_out: OnLeftOut) -> Iterator[Path]:
    """Files of JavaScript and TypeScript below a folder, sorted.

    As `source_files`, less what git ignores: by the ``.gitignore`` files in the folder, below it,
    and above it up to the top of its repository, and by the repository's ``info/exclude``. Whoever
    names a folder that is ignored itself wants it read: there, only the rules in it and below hold.
    Links are not followed: they may lead out of the folder, in circles, or to a file read anyway.

    Args:
        folder: absolute.
        on_left_out: told of folders that can't be read, and of files whose names are no text.
    """
    rules = _Rules(_top_of(folder))
    if any(rules.ignore(each) for each in (folder, *folder.parents) if rules.top in each.parents):
        rules = _Rules(folder)

    # Of what is left out by rule there is too much to tell.
    for file in source_files(folder, None, rules.ignore, on_unreadable=on_left_out):
        try:
            str(file).encode()
        except UnicodeEncodeError:
            shown = file.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
            on_left_out(shown, "its name is not UTF-8")
        else:
            yield file


def is_generated(source: str) -> bool:
    """Whether the comments at the top of a file say that a program wrote it."""
    comments = _COMMENTS.match(source[:_TOP])
    return comments is not None and _GENERATED.search(comments[0]) is not None


class _Rules:
    """What git ignores below the top of a repository, or of any folder."""

    def __init__(self, top: Path) -> None:
        self.top = top
        excluded = []
        with suppress(OSError):
            excluded.append(IgnoreFilter.from_path(top / ".git" / "info" / "exclude"))
        self._rules = IgnoreFilterManager(str(top), excluded, ignorecase=False)

    def ignore(self, path: Path) -> bool:
        """Whether a file or folder is left out; a link always is."""
        below = path.relative_to(self.top).as_posix()
        if path.is_dir():
            below = f"{below}/"
            return bool(self._rules.is_ignored(below)) and self._rules.may_prune_directory(below)
        return path.is_symlink() or bool(self._rules.is_ignored(below))


def _top_of(folder: Path) -> Path:
    """The repository's top that holds a folder; the folder itself if it is in none."""
    above = (place for place in (folder, *folder.parents) if (place / ".git").exists())
    return next(above, folder)
