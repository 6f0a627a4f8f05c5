"""Data sets: found by their recipe, built once, mended when a shard is gone."""

import subprocess
import sys
from dataclasses import replace
from typing import get_args

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.corpus.dataset import Kind, Place, build_dataset, room_of
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.manifest import MANIFEST, corpus_digest
from contracode.corpus.tables import read_rows
from contracode.errors import CorpusError

RECIPE = """
kind = "functions"
min_lines = 3
max_characters = 400

[[packages]]
name = "queue"
roots = ["src"]
split = "train"
"""
ARCHIVES = {
    "queue": archive("queue", {"src/queue.js": "export function push(a, b) {\n  a.push(b);\n}\n"})
}


@pytest.fixture
def place(tmp_path):
    write_dataset(tmp_path / "datasets" / "tiny", RECIPE, ARCHIVES)
    write_archives(tmp_path / "packages", ARCHIVES)
    return Place(
        dataset=tmp_path / "datasets" / "tiny",
        out=tmp_path / "corpora" / "tiny",
        packages=tmp_path / "packages",
    )


def rows(corpus):
    return list(read_rows(corpus, "functions", FunctionRecord))


@pytest.mark.parametrize("damage", ["remove", "change"])
def test_building_again_mends_a_damaged_shard(place, damage):
    build_dataset(place)
    before = corpus_digest(place.out)
    (shard,) = place.out.glob("*.parquet")
    if damage == "remove":
        shard.unlink()
    else:
        shard.write_bytes(shard.read_bytes() + b"x")
    with pytest.raises(CorpusError, match="contracode corpus build"):
        rows(place.out)
    build_dataset(place)
    assert corpus_digest(place.out) == before
    assert [row.name for row in rows(place.out)] == ["push"]


def test_what_a_killed_build_left_half_written_is_removed(place):
    place.out.mkdir(parents=True)
    (place.out / ".functions-00000.parquet.123.unfinished").touch()
    build_dataset(place)
    assert sorted(path.name for path in place.out.iterdir()) == [
        "functions-00000.parquet",
        MANIFEST,
    ]


def test_a_damaged_manifest_is_built_anew(place):
    build_dataset(place)
    before = corpus_digest(place.out)
    (place.out / MANIFEST).write_text("{")
    build_dataset(place)
    assert corpus_digest(place.out) == before


FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from contracode.corpus.dataset import Place, build_dataset
from contracode.errors import CorpusError

names = ("dataset", "out", "packages")
place = Place(**{name: Path(value) for name, value in zip(names, sys.argv[1:])})
limit = int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    build_dataset(place)
except CorpusError as error:
    print(error)
"""


# A limit on the size of files refuses a write as a full disk does, with another number: nothing
# fits, small reports fit, all fits but the shard's last byte.
@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_a_full_disk_is_told_and_a_later_run_completes(place, tmp_path, share):
    elsewhere = replace(place, out=tmp_path / "elsewhere")
    build_dataset(elsewhere)
    (shard,) = elsewhere.out.glob("*.parquet")
    limit = max(int(share * shard.stat().st_size) - 1, 1)
    arguments = [str(each) for each in (place.dataset, place.out, place.packages, limit)]
    told = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tiny was not built in" in told.stdout
    assert "run the same command again" in told.stdout
    assert not (place.out / MANIFEST).exists()
    build_dataset(place)
    assert corpus_digest(place.out) == corpus_digest(elsewhere.out)


def test_data_sets_that_rest_on_each_other_are_refused(place):
    ring = RECIPE.replace("min_lines", 'without = ["other"]\nmin_lines')
    write_dataset(place.dataset, ring, ARCHIVES)
    write_dataset(place.neighbour("other").dataset, ring.replace("other", "tiny"), ARCHIVES)
    with pytest.raises(CorpusError, match="rest on each other: tiny on other on tiny"):
        build_dataset(place)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_a_room_that_builds(kind):
    assert room_of(kind).FORMAT >= 1
