"""Which lines of a working tree differ from a revision of its repository."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dulwich.errors import NotGitRepository, ObjectFormatException
from dulwich.objects import Blob, Commit, Tag, Tree
from dulwich.objectspec import parse_commit, parse_object
from dulwich.repo import Repo

from contracode.detection.functions import FoundFunction
from contracode.errors import DetectionError

# A file under a new name counts as renamed if at least half of its lines were in the old one, as
# git has it.
_RENAMED = 0.5


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """Lines that are new or changed; ``last`` is ``first - 1`` where only some were removed."""

    first: int
    last: int

    def touch(self, start: int, end: int) -> bool:
        """Whether lines from ``start`` to ``end`` hold one of them, or the removed ones' place."""
        if self.last < self.first:
            return start < self.first <= end
        return start <= self.last and self.first <= end


def touched_functions(folder: Path, functions: Iterable[FoundFunction], revision: str) -> set[int]:
    """Places of the functions that differ between a revision and the files as they are now.

    Uncommitted changes and files that git does not know count. A renamed file is compared with the
    one it came from.

    Raises:
        DetectionError: ``folder`` is in no repository, or that has no such revision.
    """
    listed = list(functions)
    with _repository(folder) as repository:
        old = _Revision(repository, revision)
        lines = {
            path: old.changes_of(folder / path) for path in {each.record.path for each in listed}
        }
    return {
        place
        for place, function in enumerate(listed)
        for changed in lines[function.record.path]
        if changed.touch(function.record.start_line, function.record.end_line)
    }


def changed_lines(old: bytes, new: bytes) -> list[ChangedLines]:
    """Line ranges of the new text that differ from the old one; kinds of line ends are ignored."""
    before, after = _lines(old), _lines(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        ChangedLines(first + 1, last)
        for tag, _, _, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


class _Revision:
    """The files of one commit."""

    def __init__(self, repository: Repo, revision: str) -> None:
        self._repository = repository
        self._root = Path(repository.path).resolve()
        try:
            commit = _commit(repository, revision)
        except (KeyError, ValueError, NotImplementedError, ObjectFormatException) as error:
            raise DetectionError(
                f"the repository at {self._root} has no revision {revision!r}; fetch it "
                "(a shallow clone has the newest commit only), or name another with --since"
            ) from error
        self._files = dict(self._walked(commit.tree, b""))

    def changes_of(self, file: Path) -> list[ChangedLines]:
        path = os.fsencode(file.resolve().relative_to(self._root).as_posix())
        new = file.read_bytes()
        if path in self._files:
            return changed_lines(self._content(path), new)
        origin = self._renamed_from(path, new)
        return changed_lines(self._content(origin) if origin else b"", new)

    def _renamed_from(self, path: bytes, new: bytes) -> bytes | None:
        """Old path of a file by what it holds; only files that are gone are asked."""
        lines = set(_lines(new))
        best, found = _RENAMED, None
        for old in sorted(self._gone()):
            if old.rpartition(b".")[2] != path.rpartition(b".")[2]:
                continue
            before = set(_lines(self._content(old)))
            share = len(lines & before) / max(len(lines | before), 1)
            if share >= best:
                best, found = share, old
        return found

    def _gone(self) -> Iterable[bytes]:
        return (path for path in self._files if not (self._root / os.fsdecode(path)).exists())

    def _content(self, path: bytes) -> bytes:
        blob = self._repository[self._files[path]]
        return blob.data if isinstance(blob, Blob) else b""

    def _walked(self, tree: bytes, prefix: bytes) -> Iterable[tuple[bytes, bytes]]:
        content = self._repository[tree]
        if not isinstance(content, Tree):
            return
        for entry in content.items():
            place = prefix + entry.path
            if entry.mode == 0o040000:
                yield from self._walked(entry.sha, place + b"/")
            elif entry.mode in (0o100644, 0o100755):
                yield place, entry.sha


def _commit(repository: Repo, revision: str) -> Commit:
    try:
        return parse_commit(repository, revision)
    except KeyError:
        # Of the two readers this one knows `HEAD~2`, and the other one abbreviated hashes.
        found = parse_object(repository, revision)
        if not isinstance(found, Commit | Tag):
            raise
        return parse_commit(repository, found)


def _repository(folder: Path) -> Repo:
    advice = f"{folder} is in no git working tree; --since needs one to compare with"
    try:
        found = Repo.discover(str(folder.resolve()))
    except NotGitRepository as error:
        raise DetectionError(advice) from error
    if found.bare:
        found.close()
        raise DetectionError(advice)
    return found


def _lines(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n").split(b"\n")
