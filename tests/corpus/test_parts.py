from collections import Counter
from dataclasses import dataclass

import pytest

from contracode.corpus.parts import Part, Parts
from contracode.corpus.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    text: str


@pytest.fixture
def parts(tmp_path):
    return Parts(tmp_path / "parts")


def test_a_part_of_another_recipe_is_another_file(parts):
    decided_by = {"format": 1, "limits": {"lines": 3, "characters": 80}}
    same = {"limits": {"characters": 80, "lines": 3}, "format": 1}
    path = parts.path("@scope/words", decided_by)
    assert path == parts.path("@scope/words", same)
    assert path != parts.path("@scope/words", {**decided_by, "format": 2})
    assert path.name.startswith("@scope+words-")


def test_rows_and_report_come_back(parts):
    part = Part(parts.path("words", {}), Word)
    report = Report()

    def read():
        for text in ("a", "b", "", "c"):
            if text:
                yield Word(text=text)
            else:
                report.leave_out("words", "empty")
        report.unreadable["d.txt"] = "no text"

    assert not part.is_finished
    part.write(read(), report)
    assert part.is_finished
    assert [row.text for row in part.rows()] == ["a", "b", "c"]
    assert part.count() == 3
    assert part.report() == report


def test_a_part_whose_rows_end_in_an_error_is_not_there(parts, tmp_path):
    part = Part(parts.path("words", {}), Word)
    with pytest.raises(ZeroDivisionError):
        part.write((Word(text=str(1 // n)) for n in (1, 0)), Report())
    assert not part.is_finished
    assert not (tmp_path / "parts").exists()


def test_removing_leaves_nothing_and_may_be_done_twice(parts, tmp_path):
    Part(parts.path("words", {}), Word).write([Word(text="a")], Report())
    parts.remove()
    parts.remove()
    assert list(tmp_path.iterdir()) == []


def test_reports_of_parts_add_up():
    total = Report()
    total.leave_out("files", "minified", 2)
    part = Report({"a.js": "not UTF-8"}, {"files": Counter(minified=1), "words": Counter(long=3)})
    total.add(part, "queue")
    assert total.as_json() == {
        "left_out": {"files": {"minified": 3}, "words": {"long": 3}},
        "unreadable": {"queue/a.js": "not UTF-8"},
    }
