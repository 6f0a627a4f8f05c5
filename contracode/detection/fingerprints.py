"""Names of functions and pairs that stay when unrelated lines move."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from contracode.detection.functions import FoundFunction
from contracode.errors import DetectionError

VERSION = "contracode/v1"
"""Key of a fingerprint in SARIF: another way to make them gets another one."""


def function_fingerprints(functions: Sequence[FoundFunction]) -> list[str]:
    """One a function, of its path and its code; not of its name, comments, layout or lines.

    Equal code in one file is told apart by its order.
    """
    seen: Counter[str] = Counter()
    found = []
    for function in functions:
        identity = f"{function.record.path}\0{function.record.body}"
        found.append(_digest(f"{identity}\0{seen[identity]}"))
        seen[identity] += 1
    return found


def pair_fingerprint(one: str, other: str) -> str:
    """Of two functions' fingerprints, whichever comes first."""
    return _digest("\0".join(sorted((one, other))))


def read_baseline(file: Path) -> frozenset[str]:
    """Fingerprints of all pairs of a former JSON report: every two members of its groups.

    Raises:
        DetectionError: it can't be read, or is no such report.
    """
    try:
        report: Any = json.loads(file.read_text(encoding="utf-8"))
        groups = [
            [str(each["fingerprint"]) for each in group["functions"]] for group in report["groups"]
        ]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DetectionError(
            f"{file} is no report of clones; write one with "
            f"`contracode clones DIR --format json --out {file}`"
        ) from error
    return frozenset(
        pair_fingerprint(one, other) for group in groups for one, other in combinations(group, 2)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
