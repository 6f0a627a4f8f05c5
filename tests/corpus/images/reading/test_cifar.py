"""CIFAR's binary files: small ones, written byte by byte after the published description."""

import numpy as np
import pytest

from contracode.corpus.images.reading import Cifar, read_images
from contracode.errors import CorpusError

NAMES = [f"class{number}" for number in range(10)]


def colour(seed, row, column, channel):
    """The value of a pixel, so that every place has its own."""
    return (seed + 3 * row + 7 * column + 80 * channel) % 256


def row_of(labels, seed):
    """One image as a row: labels, then plane by plane, row by row."""
    values = [
        colour(seed, row, column, channel)
        for channel in range(3)
        for row in range(32)
        for column in range(32)
    ]
    return bytes([*labels, *values])


@pytest.fixture
def cifar10(tmp_path):
    (tmp_path / "batches.meta.txt").write_text("\n".join(NAMES) + "\n\n")
    for number in range(1, 6):
        (tmp_path / f"data_batch_{number}.bin").write_bytes(row_of([number], number))
    (tmp_path / "test_batch.bin").write_bytes(row_of([9], 100) + row_of([0], 200))
    return tmp_path


@pytest.fixture
def cifar100(tmp_path):
    (tmp_path / "coarse_label_names.txt").write_text("\n".join(f"c{n}" for n in range(20)))
    (tmp_path / "fine_label_names.txt").write_text("\n".join(f"f{n}" for n in range(100)))
    (tmp_path / "train.bin").write_bytes(row_of([19, 99], 1))
    (tmp_path / "test.bin").write_bytes(row_of([3, 50], 2))
    return tmp_path


def test_every_pixel_of_cifar_10_stands_in_its_place(cifar10):
    test = read_images(cifar10, "test")
    assert test.images.shape == (2, 32, 32, 3)
    for image, seed in enumerate((100, 200)):
        for place in np.ndindex(32, 32, 3):
            assert test.images[image][place] == colour(seed, *place)
    assert [test.classes[label] for label in test.labels] == ["class9", "class0"]


def test_the_five_training_files_come_in_order(cifar10):
    assert read_images(cifar10, "train").labels.tolist() == [1, 2, 3, 4, 5]


def test_cifar_100_has_fine_and_coarse_labels(cifar100):
    fine, coarse = Cifar(folder=cifar100), Cifar(folder=cifar100, label="coarse")
    assert [
        each.classes[each.labels[0]] for each in (fine.read("train"), coarse.read("train"))
    ] == [
        "f99",
        "c19",
    ]
    assert fine.read("test").images[0, 5, 6, 1] == colour(2, 5, 6, 1)


def test_cifar_10_has_no_coarse_labels(cifar10):
    with pytest.raises(CorpusError, match="CIFAR-10 has no coarse labels"):
        Cifar(folder=cifar10, label="coarse").read("test")


@pytest.mark.parametrize(
    ("names", "which"),
    [(["data_batch_1", "batches.meta"], "CIFAR-10"), (["meta", "train"], "-100")],
)
def test_the_python_version_is_refused_unopened(tmp_path, names, which):
    for name in names:
        # Opening it as a pickle would fail otherwise than is told.
        (tmp_path / name).write_bytes(b"not a pickle")
    with pytest.raises(CorpusError, match=f"{which}: pickle files, .*take the binary version"):
        read_images(tmp_path, "train")


def test_a_cut_file_is_refused(cifar10):
    path = cifar10 / "test_batch.bin"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CorpusError, match=r"test_batch\.bin is cut .* 6145 bytes"):
        read_images(cifar10, "test")


def test_a_missing_file_is_named(cifar10):
    (cifar10 / "data_batch_3.bin").unlink()
    with pytest.raises(CorpusError, match=r"no file .*data_batch_3\.bin; is the archive unpacked"):
        read_images(cifar10, "train")


def test_a_label_without_a_name_is_refused(cifar10):
    (cifar10 / "test_batch.bin").write_bytes(row_of([10], 0))
    with pytest.raises(CorpusError, match="has the label 10 in test"):
        read_images(cifar10, "test")


def test_names_must_be_as_many_as_classes(cifar10):
    (cifar10 / "batches.meta.txt").write_text("one two")
    with pytest.raises(CorpusError, match="should name 10 classes, it names 2"):
        read_images(cifar10, "test")


def test_an_unknown_split_names_those_there_are(cifar10):
    with pytest.raises(CorpusError, match="has the splits train, test, not 'valid'"):
        read_images(cifar10, "valid")
