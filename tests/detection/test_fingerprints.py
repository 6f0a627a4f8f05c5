import json

import pytest
from listings import found

from contracode.detection.fingerprints import (
    function_fingerprints,
    pair_fingerprint,
    read_baseline,
)
from contracode.errors import DetectionError

CODE = "function f(a) {\n  return a;\n}"


def test_lines_and_names_do_not_matter_and_paths_and_code_do():
    usual = found(CODE)
    moved = found(CODE, start_line=90, start=500, end=530, name="g", owner="Q")
    (one,), (other,) = function_fingerprints([usual]), function_fingerprints([moved])
    assert one == other
    (elsewhere,) = function_fingerprints([found(CODE, path="other.js")])
    (edited,) = function_fingerprints([found(CODE, body="different")])
    assert len({one, elsewhere, edited}) == 3


def test_copies_in_one_file_are_told_apart():
    assert len(set(function_fingerprints([found(CODE), found(CODE)]))) == 2


def test_a_pair_has_no_direction():
    assert pair_fingerprint("a", "b") == pair_fingerprint("b", "a") != pair_fingerprint("a", "a")


def test_a_baseline_holds_every_two_functions_of_a_group(tmp_path):
    functions = [{"fingerprint": name} for name in "abc"]
    (tmp_path / "report.json").write_text(json.dumps({"groups": [{"functions": functions}]}))
    expected = {pair_fingerprint(*ends) for ends in ("ab", "ac", "bc")}
    assert read_baseline(tmp_path / "report.json") == expected


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"groups": [{}]}', '{"groups": 1}'])
def test_what_is_no_report_is_refused(tmp_path, text):
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(DetectionError, match="is no report of clones; write one with"):
        read_baseline(tmp_path / "report.json")
