"""Whose folder it is: a run's settings and data, written when it begins and compared later."""

import json
from pathlib import Path

from contracode.errors import RecipeError
from contracode.files import write_json


def claim_folder(folder: Path, identity: dict[str, object]) -> None:
    """Make a folder this run's own, or check that it already is.

    Raises:
        RecipeError: another run's state is in it.
    """
    path = folder / "identity.json"
    if not path.exists():
        write_json(path, identity)
        return
    try:
        other = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RecipeError(f"{path} is damaged; remove {folder.parent} to start anew") from error
    changed = sorted(key for key in identity if other.get(key) != identity[key])
    if changed:
        raise RecipeError(
            f"{folder.parent} holds a run with another {', '.join(changed)}; "
            "choose another --out, or remove the folder to start anew"
        )
