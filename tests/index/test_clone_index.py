"""Searching: laws against a slow loop, and every refusal to open."""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from function_lists import ADD, CLAMP, ListedSource
from hashed_encoder import HashedEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.errors import CloneIndexError
from contracode.index import CloneIndex, build_index

ENCODER = HashedEncoder()
WORDS = st.lists(st.sampled_from(["a", "b", "c", "+", "(", ")", "return"]), min_size=1, max_size=9)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=9).map(tuple)


@pytest.fixture
def root(tmp_path):
    build_index(ListedSource(), ENCODER, tmp_path / "index")
    return tmp_path / "index"


@given(TEXTS, WORDS.map(" ".join), st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_a_search_gives_what_a_slow_loop_over_all_functions_gives(
    tmp_path_factory, texts, query, limit
):
    root = tmp_path_factory.mktemp("index")
    build_index(ListedSource(texts), ENCODER, root)
    vector = ENCODER.embed_texts([query])
    with CloneIndex.open(root, ENCODER) as index:
        (hits,) = index.search(vector, limit)
    cosines = sorted((ENCODER.embed_texts(texts) @ vector[0]).tolist(), reverse=True)
    assert [hit.cosine for hit in hits] == pytest.approx(cosines[:limit], abs=1e-6)
    for hit in hits:
        own = ENCODER.embed_texts([hit.function.source])[0] @ vector[0]
        assert hit.cosine == pytest.approx(own, abs=1e-6)


def test_a_program_finds_itself_with_its_place(root):
    with CloneIndex.open(root, ENCODER) as index:
        best = index.search(ENCODER.embed_texts([ADD]), 1)[0][0]
    assert best.cosine == pytest.approx(1)
    function = best.function
    assert (function.source, function.name, function.path, function.start_line) == (
        ADD,
        "f2",
        "src/f.js",
        2,
    )
    assert (function.package, function.version, function.licence) == ("pack", "1.0.0", "MIT")


@given(TEXTS)
@settings(max_examples=10, deadline=None)
def test_the_contents_are_all_functions_each_with_its_own_vector(tmp_path_factory, texts):
    root = tmp_path_factory.mktemp("index")
    build_index(ListedSource(texts), ENCODER, root)
    with CloneIndex.open(root, ENCODER) as index:
        functions, vectors = index.contents()
    assert sorted(function.source for function in functions) == sorted(texts)
    assert vectors == pytest.approx(ENCODER.embed_texts([each.source for each in functions]))
    assert [function.id for function in functions] == sorted(each.id for each in functions)


def test_an_index_of_nothing_finds_nothing(tmp_path):
    build_index(ListedSource(()), ENCODER, tmp_path)
    with CloneIndex.open(tmp_path, ENCODER) as index:
        assert index.search(ENCODER.embed_texts([ADD, CLAMP]), 5) == [[], []]
        functions, vectors = index.contents()
    assert functions == []
    assert vectors.shape == (0, 64)


def test_threads_that_search_one_index_get_their_own_answers(root):
    queries = [ADD, CLAMP] * 40
    with CloneIndex.open(root, ENCODER) as index, ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda text: index.search(ENCODER.embed_texts([text]), 1), queries)
        assert [hits[0][0].function.source for hits in answers] == queries


def test_a_newer_generation_does_not_disturb_an_open_one(root):
    with CloneIndex.open(root, ENCODER) as old:
        for texts in (("x",), ("y",)):
            build_index(ListedSource(texts), ENCODER, root)
        assert old.search(ENCODER.embed_texts([ADD]), 1)[0][0].function.source == ADD
        with CloneIndex.open(root, ENCODER) as new:
            assert new.search(ENCODER.embed_texts(["y"]), 1)[0][0].function.source == "y"


def test_a_query_of_another_length_is_refused(root):
    with (
        CloneIndex.open(root, ENCODER) as index,
        pytest.raises(CloneIndexError, match="64 numbers, the query has 8"),
    ):
        index.search(np.ones((1, 8), dtype=np.float32), 1)


def test_a_limit_of_zero_is_refused(root):
    with (
        CloneIndex.open(root, ENCODER) as index,
        pytest.raises(ValueError, match="limit must be > 0, got 0"),
    ):
        index.search(ENCODER.embed_texts([ADD]), 0)


def test_a_missing_index_names_the_command(tmp_path):
    with pytest.raises(CloneIndexError, match="contracode index build SOURCE --model DIR --out"):
        CloneIndex.open(tmp_path / "nowhere", ENCODER)


def test_another_model_is_refused(root):
    with pytest.raises(CloneIndexError, match=r"made by model .* use the index's model"):
        CloneIndex.open(root, HashedEncoder("other"))


def test_another_tokenizer_is_refused(root):
    other = HashedEncoder()
    other.tokenizer_digest = "f" * 64
    with pytest.raises(CloneIndexError, match="this one is ffffffffffff"):
        CloneIndex.open(root, other)


@pytest.mark.parametrize("name", ["vectors.npy", "ids.npy", "functions.sqlite"])
def test_a_changed_byte_is_noticed(root, name):
    place = root / "g000001" / name
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    with pytest.raises(CloneIndexError, match=f"{name} is damaged"):
        CloneIndex.open(root, ENCODER)


@pytest.mark.parametrize("name", ["vectors.npy", "functions.sqlite", "manifest.json"])
def test_a_missing_file_is_noticed(root, name):
    (root / "g000001" / name).unlink()
    with pytest.raises(CloneIndexError, match="build the index again"):
        CloneIndex.open(root, ENCODER)


def test_files_of_two_generations_do_not_mix(root, tmp_path):
    other = tmp_path / "other"
    build_index(ListedSource(("x",)), ENCODER, other)
    for name in ("vectors.npy", "ids.npy"):
        shutil.copy(other / "g000001" / name, root / "g000001")
    values = [json.loads((each / "g000001/manifest.json").read_text()) for each in (root, other)]
    values[0]["files"] |= {each: values[1]["files"][each] for each in ("vectors.npy", "ids.npy")}
    publish(root, values[0])
    with pytest.raises(
        CloneIndexError, match=r"has 1 ids, 1 vectors, .* 2 functions, its manifest"
    ):
        CloneIndex.open(root, ENCODER)


def test_a_manifest_changed_by_hand_is_refused(root):
    manifest = root / "g000001" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(ENCODER.model_digest, "f" * 64))
    with pytest.raises(CloneIndexError, match=r"manifest\.json was changed since it was published"):
        CloneIndex.open(root, ENCODER)


def test_a_manifest_of_another_format_is_refused(root):
    value = json.loads((root / "g000001" / "manifest.json").read_text())
    publish(root, value | {"format": 3})
    with pytest.raises(CloneIndexError, match="has format 3, this version reads format 2"):
        CloneIndex.open(root, ENCODER)


def test_a_manifest_that_names_no_files_proves_nothing(root):
    value = json.loads((root / "g000001" / "manifest.json").read_text())
    publish(root, value | {"files": {}})
    with pytest.raises(CloneIndexError, match=r"names no files; wanted functions\.sqlite, ids"):
        CloneIndex.open(root, ENCODER)


def test_a_pointer_can_not_lead_out_of_the_index(root):
    (root / "CURRENT").write_text(f"../elsewhere {'0' * 64}\n")
    with pytest.raises(CloneIndexError, match="wanted a generation and its hash"):
        CloneIndex.open(root, ENCODER)


def publish(root, manifest):
    """Write a manifest and a pointer that vouches for it, as one who knows the format could."""
    text = json.dumps(manifest)
    (root / "g000001" / "manifest.json").write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    (root / "CURRENT").write_text(f"g000001 {digest}\n")
