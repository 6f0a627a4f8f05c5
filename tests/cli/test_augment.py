import io
import json
import re

import pyarrow.parquet as pq
import pytest
from cli.test_commands import CLAMP, run

from contracode.corpus.variants import file_sources
from contracode.seeds import seed_for


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Two good files, and one that does not parse."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src" / "deep").mkdir(parents=True)
    (tmp_path / "src" / "clamp.js").write_text(CLAMP)
    (tmp_path / "src" / "deep" / "add.ts").write_text("const add = (a: number, b) => a + b;\n")
    (tmp_path / "src" / "broken.js").write_text("let a;\nlet x = ;")
    return tmp_path


def test_a_folder_becomes_lines_and_failures_are_told(capsys, tree):
    status, out, err = run(capsys, "augment", "src", "-n", "3", "--out", "out.jsonl")
    rows = [json.loads(line) for line in (tree / "out.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == ["clamp.js"] * 3 + ["deep/add.ts"] * 3
    assert [int(row["seed"]) for row in rows[:2]] == [
        seed_for(0, "clamp.js"),
        seed_for(0, "clamp.js") + 1,
    ]
    assert (status, out) == (1, "")
    assert "broken.js: does not parse: 2:9: Unexpected token\n" in err
    assert "3 programs, 6 variants; failed: 1 syntax" in err


def test_workers_and_order_change_no_byte(capsys, tree):
    lines = [json.dumps({"id": n, "source": f"const f{n} = (a) => a + {n};"}) for n in range(50)]
    (tree / "x.jsonl").write_text("\n".join(lines))
    (tree / "y.jsonl").write_text("\n".join(reversed(lines)))
    run(capsys, "augment", "x.jsonl", "--out", "a.jsonl", "--workers", "1")
    run(capsys, "augment", "y.jsonl", "--out", "b.jsonl", "--workers", "2")
    run(capsys, "augment", "x.jsonl", "--out", "c.jsonl", "--workers", "2")
    one, other, again = ((tree / name).read_text() for name in ("a.jsonl", "b.jsonl", "c.jsonl"))
    assert one == again
    assert sorted(one.splitlines()) == sorted(other.splitlines())


def test_lines_become_a_table_and_a_table_lines(capsys, tree):
    (tree / "x.jsonl").write_text('{"source": "let a = 1 + 2;", "id": "a"}\n{"code": "b("}\n')
    status, _, err = run(capsys, "augment", "x.jsonl", "--out", "x.parquet", "--plan", "full")
    assert status == 1
    assert "x.jsonl:2: does not parse: 1:3:" in err
    assert pq.read_table(tree / "x.parquet")["id"].to_pylist() == ["a"] * 4
    pq.write_table(
        pq.read_table(tree / "x.parquet", columns=["id", "text"]).rename_columns(["id", "code"]),
        tree / "y.parquet",
    )
    status, *_ = run(capsys, "augment", "y.parquet", "--out", "y.jsonl", "-n", "1")
    assert status == 0
    assert len((tree / "y.jsonl").read_text().splitlines()) == 4


def test_a_folder_becomes_a_folder(capsys, tree):
    (tree / "src" / "broken.js").unlink()
    status, *_ = run(capsys, "augment", "src", "-n", "2", "--out", "more")
    assert status == 0
    names = [path.relative_to(tree / "more").as_posix() for path in (tree / "more").rglob("*.*s")]
    assert sorted(names) == ["clamp.0.js", "clamp.1.js", "deep/add.0.ts", "deep/add.1.ts"]
    assert run(capsys, "augment", "src", "--out", "more")[0] == 2


@pytest.mark.usefixtures("tree")
def test_several_files_are_printed_with_their_names(capsys):
    files = ["src/clamp.js", "src/deep/add.ts"]
    status, out, _ = run(capsys, "augment", *files, "-n", "1")
    assert status == 0
    assert re.findall(r"^// (\S+), variant 0, seed \d+: ", out, re.MULTILINE) == files
    _, out, _ = run(capsys, "augment", *files, "-n", "1", "--json")
    assert [json.loads(line)["id"] for line in out.splitlines()] == files


def test_standard_input_is_one_program(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("(a, b) => a + b"))
    status, out, err = run(capsys, "augment", "-", "-n", "1", "--plan", "identity")
    assert (status, out, err) == (0, "// variant 0, seed 0: unchanged\n(a, b) => a + b\n\n", "")


@pytest.mark.usefixtures("tree")
def test_an_explanation_is_a_diff_a_pass(capsys):
    status, out, _ = run(
        capsys, "augment", "src/clamp.js", "--explain", "-n", "1", "--plan", "full", "--seed", "3"
    )
    assert status == 0
    assert out.startswith("src/clamp.js, variant 0, seed 3\n--- source\n+++ rename-variables (")
    heads = re.findall(r"^--- (.*)\n\+\+\+ (.*)$", out, re.MULTILINE)
    assert [after for _, after in heads[:-1]] == [before for before, _ in heads[1:]]
    _, plain, _ = run(capsys, "augment", "src/clamp.js", "-n", "1", "--plan", "full", "--seed", "3")
    title = plain.splitlines()[0]
    assert title == f"// variant 0, seed 3: {', '.join(after for _, after in heads)}"


@pytest.mark.usefixtures("tree")
def test_a_terminal_sees_colours(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    _, out, _ = run(capsys, "augment", "src/clamp.js", "--explain", "-n", "1", "--plan", "full")
    assert "\033[31m-function clamp(value, low, high) {\033[0m" in out


def test_distinct_variants_are_as_many_as_there_are(capsys, tree):
    (tree / "one.js").write_text("1;")
    _, out, _ = run(
        capsys, "augment", "one.js", "--distinct", "-n", "5", "--json", "--plan", "identity"
    )
    assert json.loads(out)["variants"] == []


@pytest.mark.usefixtures("tree")
def test_verification_tells_what_another_parser_can_not_read(capsys, monkeypatch):
    from contracode.corpus.variants import second_opinion

    arguments = ["augment", "src/clamp.js", "-n", "2", "--verify", "--out", "x.jsonl"]
    status, _, err = run(capsys, *arguments)
    assert (status, err) == (0, "variants that esprima can't read: 0\n")
    monkeypatch.setattr(
        second_opinion, "_fault", lambda text, *_: None if text == CLAMP else "Line 1: no"
    )
    status, _, err = run(capsys, *arguments)
    assert status == 1
    assert "src/clamp.js: esprima can't read the variant of seed 1: Line 1: no" in err


def test_statistics_are_written(capsys, tree):
    run(capsys, "augment", "src", "--out", "x.jsonl", "--statistics", "s.json", "--plan", "full")
    told = json.loads((tree / "s.json").read_text())
    assert (told["programs"], told["failures"]) == (3, {"syntax": 1})
    assert told["passes"]["rename-variables"]["drawn"] == 8


BAD = {
    "nested": "(" * 1_000_000,
    "nul": "let a\0 = 1;",
    "line": f"x = '{'y' * 10_000_000}'",
    "proposal": "a |> f(%)",
    "broken": "let x = ;",
}


def test_bad_programs_are_told_by_id_and_place_and_the_others_are_made(capsys, tree):
    records = {"first": "a()", "half": "x = '\ud800'", **BAD, "last": "b()"}
    (tree / "x.jsonl").write_text(
        "\n".join(json.dumps({"id": name, "code": code}) for name, code in records.items())
    )
    status, _, err = run(capsys, "augment", "x.jsonl", "-n", "1", "--out", "y.jsonl")
    assert status == 1
    assert [line for line in err.splitlines() if line.split(":")[0] in records] == [
        "nested: 1:501: nested more than 500 levels deep",
        "nul: does not parse: 1:6: Invalid Character `\0`",
        "line: 1:2000001: 10,000,006 characters; at most 2,000,000 are read (`max_chars`)",
        "proposal: does not parse: 1:4: Unexpected token",
        "broken: does not parse: 1:9: Unexpected token",
    ]
    made = [json.loads(line)["id"] for line in (tree / "y.jsonl").read_text().splitlines()]
    assert made == ["first", "half", "last"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["src", "--json", "--out", "x.jsonl"], "choose one of --out, --json and --explain"),
        (["src", "--explain", "--verify"], "--explain goes with neither"),
        (["src", "--workers", "0"], "workers must be at least 1, got 0"),
        (["src", "--deadline", "0"], "deadline must be > 0, got 0"),
        (["missing"], "can't read missing: no such file or folder"),
        (["src/clamp.js", "--out", "src/clamp.js"], "src/clamp.js is a source"),
        (["src", "--plan", "wild.toml"], "no plan at wild.toml"),
        ([], "name a file, a folder, or - for standard input"),
    ],
)
def test_mistakes_end_with_2(capsys, tree, arguments, message):
    before = sorted(tree.rglob("*"))
    status, out, err = run(capsys, "augment", *arguments)
    assert (status, out) == (2, "")
    assert message in " ".join(err.split())
    assert sorted(tree.rglob("*")) == before


def test_a_killed_run_leaves_no_half_file(capsys, tree, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(file_sources.FolderSource, "programs", interrupted)
    assert run(capsys, "augment", "src", "--out", "x.jsonl")[0] == 130
    assert sorted(path.name for path in tree.iterdir()) == ["src"]
