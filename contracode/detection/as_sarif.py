"""A report as SARIF 2.1.0: one result a pair, for code scanning.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from contracode.detection.detect import DetectionReport
from contracode.detection.fingerprints import VERSION
from contracode.detection.functions import FoundFunction
from contracode.detection.pairs import LABELS, ClonePair, Label

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "ROOT"
"""Name of the folder that paths are relative to."""

_ESCAPES = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})

_RULES = {
    "exact": ("ExactClone", "Equal but for own name, comments, layout and types."),
    "renamed": ("RenamedClone", "Equal but for names and values of literals."),
    "near": ("NearClone", "Most runs of tokens, or most tokens, are common."),
    "semantic-only": ("SemanticClone", "A high score, without lexical evidence."),
}


def as_sarif(
    report: DetectionReport, *, failing: Collection[Label], version: str
) -> dict[str, Any]:
    """The pairs listed in groups; those whose labels are ``failing`` as warnings, else as notes."""
    driver = {
        "name": "contracode",
        "version": version,
        "rules": [
            {
                "id": f"clone/{label}",
                "name": _RULES[label][0],
                "shortDescription": {"text": _RULES[label][1]},
                "defaultConfiguration": {"level": _level(label, failing)},
            }
            for label in LABELS
        ],
    }
    results: dict[tuple[int, int], dict[str, Any]] = {}
    for group in report.groups:
        for pair in group.pairs:
            # A pair may be listed in several groups; an alert is one.
            results.setdefault((pair.left, pair.right), _result(report, pair, failing))
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that was read."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "warning", "message": {"text": _escaped(message)}}
                    for message in report.listing.left_out
                ],
            }
        ],
        "results": list(results.values()),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(report: DetectionReport, pair: ClonePair, failing: Collection[Label]) -> dict[str, Any]:
    # An alert is shown where its first place is, and of a diff only what was changed is.
    is_turned = pair.right in report.touched and pair.left not in report.touched
    places = (pair.right, pair.left) if is_turned else (pair.left, pair.right)
    left, right = (report.function(place) for place in places)
    return {
        "ruleId": f"clone/{pair.label}",
        "ruleIndex": LABELS.index(pair.label),
        "level": _level(pair.label, failing),
        "message": {
            "text": f"{_escaped(left.title)} and [{_escaped(right.title)}](1) are clones "
            f"({pair.sentence})"
        },
        "locations": [_location(left)],
        "relatedLocations": [
            {"id": 1, "message": {"text": _escaped(right.title)}, **_location(right)},
        ],
        "partialFingerprints": {VERSION: report.pair_fingerprint(pair)},
        "properties": pair.figures,
    }


def _location(function: FoundFunction) -> dict[str, Any]:
    record = function.record
    # No lone surrogates here, unlike in names: files whose names are not UTF-8 are left out.
    uri = quote(record.path)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": ROOT},
            "region": {"startLine": record.start_line, "endLine": record.end_line},
        }
    }


def _escaped(text: str) -> str:
    """As it is to be read: in a message `[x](1)` is a link and `{0}` a placeholder.

    Source: SARIF 2.1.0, sections 3.11.5 and 3.11.6.
    """
    return text.translate(_ESCAPES)


def _level(label: Label, failing: Collection[Label]) -> str:
    return "warning" if label in failing else "note"
