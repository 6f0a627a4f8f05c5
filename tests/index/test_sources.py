"""What is read from a folder, what is left out, and what is said about it."""

import json

import pytest
from function_lists import ADD, CLAMP, record
from function_records import write_corpus

from compiler_aug import Augmenter
from contracode.errors import CloneIndexError
from contracode.index import open_source


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as compiler:
        yield compiler


@pytest.fixture
def project(tmp_path):
    files = {
        "package.json": json.dumps({"name": "pack", "version": "2.1.0", "license": "MIT"}),
        "src/a.js": CLAMP,
        "src/view.js": "export function View() { return <b>don't</b>; }",
        "src/b.ts": "export class Box<T> { push(item: T): void { this.items.push(item); } }",
        "src/broken.js": "let x = 1;\nlet y = ;",
        "src/latin.js": b"// caf\xe9\n" + ADD.encode(),
        "src/bundle.js": "f();" * 2000,
        "types.d.ts": "declare function ghost(): void;",
        "lib/x.min.js": "function small(){}",
        "node_modules/y/index.js": "function installed() {}",
        ".git/hook.js": "function hook() {}",
    }
    for path, content in files.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "linked.js").symlink_to(tmp_path / "src" / "a.js")
    return tmp_path


def test_functions_of_a_folder_come_with_their_place_and_package(project, augmenter):
    found = list(open_source(project, augmenter, lambda _: None).records())
    assert [(each.path, each.owner, each.name, each.language) for each in found] == [
        ("src/a.js", "", "clamp", "js"),
        ("src/b.ts", "Box", "push", "ts"),
        ("src/view.js", "", "View", "js"),
    ]
    assert {(each.package, each.version, each.licence) for each in found} == {
        ("pack", "2.1.0", "MIT")
    }


def test_files_that_can_not_be_read_are_named_and_counted(project, augmenter):
    messages = []
    source = open_source(project, augmenter, messages.append)
    list(source.records())
    assert len(source.left_out) == len(messages) == 3
    by_file = {message.split(":")[0]: message for message in messages}
    assert "left out: does not parse: 2:9: Unexpected token" in by_file["src/broken.js"]
    assert "minified: 8000 characters in 1 lines" in by_file["src/bundle.js"]
    assert "not UTF-8" in by_file["src/latin.js"]


def test_the_digest_follows_the_files(project, augmenter):
    def digest():
        return open_source(project, augmenter, lambda _: None).digest

    before = digest()
    assert digest() == before
    (project / "src" / "a.js").rename(project / "src" / "c.js")
    renamed = digest()
    (project / "src" / "c.js").write_text(ADD)
    assert len({before, renamed, digest()}) == 3


@pytest.mark.parametrize("described", ["{", "[]", '{"name": 3, "license": {"type": "MIT"}}'])
def test_a_strange_package_file_leaves_the_folders_name(tmp_path, augmenter, described):
    folder = tmp_path / "thing"
    folder.mkdir()
    (folder / "package.json").write_text(described)
    (folder / "a.js").write_text(ADD)
    (found,) = open_source(folder, augmenter, lambda _: None).records()
    assert (found.package, found.version, found.licence) == ("thing", "", "")


def test_a_corpus_is_read_as_a_corpus(tmp_path, augmenter):
    records = [record(CLAMP), record(ADD, start_line=3)]
    write_corpus(tmp_path, records, {"name": "tiny"})
    assert list(open_source(tmp_path, augmenter, lambda _: None).records()) == records


def test_a_folder_without_code_is_refused(tmp_path, augmenter):
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(CloneIndexError, match="holds no JavaScript or TypeScript"):
        open_source(tmp_path, augmenter, lambda _: None)


def test_a_file_is_no_source(tmp_path, augmenter):
    with pytest.raises(CloneIndexError, match="is no folder"):
        open_source(tmp_path / "missing", augmenter, lambda _: None)
