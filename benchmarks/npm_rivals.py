"""Rivals that are npm packages, installed by their lock file."""

import shutil
from pathlib import Path

from compiler_aug.packages import install_npm_packages


def installed(scripts: Path, folder: Path) -> Path:
    """Folder of rivals' scripts beside their packages, fetched where they are missing.

    Args:
        scripts: with package.json, lock file and scripts.
        folder: that they are copied to.

    Raises:
        PackageError: npm is missing or can't fetch them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock, wanted = folder / "package-lock.json", scripts / "package-lock.json"
    # npm writes the hidden lock file when it is done.
    done = (folder / "node_modules" / ".package-lock.json").exists()
    is_current = done and lock.read_bytes() == wanted.read_bytes()
    for path in scripts.iterdir():
        shutil.copy(path, folder)
    if not is_current:
        install_npm_packages(folder)
    return folder
