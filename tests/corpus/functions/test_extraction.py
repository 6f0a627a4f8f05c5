from dataclasses import replace

import pytest

from compiler_aug import Augmenter, Failure
from contracode.corpus.functions.extraction import read_functions
from contracode.corpus.packages import Origin
from contracode.errors import CorpusError

ORIGIN = Origin(package="lists", version="1.0.0", licence="MIT", split="valid")
FIRST = "function first(list) {\n  return list[0];\n}"


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


@pytest.fixture
def extract(augmenter, tmp_path):
    def run(origin=ORIGIN, **sources):
        files = []
        for name, source in sources.items():
            files.append(tmp_path / name.replace("_", "."))
            content = source if isinstance(source, bytes) else source.encode()
            files[-1].write_bytes(content)
        left_out = {}
        records = list(read_functions(tmp_path, files, origin, augmenter, left_out.__setitem__))
        return records, left_out

    return run


def test_a_record_says_what_the_function_is_and_where_it_came_from(extract):
    ((record,), left_out) = extract(list_ts=f"/** The first. */\nexport {FIRST}\n")
    assert left_out == {}
    assert (record.name, record.documentation, record.source) == ("first", "The first.", FIRST)
    assert (record.path, record.language, record.package) == ("list.ts", "ts", "lists")
    assert (record.start_line, record.end_line, record.split) == (2, 4, "valid")


def test_offsets_count_characters_of_the_text_without_its_byte_order_mark(extract):
    text = f"// \U0001f600 smiles\n{FIRST}\n// \U0001f600\n{FIRST.replace('first', 'again')}"
    records, _ = extract(list_js=b"\xef\xbb\xbf" + text.encode())
    assert [text[each.start : each.end] for each in records] == [each.source for each in records]
    assert len(records) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_text_is_the_files_whatever_its_line_ends(extract, end):
    text = f"// smiles\n\n/**\n * Get it.\n *\n * All.\n */\nexport {FIRST}\n{FIRST}".replace(
        "\n", end
    )
    records, left_out = extract(list_ts=text)
    assert left_out == {}
    assert [text[each.start : each.end] for each in records] == [each.source for each in records]
    assert [each.source for each in records] == [FIRST.replace("\n", end)] * 2
    assert [(each.start_line, each.end_line) for each in records] == [(8, 10), (11, 13)]
    assert records[0].documentation == "Get it.\n\nAll."
    ((plain,), _) = extract(list_js=FIRST)
    assert (records[0].body, records[0].structure) == (plain.body, plain.structure)


def test_typescript_comes_without_its_types_too_and_javascript_once(extract):
    typed = FIRST.replace("(list)", "<T>(list: readonly T[]): T | undefined")
    ((typescript, javascript), _) = extract(a_ts=typed, b_js=FIRST)
    assert (typescript.source, typescript.javascript) == (typed, FIRST)
    assert (javascript.source, javascript.javascript) == (FIRST, "")
    assert typescript.body == javascript.body
    assert typescript.structure == javascript.structure


def test_equal_functions_of_a_file_have_ids_of_their_own(extract):
    twice = f"{FIRST}\n{FIRST}\nfunction other() {{ {FIRST} }}"
    records, _ = extract(list_js=twice)
    assert len({each.id for each in records}) == len(records) == 4
    ((alone,), _) = extract(list_js=FIRST)
    assert alone.id == records[0].id


def test_the_id_is_that_of_package_version_path_name_and_source(extract):
    ((record,), _) = extract(list_js=FIRST)
    ((moved,), _) = extract(list_js="\n\n" + FIRST)
    assert replace(moved, start=0, end=record.end, start_line=1, end_line=3) == record
    others = [
        extract(other_js=FIRST),
        extract(list_js=FIRST.replace("first", "head")),
        extract(list_js=FIRST.replace("0", "1")),
        extract(list_js=FIRST, origin=replace(ORIGIN, package="other")),
        extract(list_js=FIRST, origin=replace(ORIGIN, version="1.0.1")),
    ]
    ids = {each.id for records, _ in others for each in records}
    assert len(ids - {record.id}) == len(others)


def test_files_that_cannot_be_read_are_left_out_with_their_reasons(extract):
    deep = "f(" + "a + " * 20_000 + "a)\n"
    records, left_out = extract(
        a_js=FIRST, b_js="function f( {", c_js=b"\xff", d_js=deep.replace("+ a", "+\na"), e_js=FIRST
    )
    assert [each.path for each in records] == ["a.js", "e.js"]
    assert left_out.keys() == {"b.js", "c.js", "d.js"}
    assert left_out["b.js"].startswith("does not parse: 1:14: ")
    assert "UTF-8" in left_out["c.js"]
    assert "nested too deeply" in left_out["d.js"]


class Overdue(Augmenter):
    """A compiler that finishes no file."""

    def __init__(self, kind):
        self._kind = kind

    def extract(self, files):
        for _ in files:
            yield Failure(self._kind, "not done within 120 s, twice")


@pytest.mark.parametrize("kind", ["deadline", "killed"])
def test_a_file_that_another_run_might_read_is_no_fact_of_a_corpus(tmp_path, kind):
    (tmp_path / "list.js").write_text(FIRST)
    files = [tmp_path / "list.js"]
    told = {}
    with pytest.raises(CorpusError, match=r"list.js was not read .* 120 s, twice; run the same"):
        list(read_functions(tmp_path, files, ORIGIN, Overdue(kind), told.__setitem__))
    assert told == {}
    tell = told.__setitem__
    assert not list(read_functions(tmp_path, files, ORIGIN, Overdue(kind), print, tell))
    assert told == {"list.js": "not done within 120 s, twice"}
