"""The forms of a report, held against files that are reviewed when they change."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hashed_encoder import HashedEncoder
from listings import TRUST, found, listing_of
from sarif_rules import check_sarif

from compiler_aug import Augmenter
from contracode.detection.as_html import as_html
from contracode.detection.as_json import as_object
from contracode.detection.as_sarif import as_sarif
from contracode.detection.as_text import as_text
from contracode.detection.detect import Settings, detect
from contracode.detection.fingerprints import VERSION
from contracode.detection.functions import list_functions
from contracode.index import open_source

GOLDEN = Path(__file__).parent / "golden"

FILES = {
    "src/clamp.js": "export function clamp(x, low, high) {\n  // Inside.\n"
    "  return Math.min(high, Math.max(low, x));\n}\n",
    "src/limit.ts": "export const limit = (x: number, low: number, high: number) => {\n"
    "  return Math.min(high, Math.max(low, x));\n};\n",
    "src/bound.js": "function bound(value, from, to) {\n"
    "  return Math.min(to, Math.max(from, value));\n}\n",
    "lib/a b.js": "class Queue {\n  sum(x, low, high) {\n"
    "    return Math.min(high, Math.min(low, x)) || 0;\n  }\n}\n",
    "broken.js": "let x = ;\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    root = tmp_path_factory.mktemp("project") / "project"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    with Augmenter(1) as augmenter:
        listing = list_functions(
            root,
            augmenter,
            lambda *place: open_source(*place).records(),
            min_tokens=10,
            min_lines=3,
        )
    return detect(listing, HashedEncoder(), TRUST, Settings())


def compared(request, name, text):
    file = GOLDEN / name
    if request.config.getoption("--update-golden"):
        file.write_text(text)
    assert text == file.read_text()


def test_text(request, report):
    compared(request, "report.txt", as_text(report) + "\n")


def test_json(request, report):
    compared(request, "report.json", json.dumps(as_object(report), indent=2) + "\n")


def test_sarif(request, report):
    made = as_sarif(report, failing={"exact", "near"}, version="1.0.0")
    check_sarif(made)
    compared(request, "report.sarif", json.dumps(made, indent=2) + "\n")


def test_paths_in_sarif_are_uris(report):
    made = as_sarif(report, failing=(), version="1.0.0")
    uris = re.findall(r'"uri": "([^"]*)"', json.dumps(made))
    assert {unquote(uri) for uri in uris} <= FILES.keys()
    assert not any(" " in uri for uri in uris)


def test_an_alert_of_a_change_stands_where_the_change_is(report):
    (pair,) = report.groups[0].pairs[:1]
    for touched, first in (({pair.right}, pair.right), ({pair.left, pair.right}, pair.left)):
        made = as_sarif(replace(report, touched=frozenset(touched)), failing=(), version="1")
        result = made["runs"][0]["results"][0]
        place = result["locations"][0]["physicalLocation"]
        record = report.function(first).record
        assert place["artifactLocation"]["uri"] == record.path
        assert place["region"]["startLine"] == record.start_line
        assert result["partialFingerprints"] == {VERSION: report.pair_fingerprint(pair)}


def test_names_in_sarif_are_neither_links_nor_placeholders(tmp_path):
    name = "[x](1) {0} \\ \ud800"
    functions = [found("function f() {}", path=path, name=name) for path in ("a.js", "b.js")]
    listing = replace(listing_of(functions, tmp_path), left_out=["[x](1).js: {0}"])
    made = as_sarif(detect(listing, HashedEncoder(), TRUST, Settings()), failing=(), version="1")
    check_sarif(made)
    (result,) = made["runs"][0]["results"]
    escaped = "\\[x\\](1) {{0}} \\\\ \ud800"
    assert result["message"]["text"].startswith(f"{escaped} and [{escaped}](1) are clones (exact:")
    assert result["relatedLocations"][0]["message"]["text"] == escaped


def test_html_holds_the_code_escaped_and_nothing_fetched_or_run(tmp_path):
    evil = "function f() {\n  return '</td><script>alert(1)</script>';\n}"
    listing = listing_of([found(evil, name="<b>\ud800"), found(evil, path="c.js")], tmp_path)
    made = as_html(detect(listing, HashedEncoder(), TRUST, Settings()))
    assert "&lt;script&gt;alert(1)" in made
    assert "&lt;b&gt;?</b>" in made
    assert not re.search(r"<script|<link|src=|href=|@import|url\(", made)
    made.encode("utf-8")


def test_html_shows_every_line_of_both_and_marks_what_differs(report):
    made = as_html(report)
    cells = re.sub(r"<[^>]*>", "", made)
    for text in ("function clamp(x, low, high) {", "return Math.min(to, Math.max(from, value));"):
        assert text in cells
    assert "<mark>" in made


def test_a_report_without_clones_says_so(tmp_path):
    listing = listing_of([found("function f() {}")], tmp_path)
    report = detect(listing, HashedEncoder(), TRUST, Settings())
    assert "clone groups           0 (none)" in as_text(report)
    check_sarif(as_sarif(report, failing=(), version="1"))
    assert as_object(report)["groups"] == []
    assert "</html>" in as_html(report)


class Balance(HTMLParser):
    """Remembers the elements that are open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        if tag not in {"meta", "input", "col", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_closes_what_it_opens(report):
    parser = Balance()
    parser.feed(as_html(report))
    parser.close()
    assert parser.open == []
