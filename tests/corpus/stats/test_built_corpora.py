"""Statistics of corpora as they are built: what the builds write is what is counted."""

from pathlib import Path

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.corpus.dataset import Place, build_dataset
from contracode.corpus.stats import as_markdown, corpus_statistics, draw

FUNCTIONS = """
kind = "functions"
without = ["tiny-clones"]
min_lines = 2
max_characters = 400
near_duplicates = 0.8

[[packages]]
name = "queue"
roots = ["src"]
split = "train"
"""
TYPES = """
kind = "types"
packages_of = "tiny-functions"
max_type_characters = 20
"""
CLONES = """
kind = "clones"
max_characters = 500
most_pairs_by_name = 10
valid_share = 0.3

[behaviour]
least_informative = 4
least_agreement = 0.8

[groups.utility]
first = [""]
last = [""]

[run]
first = ["*.js"]

[data_last]
packages = []

[families]

[unpaired]
paths = []

[wrappers]
names = []

[synonyms]

[owners]

[generic]
names = []
owners = []
"""
MEAN = """
exports.meanOf = function meanOf(list) {
  let sum = 0;
  for (const item of list) sum += item;
  return sum / list.length;
};
"""
QUEUE = """
/** The mean, as in another package. */
export function average(list: number[]): number {
  let sum = 0;
  for (const item of list) sum += item;
  return sum / list.length;
}
export function put(items: string[], item: any) {
  items.push(item);
}
export function append(items: string[], item: any) {
  items.push(item);
}
const wide: { name: string; place: number; size: number } = open();
export const short = () => 1;
"""
FILES = {"src/queue.ts": QUEUE, "src/copy.ts": f"\n{QUEUE}", "src/broken.ts": "let x = ;"}
PACKAGES = {
    "tiny-functions": (FUNCTIONS, {"queue": FILES}),
    "tiny-clones": (
        CLONES,
        {
            "first": {"index.js": MEAN},
            "last": {"index.js": MEAN.replace("sum", "s"), "broken.js": "let x = ;"},
        },
    ),
}
# By kind: sections that tell what a build counts in its manifest.
LEFT_OUT = {
    "functions": {
        "Functions left out, by reason",
        "Files that could not be read",
        "Functions after each stage of de-duplication",
        "Left out for what other data sets hold",
    },
    "types": {
        "Files left out, by reason",
        "Labels left out, by reason",
        "Files that could not be read",
    },
    "clones": {"Files that could not be read"},
    "digits": set(),
}


@pytest.fixture
def place(tmp_path):
    """Makes the place of a data set of each kind."""
    for name, (recipe, packages) in PACKAGES.items():
        archives = {package: archive(package, files) for package, files in packages.items()}
        write_dataset(tmp_path / "datasets" / name, recipe, archives)
        write_archives(tmp_path / "packages", archives)
    (tmp_path / "datasets" / "tiny-types").mkdir()
    (tmp_path / "datasets" / "tiny-types" / "recipe.toml").write_text(TYPES)
    digits = Path(__file__).parents[3] / "datasets" / "digits" / "recipe.toml"
    (tmp_path / "datasets" / "tiny-digits").mkdir()
    (tmp_path / "datasets" / "tiny-digits" / "recipe.toml").write_text(digits.read_text())

    def place_of(name):
        return Place(
            dataset=tmp_path / "datasets" / name,
            out=tmp_path / "corpora" / name,
            packages=tmp_path / "packages",
            workers=1,
        )

    return place_of


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_everything_that_a_build_counts_is_told(place, tmp_path, kind):
    built = place(f"tiny-{kind}")
    manifest = build_dataset(built)
    found = corpus_statistics(built.out)
    assert found.rows > 0
    titles = {section.title for section in found.sections}
    assert titles >= LEFT_OUT[kind]
    things = {thing for thing, reasons in manifest["left_out"].items() if any(reasons.values())}
    assert titles >= {f"{thing.capitalize()} left out, by reason" for thing in things}
    assert as_markdown(found).startswith(f"# tiny-{kind}\n")
    assert all(path.exists() for path in draw(found, tmp_path / "plots"))
