"""Kill a build at each of its file operations in turn; print what is left, one line a kill.

Python reports every file operation to an audit hook. A child process builds a second generation
and kills itself, as by ``kill -9``, at the operation of its number. The parent then opens the
index and prints which generation it found; it stops when a child lives to the end.

    python killed_builds.py FOLDER
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from function_lists import ADD, CLAMP, ListedSource
from hashed_encoder import HashedEncoder

from contracode.index import CloneIndex, build_index

OLD, NEW = ListedSource((CLAMP,)), ListedSource((CLAMP, ADD))
OPERATIONS = {"open", "sqlite3.connect"}
ENCODER = HashedEncoder()


def kill_at(number: int) -> None:
    """Make this process end itself at its file operation of that number, counted from 0."""
    seen = -1

    def count(event: str, _: object) -> None:
        nonlocal seen
        if event in OPERATIONS or event.startswith(("os.", "shutil.", "fcntl.")):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def main(folder: Path) -> None:
    """Kill, look, and repeat with the next operation."""
    build_index(OLD, ENCODER, folder / "before")
    number = 0
    while True:
        root = folder / "index"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(folder / "before", root)
        child = os.fork()
        if child == 0:
            kill_at(number)
            build_index(NEW, ENCODER, root)
            os._exit(0)
        finished = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        with CloneIndex.open(root, ENCODER) as index:
            found = {hit.function.source for hit in index.search(ENCODER.embed_texts([ADD]), 9)[0]}
        names = {frozenset(OLD.texts): "old", frozenset(NEW.texts): "new"}
        build_index(NEW, ENCODER, root)
        with CloneIndex.open(root, ENCODER) as index:
            repaired = len(index) == len(NEW.texts)
        state = "finished" if finished else "killed"
        sys.stdout.write(f"{state} {names[frozenset(found)]} {repaired}\n")
        sys.stdout.flush()
        if finished:
            return
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
