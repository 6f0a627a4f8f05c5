"""Kill every kind of write at each of its steps; print what is left, one line a kill.

A step is a change of what is on the disk: a file made, grown, renamed or removed. A child process
looks at the disk before every line of the index's code and kills itself, as by ``kill -9``, when it
has seen as many changes as its number says. Other children are killed by the system in the middle
of a write, at the first file that grows beyond a limit; to a third kind the same limit is a full
disk, which is an error and not the end. The parent opens what is left: it must be the old index or
the new one, whole. It then repeats the write.

    python killed_writes.py FOLDER
"""

import hashlib
import itertools
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from function_lists import ADD, CLAMP, ListedSource
from indexed_functions import ENCODER, function, vectors_of

import contracode
from contracode.errors import CloneIndexError
from contracode.index import CloneIndex, LocalStore, build_index, local

OLD = ListedSource((CLAMP, "old()"), {"src/g.js": ("gone()",)})
NEW = ListedSource((CLAMP, ADD), {"src/h.js": ("fresh()",)})
ADDED = [function("added", "x + y"), function("more", "x - y")]
NEXT = [function("next", "x / y")]
PACKAGE = Path(contracode.__file__).parent
CODE = (str(PACKAGE / "index"), str(PACKAGE / "files.py"))
LIMITS = (0, 1, 20, 40, 60, 100, 200, 400, 700, 1000, 2000, 4000, 4096, 6000, 9000, 20_000, 40_000)


@dataclass(frozen=True)
class Write:
    """One kind of write: what there is before, and what is done."""

    name: str
    prepare: Callable[[Path], object]
    do: Callable[[Path], object]


def stored(do: Callable[[LocalStore], object]) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        with LocalStore.open(root, ENCODER) as store:
            do(store)

    return run


def old(root: Path) -> None:
    """An index of a generation and a log."""
    build_index(OLD, ENCODER, root)
    stored(lambda store: store.upsert(ADDED, vectors_of(ADDED)))(root)


def crowded(root: Path) -> None:
    """The same, and every write from now on makes a new generation."""
    old(root)
    local._WRITTEN_AT_LEAST = local._WRITTEN_SHARE = 0


WRITES = (
    Write("first build", lambda root: root.mkdir(), lambda root: build_index(OLD, ENCODER, root)),
    Write("build of changed files", old, lambda root: build_index(NEW, ENCODER, root)),
    Write(
        "build of a new generation",
        old,
        lambda root: build_index(NEW, ENCODER, root, truncate=True),
    ),
    Write("upsert", old, stored(lambda store: store.upsert(NEXT, vectors_of(NEXT)))),
    Write("delete", old, stored(lambda store: store.delete([ADDED[0].id, *some_ids(store)]))),
    Write("compaction", old, stored(lambda store: store.compact())),
    Write("delete that compacts", crowded, stored(lambda store: store.delete([ADDED[0].id]))),
)


def some_ids(store: LocalStore) -> list[int]:
    return store.view.base.ids[:1].tolist()


def kill_at_change(number: int, root: Path) -> None:
    """Make this process end itself once the disk has changed as often as the number says."""
    seen, state = -1, b""

    def look(_frame: object, event: str, _: object) -> Callable[..., object]:
        nonlocal seen, state
        if event in ("line", "return"):
            found = fingerprint(root)
            seen, state = seen + (found != state), found
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return look

    def enter(frame: object, event: str, argument: object) -> Callable[..., object] | None:
        inside = frame.f_code.co_filename.startswith(CODE)
        return look(frame, event, argument) if inside else None

    sys.settrace(enter)


def kill_at_size(limit: int) -> None:
    """Let the system end this process when it makes a file grow beyond a limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def fill_disk_at_size(limit: int) -> None:
    """Let writes fail that make a file grow beyond a limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def fingerprint(root: Path) -> bytes:
    """Hash of the names and contents of all files."""
    total = hashlib.blake2b()
    for place, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            total.update(f"{place}/{name}\0".encode())
            try:
                total.update(Path(place, name).read_bytes())
            except FileNotFoundError:
                total.update(b"gone")
        total.update(f"{place}\0".encode())
    return total.digest()


def found_in(root: Path) -> frozenset[str] | None:
    """Texts of all functions; None if no index was ever published.

    A compaction changes none of them: there, old and new are the same.
    """
    try:
        with CloneIndex.open(root, ENCODER) as index:
            functions, _ = index.contents()
            stats = index.stats()
            assert stats.functions == stats.rows - stats.tombstones == len(functions)
            return frozenset(each.source for each in functions)
    except CloneIndexError as error:
        if "no clone index" in str(error):
            return None
        raise


def in_child(act: Callable[[], object]) -> int:
    """Exit status of a child: 0 done, 1 refused, negative if killed."""
    child = os.fork()
    if child == 0:
        # Told on purpose: the parent prints what matters.
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
        try:
            act()
        except CloneIndexError as error:
            os._exit(1 if "can't write to" in str(error) else 3)
        except BaseException:  # noqa: BLE001 - a child must not go on as its parent
            os._exit(4)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Attempts:
    """One kind of write, attempted again and again in the same place from the same beginning."""

    def __init__(self, write: Write, folder: Path) -> None:
        self._write = write
        self._before = folder / "before"
        self.root = folder / "index"
        after = folder / "after"
        for place in (self._before, after):
            shutil.rmtree(place, ignore_errors=True)
            write.prepare(place)
        write.do(after)
        self._names = {found_in(self._before): "old", found_in(after): "new"}

    def attempt(self, how: str, hinder: Callable[[], object]) -> int:
        """Exit status of a child that writes and is hindered; what it left is printed."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._before, self.root)
        status = in_child(lambda: (hinder(), self._write.do(self.root)))
        left = self._names.get(found_in(self.root), "torn")
        self._write.do(self.root)
        again = self._names.get(found_in(self.root), "torn")
        sys.stdout.write(f"{self._write.name}\t{how}\t{status}\t{left}\t{again}\n")
        sys.stdout.flush()
        return status


def main(folder: Path) -> None:
    """Every write, hindered in every way."""
    for write in WRITES:
        attempts = Attempts(write, folder)
        for number in itertools.count():
            if attempts.attempt("change", partial(kill_at_change, number, attempts.root)) == 0:
                break
        for limit in LIMITS:
            attempts.attempt("size", partial(kill_at_size, limit))
            attempts.attempt("full", partial(fill_disk_at_size, limit))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
