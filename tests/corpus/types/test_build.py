"""The builder of labelled files on packages that lie on the disk."""

from dataclasses import replace

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.corpus import tables
from contracode.corpus.dataset import Place, build_dataset
from contracode.corpus.manifest import corpus_digest, read_manifest
from contracode.corpus.types.table import read_files
from contracode.errors import CorpusError

FUNCTIONS = """
kind = "functions"
min_lines = 3
max_characters = 400

[[packages]]
name = "queue"
roots = ["src"]
split = "train"

[[packages]]
name = "stack"
roots = ["lib"]
split = "test"
"""

TYPES = """
kind = "types"
packages_of = "tiny"
max_type_characters = 20
"""

QUEUE = "export class Queue<T> {\n  items: T[] = [];\n  pop(): T | any {}\n}\n"
STACK = "/** @param {string} name */\nexport function open(name) {}\n"
FILES = {
    "queue": {
        "src/queue.ts": QUEUE,
        "src/copy.ts": QUEUE.replace("T[]", "Array<T>").replace("\n", "\n\n"),
        "src/long.ts": "let a: { b: string; c: string }, d: any;",
        "src/broken.ts": "let x: = 1;",
        "src/untyped.ts": "let x = 1;",
    },
    "stack": {"lib/stack.js": STACK},
}
ARCHIVES = {name: archive(name, files) for name, files in FILES.items()}


@pytest.fixture
def place(tmp_path):
    write_dataset(tmp_path / "datasets" / "tiny", FUNCTIONS, ARCHIVES)
    (tmp_path / "datasets" / "tiny-types").mkdir()
    (tmp_path / "datasets" / "tiny-types" / "recipe.toml").write_text(TYPES)
    write_archives(tmp_path / "packages", ARCHIVES)
    return Place(
        dataset=tmp_path / "datasets" / "tiny-types",
        out=tmp_path / "one",
        packages=tmp_path / "packages",
    )


def test_files_are_read_with_the_roots_and_splits_of_the_functions(place):
    manifest = build_dataset(place)
    rows = {(row.split, row.path): row for row in read_files(place.out)}
    assert list(rows) == [
        ("train", "src/copy.ts"),
        ("train", "src/long.ts"),
        ("test", "lib/stack.js"),
    ]
    labels = rows["train", "src/copy.ts"].labels
    assert [(each.name, each.type) for each in labels] == [("items", "T[]"), ("pop", "T | any")]
    assert [row.path for row in read_files(place.out, "test")] == ["lib/stack.js"]
    assert manifest["labels"] == 4
    assert manifest["counts"] == {
        "split": {"test": 1, "train": 3},
        "kind": {"field": 1, "parameter": 1, "return": 1, "variable": 1},
        "origin": {"annotation": 3, "jsdoc": 1},
        "package": {"queue": 3, "stack": 1},
    }


def test_what_is_left_out_is_counted_by_its_reason(place):
    manifest = build_dataset(place)
    assert manifest["files"] == {"test": 1, "train": 2}
    assert manifest["files_read"] == 5
    assert manifest["left_out"] == {
        "files": {"same text as an earlier file": 1, "without a label": 1},
        "labels": {"type longer than max_type_characters": 1},
    }
    assert list(manifest["unreadable"]) == ["queue/src/broken.ts"]
    assert (manifest["any"], manifest["types"]) == (1, 4)
    assert manifest["most_frequent"] == {"T[]": 1, "T | any": 1, "any": 1, "string": 1}


def test_the_same_recipe_gives_the_same_bytes(place, tmp_path):
    other = replace(place, out=tmp_path / "two", workers=1)
    build_dataset(place)
    build_dataset(other)
    assert corpus_digest(place.out) == corpus_digest(other.out)


def test_a_killed_build_goes_on_where_it_was(place, tmp_path, monkeypatch):
    written, write_whole = [], tables.write_whole

    def kill_at_the_second(path, write):
        written.append(path.name.partition("-")[0])
        if written == ["queue", "stack"]:
            raise KeyboardInterrupt
        write_whole(path, write)

    monkeypatch.setattr(tables, "write_whole", kill_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        build_dataset(place)
    with pytest.raises(CorpusError, match="no finished corpus"):
        read_manifest(place.out)
    build_dataset(place)
    assert written == ["queue", "stack", "stack", "files"]
    monkeypatch.undo()
    never_killed = replace(place, out=tmp_path / "two")
    build_dataset(never_killed)
    assert corpus_digest(place.out) == corpus_digest(never_killed.out)


def test_a_changed_recipe_of_the_functions_builds_the_types_anew(place):
    build_dataset(place)
    recipe = place.dataset.parent / "tiny" / "recipe.toml"
    recipe.write_text(recipe.read_text().replace('"test"', '"valid"'))
    assert "valid" in build_dataset(place)["counts"]["split"]


def test_packages_are_left_out_by_name(place):
    recipe = place.dataset / "recipe.toml"
    recipe.write_text(TYPES + 'leave_out = ["queue"]\n')
    assert list(build_dataset(place)["counts"]["package"]) == ["stack"]
    recipe.write_text(TYPES + 'leave_out = ["heap"]\n')
    with pytest.raises(CorpusError, match="leaves out heap, which tiny does not name"):
        build_dataset(place)


def test_what_read_the_packages_is_pinned(place):
    assert {"lock_sha256", "oxc-parser", "esrap"} <= build_dataset(place).keys()
