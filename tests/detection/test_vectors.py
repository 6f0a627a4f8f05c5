import numpy as np
import pytest
from hashed_encoder import HashedEncoder

from contracode.detection.vectors import embedded
from contracode.errors import DetectionError


class Counting(HashedEncoder):
    """Remembers what it was asked."""

    asked = ()

    def embed_texts(self, texts, *, truncate=False):
        self.asked = (*self.asked, *texts)
        return super().embed_texts(texts, truncate=truncate)


def test_only_new_texts_are_embedded_and_rows_stay_in_order(tmp_path):
    file = tmp_path / "vectors.safetensors"
    embedded(["a", "b", "a"], Counting(), file)
    encoder = Counting()
    made = embedded(["c", "b", "a"], encoder, file)
    assert encoder.asked == ("c",)
    assert made.kept == 2
    np.testing.assert_array_equal(made.vectors, HashedEncoder().embed_texts(["c", "b", "a"]))


@pytest.mark.parametrize("damage", ["other model", "garbage"])
def test_vectors_of_another_model_or_a_damaged_file_are_made_anew(tmp_path, damage):
    file = tmp_path / "vectors.safetensors"
    if damage == "garbage":
        file.write_bytes(b"nothing of the kind")
    else:
        embedded(["a"], HashedEncoder("other"), file)
    assert embedded(["a"], HashedEncoder(), file).kept == 0
    assert embedded(["a"], HashedEncoder(), file).kept == 1


def test_what_is_no_longer_there_leaves_the_file(tmp_path):
    file = tmp_path / "vectors.safetensors"
    embedded(["a", "b"], HashedEncoder(), file)
    embedded(["a"], HashedEncoder(), file)
    assert embedded(["a", "b"], HashedEncoder(), file).kept == 1


def test_long_texts_are_read_by_their_beginning_and_marked():
    made = embedded(["a", "a " * 90], HashedEncoder(max_tokens=32))
    assert list(made.cut) == [False, True]


def test_progress_counts_every_text_once(tmp_path):
    done = []
    embedded(["a", "b", "a"], HashedEncoder(), tmp_path / "v", done.append)
    assert sum(done) == 3


def test_no_text_is_no_vector():
    assert embedded([], HashedEncoder()).vectors.shape == (0, 64)


def test_a_folder_is_no_file_for_vectors(tmp_path):
    with pytest.raises(DetectionError, match="is a folder"):
        embedded(["a"], HashedEncoder(), tmp_path)
