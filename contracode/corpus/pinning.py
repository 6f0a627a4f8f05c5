"""Lock files of data sets: they name the packages alone, not what those depend on."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tqdm import tqdm

from compiler_aug.errors import PackageError
from compiler_aug.packages import describe_npm_package
from contracode.errors import CorpusError
from contracode.files import write_json

_AT_ONCE = 8


def pin_packages(dataset: Path) -> int:
    """Write ``package-lock.json`` for the exact versions in a data set's ``package.json``.

    npm itself would lock, and fetch, everything that the packages depend on; they are only read.

    Returns:
        The number of packages.

    Raises:
        CorpusError: ``package.json`` is missing or names no exact versions, or the registry does
            not tell a package.
    """
    try:
        about = json.loads((dataset / "package.json").read_text(encoding="utf-8"))
        wanted = dict(sorted(about["dependencies"].items()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorpusError(
            f"{dataset / 'package.json'} must hold `dependencies`, name to exact version: {error}"
        ) from error
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            described = list(
                tqdm(
                    pool.map(
                        lambda each: describe_npm_package(each[0], each[1], dataset), wanted.items()
                    ),
                    total=len(wanted),
                    desc="asking for integrity hashes",
                    unit=" packages",
                )
            )
    except PackageError as error:
        raise CorpusError(f"{dataset.name} was not pinned: {error}") from error
    for (name, version), told in zip(wanted.items(), described, strict=True):
        if told["version"] != version:
            raise CorpusError(f"{name} must be pinned exactly: {version} means {told['version']}")
    root = {key: about[key] for key in ("name", "license", "dependencies") if key in about}
    packages = {f"node_modules/{name}": told for name, told in zip(wanted, described, strict=True)}
    lock = {"lockfileVersion": 3, "requires": True, "packages": {"": root, **packages}}
    write_json(dataset / "package-lock.json", {"name": about.get("name", dataset.name), **lock})
    return len(wanted)
