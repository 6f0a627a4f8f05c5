"""Folders named as classes: what is read, what is refused, and what is done when asked for."""

import numpy as np
import pytest
from PIL import Image

from contracode.corpus.images.reading import ClassFolders, open_images, read_images
from contracode.errors import CorpusError


def save(path, colour, mode="RGB", size=(4, 3)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, colour).save(path)


@pytest.fixture
def folder(tmp_path):
    save(tmp_path / "cat" / "b.png", (1, 2, 3))
    save(tmp_path / "cat" / "deep" / "a.png", (4, 5, 6))
    save(tmp_path / "ant" / "a.bmp", (7, 8, 9))
    (tmp_path / "cat" / "notes.txt").write_text("not an image")
    (tmp_path / ".hidden").mkdir()
    return tmp_path


def test_classes_are_folders_and_images_come_by_name(folder):
    images = read_images(folder, "all")
    assert images.classes == ("ant", "cat")
    assert images.labels.tolist() == [0, 1, 1]
    assert images.images.shape == (3, 3, 4, 3)
    assert images.images[:, 0, 0].tolist() == [[7, 8, 9], [1, 2, 3], [4, 5, 6]]
    assert images.name == folder.name


def test_folders_of_splits_share_their_classes(tmp_path):
    save(tmp_path / "train" / "cat" / "a.png", (1, 1, 1))
    save(tmp_path / "test" / "dog" / "a.png", (2, 2, 2))
    assert open_images(tmp_path).splits() == ("train", "test")
    test = read_images(tmp_path, "test")
    assert (test.classes, test.labels.tolist()) == (("cat", "dog"), [1])


@pytest.mark.parametrize("name", ["valid", "val"])
def test_the_folder_of_validation_images_has_either_name(tmp_path, name):
    save(tmp_path / "train" / "cat" / "a.png", (1, 1, 1))
    save(tmp_path / name / "cat" / "a.png", (2, 2, 2))
    assert open_images(tmp_path).splits() == ("train", "valid")
    assert read_images(tmp_path, "valid").images.max() == 2


def test_two_folders_of_validation_images_are_refused(tmp_path):
    for name in ("valid", "val"):
        save(tmp_path / name / "cat" / "a.png", (1, 1, 1))
    with pytest.raises(CorpusError, match="has two folders for the split 'valid', valid and val;"):
        open_images(tmp_path).splits()


def test_a_folder_without_images_is_no_class(folder):
    (folder / "run" / "log").mkdir(parents=True)
    (folder / "run" / "log" / "log.jsonl").write_text("")
    assert read_images(folder, "all").classes == ("ant", "cat")


def test_grey_images_have_one_channel(tmp_path):
    save(tmp_path / "cat" / "a.png", 7, mode="L")
    assert read_images(tmp_path, "all").images.shape == (1, 3, 4, 1)


def test_grey_among_colour_is_refused_until_channels_are_chosen(folder):
    save(folder / "ant" / "grey.png", 200, mode="L")
    with pytest.raises(CorpusError, match=r"a\.bmp is 3 x 4 with 3 .*grey\.png is 3 x 4 with 1"):
        read_images(folder, "all")
    colour = ClassFolders(folder=folder, channels=3).read("all").images
    assert colour[1].min() == colour[1].max() == 200
    assert ClassFolders(folder=folder, channels=1).read("all").images.shape == (4, 3, 4, 1)


def test_other_sizes_are_refused_until_one_is_chosen(folder):
    save(folder / "ant" / "large.png", (5, 5, 5), size=(40, 20))
    with pytest.raises(CorpusError, match=r"large\.png is 20 x 40 .*; say which `size`"):
        read_images(folder, "all")
    assert ClassFolders(folder=folder, size=8).read("all").images.shape == (4, 8, 8, 3)


@pytest.mark.parametrize(
    ("mode", "colour", "shown"),
    [("RGBA", (255, 0, 0, 0), [0, 0, 255]), ("RGBA", (255, 0, 0, 255), [255, 0, 0])],
)
def test_transparent_pixels_show_the_background_that_is_chosen(tmp_path, mode, colour, shown):
    save(tmp_path / "cat" / "a.png", colour, mode)
    images = ClassFolders(folder=tmp_path, background=(0, 0, 255)).read("all").images
    assert images[0, 0, 0].tolist() == shown


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (9, 9, 9, 254)), ("LA", (9, 0))])
def test_transparent_pixels_are_refused_without_a_background(tmp_path, mode, colour):
    save(tmp_path / "cat" / "a.png", colour, mode)
    with pytest.raises(
        CorpusError, match=r"a\.png is transparent in places; say which `background`"
    ):
        read_images(tmp_path, "all")


def test_an_alpha_channel_that_hides_nothing_does_no_harm(tmp_path):
    save(tmp_path / "cat" / "a.png", (9, 8, 7, 255), "RGBA")
    assert read_images(tmp_path, "all").images[0, 0, 0].tolist() == [9, 8, 7]


def test_more_than_eight_bits_are_refused(tmp_path):
    save(tmp_path / "cat" / "a.png", 40_000, "I;16")
    with pytest.raises(CorpusError, match=r"pixels of the kind I;16; .* convert it first"):
        read_images(tmp_path, "all")


def test_a_broken_image_is_named(folder):
    path = folder / "cat" / "b.png"
    for content in (path.read_bytes()[:40], b"", b"GIF89a"):
        path.write_bytes(content)
        with pytest.raises(CorpusError, match=r"b\.png is not an image or is broken"):
            read_images(folder, "all")


def test_a_folder_without_images_tells_what_is_wanted(tmp_path):
    with pytest.raises(CorpusError, match="a folder for each class is wanted"):
        read_images(tmp_path, "all")


def test_no_folder_tells_what_may_be_read(tmp_path):
    with pytest.raises(CorpusError, match="CIFAR's or STL-10's binary version"):
        read_images(tmp_path / "nothing", "train")


@pytest.mark.parametrize(("field", "value"), [("size", 0), ("channels", 2)])
def test_choices_that_make_no_sense_are_refused(tmp_path, field, value):
    with pytest.raises(ValueError, match=f"{field} must be"):
        ClassFolders(folder=tmp_path, **{field: value})


def test_the_camera_held_sideways_is_set_right(tmp_path):
    turned = Image.fromarray(np.arange(24, dtype=np.uint8).reshape(2, 4, 3))
    about = Image.Exif()
    about[0x0112] = 6
    (tmp_path / "cat").mkdir()
    turned.save(tmp_path / "cat" / "a.png", exif=about)
    assert read_images(tmp_path, "all").images.shape == (1, 4, 2, 3)
