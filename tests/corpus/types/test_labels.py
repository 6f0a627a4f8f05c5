import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler_aug import Augmenter, Failure
from compiler_aug.program import ErasedFile, StatedType
from contracode.corpus.packages import Origin, Sources
from contracode.corpus.report import Report
from contracode.corpus.types.labels import read_typed_files
from contracode.errors import CorpusError

ORIGIN = Origin(package="lists", version="1.0.0", licence="MIT", split="valid")
FIRST = "export function first(list: Array<string>): any {\n  return list[0];\n}\n"


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


def read(folder, augmenter, most=100, **sources):
    files = []
    for name, source in sources.items():
        files.append(folder / name.replace("_", "."))
        content = source if isinstance(source, bytes) else source.encode()
        files[-1].write_bytes(content)
    report = Report()
    package = Sources(origin=ORIGIN, folder=folder, files=tuple(files), left_out={})
    rows = list(read_typed_files(augmenter, most, package, files, report))
    return rows, report.unreadable, dict(report.left_out.get("labels", {}))


def test_a_file_says_what_its_names_are_and_where_it_came_from(tmp_path, augmenter):
    ((file,), left_out, dropped) = read(tmp_path, augmenter, list_ts=FIRST)
    assert (left_out, dropped) == ({}, {})
    assert (file.path, file.language, file.package) == ("list.ts", "ts", "lists")
    assert (file.version, file.licence, file.split) == ("1.0.0", "MIT", "valid")
    assert file.source == FIRST
    assert file.javascript == "export function first(list) {\n  return list[0];\n}\n"
    told = [(each.kind, each.name, each.type, each.is_any, each.origin) for each in file.labels]
    assert told == [
        ("return", "first", "any", True, "annotation"),
        ("parameter", "list", "string[]", False, "annotation"),
    ]


def test_documented_javascript_has_labels_and_its_comments_lose_them(tmp_path, augmenter):
    source = "/** @param {?Foo} it */\nfunction f(it) {}\n"
    ((file,), _, _) = read(tmp_path, augmenter, list_js=source)
    (label,) = file.labels
    assert (label.type, label.origin) == ("Foo | null", "jsdoc")
    assert file.javascript == "/** @param it */\nfunction f(it) {}\n"


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(["\U0001f600", "é", "\r\n", "// x\n", " "]), max_size=9))
def test_labels_point_at_their_names_whatever_stands_before(tmp_path_factory, augmenter, before):
    folder = tmp_path_factory.mktemp("before")
    comment = f"/* {''.join(before)} */"
    source = f"{comment}let a: A; {comment} class B {{ #c: C{comment} }}"
    ((file,), _, _) = read(folder, augmenter, list_ts=source.encode())
    assert [label.name for label in file.labels] == ["a", "#c"]
    for label in file.labels:
        assert file.javascript[label.start : label.end] == label.name
        assert file.source[label.source_start : label.source_end] == label.name


def test_files_without_types_and_files_that_do_not_parse_are_left_out(tmp_path, augmenter):
    rows, left_out, _ = read(tmp_path, augmenter, a_js="let a;", b_ts="let x: = ;", c_ts=b"\xff")
    assert rows == []
    assert list(left_out) == ["c.ts", "b.ts"]
    assert left_out["b.ts"].startswith("does not parse: 1:8: ")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_erasing_keeps_the_line_ends_and_its_labels(tmp_path, augmenter, end):
    usual = f"/**\n * @type {{string}}\n */\nlet x;\ninterface I {{\n  a: A\n}}\n\n{FIRST}"
    source = usual.replace("\n", end)
    ((file,), _, _) = read(tmp_path, augmenter, list_ts=source.encode())
    ((other,), _, _) = read(tmp_path, augmenter, list_ts=usual.encode())
    assert file.source == source
    assert [(each.name, each.type) for each in file.labels] == [
        (each.name, each.type) for each in other.labels
    ]
    if end == "\r\n":
        assert file.javascript == other.javascript.replace("\n", end)
    else:
        # Whole lines are only known by the ends of today: what is taken out leaves its line.
        assert file.javascript.split() == other.javascript.split()


def test_long_types_are_counted_and_left(tmp_path, augmenter):
    ((file,), _, dropped) = read(tmp_path, augmenter, most=4, list_ts=FIRST)
    assert [label.type for label in file.labels] == ["any"]
    assert dropped == {"type longer than max_type_characters": 1}


class Misled(Augmenter):
    """A compiler whose labels point beside their names, and whose text is no JavaScript."""

    def __init__(self, augmenter):
        self._pool = augmenter._pool
        self._max_chars = augmenter._max_chars

    def type_labels(self, files):
        places = [(4, 4), (5, 4), (4, 5)]
        for file in files:
            types = tuple(
                StatedType(
                    kind="variable",
                    name="a",
                    type="A",
                    origin="annotation",
                    start=start,
                    end=start + 1,
                    source_start=source_start,
                    source_end=source_start + 1,
                )
                for start, source_start in places
            )
            yield ErasedFile(javascript=file.source, types=types, dropped={})


def test_every_span_and_every_text_is_checked(tmp_path, augmenter):
    rows, left_out, dropped = read(tmp_path, Misled(augmenter), a_ts="let a;", b_ts="let a: A;")
    assert [len(row.labels) for row in rows] == [1]
    assert dropped == {"span beside its name": 4}
    assert left_out["b.ts"].startswith("no JavaScript without its types: ")


class Overdue(Augmenter):
    """A compiler that erases types and finishes nothing else, or not even that."""

    def __init__(self, *, erases):
        self._erases = erases

    def type_labels(self, files):
        whole = next(iter(files)).source
        label = StatedType(
            kind="variable",
            name="a",
            type="A",
            origin="annotation",
            start=4,
            end=5,
            source_start=4,
            source_end=5,
        )
        erased = ErasedFile(javascript=whole, types=(label,), dropped={})
        yield erased if self._erases else Failure("deadline", "not done within 120 s, twice")

    def check(self, programs):
        for _ in programs:
            yield Failure("deadline", "not done within 120 s, twice")


@pytest.mark.parametrize("erases", [True, False])
def test_a_file_that_another_run_might_read_is_no_fact_of_a_corpus(tmp_path, erases):
    with pytest.raises(CorpusError, match=r"a.ts was not read .* 120 s, twice; run the same"):
        read(tmp_path, Overdue(erases=erases), a_ts="let a: A;")
