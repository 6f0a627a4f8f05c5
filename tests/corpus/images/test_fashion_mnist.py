"""Fashion-MNIST: found, fetched, refused. The files are small ones of the same form."""

import shutil
import subprocess

import pytest
from image_datasets import FOLDER, build, clothes, place_of, write_clothes, write_files

from contracode.corpus.dataset import build_dataset, read_recipe
from contracode.corpus.images.fashion_mnist import find_files
from contracode.corpus.images.reading import CorpusImages, read_images
from contracode.corpus.images.recipe import ImagesRecipe
from contracode.corpus.manifest import corpus_digest, read_manifest
from contracode.errors import CorpusError

FILES = clothes(8)


@pytest.fixture
def place(tmp_path):
    place = place_of(tmp_path, "tiny")
    write_clothes(place, FILES)
    write_files(place.packages / "tiny-1.0", FILES)
    return place


def test_images_come_back_as_they_were_with_the_authors_test_split(place):
    corpus = build(place)
    assert CorpusImages(corpus=corpus).splits() == ("train", "valid", "test")
    test = read_images(corpus, "test")
    assert test.images.tobytes() == FILES["t10k-images-idx3-ubyte.gz"][16:]
    assert test.labels.tolist() == [0, 1, 0, 1]
    assert test.classes == ("coat", "bag")
    sizes = {split: len(read_images(corpus, split)) for split in ("train", "valid")}
    assert sizes == {"train": 6, "valid": 2}
    assert read_manifest(corpus)["counts"]["class"] == {"bag": 6, "coat": 6}


def test_images_without_another_of_the_same_thing_have_concepts_of_their_own(place):
    train = read_images(build(place), "train")
    assert len(set(train.concepts.tolist())) == len(train)


def test_the_same_files_give_the_same_bytes(place, tmp_path):
    other = place_of(tmp_path / "again", "tiny")
    write_clothes(other, FILES)
    write_files(other.packages / "tiny-1.0", FILES)
    assert corpus_digest(build(place)) == corpus_digest(build(other))


def test_an_installed_package_is_read_where_it_is(place, tmp_path):
    recipe = read_recipe(place.dataset, ImagesRecipe).root
    write_files(tmp_path / "root", FILES)
    assert find_files(recipe, tmp_path, tmp_path / "root") == tmp_path / "root" / FOLDER


def test_an_installed_package_of_other_files_is_left_alone_and_the_fetched_one_read(
    place, tmp_path
):
    recipe = read_recipe(place.dataset, ImagesRecipe).root
    fetched = place.packages / "tiny-1.0" / FOLDER
    for name, content in (("t10k-labels-idx1-ubyte.gz", b"other"), (next(iter(FILES)), b"files")):
        write_files(tmp_path / "root", {**FILES, name: content})
        assert find_files(recipe, place.packages, tmp_path / "root") == fetched
    (tmp_path / "root" / FOLDER / next(iter(FILES))).write_bytes(b"not gzipped")
    assert find_files(recipe, place.packages, tmp_path / "root") == fetched
    shutil.rmtree(tmp_path / "root" / FOLDER)
    assert find_files(recipe, place.packages, tmp_path / "root") == fetched


def tool(folder, name, script):
    """A program of that name which comes first on the path."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def bare(place, tmp_path, monkeypatch):
    """The data set with nothing fetched, and a folder of programs before all others."""
    shutil.rmtree(place.packages)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return place


def test_a_package_that_apt_does_not_know_names_what_to_do(bare, tmp_path):
    tool(tmp_path / "bin", "apt-get", "echo 'E: Unable to locate package tiny' >&2; exit 100")
    with pytest.raises(CorpusError, match=r"Unable to locate package tiny; .*`apt-get update`"):
        build_dataset(bare)


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no Debian")
def test_a_package_is_fetched_unpacked_and_found_again(bare, tmp_path):
    write_files(tmp_path / "tree", FILES)
    (tmp_path / "tree" / "DEBIAN").mkdir()
    (tmp_path / "tree" / "DEBIAN" / "control").write_text(
        "Package: tiny\nVersion: 1.0\nArchitecture: all\nMaintainer: Nobody <n@example.org>\n"
        "Description: tiny\n"
    )
    archive = tmp_path / "tiny_1.0_all.deb"
    subprocess.run(["dpkg-deb", "-b", tmp_path / "tree", archive], check=True, capture_output=True)
    tool(tmp_path / "bin", "apt-get", f'[ "$2" = "tiny=1.0" ] && cp {archive} .')
    first = corpus_digest(build(bare))
    tool(tmp_path / "bin", "apt-get", "exit 1")
    shutil.rmtree(bare.out)
    assert corpus_digest(build(bare)) == first


def test_a_changed_file_is_refused_and_the_right_one_then_taken(place):
    changed = {**FILES, "t10k-labels-idx1-ubyte.gz": FILES["t10k-labels-idx1-ubyte.gz"] + b"x"}
    write_files(place.packages / "tiny-1.0", changed)
    with pytest.raises(CorpusError, match=r"t10k-labels-idx1-ubyte\.gz is not the pinned file"):
        build_dataset(place)
    write_files(place.packages / "tiny-1.0", FILES)
    assert len(read_images(build(place), "test")) == 4


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("train-images-idx3-ubyte.gz", clothes(6)["train-images-idx3-ubyte.gz"], "hold 8 images"),
        (
            "train-labels-idx1-ubyte.gz",
            FILES["train-labels-idx1-ubyte.gz"][:-1] + b"\x02",
            "label 2, the recipe names 2 classes",
        ),
    ],
)
def test_files_that_do_not_agree_are_refused(place, name, content, message):
    files = {**FILES, name: content}
    write_clothes(place, files)
    write_files(place.packages / "tiny-1.0", files)
    with pytest.raises(CorpusError, match=message):
        build_dataset(place)


def test_a_recipe_with_a_field_too_many_is_refused(place):
    write_clothes(place, FILES, extra="colour = true")
    with pytest.raises(CorpusError, match="colour"):
        build_dataset(place)
