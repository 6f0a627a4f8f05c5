import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from compiler_aug import Failure, Program
from contracode.corpus.variants.inputs import is_one_program, open_sources
from contracode.corpus.variants.reading import Reading
from contracode.errors import ContracodeError


def read(*names, max_chars=2_000_000):
    """Programs, failures, and what was passed by."""
    failures, left_out = [], []
    reading = Reading(
        max_chars=max_chars,
        on_left_out=lambda path, reason: left_out.append((path, reason)),
        on_failure=failures.append,
    )
    sources = open_sources([str(name) for name in names], lambda: "standard()")
    programs = [program for source in sources for program in source.programs(reading)]
    return programs, failures, left_out


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "src"
    for name, text in {
        "b.ts": "let b: number;",
        "a/c.js": "c()",
        "node_modules/x/index.js": "no()",
        "d.min.js": "no()",
        "e.js": "x" * 2000,
        "notes.txt": "no",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "link.js").symlink_to(folder / "b.ts")
    return folder


def test_a_folder_is_walked_as_an_index_walks_it(tree):
    programs, failures, left_out = read(tree)
    assert programs == [
        Program("let b: number;", "ts", id="b.ts"),
        Program("c()", "js", id="a/c.js"),
    ]
    assert failures == []
    assert left_out == [("e.js", "minified: 2000 characters in 1 lines")]


@pytest.mark.usefixtures("tree")
def test_of_several_sources_the_ids_say_which(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    programs, *_ = read("src", "src/a/c.js", "-")
    assert [program.id for program in programs] == [
        "src/b.ts",
        "src/a/c.js",
        "src/a/c.js",
        "standard input",
    ]


def test_a_named_file_is_read_even_if_it_is_minified(tree):
    programs, *_ = read(tree / "e.js")
    assert programs[0].source == "x" * 2000


def test_a_file_that_is_no_text_fails_with_its_place(tmp_path):
    (tmp_path / "a.js").write_bytes(b"let a;\nlet \xff;")
    _, (failure,), _ = read(tmp_path / "a.js")
    assert failure == Failure(
        "unreadable", "not UTF-8: invalid start byte", 2, 5, str(tmp_path / "a.js")
    )


def test_a_file_beyond_the_limit_is_not_read(tmp_path):
    (tmp_path / "a.js").write_text("x" * 50)
    _, (failure,), _ = read(tmp_path / "a.js", max_chars=10)
    assert (failure.kind, failure.message) == ("size", "50 bytes; at most 10 characters are read")


LINES = [
    ('{"source": "a()", "id": "one", "language": "typescript"}', Program("a()", "ts", id="one")),
    ('{"code": "b()", "id": 7, "shape": "expression"}', Program("b()", "auto", "expression", "7")),
    ('{"code": "c()", "more": [1]}', Program("c()", id="x.jsonl:3")),
    (" ", None),
    (r'{"source": "\ud800", "id": "\ud800"}', Program("\ud800", id="\\ud800")),
    ('{"source": "d()", "language": null}', Program("d()", id="x.jsonl:6")),
]
BAD_LINES = [
    (b'{"source": ', 12, "no JSON: Expecting value"),
    (b"[1]", 1, "no JSON object"),
    (b'{"text": "a"}', 1, "the text `source` or `code` is missing"),
    (b'{"source": 1}', 1, "the text `source` or `code` is missing"),
    (b'{"source": "a", "language": "python"}', 1, "`language` must be one of auto, js, jsx, ts"),
    (b'{"source": "a", "language": ["js"]}', 1, "`language` must be one of auto, js, jsx, ts"),
    (b'{"source": "a", "shape": "file"}', 1, "`shape` must be one of auto, program"),
    (b'{"source": "a", "id": [1]}', 1, "`id` must be text or a whole number, not list"),
    (b'{"source": "\xff"}', 13, "not UTF-8: invalid start byte"),
    (b"[" * 1_000_000, 1, "JSON that can't be read"),
    (b'{"a": ' + b"9" * 5000 + b"}", 1, "JSON that can't be read"),
]


def test_lines_are_programs(tmp_path):
    (tmp_path / "x.jsonl").write_text("\ufeff" + "\n".join(line for line, _ in LINES))
    programs, failures, _ = read(tmp_path / "x.jsonl")
    assert programs == [program for _, program in LINES if program]
    assert failures == []


@pytest.mark.parametrize(
    ("line", "column", "message"), BAD_LINES, ids=[message for *_, message in BAD_LINES]
)
def test_a_bad_line_fails_alone_with_its_place(tmp_path, line, column, message):
    good = b'{"source": "a()", "id": "%d"}\n'
    (tmp_path / "x.jsonl").write_bytes(good % 1 + line + b"\n" + good % 3)
    programs, (failure,), _ = read(tmp_path / "x.jsonl")
    assert [program.id for program in programs] == ["1", "3"]
    assert (failure.kind, failure.line, failure.column) == ("unreadable", 2, column)
    assert message in failure.message


def test_rows_of_parquet_are_programs(tmp_path):
    table = pa.table({"code": ["a()", None, "c()"], "id": [1, 2, None], "stars": [1, 2, 3]})
    pq.write_table(table, tmp_path / "x.parquet")
    programs, (failure,), _ = read(tmp_path / "x.parquet")
    assert programs == [Program("a()", id="1"), Program("c()", id="x.parquet:3")]
    assert (failure.id, failure.message) == ("2", "the text `source` or `code` is missing")


def test_a_corpus_and_its_shards_are_sources(corpus):
    (source,) = open_sources([str(corpus)], str)
    assert source.size == 20
    programs, *_ = read(corpus)
    assert [program.id for program in programs] == [f"id-{n}" for n in range(20)]
    assert read(corpus / "functions-00001.parquet")[0] == programs[5:10]


def test_what_holds_no_programs_is_refused(tmp_path):
    pq.write_table(pa.table({"text": ["a()"]}), tmp_path / "x.parquet")
    (tmp_path / "y.parquet").write_text("no")
    (tmp_path / "empty").mkdir()
    for name, message in {
        "x.parquet": "has no column source or code; it has text",
        "y.parquet": "is no Parquet file",
        "empty": "holds no JavaScript or TypeScript file",
        "missing.js": "can't read .*missing.js: no such file or folder",
    }.items():
        with pytest.raises(ContracodeError, match=message):
            open_sources([str(tmp_path / name)], str)


def test_one_program_is_told_from_many(tmp_path, corpus):
    assert is_one_program("-")
    assert is_one_program("a.js")
    assert is_one_program("Makefile")
    assert not is_one_program(str(tmp_path))
    assert not is_one_program("a.jsonl")
    assert not is_one_program(str(corpus / "functions-00000.parquet"))
