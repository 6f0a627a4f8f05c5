"""The service over a Qdrant collection instead of files."""

import pytest
from hashed_encoder import HashedEncoder
from indexed_functions import function, vectors_of
from qdrant_client import QdrantClient

import contracode.index.qdrant as qdrant
from contracode.errors import CloneIndexError
from service.engine import open_index
from service.settings import Settings


# The client's local mode has no payload indexes, and says so once.
@pytest.mark.filterwarnings("ignore:Payload indexes have no effect")
def test_a_collection_is_searched_like_files(monkeypatch):
    client = QdrantClient(":memory:")
    functions = [function("plus", "x + y"), function("times", "x * y")]
    store = qdrant.QdrantStore.open_or_create(client, "code", HashedEncoder())
    store.upsert(functions, vectors_of(functions))
    monkeypatch.setattr(qdrant, "connect", lambda *_: client)
    settings = Settings(model_dir="m", qdrant_url="http://127.0.0.1:1", qdrant_collection="code")
    index = open_index(settings, HashedEncoder())
    (hits,) = index.search(vectors_of(functions[:1]), 1)
    assert (index.generation, hits[0].function) == ("code", functions[0])
    with pytest.raises(CloneIndexError, match="their vectors can't be compared"):
        open_index(settings, HashedEncoder("other"))
    index.close()


def test_a_server_that_is_not_there_is_told():
    settings = Settings(model_dir="m", qdrant_url="http://127.0.0.1:1")
    with pytest.raises(CloneIndexError, match="see that the server runs"):
        open_index(settings, HashedEncoder())
