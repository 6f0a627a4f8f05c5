"""``contracode clones``, as a user and a pipeline call it."""

import json
import os

import pytest
from dulwich import porcelain
from function_records import function_record, write_corpus
from sarif_rules import check_sarif
from tiny_model import write_tiny_model

from contracode.cli import main

CLAMP = "export function clamp(x, low, high) {\n  return Math.min(high, Math.max(low, x));\n}\n"
SUM = (
    "function sum(list) {\n  let total = 0;\n  for (const x of list) total += x;\n"
    "  return total;\n}\n"
)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.js").write_text(CLAMP)
    (folder / "b.ts").write_text("// Elsewhere.\n" + CLAMP)
    (folder / "c.js").write_text(SUM)
    return folder


@pytest.fixture
def clones(project, model, capsys):
    def run(*words, folder=project):
        status = 0
        try:
            main(["clones", str(folder), "--model", str(model), "--min-tokens", "10", *words])
        except SystemExit as stop:
            status = stop.code
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_clones_are_printed_and_give_status_1(clones):
    status, out, _ = clones()
    assert status == 1
    assert "1. exact, 2 functions" in out
    assert "a.js:1-3  clamp" in out
    assert "b.ts:2-4  clamp" in out
    assert "no calibration for the model tiny: scores are cosines" in out


def test_status_0_when_nothing_counts(clones):
    assert clones("--exit-zero")[0] == 0
    assert clones("--fail-on", "near")[0] == 0
    assert clones("--kinds", "near")[0] == 0


def test_json_says_that_nothing_is_probable_without_a_calibration(clones):
    _, out, _ = clones("--format", "json", "--threshold", "-1")
    report = json.loads(out)
    assert report["calibration"]["source"] == "none"
    assert {pair["probability"] for group in report["groups"] for pair in group["pairs"]} == {None}
    assert {group["label"] for group in report["groups"]} == {"exact", "semantic-only"}


def test_a_report_becomes_a_baseline_and_moved_code_stays_known(clones, project, tmp_path):
    report = tmp_path / "report.json"
    assert clones("--format", "json", "--out", str(report))[0] == 1
    (project / "a.js").write_text("let other;\n\n" + CLAMP)
    status, out, _ = clones("--baseline", str(report))
    assert (status, "in the baseline        1 pairs" in out) == (0, True)
    (project / "d.js").write_text(CLAMP)
    assert clones("--baseline", str(report))[0] == 1


def test_sarif_fingerprints_stay_when_lines_move(clones, project):
    def fingerprints():
        made = json.loads(clones("--format", "sarif")[1])
        check_sarif(made)
        return [result["partialFingerprints"] for result in made["runs"][0]["results"]]

    before = fingerprints()
    (project / "a.js").write_text("let other;\n\n" + CLAMP)
    assert fingerprints() == before != []


def test_html_is_written_whole(clones, tmp_path):
    place = tmp_path / "report.html"
    _, out, err = clones("--format", "html", "--out", str(place))
    assert out == ""
    assert "1 clone groups" in err
    assert place.read_text().endswith("</html>\n")


def test_since_reports_what_a_change_touches(clones, project):
    porcelain.init(str(project)).close()
    porcelain.add(str(project), [str(file) for file in project.iterdir()])
    who = b"A Developer <a@example.com>"
    porcelain.commit(str(project), message=b"work", author=who, committer=who)
    status, out, _ = clones("--since", "HEAD")
    assert (status, "untouched since        1 groups" in out) == (0, True)
    (project / "new.js").write_text(SUM)
    status, out, _ = clones("--since", "HEAD")
    assert status == 1
    assert "c.js" in out
    assert "a.js" not in out


def test_vectors_are_kept(clones, tmp_path):
    file = tmp_path / "vectors.safetensors"
    first = clones("--vectors", str(file))[1]
    assert file.exists()
    assert clones("--vectors", str(file))[1] == first


def test_what_can_not_be_read_is_told_and_the_rest_compared(clones, project):
    (project / "broken.js").write_text("let x = ;")
    (project / "binary.js").write_bytes(b"\xff\xfe\x00")
    (project / "huge.js").write_text("// line\n" * 7_000_000)
    (project / "loop").symlink_to(project)
    (project / "gone.js").symlink_to(project / "nowhere.js")
    unreadable = project / "secret.js"
    unreadable.write_text(CLAMP)
    unreadable.chmod(0)
    status, out, err = clones()
    assert status == 1
    assert "1. exact, " in out
    for name, reason in (("broken", "parse"), ("binary", "UTF-8"), ("huge", "too large")):
        assert any(f"{name}.js" in line and reason in line for line in err.splitlines())
    # Root reads everything.
    if os.geteuid():
        assert "secret.js" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--since", "HEAD"), "in no git working tree"),
        (("--baseline", "nowhere.json"), "is no report of clones"),
    ],
)
def test_mistakes_end_with_a_sentence_and_status_2(clones, words, message):
    status, out, err = clones(*words)
    assert (status, out) == (2, "")
    assert message in err


def test_a_corpus_is_refused(clones, tmp_path):
    write_corpus(tmp_path / "corpus", [function_record("f()")], {"kind": "functions"})
    status, _, err = clones(folder=tmp_path / "corpus")
    assert status == 2
    assert "is a corpus" in err


@pytest.mark.parametrize("option", ["--out", "--vectors"])
def test_a_place_that_can_not_be_written_is_named(clones, tmp_path, option):
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "report"
    status, _, err = clones(option, str(place))
    assert status == 2
    assert str(place) in err


@pytest.mark.parametrize("kind", ["missing", "empty", "no code", "file", "all broken"])
def test_a_folder_without_functions_to_read_is_refused(clones, tmp_path, kind):
    folder = tmp_path / "given"
    if kind == "file":
        folder.write_text(CLAMP)
    elif kind != "missing":
        folder.mkdir()
    if kind == "no code":
        (folder / "notes.txt").write_text("nothing")
    if kind == "all broken":
        (folder / "broken.js").write_text("let x = ;")
    status, out, err = clones(folder=folder)
    assert (status, out) == (2, "")
    assert str(folder) in err


@pytest.mark.parametrize("words", [("--kinds", "exakt"), ("--min-tokens", "0")])
def test_wrong_options_are_refused(clones, words):
    status, _, err = clones(*words)
    assert status == 2
    assert words[0].strip("-").replace("-", "_") in err.replace("-", "_")


def test_a_folder_without_functions_is_no_clean_bill(clones, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.js").write_text("let a = 1;\n")
    status, _, err = clones(folder=tmp_path / "empty")
    assert status == 2
    assert "holds no function that can be read" in err


def test_a_threshold_is_a_number(clones):
    status, _, err = clones("--threshold", "nan")
    assert status == 2
    assert "threshold must be a number, got nan" in err
