import numpy as np
import pytest
from hashed_encoder import HashedEncoder
from safetensors import safe_open
from safetensors.numpy import save_file

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


def rewritten(file, **tensors):
    """The file of kept vectors with some tensors replaced."""
    with safe_open(file, framework="numpy") as kept:
        about, names = kept.metadata(), list(kept.keys())
        whole = {name: kept.get_tensor(name) for name in names}
    save_file(whole | tensors, file, about)


@pytest.mark.parametrize(
    "tensors",
    [
        {"keys": np.zeros((2, 32), dtype=np.uint8)},
        {"keys": np.zeros((1, 16), dtype=np.uint8)},
        {"keys": np.zeros(1, dtype=np.uint8)},
        {"vectors": np.zeros((1, 3), dtype=np.float32)},
        {"vectors": np.zeros((1, 64), dtype=np.float64)},
        {"keys": np.array(1, dtype=np.uint8), "vectors": np.array(1, dtype=np.float32)},
    ],
)
def test_kept_vectors_that_do_not_fit_are_made_anew(tmp_path, tensors):
    file = tmp_path / "vectors.safetensors"
    embedded(["a"], HashedEncoder(), file)
    rewritten(file, **tensors)
    assert embedded(["a"], HashedEncoder(), file).kept == 0
    assert embedded(["a"], HashedEncoder(), file).kept == 1


def test_a_folder_that_lost_its_last_function_empties_the_file(tmp_path):
    file = tmp_path / "vectors.safetensors"
    embedded(["a"], HashedEncoder(), file)
    assert embedded([], HashedEncoder(), file).vectors.shape == (0, 64)
    assert embedded(["a"], HashedEncoder(), file).kept == 0


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
