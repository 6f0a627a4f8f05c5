"""Qdrant behind the same interface: it answers as the index of files does."""

from dataclasses import replace

import pytest
import qdrant_client
from hashed_encoder import HashedEncoder
from indexed_functions import ENCODER, function, vectors_of

from contracode.errors import CloneIndexError
from contracode.index import CloneIndex, CloneStore, Filter, LocalStore
from contracode.index.qdrant import QdrantStore, connect, push

# The client's local mode has no payload indexes, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect")

FUNCTIONS = [
    function("plus", "x + y"),
    function("times", "x * y", language="ts"),
    function("get", "a.b(c)", package="other"),
    function("twin", "x + y"),
]


@pytest.fixture
def client():
    made = qdrant_client.QdrantClient(":memory:")
    yield made
    made.close()


@pytest.fixture
def store(client):
    made = QdrantStore.open_or_create(client, "code", ENCODER)
    made.upsert(FUNCTIONS, vectors_of(FUNCTIONS))
    return made


@pytest.fixture
def local(tmp_path):
    with LocalStore.open(tmp_path / "index", ENCODER) as made:
        made.upsert(FUNCTIONS, vectors_of(FUNCTIONS))
        yield made


def test_it_is_a_store(store):
    assert isinstance(store, CloneStore)


@pytest.mark.parametrize(
    "where", [Filter(), Filter(languages=("ts",)), Filter(packages=("pack",), languages=("js",))]
)
def test_it_finds_what_the_index_of_files_finds(store, local, where):
    queries = ENCODER.embed_texts(["x + y", "f(a.b)"])
    for ours, theirs in zip(
        store.search(queries, 3, where), local.search(queries, 3, where), strict=True
    ):
        assert [hit.cosine for hit in ours] == pytest.approx([hit.cosine for hit in theirs])
        assert {hit.function for hit in ours} <= {each for each in FUNCTIONS if where.allows(each)}


def test_what_is_replaced_or_deleted_is_not_found(store):
    changed = replace(FUNCTIONS[0], start_line=9)
    store.upsert([changed], vectors_of([changed]))
    assert store.delete([FUNCTIONS[1].id, 12345]) == 1
    assert store.delete([]) == 0
    found = {hit.function for hit in store.search(ENCODER.embed_texts(["x"]), 9)[0]}
    assert found == {changed, *FUNCTIONS[2:]}
    assert store.stats().functions == 3


def test_a_snapshot_is_an_index_of_files(store, tmp_path):
    store.snapshot(tmp_path / "copy")
    with CloneIndex.open(tmp_path / "copy", ENCODER) as copy:
        assert set(copy.contents()[0]) == set(FUNCTIONS)
        best = copy.search(ENCODER.embed_texts(["x * y"]), 1)[0][0]
    assert best.function == FUNCTIONS[1]


def test_a_push_sends_what_differs(client, local):
    store = QdrantStore.open_or_create(client, "pushed", ENCODER)
    stale = [function("stale", "x - y"), replace(FUNCTIONS[0], start_line=7)]
    store.upsert([*stale, FUNCTIONS[1]], vectors_of([*stale, FUNCTIONS[1]]))
    done = []
    report = push(local.view, store, done.append)
    assert (report.written, report.deleted, report.kept, sum(done)) == (3, 1, 1, 4)
    found = {hit.function for hit in store.search(ENCODER.embed_texts(["x"]), 9)[0]}
    assert found == set(FUNCTIONS)
    again = push(local.view, store)
    assert (again.written, again.deleted, again.kept) == (0, 0, 4)


def test_another_model_is_refused(client, store):
    with pytest.raises(CloneIndexError, match="their vectors can't be compared"):
        QdrantStore(client, store.generation, HashedEncoder("other"))


def test_a_missing_or_strange_collection_is_refused(client):
    with pytest.raises(CloneIndexError, match="no collection code; fill one with"):
        QdrantStore(client, "code", ENCODER)
    client.create_collection("code", vectors_config={})
    with pytest.raises(CloneIndexError, match="was not made by `contracode index push`"):
        QdrantStore.open_or_create(client, "code", ENCODER)


def test_a_server_that_does_not_answer_is_told():
    with pytest.raises(CloneIndexError, match="see that the server runs"):
        QdrantStore.open_or_create(connect("http://127.0.0.1:1", timeout_s=1), "code", ENCODER)


def test_vectors_that_do_not_fit_are_refused(store):
    with pytest.raises(CloneIndexError, match="not of unit length"):
        store.upsert(FUNCTIONS, 2 * vectors_of(FUNCTIONS))
    with pytest.raises(ValueError, match="4 functions with 1 vectors"):
        store.upsert(FUNCTIONS, vectors_of(FUNCTIONS[:1]))
    with pytest.raises(CloneIndexError, match="the query has 1"):
        store.search(vectors_of(FUNCTIONS)[:, :1], 1)
