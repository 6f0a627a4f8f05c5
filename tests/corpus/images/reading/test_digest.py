"""The digest of images in files: what changes it, and what does not."""

import os
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from contracode.corpus.images.reading import open_images
from contracode.corpus.images.reading.files import digest_of
from contracode.errors import CorpusError

NAMES = st.text("abc", min_size=1, max_size=3)
FILES = st.dictionaries(NAMES, st.binary(max_size=4), max_size=4)


@given(FILES, FILES)
def test_digests_are_equal_where_names_and_contents_are(tmp_path_factory, first, second):
    digests = []
    for files in (first, second):
        folder = tmp_path_factory.mktemp("files")
        for name, content in files.items():
            (folder / name).write_bytes(content)
        digests.append(digest_of(folder, [folder / name for name in files]))
    assert (digests[0] == digests[1]) == (first == second)


def cifar(folder):
    (folder / "data_batch_1.bin").write_bytes(b"one")
    (folder / "batches.meta.txt").write_text("names")


def cifar_100(folder):
    (folder / "train.bin").write_bytes(b"one")
    (folder / "fine_label_names.txt").write_text("names")


def stl10(folder):
    (folder / "train_X.bin").write_bytes(b"one")
    (folder / "train_y.bin").write_bytes(b"label")


def classes(folder):
    for label in ("ant", "cat"):
        (folder / label / "deep").mkdir(parents=True)
        Image.new("RGB", (4, 4), (1, 2, 3)).save(folder / label / "deep" / "a.png")


def splits(folder):
    for split in ("train", "val"):
        classes(folder / split)


LAYOUTS = pytest.mark.parametrize("write", [cifar, cifar_100, stl10, classes, splits])


@LAYOUTS
def test_every_file_that_is_read_counts_and_no_other(tmp_path, write):
    folder = tmp_path / "first"
    folder.mkdir()
    write(folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    digest = open_images(folder).digest()
    (folder / "notes.txt").write_text("not read")
    assert open_images(folder).digest() == digest
    for path in files:
        before = path.read_bytes()
        path.write_bytes(before + b"x")
        assert open_images(folder).digest() != digest
        path.write_bytes(before)
    assert open_images(folder).digest() == digest
    assert open_images(shutil.move(folder, tmp_path / "second")).digest() == digest


def test_an_image_that_moves_to_another_class_counts(tmp_path):
    classes(tmp_path)
    digest = open_images(tmp_path).digest()
    shutil.move(tmp_path / "ant" / "deep" / "a.png", tmp_path / "cat" / "a.png")
    assert open_images(tmp_path).digest() != digest


def test_a_file_is_read_again_only_when_its_size_or_its_time_changes(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"one")
    os.utime(path, ns=(1, 1))
    digest = digest_of(tmp_path, [path])
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert digest_of(tmp_path, [path]) == digest
    os.utime(path, ns=(2, 2))
    assert digest_of(tmp_path, [path]) != digest


def test_a_file_that_can_not_be_read_is_named(tmp_path):
    classes(tmp_path)
    (tmp_path / "cat" / "b.png").symlink_to("nowhere")
    with pytest.raises(CorpusError, match=r"b\.png can't be read: No such file or directory; mend"):
        open_images(tmp_path).digest()
