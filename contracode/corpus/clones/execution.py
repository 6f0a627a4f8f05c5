"""Import the packages' modules, call their functions, keep the answers as parts. Shell."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contracode.corpus.clones.exported import Exported
from contracode.corpus.clones.extraction import modules_of
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.clones.runner import Runner
from contracode.files import write_text


def list_exports(package: str, recipe: ClonesRecipe, packages: Path, part: Path) -> None:
    """Import the modules of a package; write what they export, and which could not be imported."""
    folder = packages / package
    exports: dict[tuple[str, str], dict[str, Any]] = {}
    failures: dict[str, str] = {}
    with Runner(packages) as runner:
        for module in modules_of(package, recipe, folder):
            path = module.relative_to(folder).as_posix()
            reply = runner.load(module)
            if "failure" in reply:
                failures[path] = reply["failure"]
                continue
            for each in reply["exports"]:
                # A package's index exports its other modules' functions once more.
                if module.stem == each["name"] or (each["name"], each["text"]) not in exports:
                    exports[each["name"], each["text"]] = {**each, "module": path}
    _write(part, {"exports": list(exports.values()), "failures": failures})


def read_exports(part: Path) -> tuple[list[Exported], dict[str, str]]:
    """What `list_exports` wrote: functions, and modules that could not be imported."""
    content = _read(part)
    exports = [
        Exported(
            module=each["module"],
            key=each["key"],
            name=each["name"],
            text=each["text"],
            declared=each["length"],
        )
        for each in content["exports"]
    ]
    return exports, content["failures"]


def call_functions(package: str, wanted: Sequence[Exported], packages: Path, part: Path) -> None:
    """Call functions of a package; write their answers."""
    folder = packages / package
    observed: dict[str, Any] = {}
    with Runner(packages) as runner:
        for each in wanted:
            observed[f"{each.module}#{each.key}"] = runner.call(folder / each.module, each.key)
    _write(part, observed)


def read_observed(part: Path) -> dict[str, Any]:
    """What `call_functions` wrote: by module and key, the runner's reply."""
    return _read(part)


def fault_of(reply: Mapping[str, Any]) -> str | None:
    """Why the answers of a function are not used; None if they are."""
    if "failure" in reply:
        return "the call failed"
    if reply["gaveUp"]:
        return "too many calls that do not end"
    if reply["meddles"]:
        return "changes the language's own objects"
    if not reply["repeatable"]:
        return "other answers the second time"
    if not reply["places"]:
        return "no answer to any call"
    return None


def _write(part: Path, content: Mapping[str, Any]) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    write_text(part, json.dumps(content, ensure_ascii=True))


def _read(part: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(part.read_text(encoding="utf-8"))
    return content
