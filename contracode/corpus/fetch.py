"""Fetch the pinned npm packages of a data set. Shell."""

import shutil
from pathlib import Path

from compiler_aug.errors import PackageError
from compiler_aug.packages import install_npm_packages
from contracode.errors import CorpusError
from contracode.files import sha256_of, write_text

_LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")


def lock_digest(dataset: Path) -> str:
    """SHA-256 of the lock file: it decides the bytes of every package.

    Raises:
        CorpusError: a file that npm needs is missing.
    """
    for name in _LOCK_FILES:
        if not (dataset / name).exists():
            raise CorpusError(f"{dataset} has a recipe but no {name}; npm needs it")
    return sha256_of(dataset / "package-lock.json")


def fetch_packages(dataset: Path, packages: Path) -> Path:
    """Install what the lock file of a data set names; nothing of it is run.

    Finished fetches are found again. A fetch that was killed begins anew; what npm has in its
    cache is not asked for twice. npm checks each archive's integrity hash.

    Args:
        dataset: folder with ``package.json``, ``package-lock.json`` and ``.npmrc``.
        packages: root of fetched packages; a folder named as the data set is made in it.

    Returns:
        The folder ``node_modules``.

    Raises:
        CorpusError: a file of the data set is missing, or npm could not fetch: no network, a
            changed or broken archive, a full disk.
    """
    digest = lock_digest(dataset)
    place = packages / dataset.resolve().name
    fetched = place / "fetched.txt"
    if fetched.exists() and fetched.read_text() == digest:
        return place / "node_modules"
    try:
        place.mkdir(parents=True, exist_ok=True)
        fetched.unlink(missing_ok=True)
        for name in _LOCK_FILES:
            shutil.copyfile(dataset / name, place / name)
        # Which Node the packages want does not matter: they are read.
        install_npm_packages(place)
        write_text(fetched, digest)
    except OSError as error:
        raise CorpusError(
            f"can't write below {place}: {error.strerror or error}; run the command again"
        ) from error
    except PackageError as error:
        raise CorpusError(f"packages of {dataset.name} were not fetched: {error}") from error
    return place / "node_modules"
