"""The training images, and what recipes do to them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from image_runs import CPU, run_settings, write_noise
from PIL import Image

from contracode.corpus.images.image_set import NO_LABEL
from contracode.corpus.images.reading import read_images
from contracode.corpus.images.variants import taken
from contracode.encoders.images import prepare
from contracode.errors import CorpusError
from contracode.training.images.data import (
    channels_first,
    data_digest,
    data_folder,
    pool_of,
    read_split,
    resized,
    training_images,
)
from contracode.training.images.finished import load_run
from contracode.training.images.train import train_images

ARRAYS = ("images", "labels", "concepts", "domains")


def pixels(images):
    return {each.tobytes() for each in images.images}


def images(digits, **data):
    return training_images(run_settings(digits, data={"per_class": None, **data}).data, digits)


def test_all_images_are_those_of_the_training_split(digits):
    assert (images(digits).images == read_images(digits, "train").images).all()


@pytest.mark.parametrize(
    ("splits", "sizes"),
    [
        ((), (129, 15, 16)),
        (("train",), (129, 15, 16)),
        (("train", "val"), (144, 160, 16)),
        (("train", "test"), (144, 16, 160)),
        (("train", "valid", "test"), (160, 160, 160)),
    ],
)
def test_what_has_no_folder_is_held_out_of_the_training_images(tmp_path, splits, sizes):
    for seed, split in enumerate(splits or (".",)):
        for half, label in enumerate(("boot", "coat")):
            write_noise(tmp_path / split / label, 80, seed=2 * seed + half)
    config = run_settings(tmp_path, data={"per_class": None}).data
    sets = [read_split(config, tmp_path, each) for each in ("train", "valid", "test")]
    assert tuple(map(len, sets)) == sizes
    assert {each.classes for each in sets} == {("boot", "coat")}
    assert len(set().union(*map(pixels, sets))) == sum(sizes)
    assert (training_images(config, tmp_path).images == sets[0].images).all()


def test_equal_images_are_held_out_together(tmp_path):
    for label in ("boot", "coat"):
        write_noise(tmp_path / label, 40)
    config = run_settings(tmp_path).data
    sets = [read_split(config, tmp_path, each) for each in ("train", "valid", "test")]
    assert [len(each) for each in sets] == [64, 8, 8]
    assert len(set().union(*map(pixels, sets))) == 40 == sum(len(pixels(each)) for each in sets)


def test_a_folder_of_classes_is_trained_on_as_it_is(tmp_path):
    write_noise(tmp_path / "photos" / "boot", 20)
    write_noise(tmp_path / "photos" / "coat", 20, (20, 30), seed=1)
    data = {"per_class": None, "size": 8}
    config = run_settings(tmp_path / "photos", data=data, schedule={"steps": 1})
    assert train_images(config, tmp_path / "out").step == 1
    assert len(load_run(tmp_path / "out", CPU).images) == 32


def test_what_was_read_can_not_be_changed_by_accident(digits):
    config = run_settings(digits, data={"per_class": None, "size": 6}).data
    found = training_images(config, digits)
    for name in ARRAYS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 1
    pool = pool_of(found, CPU)
    pool.labels[:] = 1
    assert len(np.unique(found.labels)) == 10


def test_a_number_a_class_is_taken_and_does_not_hang_on_the_runs_seed(digits):
    found = images(digits, per_class=5)
    assert np.bincount(found.labels).tolist() == [5] * 10
    again = training_images(run_settings(digits, data={"per_class": 5}, seed=9).data, digits)
    assert (found.images == again.images).all()
    assert (found.images != images(digits, per_class=5, seed=9).images).any()


def test_classes_of_unequal_size(digits):
    sizes = np.bincount(images(digits, per_class=50, imbalance="linear").labels)
    assert sizes.tolist() == list(range(5, 55, 5))


def test_labels_that_are_wrong_or_not_there(digits):
    right = images(digits, per_class=20)
    assert (images(digits, per_class=20, label_noise=0.25).labels != right.labels).sum() == 50
    few = images(digits, per_class=20, labelled_per_class=3)
    assert (few.labels >= 0).sum() == 30
    assert len(few) == 200


@pytest.mark.parametrize("size", [4, 8, 12])
def test_images_are_brought_to_a_size(digits, size):
    found = images(digits, per_class=2, size=size)
    assert found.images.shape == (20, size, size, 1)
    every, before = images(digits, size=size), images(digits)
    assert (every.labels == before.labels).all()
    assert abs(every.images.mean() - before.images.mean()) < 0.1 * before.images.mean()
    if size == 8:
        assert (every.images == before.images).all()


def test_even_images_stay_even_in_another_size(digits):
    one = images(digits, per_class=1)
    even = replace(one, images=np.full_like(one.images, 77))
    assert (resized(even, 5).images == 77).all()


def test_channels_come_first_and_bytes_are_kept(digits):
    found = read_split(run_settings(digits).data, digits, "test")
    planes = channels_first(found.images)
    assert planes.shape == (450, 1, 8, 8)
    assert (planes.numpy()[:, 0] == found.images[..., 0]).all()


def write_stl10(folder, **images):
    """So many images a file, of noise; labels in turn."""
    (folder / "class_names.txt").write_text("\n".join("abcdefghij"))
    for seed, (name, count) in enumerate(images.items()):
        noise = np.random.default_rng(seed).bytes(count * 3 * 96 * 96)
        (folder / f"{name}_X.bin").write_bytes(noise)
        if name != "unlabeled":
            (folder / f"{name}_y.bin").write_bytes(bytes(n % 10 + 1 for n in range(count)))


def test_stl10s_unlabelled_images_are_trained_on_where_their_file_is_named(tmp_path):
    write_stl10(tmp_path, train=30, test=5, unlabeled=20)
    file = tmp_path / "unlabeled_X.bin"
    config = run_settings(file, data={"per_class": None, "size": 8}).data
    train, valid, test = (read_split(config, file, each) for each in ("train", "valid", "test"))
    assert (len(train), len(valid), len(test)) == (27 + 20, 3, 5)
    assert (train.labels == NO_LABEL).tolist() == [False] * 27 + [True] * 20
    assert len(set(train.concepts.tolist())) == 47
    assert valid.labels.min() >= 0
    assert not pixels(train) & pixels(valid)
    plain = read_split(config, tmp_path, "train")
    assert (train.images[:27] == plain.images).all()
    whole = read_images(tmp_path, "unlabelled")
    assert (train.images[27:] == resized(whole, 8).images).all()
    assert data_digest(file) == data_digest(tmp_path)


def test_a_run_learns_from_unlabelled_images_too(tmp_path):
    write_stl10(tmp_path, train=30, unlabeled=20)
    file = tmp_path / "unlabeled_X.bin"
    config = run_settings(file, data={"per_class": None, "size": 8}, schedule={"steps": 3})
    assert train_images(config, tmp_path / "out").step == 3


def test_cifar_100_has_coarse_classes_and_cifar_10_has_none(tmp_path):
    for kind, count in (("coarse", 20), ("fine", 100)):
        names = "\n".join(f"{kind}{number}" for number in range(count))
        (tmp_path / f"{kind}_label_names.txt").write_text(names)
    rows = [bytes([n % 20, n]) + bytes([n]) * 3072 for n in range(100)]
    (tmp_path / "train.bin").write_bytes(b"".join(rows))
    config = run_settings(tmp_path, data={"labelled_by": "coarse"}).data
    train = read_split(config, tmp_path, "train")
    assert len(train.classes) == 20
    assert (train.labels == train.images[:, 0, 0, 0] % 20).all()
    (tmp_path / "ten").mkdir()
    (tmp_path / "ten" / "data_batch_1.bin").write_bytes(rows[0])
    with pytest.raises(CorpusError, match="CIFAR-10 has no coarse labels"):
        read_split(config, tmp_path / "ten", "train")


def test_many_images_are_brought_to_a_size_as_each_alone(digits):
    many = images(digits)
    many = replace(many, **{name: np.concatenate([getattr(many, name)] * 2) for name in ARRAYS})
    assert len(many) > 2048
    found = resized(many, 5).images
    for place in (0, 1023, 1024, 2047, 2048, len(many) - 1):
        alone = taken(many, np.array([place]))
        assert (resized(alone, 5).images[0] == found[place]).all()


def test_images_that_are_not_square_are_brought_to_a_size_as_the_service_does(digits):
    plain = images(digits, per_class=2)
    for channels in (1, 3):
        wide = plain.images[:, :6].repeat(3, axis=1).repeat(channels, axis=3)
        found = resized(replace(plain, images=wide), 5).images
        for picture, before in zip(found, wide, strict=True):
            assert (picture == prepare(Image.fromarray(np.squeeze(before)), 5, channels)).all()


def test_a_place_is_a_built_data_set_or_a_path():
    assert data_folder("no-such-set").name == "no-such-set"
    with pytest.raises(CorpusError, match="no folder no-such-set; build a data set with"):
        data_digest(Path("no-such-set"))


def test_transparent_and_grey_pictures_stand_beside_coloured_ones(tmp_path):
    for label, mode, colour in (
        ("boot", "L", 7),
        ("coat", "RGB", (1, 2, 3)),
        ("hat", "RGBA", (9, 9, 9, 0)),
    ):
        (tmp_path / label).mkdir()
        for number in range(12):
            Image.new(mode, (8, 8), colour).save(tmp_path / label / f"{number}.png")
    config = run_settings(tmp_path).data
    found = {
        tuple(picture[0, 0])
        for split in ("train", "valid", "test")
        for picture in read_split(config, tmp_path, split).images
    }
    assert found == {(7, 7, 7), (1, 2, 3), (255, 255, 255)}


def test_pictures_that_are_all_grey_stay_grey(tmp_path):
    for label in ("boot", "coat"):
        write_noise(tmp_path / label, 20)
    assert read_split(run_settings(tmp_path).data, tmp_path, "train").images.shape[3] == 1
