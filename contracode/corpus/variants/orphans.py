"""Child processes that end when the process that started them all is gone. Shell.

Datatrove's processes do not notice that their launcher was killed: they would go on with their
shards beside those of the next launch, and one of them would wait for ever.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY_S = 1.0

# Of this process, while it forks; 0 at other times.
_launcher = 0


@contextmanager
def children_end_with_this() -> Iterator[None]:
    """Processes that are forked within the block end soon after this one."""
    global _launcher
    _launcher = os.getpid()
    try:
        yield
    finally:
        _launcher = 0


def end_with(launcher: int) -> None:
    """From now on, end this process at once when that one is gone."""
    if os.getpid() != launcher:
        threading.Thread(target=_watch, args=(launcher,), daemon=True).start()


def _watch(launcher: int) -> None:
    while True:
        try:
            os.kill(launcher, 0)
        except ProcessLookupError:
            os._exit(1)
        time.sleep(_EVERY_S)


def _after_fork() -> None:
    if _launcher:
        end_with(_launcher)


os.register_at_fork(after_in_child=_after_fork)
