"""The corpus builder on packages that lie on the disk: npm installs them from archives."""

import multiprocessing
import os
import signal
from dataclasses import replace

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.corpus import tables
from contracode.corpus.dataset import Place, build_dataset
from contracode.corpus.functions.table import read_records
from contracode.corpus.manifest import MANIFEST, corpus_digest, read_manifest
from contracode.errors import CorpusError

RECIPE = """
kind = "functions"
min_lines = 3
max_characters = 400
near_duplicates = 0.8

[[packages]]
name = "queue"
roots = ["src"]
leave_out = ["src/vendored"]
split = "train"

[[packages]]
name = "stack"
roots = ["lib", "more.js"]
split = "test"
"""

QUEUE = """
/** Put one in. */
export function push(list, item) {
  list.push(item);
}
export const short = (a) => a;
export class Queue {
  pop(): number {
    return this.items.pop();
  }
}
"""

STACK = """
function append(list, item) {
  list.push(item); // the same body
}
function enqueue(queue, entry) {
  queue.add(entry);
}
function clamp(value) {
  return value < 0 ? 0 : value;
}
"""
LONG = """
function report(rows) {
  const lines = [];
  for (const row of rows) {
    if (row.hidden) continue;
    lines.push(row.name + ": " + row.value.toFixed(2));
  }
  lines.sort((a, b) => a.length - b.length);
  lines.unshift("name: value");
  console.log(lines.join(", "));
  return lines.length;
}
"""

FILES = {
    "queue": {
        "src/queue.ts": QUEUE,
        "src/report.js": LONG,
        "src/vendored/x.js": STACK,
        "src/broken.js": "let x = ;",
        "src/queue.min.js": "x",
        "src/node_modules/y/y.js": "y",
    },
    "stack": {
        "lib/stack.js": STACK,
        "more.js": LONG.replace("name: value", "value").replace(
            "return lines.length;", "return lines.length;\n  done();"
        ),
    },
}
ARCHIVES = {name: archive(name, files) for name, files in FILES.items()}


@pytest.fixture
def dataset(tmp_path):
    write_dataset(tmp_path / "datasets" / "tiny", RECIPE, ARCHIVES)
    return tmp_path / "datasets" / "tiny"


@pytest.fixture
def place(tmp_path, dataset):
    write_archives(tmp_path / "packages", ARCHIVES)
    return Place(dataset=dataset, out=tmp_path / "one", packages=tmp_path / "packages")


def change(dataset, old, new):
    recipe = dataset / "recipe.toml"
    recipe.write_text(recipe.read_text().replace(old, new))


def test_functions_are_extracted_filtered_and_described(place):
    manifest = build_dataset(place)
    rows = {(row.package, row.owner, row.name): row for row in read_records(place.out)}
    assert list(rows) == [
        ("queue", "", "push"),
        ("queue", "Queue", "pop"),
        ("queue", "", "report"),
        ("stack", "", "clamp"),
    ]
    push = rows["queue", "", "push"]
    assert push.documentation == "Put one in."
    assert push.parameters == ("list", "item")
    assert (push.path, push.start_line, push.end_line) == ("src/queue.ts", 3, 5)
    assert QUEUE[push.start : push.end] == push.source
    described = (push.version, push.licence, push.language, push.split)
    assert described == ("1.2.3", "MIT", "ts", "train")
    pop = rows["queue", "Queue", "pop"]
    assert pop.shape == "method"
    assert "number" in pop.source
    assert "number" not in pop.javascript
    assert rows["stack", "", "clamp"].javascript == ""
    assert manifest["unreadable"] == {
        "queue/src/broken.js": "does not parse: 1:9: Unexpected token"
    }


def test_what_is_left_out_is_counted_by_its_reason(place):
    manifest = build_dataset(place)
    assert manifest["left_out"] == {
        "files": {
            "hidden, installed or vendored folder": 1,
            "left out by the recipe": 1,
            "minified, by its name": 1,
        },
        "functions": {
            "fewer lines than min_lines": 1,
            "nearly the same as an earlier function": 1,
            "same body as an earlier function": 1,
            "same structure as an earlier function": 1,
        },
    }
    assert manifest["stages"] == {
        "found": 7,
        "distinct by body": 6,
        "distinct by structure": 5,
        "in no other data set": 5,
        "kept": 4,
    }
    assert manifest["files_read"] == 4


def test_near_duplicates_stay_if_the_recipe_says_so(place):
    change(place.dataset, "near_duplicates = 0.8\n", "")
    assert build_dataset(place)["stages"]["kept"] == 5


def test_the_same_recipe_gives_the_same_bytes(place, tmp_path):
    other = replace(place, out=tmp_path / "two", workers=1)
    build_dataset(place)
    build_dataset(other)
    assert corpus_digest(place.out) == corpus_digest(other.out)


def build_and_be_killed(place):
    """Build; be killed in the middle of the second table file, when its bytes are not yet there."""
    write_whole, files = tables.write_whole, []

    def write_or_die(path, write):
        files.append(path)
        if len(files) == 2:
            path.with_name(f".{path.name}.unfinished").write_bytes(b"PAR1")
            os.kill(os.getpid(), signal.SIGKILL)
        write_whole(path, write)

    tables.write_whole = write_or_die
    build_dataset(place)


def parts_of(corpus):
    """Names and times of the finished parts: one that was made again has another time."""
    return {part.name: part.stat().st_mtime_ns for part in corpus.glob("parts/[!.]*.parquet")}


def test_a_build_killed_again_and_again_goes_on_to_the_same_bytes(place, tmp_path):
    seen = []
    for _ in range(2):
        child = multiprocessing.get_context("spawn").Process(
            target=build_and_be_killed, args=(place,)
        )
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        with pytest.raises(CorpusError, match="no finished corpus"):
            read_manifest(place.out)
        seen.append(parts_of(place.out))
    while_extracting, while_writing = seen
    assert [name.partition("-")[0] for name in while_extracting] == ["queue"]
    assert while_extracting.items() < while_writing.items()
    assert len(while_writing) == len(FILES)
    build_dataset(place)
    never_killed = replace(place, out=tmp_path / "two")
    build_dataset(never_killed)
    assert corpus_digest(place.out) == corpus_digest(never_killed.out)
    assert {path.name for path in place.out.glob("*.parquet")} == {
        path.name for path in never_killed.out.glob("*.parquet")
    }
    assert not (place.out / "parts").exists()


def test_a_finished_corpus_is_left_alone_until_its_recipe_changes(place):
    build_dataset(place)
    before = (place.out / MANIFEST).stat().st_mtime_ns
    build_dataset(place)
    assert (place.out / MANIFEST).stat().st_mtime_ns == before
    change(place.dataset, "min_lines = 3", "min_lines = 1")
    build_dataset(place)
    assert any(row.name == "short" for row in read_records(place.out))


def test_splits_are_read_apart(place):
    build_dataset(place)
    assert {row.package for row in read_records(place.out, "test")} == {"stack"}


@pytest.mark.parametrize("near", ["", "near_duplicates = 0.8\n", "near_duplicates = 1.0\n"])
def test_functions_of_another_data_set_and_their_likes_are_left_out(place, near):
    build_dataset(place)
    other = place.neighbour("other")
    recipe = RECIPE.replace("near_duplicates = 0.8\n", near)
    recipe = recipe.replace("min_lines", 'without = ["one"]\nmin_lines')
    write_dataset(other.dataset, recipe, ARCHIVES)
    # What stands in `one` is what `tiny` became; only the corpus counts, by its folder's name.
    one = place.neighbour("one")
    place.dataset.rename(one.dataset)
    manifest = build_dataset(other)
    assert manifest["stages"]["kept"] == 0
    assert manifest["decontaminated"] == {"one": {"queue": 3, "stack": 2}}
    assert manifest["one_sha256"] == corpus_digest(place.out)


def test_a_licence_that_is_not_the_recipes_is_refused_before_anything_is_extracted(place):
    change(place.dataset, 'name = "stack"', 'name = "stack"\nlicence = "ISC"')
    with pytest.raises(CorpusError, match="stack states the licence 'MIT', its recipe 'ISC'"):
        build_dataset(place)
    assert parts_of(place.out) == {}


def test_what_read_the_packages_is_pinned(place):
    manifest = build_dataset(place)
    assert {"lock_sha256", "oxc-parser", "rensa"} <= manifest.keys()


def test_a_folder_that_a_package_lacks_is_named(place):
    change(place.dataset, '"lib"', '"source"')
    with pytest.raises(CorpusError, match="names source in stack"):
        build_dataset(place)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "functions"', "", "kind"),
        ('kind = "functions"', 'kind = "songs"', "one of functions, types, clones, images"),
        ("min_lines = 3", "", "min_lines"),
        ("min_lines = 3", "min_lines = 0", "min_lines"),
        ("min_lines = 3", "min_line = 3", "min_line"),
        ('split = "test"', 'split = "dev"', "split"),
        ('split = "t', 'family = "lists"\nsplit = "t', "a family has one split"),
        ('name = "stack"', 'name = "queue"', "named twice: queue"),
    ],
)
def test_wrong_recipes_are_refused_with_the_field(place, old, new, message):
    change(place.dataset, old, new)
    with pytest.raises(CorpusError, match=message):
        build_dataset(place)


def test_copies_that_the_recipe_names_are_left_out(place):
    build_dataset(place)
    (clamp,) = [row for row in read_records(place.out) if row.name == "clamp"]
    change(place.dataset, "min_lines", f'copies = ["{clamp.body}"]\nmin_lines')
    manifest = build_dataset(place)
    assert "clamp" not in {row.name for row in read_records(place.out)}
    assert manifest["left_out"]["functions"]["copy of a library that is kept out"] == 1
