from dataclasses import replace

import pytest

from compiler_aug import Augmenter
from contracode.corpus.functions.extraction import Origin, read_functions

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
