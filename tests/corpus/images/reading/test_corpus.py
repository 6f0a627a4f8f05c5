"""A built corpus, read as images."""

import numpy as np
import pytest
from image_datasets import build, clothes, place_of, write_clothes, write_files

from contracode.corpus.images.image_set import ImageSource, plain_set
from contracode.corpus.images.reading import (
    Cifar,
    ClassFolders,
    CorpusImages,
    Stl10,
    open_images,
    read_images,
)
from contracode.corpus.manifest import write_manifest
from contracode.errors import CorpusError


@pytest.fixture
def corpus(tmp_path):
    place = place_of(tmp_path, "tiny")
    write_clothes(place, clothes(8))
    write_files(place.packages / "tiny-1.0", clothes(8))
    return build(place)


@pytest.mark.parametrize("reader", [Cifar, ClassFolders, Stl10])
def test_all_readers_speak_one_protocol(tmp_path, reader):
    assert isinstance(reader(folder=tmp_path), ImageSource)


def test_a_corpus_is_told_by_its_manifest_and_speaks_it_too(corpus):
    opened = open_images(corpus)
    assert isinstance(opened, CorpusImages)
    assert isinstance(opened, ImageSource)


def test_an_unknown_split_names_those_there_are(corpus):
    with pytest.raises(CorpusError, match="has the splits train, valid, test, not 'dev'"):
        read_images(corpus, "dev")


def test_a_changed_shard_is_refused(corpus):
    (shard,) = corpus.glob("*.parquet")
    shard.write_bytes(shard.read_bytes() + b"x")
    with pytest.raises(CorpusError, match="changed since it was built"):
        read_images(corpus, "train")


def test_a_corpus_of_something_else_is_refused(tmp_path):
    write_manifest(tmp_path, {"kind": "functions"}, {})
    with pytest.raises(CorpusError, match="a corpus of functions, not of images"):
        read_images(tmp_path, "train")


def test_labels_by_a_column_have_the_same_numbers_in_every_split(corpus):
    by_name = CorpusImages(corpus=corpus, labelled_by="name")
    for split in by_name.splits():
        told = by_name.read(split)
        names = [told.classes[label] for label in told.labels]
        plain = read_images(corpus, split)
        assert names == [plain.classes[label] for label in plain.labels]
        assert told.classes == ("bag", "coat")


@pytest.mark.parametrize("label", [-2, 2])
def test_a_label_without_a_name_is_refused(label):
    images = np.zeros((1, 2, 2, 1), np.uint8)
    with pytest.raises(ValueError, match="a label must be between -1 and 1"):
        plain_set("tiny", images, np.array([label]), ("one", "two"))
