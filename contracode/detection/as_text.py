"""A report for a terminal."""

from contracode.detection.detect import DetectionReport
from contracode.detection.pairs import ClonePair


def as_text(report: DetectionReport) -> str:
    """Groups, each pair of a group's first function with another, and a summary."""
    lines: list[str] = []
    for number, group in enumerate(report.groups, 1):
        first = report.function(group.members[0])
        lines.append(f"{number}. {group.label}, {len(group.members)} functions")
        lines.append(f"   {first.place}  {first.title}{_cut(report, group.members[0])}")
        lines += [_pair(report, pair) for pair in group.pairs]
        lines.append("")
    return "\n".join([*lines, *summary(report)])


def summary(report: DetectionReport) -> list[str]:
    """What was compared, found and left out, a line each."""
    listing = report.listing
    counts = ", ".join(f"{count} {label}" for label, count in report.labels.items()) or "none"
    cut = sum(report.cut)
    lines = [
        f"clone groups           {len(report.groups)} ({counts})",
        f"functions compared     {len(listing.functions)}",
        f"smaller than asked     {listing.small} (left out)",
        f"longer than the model  {cut} (by their beginning)",
        f"unreadable files       {len(listing.left_out)} (left out)",
        f"threshold              {report.threshold:.2f} for semantic-only",
        f"calibration            {report.trust.sentence}",
    ]
    if report.since is not None:
        lines.append(f"untouched since        {report.untouched} groups ({report.since}; left out)")
    if report.known:
        lines.append(f"in the baseline        {report.known} pairs (left out)")
    if report.nested:
        lines.append(f"inside other groups    {report.nested} groups (left out)")
    if report.beyond:
        lines.append(f"more groups            {len(report.beyond)} (--max-groups)")
    return lines


def _pair(report: DetectionReport, pair: ClonePair) -> str:
    other = report.function(pair.right)
    return f"   {other.place}  {other.title}{_cut(report, pair.right)}\n      {pair.sentence}"


def _cut(report: DetectionReport, place: int) -> str:
    return "  (compared by its beginning)" if report.cut[place] else ""
