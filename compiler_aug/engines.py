"""Versions of the compilers that decide the bytes of what comes out."""

import json

from compiler_aug.process import WORKER


def engine_versions() -> dict[str, str]:
    """Versions of the worker's npm packages, by name; no process is started."""
    about = json.loads((WORKER / "package.json").read_text(encoding="utf-8"))
    versions: dict[str, str] = about["dependencies"]
    return versions
