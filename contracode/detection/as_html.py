"""A report as one HTML file: no scripts, nothing fetched; code side by side."""

import difflib
import re
from html import escape

from contracode.detection.as_text import summary
from contracode.detection.detect import DetectionReport
from contracode.detection.functions import FoundFunction
from contracode.detection.pairs import LABELS, ClonePair

_STYLE = """
:root { color-scheme: light dark; --same: #8882; --left: #d7303044; --right: #2a9d3a44; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 100rem; padding: 0 1rem }
pre.summary { background: var(--same); padding: 1rem; overflow-x: auto }
details { border: 1px solid #8886; border-radius: 6px; margin: .6rem 0; padding: .4rem .8rem }
summary { cursor: pointer; font-weight: 600 }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: .4rem 0 1rem }
th { text-align: left; font-weight: 400; overflow-wrap: anywhere }
td { font: 12px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
     vertical-align: top; padding: 0 .5rem; tab-size: 4 }
td.number { width: 3rem; text-align: right; opacity: .55 } col.number { width: 3.5rem }
td.left { background: var(--left) } td.right { background: var(--right) }
mark { background: #ffb30088; color: inherit }
p.filter label { margin-right: 1rem }
"""

_PART = re.compile(r"\w+|\s+|.", re.DOTALL)


def as_html(report: DetectionReport) -> str:
    """All groups, folded; boxes hide groups by label, by style sheet alone."""
    boxes, rules = [], []
    for label in report.labels:
        boxes.append(
            f'<input type="checkbox" id="show-{label}" checked><label for="show-{label}">'
            f"{label} ({report.labels[label]})</label> "
        )
        rules.append(f"body:has(#show-{label}:not(:checked)) details.{label} {{ display: none }}")
    groups = [_group(report, number) for number in range(len(report.groups))]
    left_out = "".join(f"<li>{_escaped(message)}</li>" for message in report.listing.left_out)
    folded = f"<details><summary>files left out</summary><ul>{left_out}</ul></details>"
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>Clones in {_escaped(report.listing.root.resolve().name)}</title>",
            f"<style>{_STYLE}{chr(10).join(rules)}</style>\n</head>\n<body>",
            f"<h1>Clones in {_escaped(report.listing.root.resolve().name)}</h1>",
            f'<pre class="summary">{_escaped(chr(10).join(summary(report)))}</pre>',
            f'<p class="filter">{"".join(boxes)}</p>',
            *groups,
            *([folded] if left_out else []),
            "</body>\n</html>\n",
        )
    )


def _group(report: DetectionReport, number: int) -> str:
    group = report.groups[number]
    first = report.function(group.members[0])
    assert group.label in LABELS
    return "\n".join(
        (
            f'<details class="{group.label}"{" open" if number < 3 else ""}>',
            f"<summary>{number + 1}. {group.label}: {_escaped(first.title)}, "
            f"{len(group.members)} functions</summary>",
            *(_side_by_side(report, pair) for pair in group.pairs),
            "</details>",
        )
    )


def _side_by_side(report: DetectionReport, pair: ClonePair) -> str:
    left, right = report.function(pair.left), report.function(pair.right)
    return "\n".join(
        (
            f"<p>{pair.sentence}</p>",
            '<table><colgroup><col class="number"><col><col class="number"><col></colgroup>',
            f"<tr><th></th><th>{_heading(report, pair.left)}</th>",
            f"<th></th><th>{_heading(report, pair.right)}</th></tr>",
            *_rows(left, right),
            "</table>",
        )
    )


def _heading(report: DetectionReport, place: int) -> str:
    function = report.function(place)
    cut = " (compared by its beginning)" if report.cut[place] else ""
    return f"{_escaped(function.place)} <b>{_escaped(function.title)}</b>{cut}"


def _rows(left: FoundFunction, right: FoundFunction) -> list[str]:
    before, after = left.record.source.splitlines(), right.record.source.splitlines()
    # Lines that differ by their indentation only stand beside each other.
    matcher = difflib.SequenceMatcher(
        None, [line.strip() for line in before], [line.strip() for line in after], autojunk=False
    )
    rows = []
    for tag, a, b, c, d in matcher.get_opcodes():
        for at in range(max(b - a, d - c)):
            one = before[a + at] if a + at < b else None
            other = after[c + at] if c + at < d else None
            texts = (
                (_escaped(one or ""), _escaped(other or ""))
                if tag == "equal" or one is None or other is None
                else _marked(one, other)
            )
            rows.append(
                "<tr>"
                + _cell(left, a + at, one is not None, texts[0], "" if tag == "equal" else "left")
                + _cell(
                    right, c + at, other is not None, texts[1], "" if tag == "equal" else "right"
                )
                + "</tr>"
            )
    return rows


def _cell(function: FoundFunction, at: int, is_there: bool, text: str, kind: str) -> str:
    if not is_there:
        return '<td class="number"></td><td></td>'
    shown = f' class="{kind}"' if kind else ""
    return f'<td class="number">{function.record.start_line + at}</td><td{shown}>{text}</td>'


def _marked(one: str, other: str) -> tuple[str, str]:
    """Both lines, with the parts that differ marked."""
    before, after = _PART.findall(one), _PART.findall(other)
    left: list[str] = []
    right: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        for parts, into in ((before[a:b], left), (after[c:d], right)):
            text = _escaped("".join(parts))
            into.append(text if tag == "equal" or not text.strip() else f"<mark>{text}</mark>")
    return "".join(left), "".join(right)


def _escaped(text: str) -> str:
    """For HTML; a lone surrogate, which a name or a literal may hold, becomes a question mark."""
    return escape(text.encode("utf-8", "replace").decode("utf-8"))
