"""Packages of registries, fetched by npm, apt and pip. Shell: starts their processes."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from compiler_aug.errors import PackageError, WorkerError
from compiler_aug.node import npm

_UNREACHABLE = {"ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ENETUNREACH"}
_CAUSES = {
    "EINTEGRITY": "an archive is not the one that the lock file names; nothing was installed",
    "ENOSPC": "the disk is full; make room and try again",
    "TAR_BAD_ARCHIVE": "an archive is broken; try again",
    "E404": "the registry does not have it",
    **dict.fromkeys(
        _UNREACHABLE, "the registry can't be reached; is there a network, or a proxy to set?"
    ),
}


def describe_npm_package(name: str, version: str, folder: Path) -> dict[str, str]:
    """What a lock file says of a package: ``version``, ``integrity`` and, if told, ``license``.

    Args:
        name: npm package.
        version: exact version.
        folder: whose ``.npmrc`` holds.

    Raises:
        PackageError: npm is missing, or can't reach the registry, or that has no such package.
    """
    fields = ["version", "dist.integrity", "license"]
    done = subprocess.run(
        [*_npm(), "view", f"{name}@{version}", *fields, "--json", "--loglevel=silent"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PackageError(f"`npm view {name}@{version}` failed: {_cause(done.stdout)}")
    told = json.loads(done.stdout)
    if not isinstance(told, dict):
        raise PackageError(f"{version} means {len(told)} versions of {name}; give one")
    described = {"version": told["version"], "integrity": told["dist.integrity"]}
    if isinstance(told.get("license"), str):
        described["license"] = told["license"]
    return described


def install_npm_packages(folder: Path) -> None:
    """Run ``npm ci`` in a folder with a lock file; no script of a package is run.

    npm shows its progress on the terminal.

    Raises:
        PackageError: npm is missing or fails; the message tells the cause.
    """
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--json", "--loglevel=error"]
    done = subprocess.run(
        [*_npm(), "ci", *options], cwd=folder, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:
        raise PackageError(f"`npm ci` failed in {folder}: {_cause(done.stdout)}")


def download_debian_package(name: str, version: str, folder: Path) -> Path:
    """Fetch one Debian package, without installing it and without root.

    Returns:
        The archive, in ``folder``.

    Raises:
        PackageError: this is no Debian, or apt knows no such version or can't fetch it.
    """
    command = ["apt-get", "download", f"{name}={version}"]
    _run(
        command,
        folder,
        f"if apt's lists are old or empty, `apt-get update` (as root); "
        f"a version of {name} that is installed will do, too",
    )
    return _only(folder, f"{name}_*.deb", command)


def unpack_debian_package(archive: Path, folder: Path) -> None:
    """Unpack the files of a Debian package below a folder; none of its scripts is run.

    Raises:
        PackageError: ``dpkg-deb`` is missing, or the archive is broken.
    """
    _run(["dpkg-deb", "-x", str(archive.resolve()), "."], folder, f"remove {archive} and try again")


def download_wheel(name: str, version: str, folder: Path) -> Path:
    """Fetch the wheel of one Python package, without installing it and without what it needs.

    Returns:
        The wheel, in ``folder``.

    Raises:
        PackageError: pip is missing, or can't fetch it.
    """
    options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "download", *options, f"{name}=={version}"]
    _run(command, folder, "is there a network, and does pip reach its registry?")
    return _only(folder, f"{name.replace('-', '_')}-{version}-*.whl", command)


def _run(command: Sequence[str], folder: Path, advice: str) -> None:
    """Run a command in a folder; if it fails, the error tells what it said and the advice."""
    said = " ".join(command)
    try:
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise PackageError(f"`{command[0]}` is needed and not on the path; {advice}") from error
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout).strip().splitlines() or ["it said nothing"]
        # apt and pip mark errors so, and may say something harmless after them.
        errors = [line for line in lines if line.startswith(("E:", "ERROR:"))] or lines
        raise PackageError(f"`{said}` failed: {errors[-1]}; {advice}") from error


def _only(folder: Path, pattern: str, command: Sequence[str]) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise PackageError(
            f"`{' '.join(command)}` should leave one {pattern} in {folder}, it left {len(found)}"
        )
    return found[0]


def _npm() -> list[str]:
    try:
        return npm()
    except WorkerError as error:
        raise PackageError(f"npm is needed to fetch packages: {error}") from error


def _cause(answer: str) -> str:
    """What npm's JSON says of a failure, and what to do."""
    try:
        error = json.loads(answer)["error"]
        code, summary = error["code"], error["summary"]
    except (ValueError, KeyError, TypeError):
        return "npm did not say why"
    first = str(summary).strip().splitlines()[0]
    return f"{_CAUSES[code]} ({first})" if code in _CAUSES else first
