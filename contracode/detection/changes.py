"""Which lines of a working tree differ from a revision of its repository."""

import difflib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dulwich.errors import NotGitRepository, ObjectFormatException
from dulwich.objects import Blob, Commit, Tag, Tree
from dulwich.objectspec import AmbiguousShortId, parse_commit, parse_object
from dulwich.repo import Repo

from contracode.detection.functions import FoundFunction
from contracode.errors import DetectionError

# A file under a new name counts as renamed from one that is gone if the Jaccard index of their sets
# of lines is at least this. Git asks as much of the share of bytes that stayed; a set of lines is
# kept for each file that is gone, and is compared fast.
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
        paths = {each.record.path for each in listed}
        old = _Revision(repository, revision, {_suffix(os.fsencode(path)) for path in paths})
        lines = {path: old.changes_of(folder / path) for path in paths}
    return {
        place
        for place, function in enumerate(listed)
        for changed in lines[function.record.path]
        if changed.touch(function.record.start_line, function.record.end_line)
    }


def changed_lines(old: bytes, new: bytes) -> list[ChangedLines]:
    """Line ranges of the new text that differ from the old one; kinds of line ends are ignored."""
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        ChangedLines(first + 1, last)
        for tag, _, _, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


class _Revision:
    """The files of one commit; those with other suffixes are no one's origin."""

    def __init__(self, repository: Repo, revision: str, suffixes: Set[bytes]) -> None:
        self._repository = repository
        self._suffixes = suffixes
        self._root = Path(repository.path).resolve()
        try:
            commit = _commit(repository, revision)
        except AmbiguousShortId as error:
            raise DetectionError(
                f"{revision!r} is the beginning of several commits of the repository at "
                f"{self._root}; give --since more of the hash"
            ) from error
        except (KeyError, ValueError, NotImplementedError, ObjectFormatException) as error:
            raise DetectionError(
                f"the repository at {self._root} has no revision {revision!r}; fetch it "
                "(a shallow clone has the newest commit only), or name another with --since"
            ) from error
        self._files = dict(self._walked(commit.tree, b""))

    def changes_of(self, file: Path) -> list[ChangedLines]:
        path = os.fsencode(file.resolve().relative_to(self._root).as_posix())
        try:
            new = file.read_bytes()
        except OSError as error:
            raise DetectionError(
                f"can't read {file} again to compare it with the revision: {error.strerror}; "
                "leave the folder as it is while clones are looked for"
            ) from error
        # Most files of a tree are as they were, and so are most renamed ones: hashes tell, and no
        # old content is read.
        digest = Blob.from_string(new).id
        if path in self._files:
            return [] if digest == self._files[path] else changed_lines(self._content(path), new)
        if (_suffix(path), digest) in self._moved:
            return []
        origin = self._renamed_from(path, new)
        return changed_lines(self._content(origin) if origin else b"", new)

    def _renamed_from(self, path: bytes, new: bytes) -> bytes | None:
        """Old path of a file by what it holds; only files that are gone are asked."""
        lines = set(_lines(new))
        best, found = _RENAMED, None
        for old, before in self._gone_lines.get(_suffix(path), ()):
            smaller, larger = sorted((len(lines), len(before)))
            # The Jaccard index is at most the ratio of the sizes.
            if smaller < best * larger:
                continue
            shared = len(lines & before)
            share = shared / (len(lines) + len(before) - shared)
            if share >= best:
                best, found = share, old
        return found

    @cached_property
    def _gone(self) -> Sequence[bytes]:
        """Paths that no longer exist, ascending."""
        return [
            path
            for path in sorted(self._files)
            if _suffix(path) in self._suffixes and not self._is_there(path)
        ]

    @cached_property
    def _moved(self) -> Set[tuple[bytes, bytes]]:
        """Suffixes and hashes of the files that are gone."""
        return {(_suffix(path), self._files[path]) for path in self._gone}

    @cached_property
    def _gone_lines(self) -> Mapping[bytes, Sequence[tuple[bytes, Set[bytes]]]]:
        """Paths that are gone with their sets of lines, by suffix."""
        found: defaultdict[bytes, list[tuple[bytes, Set[bytes]]]] = defaultdict(list)
        for path in self._gone:
            found[_suffix(path)].append((path, frozenset(_lines(self._content(path)))))
        return found

    def _is_there(self, path: bytes) -> bool:
        return (self._root / os.fsdecode(path)).exists()

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


def _suffix(path: bytes) -> bytes:
    return path.rpartition(b".")[2]


def _lines(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n").split(b"\n")
