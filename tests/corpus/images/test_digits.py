"""Digits of scikit-learn as a data set."""

import numpy as np
import pytest
from image_datasets import build, place_of, write_digits
from sklearn.datasets import load_digits

from contracode.corpus.dataset import build_dataset
from contracode.corpus.images.reading import read_images
from contracode.errors import CorpusError


def test_all_digits_come_in_scikit_learns_order(tmp_path):
    corpus = build(write_digits(place_of(tmp_path, "digits")))
    sets = [read_images(corpus, split) for split in ("train", "valid", "test")]
    assert [len(each) for each in sets] == [1078, 269, 450]
    theirs = load_digits()
    assert np.concatenate([each.labels for each in sets]).tolist() == theirs.target.tolist()
    ours = np.concatenate([each.images for each in sets])[..., 0]
    assert (ours == theirs.images * 15).all()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('sha256 = "2', 'sha256 = "3', "not the pinned ones"),
        ("valid = 269", "valid = 719", "leaves none to test on"),
        ('"digits"', '"numerals"', "source"),
    ],
)
def test_wrong_recipes_are_refused(tmp_path, old, new, message):
    with pytest.raises(CorpusError, match=message):
        build_dataset(write_digits(place_of(tmp_path, "digits"), old, new))
