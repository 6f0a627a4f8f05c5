"""The corpus builder on packages that lie on the disk: npm installs them from archives."""

import base64
import hashlib
import io
import json
import tarfile

import pytest

from contracode.corpus.build import build_corpus
from contracode.corpus.shards import MANIFEST, corpus_digest, read_manifest, read_records
from contracode.errors import CorpusError

RECIPE = """
min_lines = 3
max_characters = 400

[[packages]]
name = "queue"
roots = ["src"]
leave_out = ["src/vendored"]
split = "train"

[[packages]]
name = "stack"
roots = ["lib"]
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

STACK = "function push(list, item) {\n  list.push(item);\n}\n"


FILES = {
    "queue": {"src/queue.ts": QUEUE, "src/vendored/x.js": STACK, "src/broken.js": "let x = ;"},
    "stack": {"lib/stack.js": STACK + STACK.replace("push", "unshift")},
}


def archive(name):
    about = {"name": name, "version": "1.2.3", "license": "MIT"}
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        for path, text in {"package.json": json.dumps(about), **FILES[name]}.items():
            member = tarfile.TarInfo(f"package/{path}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return content.getvalue()


ARCHIVES = {name: archive(name) for name in FILES}


@pytest.fixture
def out(tmp_path):
    """Places for corpora, each with the archives beside the folder that npm installs into."""
    places = []
    for name in ("one", "two"):
        place = tmp_path / name
        place.mkdir()
        for package in FILES:
            (place / f"{package}.tgz").write_bytes(ARCHIVES[package])
        places.append(place)
    return places


@pytest.fixture
def dataset(tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    wanted = {name: f"file:../{name}.tgz" for name in FILES}
    locked = {
        f"node_modules/{name}": {
            "version": "1.2.3",
            "resolved": wanted[name],
            "integrity": "sha512-"
            + base64.b64encode(hashlib.sha512(ARCHIVES[name]).digest()).decode(),
            "license": "MIT",
        }
        for name in FILES
    }
    about = {"name": "tiny", "version": "1.0.0", "dependencies": wanted}
    lock = {"name": "tiny", "version": "1.0.0", "lockfileVersion": 3, "requires": True}
    lock["packages"] = {"": about, **locked}
    (folder / "package.json").write_text(json.dumps(about))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    (folder / ".npmrc").write_text("audit=false\n")
    (folder / "recipe.toml").write_text(RECIPE)
    return folder


def test_functions_are_extracted_filtered_and_described(dataset, out):
    manifest = build_corpus(dataset, out[0])
    rows = {(row.package, row.owner, row.name): row for row in read_records(out[0])}
    assert list(rows) == [
        ("queue", "", "push"),
        ("queue", "Queue", "pop"),
        ("stack", "", "unshift"),
    ]
    push = rows["queue", "", "push"]
    assert push.documentation == "Put one in."
    assert push.parameters == ("list", "item")
    assert (push.path, push.start_line, push.end_line) == ("src/queue.ts", 3, 5)
    assert (push.version, push.licence, push.language, push.split) == (
        "1.2.3",
        "MIT",
        "ts",
        "train",
    )
    assert rows["queue", "Queue", "pop"].shape == "method"
    assert manifest["dropped"] == {"fewer lines than min_lines": 1, "same text as another": 1}
    assert manifest["unreadable"] == {"queue/src/broken.js": "1:9: Unexpected token"}


def test_the_same_recipe_gives_the_same_bytes(dataset, out):
    for workers, place in enumerate(out, start=1):
        build_corpus(dataset, place, workers)
    assert corpus_digest(out[0]) == corpus_digest(out[1])


def test_a_finished_corpus_is_left_alone_until_its_recipe_changes(dataset, out):
    out = out[0]
    build_corpus(dataset, out)
    before = (out / MANIFEST).stat().st_mtime_ns
    build_corpus(dataset, out)
    assert (out / MANIFEST).stat().st_mtime_ns == before
    recipe = dataset / "recipe.toml"
    recipe.write_text(recipe.read_text().replace("min_lines = 3", "min_lines = 1"))
    build_corpus(dataset, out)
    assert any(row.name == "short" for row in read_records(out))


def test_splits_are_read_apart(dataset, out):
    build_corpus(dataset, out[0])
    assert {row.package for row in read_records(out[0], "test")} == {"stack"}


def test_a_changed_shard_is_refused(dataset, out):
    out = out[0]
    build_corpus(dataset, out)
    (shard,) = out.glob("*.parquet")
    shard.write_bytes(shard.read_bytes() + b"x")
    with pytest.raises(CorpusError, match="changed since it was built"):
        read_records(out)


def test_an_unfinished_corpus_names_the_command(tmp_path):
    with pytest.raises(CorpusError, match="contracode corpus build"):
        read_manifest(tmp_path)


def test_a_folder_that_a_package_lacks_is_named(dataset, out):
    recipe = dataset / "recipe.toml"
    recipe.write_text(recipe.read_text().replace('"lib"', '"source"'))
    with pytest.raises(CorpusError, match="names source in stack"):
        build_corpus(dataset, out[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("min_lines = 3", ""), "min_lines"),
        (("min_lines = 3", "min_lines = 0"), "min_lines"),
        (("min_lines = 3", "min_line = 3"), "min_line"),
        (('split = "test"', 'split = "dev"'), "split"),
    ],
)
def test_wrong_recipes_are_refused_with_the_field(dataset, out, change, message):
    recipe = dataset / "recipe.toml"
    recipe.write_text(recipe.read_text().replace(*change))
    with pytest.raises(CorpusError, match=message):
        build_corpus(dataset, out[0])
