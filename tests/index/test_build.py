"""What a build counts, leaves out, keeps and refuses."""

import fcntl

import numpy as np
import pytest
from function_lists import ADD, CLAMP, LONG, ListedSource, record
from hashed_encoder import HashedEncoder

from contracode.errors import CloneIndexError
from contracode.index import CloneIndex, build_index

ENCODER = HashedEncoder()


class DoubledEncoder(HashedEncoder):
    """Gives vectors of twice the unit length."""

    def __init__(self):
        super().__init__("doubled")

    def embed_texts(self, texts, *, truncate=False):
        return super().embed_texts(texts, truncate=truncate) * np.float32(2)


def test_an_index_that_is_up_to_date_is_left_alone(tmp_path):
    first = build_index(ListedSource(), ENCODER, tmp_path)
    second = build_index(ListedSource(), ENCODER, tmp_path)
    assert (first.built, second.built) == (True, False)
    assert second.stats == first.stats


@pytest.mark.parametrize(
    ("source", "encoder", "truncate"),
    [
        (ListedSource(), HashedEncoder("other"), False),
        (ListedSource(), ENCODER, True),
    ],
    ids=["other model", "other treatment of long functions"],
)
def test_what_changes_the_index_builds_it_again(tmp_path, source, encoder, truncate):
    build_index(ListedSource(), ENCODER, tmp_path)
    report = build_index(source, encoder, tmp_path, truncate=truncate)
    assert report.built
    assert (
        "their vectors can't be compared" in report.not_used or "were left out" in report.not_used
    )
    assert report.stats.generation == "g000002"


@pytest.mark.parametrize("name", ["manifest.json", "vectors.npy", "ids.npy", "functions.sqlite"])
def test_a_damaged_index_is_built_again(tmp_path, name):
    build_index(ListedSource(), ENCODER, tmp_path)
    place = tmp_path / "g000001" / name
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    report = build_index(ListedSource(), ENCODER, tmp_path)
    assert report.built
    assert "build the index again" in report.not_used
    with CloneIndex.open(tmp_path, ENCODER) as index:
        assert len(index) == 2


def test_an_index_with_a_file_missing_is_built_again(tmp_path):
    build_index(ListedSource(), ENCODER, tmp_path)
    (tmp_path / "g000001" / "vectors.npy").unlink()
    assert build_index(ListedSource(), ENCODER, tmp_path).built


def test_the_generation_before_is_kept_and_older_ones_go(tmp_path):
    for name in "abc":
        build_index(ListedSource(), HashedEncoder(name), tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_dir()) == [
        "g000002",
        "g000003",
    ]


def test_functions_longer_than_the_model_are_left_out_and_counted(tmp_path):
    stats = build_index(ListedSource((CLAMP, LONG)), ENCODER, tmp_path).stats
    assert (stats.functions, stats.too_long, stats.truncated) == (1, 1, 0)


def test_a_truncated_function_says_how_much_its_vector_leaves_out(tmp_path):
    source = ListedSource((CLAMP, LONG))
    stats = build_index(source, ENCODER, tmp_path, truncate=True).stats
    assert (stats.functions, stats.too_long, stats.truncated) == (2, 0, 1)
    tokens = len(ENCODER.tokenize([LONG])[0])
    with CloneIndex.open(tmp_path, ENCODER) as index:
        (hits,) = index.search(ENCODER.embed_texts([LONG], truncate=True), 2)
    assert (hits[0].function.tokens, hits[0].function.tokens_left_out) == (tokens, tokens - 32)
    assert hits[1].function.tokens_left_out == 0


def test_a_second_record_of_the_same_function_is_counted_and_not_indexed(tmp_path):
    source = ListedSource()
    source.records = lambda _: iter([record(ADD), record(ADD), record(ADD, name="g")])
    stats = build_index(source, ENCODER, tmp_path).stats
    assert (stats.functions, stats.repeated) == (2, 1)


def test_progress_adds_up_to_all_functions(tmp_path):
    done = []
    texts = tuple(f"f{number}" for number in range(2500))
    build_index(ListedSource(texts), ENCODER, tmp_path, progress=done.append)
    assert sum(done) == 2500
    assert len(done) > 1


def test_two_builds_can_not_write_to_one_index(tmp_path):
    with (tmp_path / ".writer").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(CloneIndexError, match="someone else is writing"):
            build_index(ListedSource(), ENCODER, tmp_path)


def test_a_build_that_fails_leaves_the_old_index_and_no_rubbish(tmp_path):
    build_index(ListedSource(), ENCODER, tmp_path)
    with pytest.raises(CloneIndexError, match="not of unit length"):
        build_index(ListedSource(), DoubledEncoder(), tmp_path)
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == ["g000001"]
    with CloneIndex.open(tmp_path, ENCODER) as index:
        assert len(index) == 2


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path):
    build_index(ListedSource(), ENCODER, tmp_path)
    (tmp_path / "g000007").mkdir()
    (tmp_path / "g000007" / "functions.sqlite").write_text("half")
    report = build_index(ListedSource(), HashedEncoder("other"), tmp_path)
    assert report.stats.generation == "g000002"
    assert not (tmp_path / "g000007").exists()


def test_a_lost_pointer_costs_no_generation_until_a_new_one_is_whole(tmp_path):
    build_index(ListedSource(), ENCODER, tmp_path)
    (tmp_path / "CURRENT").unlink()
    assert build_index(ListedSource(), ENCODER, tmp_path).stats.generation == "g000002"
    assert (tmp_path / "g000001" / "manifest.json").exists()


def test_a_damaged_pointer_costs_no_generation_until_a_new_one_is_whole(tmp_path):
    build_index(ListedSource(), ENCODER, tmp_path)
    (tmp_path / "CURRENT").write_text("g00")
    with pytest.raises(CloneIndexError, match=r"holds b'g00', wanted a generation and its hash"):
        CloneIndex.open(tmp_path, ENCODER)
    with pytest.raises(CloneIndexError, match="not of unit length"):
        build_index(ListedSource(), DoubledEncoder(), tmp_path)
    assert (tmp_path / "g000001" / "manifest.json").exists()
    assert build_index(ListedSource(), ENCODER, tmp_path).stats.generation == "g000002"
