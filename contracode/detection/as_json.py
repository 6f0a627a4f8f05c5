"""A report as one JSON object; also what a baseline is read from."""

from typing import Any

from contracode.detection.detect import DetectionReport
from contracode.detection.pairs import ClonePair

FORMAT = 1


def as_object(report: DetectionReport) -> dict[str, Any]:
    """Groups strongest first; a pair names its functions by their places in the group."""
    listing = report.listing
    return {
        "format": FORMAT,
        "functions": len(listing.functions),
        "small_functions": listing.small,
        "cut_functions": sum(report.cut),
        "left_out": list(listing.left_out),
        "threshold": report.threshold,
        "calibration": {"source": report.trust.source, "says": report.trust.sentence},
        "since": report.since,
        "untouched_groups": report.untouched,
        "known_pairs": report.known,
        "nested_groups": report.nested,
        "more_groups": len(report.beyond),
        "groups": [
            {
                "label": group.label,
                "functions": [_function(report, place) for place in group.members],
                "pairs": [_pair(report, group.members, pair) for pair in group.pairs],
            }
            for group in report.groups
        ],
    }


def _function(report: DetectionReport, place: int) -> dict[str, Any]:
    function = report.function(place)
    record = function.record
    return {
        "name": record.name,
        "owner": record.owner,
        "path": record.path,
        "start_line": record.start_line,
        "end_line": record.end_line,
        "tokens": function.tokens,
        "cut": report.cut[place],
        "fingerprint": report.fingerprints[place],
    }


def _pair(report: DetectionReport, members: tuple[int, ...], pair: ClonePair) -> dict[str, Any]:
    return {
        "left": members.index(pair.left),
        "right": members.index(pair.right),
        "label": pair.label,
        **pair.figures,
        "fingerprint": report.pair_fingerprint(pair),
    }
