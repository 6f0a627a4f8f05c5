"""The builder of clone corpora on packages that lie on the disk, whose functions really run."""

from dataclasses import replace

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.corpus.clones import build as room
from contracode.corpus.clones.records import CloneFunction, ClonePair
from contracode.corpus.dataset import Place, build_dataset
from contracode.corpus.manifest import corpus_digest, read_manifest
from contracode.corpus.tables import read_rows
from contracode.errors import CorpusError

RECIPE = """
kind = "clones"
max_characters = 500
most_pairs_by_name = 10
valid_share = 0.3

[behaviour]
least_informative = 4
least_agreement = 0.8

[groups.utility]
first = ["src/"]
last = [""]
wrong = [""]
hung = [""]

[run]
first = ["src/*.js"]
last = ["*.mjs"]
wrong = ["*.mjs"]
hung = ["*.mjs"]

[data_last]
packages = ["last"]

[families]

[unpaired]
paths = []

[wrappers]
names = ["curry"]

[synonyms]
mean = ["average"]

[owners]
stack = ["Stack", "Pile"]

[generic]
names = []
owners = []
"""

FIRST = """
exports.mean = function (list) {
  let sum = 0;
  for (const item of list) sum += item;
  return sum / list.length;
};
exports.take = function take(list, count) {
  return list.slice(0, Math.max(count, 0));
};
exports.greet = function greet(name) {
  return "hello " + name;
};
/** One on top. */
class Stack {
  push(item) { this.items.push(item); this.size += 1; return this.size; }
}
"""
LAST = """
/** The mean, */
export const average = (xs) => xs.reduce((a, b) => a + b, 0) / xs.length;
const curry = (f) => (a) => (b) => f(a, b);
export const take = curry(function take(n, xs) {
  const taken = [];
  for (let i = 0; i < n && i < xs.length; i += 1) taken[i] = xs[i];
  return typeof xs === 'string' ? taken.join('') : taken;
});
export function greet(name) { return 'hello '.concat(name); }
export class Pile {
  push(item) { return (this.length = this.list.unshift(item)); }
}
"""
# The sum, which is called the mean; and one item too many.
WRONG = """
export function mean(list) { return list.map(Number).reduce((a, b) => a + b); }
export function take(list, count) { return list.slice(0, count + 1); }
"""
HUNG = """
export function mean(list) { for (;;) list.length; }
export function take(list) { process.exit(1); }
"""
SUM_LOOP = (
    "function (list) {\n  let all = 0;\n  for (const one of list) all += one;\n  return all;\n}"
)
SUM_FOLD = "(xs) => xs.reduce((a, b) => a + b, 0)"
FILES = {
    "first": {"src/index.js": FIRST, "src/sum-up.js": f"\nmodule.exports = {SUM_LOOP};\n"},
    "last": {
        "index.mjs": LAST,
        "sumUp.mjs": f"export default {SUM_FOLD};\n",
        "broken.mjs": "import 'nowhere';",
    },
    "wrong": {"index.mjs": WRONG},
    "hung": {"index.mjs": HUNG},
}
ARCHIVES = {name: archive(name, files) for name, files in FILES.items()}


def place_below(home):
    write_dataset(home / "datasets" / "tiny", RECIPE, ARCHIVES)
    write_archives(home / "packages", ARCHIVES)
    return Place(dataset=home / "datasets" / "tiny", out=home / "one", packages=home / "packages")


@pytest.fixture
def place(tmp_path):
    return place_below(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Where a corpus stands that tests only read."""
    place = place_below(tmp_path_factory.mktemp("built"))
    build_dataset(place)
    return place


def named_pairs(corpus):
    names = {
        row.id: f"{row.package}:{row.name}" for row in read_rows(corpus, "functions", CloneFunction)
    }
    return {
        (names[pair.left], names[pair.right]): pair
        for pair in read_rows(corpus, "pairs", ClonePair)
    }


def test_functions_that_do_the_same_pair_and_namesakes_that_do_not_do_not(built):
    manifest = read_manifest(built.out)
    pairs = named_pairs(built.out)
    behaviour = {names for names, pair in pairs.items() if pair.evidence == "behaviour"}
    assert behaviour == {
        ("first:mean", "last:average"),
        ("first:take", "last:take"),
        ("first:greet", "last:greet"),
        ("first:sumUp", "last:sumUp"),
    }
    take = pairs["first:take", "last:take"]
    assert (take.left_manner, take.right_manner) == ("data-first", "curried")
    assert take.calls >= take.informative >= take.agreeing >= 4
    assert manifest["left_out"]["pairs"]["behaviour: calls disagree"] == 4
    assert not any("wrong" in name or "hung" in name for names in pairs for name in names)
    assert manifest["left_out"]["called functions"] == {
        "no answer to any call": 1,
        "too many calls that do not end": 1,
    }
    assert manifest["left_out"]["modules not imported"] == {"last": 1}


def test_what_does_not_run_pairs_by_name_and_owner(built):
    (by_name,) = [pair for pair in named_pairs(built.out).values() if pair.evidence == "name"]
    assert (by_name.concept, by_name.calls, by_name.left_manner) == ("stack.push", 0, "")


def test_names_are_taken_out_and_every_function_is_kept(built):
    rows = {
        f"{row.package}:{row.name}": row for row in read_rows(built.out, "functions", CloneFunction)
    }
    assert rows["last:average"].anonymous.startswith("const f = (xs)")
    assert rows["first:take"].anonymous.startswith("function f(list, count)")
    assert rows["first:push"].anonymous.startswith("f(item)")
    assert (rows["wrong:mean"].concept, rows["wrong:mean"].anonymous) == ("", "")
    assert rows["wrong:mean"].split == "test"
    assert all(row.structure and row.body and row.licence == "MIT" for row in rows.values())


def test_what_a_module_gives_back_as_a_whole_is_named_by_its_file(place):
    build_dataset(place)
    rows = {
        f"{row.package}:{row.name}": row for row in read_rows(place.out, "functions", CloneFunction)
    }
    loop, fold = rows["first:sumUp"], rows["last:sumUp"]
    assert (loop.source, fold.source) == (SUM_LOOP, SUM_FOLD)
    assert (loop.path, loop.start_line, loop.end_line) == ("src/sum-up.js", 2, 6)
    assert (fold.path, fold.start_line, fold.end_line) == ("sumUp.mjs", 1, 1)


def test_a_concept_lies_in_one_split(built):
    functions = {row.id: row for row in read_rows(built.out, "functions", CloneFunction)}
    for pair in read_rows(built.out, "pairs", ClonePair):
        for side in (functions[pair.left], functions[pair.right]):
            assert (side.concept, side.split) == (pair.concept, pair.split)


def test_two_builds_give_the_same_bytes_and_a_killed_one_goes_on(built, monkeypatch):
    other = replace(built, out=built.out.parent / "two")

    def die(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(room, "pair_up", die)
        with pytest.raises(KeyboardInterrupt):
            build_dataset(other)
    assert len(list((other.out / "parts").iterdir())) == 4 * 2 + 4 + 4
    calling = "contracode.corpus.clones.calls.call_functions"
    monkeypatch.setattr(calling, die)
    build_dataset(other)
    assert corpus_digest(other.out) == corpus_digest(built.out)
    assert not (other.out / "parts").exists()


def test_a_package_without_files_in_its_groups_is_refused(place):
    recipe = place.dataset / "recipe.toml"
    recipe.write_text(recipe.read_text().replace('["src/"]', '["lib/"]'))
    with pytest.raises(CorpusError, match="first has no file where the recipe's groups look"):
        build_dataset(place)
    with pytest.raises(CorpusError, match="no finished corpus"):
        read_manifest(place.out)
