import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from contracode.cli import main
from contracode.cli.passes import Passes

CLAMP = """function clamp(value, low, high) {
  if (value < low) { return low; }
  return value > high ? high : value;
}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "clamp.js"
    path.write_text(CLAMP)
    return str(path)


def run(capsys, *arguments):
    """Exit status, output and complaint of one command."""
    status = 0
    try:
        main(arguments)
    except SystemExit as end:
        status = end.code
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_augment_prints_variants_with_their_passes(capsys, file):
    status, out, _ = run(capsys, "augment", file, "-n", "3", "--seed", "5", "--plan", "full")
    assert status == 0
    titles = re.findall(r"^// variant (\d), seed (\d): (.*)$", out, re.MULTILINE)
    assert [(number, seed) for number, seed, _ in titles] == [("0", "5"), ("1", "6"), ("2", "7")]
    assert all("mangle-identifiers (3)" in passes for *_, passes in titles)


def test_augment_prints_json_with_provenance(capsys, file):
    _, out, _ = run(capsys, "augment", file, "--count", "2", "--json")
    content = json.loads(out)
    assert content["plan"]["name"] == "default"
    assert {"oxc-parser", "oxc-minify", "oxc-transform", "node"} <= set(content["engines"])
    assert [variant["seed"] for variant in content["variants"]] == [0, 1]


def test_augment_with_a_plan_of_ones_own(capsys, file, tmp_path):
    plan = tmp_path / "mine.toml"
    plan.write_text('[[steps]]\npass = "compress"\nchance = 1.0\n')
    _, out, _ = run(capsys, "augment", file, "-n", "1", "--plan", str(plan))
    assert "seed 0: compress (1)" in out


def test_source_that_does_not_parse_ends_with_2_line_and_column(capsys, tmp_path):
    path = tmp_path / "broken.js"
    path.write_text("function f() {\n  let x = ;\n}")
    status, out, err = run(capsys, "augment", str(path))
    assert (status, out) == (2, "")
    assert err == f"contracode: {path}:2:11: does not parse: Unexpected token\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["augment", "missing.js"], "can't read missing.js"),
        (["augment", "FILE", "--plan", "wild"], "no plan is called 'wild'"),
        (["augment", "FILE", "-n", "0"], "count must be at least 1, got 0"),
        (
            ["corpus", "build", "npm-huge"],
            "no data set is called 'npm-huge'; there are digits, emoji",
        ),
        (["corpus", "build", "npm-small", "--workers", "0"], "workers must be at least 1, got 0"),
        (["pretrain", "--corpus", "nowhere"], "contracode corpus build"),
        (["evaluate", "retrieval", "--model", "nowhere"], "contracode pretrain"),
    ],
)
def test_mistakes_end_with_2_and_say_what_to_do(capsys, file, tmp_path, arguments, message):
    given = [file if argument == "FILE" else argument for argument in arguments]
    if given[0] == "pretrain":
        given += ["--out", str(tmp_path / "model")]
    status, _, err = run(capsys, *given)
    assert status == 2
    assert message in " ".join(err.split())


def test_a_defect_ends_with_3_and_its_traceback(capsys, monkeypatch):
    monkeypatch.setattr(Passes, "run", lambda _: 1 // 0)
    status, _, err = run(capsys, "passes")
    assert status == 3
    assert "Traceback" in err
    assert "ZeroDivisionError" in err


def test_passes_are_listed_with_examples(capsys):
    _, out, _ = run(capsys, "passes")
    for name in ("reformat", "rename-variables", "mangle-identifiers", "compress"):
        assert name in out
    assert "    + const add = (b, c) => b + c;" in out


def test_a_reader_that_stops_early_is_no_error():
    command = (
        f"{sys.executable} -c 'from contracode.cli import main; main([\"passes\"])' | head -n 1"
    )
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert ended.stdout == "compression\n"
    assert ended.stderr == ""


def test_every_command_of_the_readme_exists(capsys):
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"`contracode ((?:corpus|images|index|evaluate) \w+|[a-z]+)", readme))
    assert len(commands) >= 8
    for command in commands:
        status, out, _ = run(capsys, *command.split(), "--help")
        assert status == 0
        assert f"usage: contracode {command}" in out
