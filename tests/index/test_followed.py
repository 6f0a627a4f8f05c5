"""An index that is searched while it is written to."""

import logging
import shutil
from concurrent.futures import ThreadPoolExecutor

from function_lists import ADD, CLAMP, ListedSource
from hashed_encoder import HashedEncoder
from indexed_functions import ENCODER, function, vectors_of

from contracode.index import FollowedIndex, LocalStore, Searchable, build_index, followed


def texts(index, query=CLAMP):
    return {hit.function.source for hit in index.search(ENCODER.embed_texts([query]), 9)[0]}


def test_what_is_written_is_found_by_the_next_search(tmp_path):
    build_index(ListedSource((CLAMP,)), ENCODER, tmp_path)
    index = FollowedIndex(tmp_path, ENCODER)
    assert isinstance(index, Searchable)
    added = [function("added", "x + y")]
    with LocalStore.open(tmp_path, ENCODER) as store:
        store.upsert(added, vectors_of(added))
        assert texts(index) == {CLAMP, "x + y"}
        store.delete([added[0].id])
        assert texts(index) == {CLAMP}
        store.compact()
        assert texts(index) == {CLAMP}
    assert index.generation == index.stats().generation == "g000002"
    index.close()


def test_what_can_not_be_opened_leaves_the_view_in_use_and_is_tried_again(
    tmp_path, caplog, monkeypatch
):
    monkeypatch.setattr(followed, "RETRY_S", 0.0)
    build_index(ListedSource((CLAMP,)), ENCODER, tmp_path)
    index = FollowedIndex(tmp_path, ENCODER)
    with caplog.at_level(logging.WARNING):
        build_index(ListedSource((ADD,)), HashedEncoder("other"), tmp_path)
        assert texts(index) == {CLAMP}
        shutil.rmtree(tmp_path)
        assert texts(index) == {CLAMP}
    assert "was made anew by another model" in caplog.text
    assert "no clone index" in caplog.text
    build_index(ListedSource((ADD,)), ENCODER, tmp_path)
    assert texts(index) == {ADD}
    index.close()


def test_searches_while_generations_come_and_go_see_one_or_the_other(tmp_path):
    build_index(ListedSource((CLAMP,)), ENCODER, tmp_path)
    index = FollowedIndex(tmp_path, ENCODER)
    added = [function("added", "x + y")]
    with LocalStore.open(tmp_path, ENCODER) as store, ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(texts, index) for _ in range(100)]
        for _ in range(5):
            store.upsert(added, vectors_of(added))
            store.compact()
        found = [each.result() for each in asked]
    assert all(each in ({CLAMP}, {CLAMP, "x + y"}) for each in found)
    assert texts(index) == {CLAMP, "x + y"}
    index.close()
