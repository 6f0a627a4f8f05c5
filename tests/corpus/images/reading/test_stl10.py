"""STL-10's binary files: small ones, written byte by byte after the published description."""

import numpy as np
import pytest

from contracode.corpus.images.reading import open_images, read_images
from contracode.errors import CorpusError


def colour(seed, row, column, channel):
    return (seed + row + 5 * column + 80 * channel) % 256


def image(seed):
    """Plane by plane, column by column."""
    return bytes(
        colour(seed, row, column, channel)
        for channel in range(3)
        for column in range(96)
        for row in range(96)
    )


@pytest.fixture
def stl10(tmp_path):
    (tmp_path / "class_names.txt").write_text("\n".join(f"class{n}" for n in range(1, 11)))
    (tmp_path / "train_X.bin").write_bytes(image(1) + image(2))
    (tmp_path / "train_y.bin").write_bytes(bytes([10, 1]))
    (tmp_path / "unlabeled_X.bin").write_bytes(image(3))
    return tmp_path


def test_images_stand_upright_and_labels_count_from_one(stl10):
    train = read_images(stl10, "train")
    assert train.images.shape == (2, 96, 96, 3)
    for place in np.ndindex(96, 96, 3):
        assert train.images[1][place] == colour(2, *place)
    assert [train.classes[label] for label in train.labels] == ["class10", "class1"]


def test_unlabelled_images_have_no_label(stl10):
    assert read_images(stl10, "unlabelled").labels.tolist() == [-1]


def test_only_splits_that_are_there_are_offered(stl10):
    assert open_images(stl10).splits() == ("train", "unlabelled")
    with pytest.raises(CorpusError, match="has the splits train, unlabelled, not 'test'"):
        read_images(stl10, "test")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (bytes([1]), "1 labels for 2 images"),
        (bytes([0, 1]), "labels from 1 to 10, it holds 0 to 1"),
        (bytes([11, 1]), "it holds 1 to 11"),
        (b"", r"train_y\.bin is cut"),
    ],
)
def test_labels_that_can_not_be_are_refused(stl10, labels, message):
    (stl10 / "train_y.bin").write_bytes(labels)
    with pytest.raises(CorpusError, match=message):
        read_images(stl10, "train")


def test_a_cut_file_is_refused(stl10):
    (stl10 / "train_X.bin").write_bytes(image(1)[:-5])
    with pytest.raises(CorpusError, match=r"train_X\.bin is cut"):
        read_images(stl10, "train")
