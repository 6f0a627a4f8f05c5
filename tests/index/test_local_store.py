"""Writing: the store against a plain dictionary, whatever is done to it in whatever order."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
from hashed_encoder import HashedEncoder
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from indexed_functions import ENCODER, function, vectors_of

from contracode.errors import CloneIndexError
from contracode.index import CloneIndex, CloneStore, Filter, LocalStore, Searchable, local

NAMES = tuple("abcdefgh")
TEXTS = ("x + y", "x * y", "return x", "f(x, y)", "a.b(c)", "new Map()")
LANGUAGES = ("js", "ts")


class StoreAndDictionary(RuleBasedStateMachine):
    """After every step, both hold the same and find the same."""

    @initialize(folder=st.integers())
    def begin(self, folder):  # noqa: ARG002
        self.root = self.folders.mktemp("index")
        self.store = LocalStore.open(self.root, ENCODER)
        self.model = {}

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()

    @rule(
        names=st.lists(st.sampled_from(NAMES), max_size=4, unique=True),
        text=st.sampled_from(TEXTS),
        language=st.sampled_from(LANGUAGES),
    )
    def upsert(self, names, text, language):
        # The id stays that of the name: a text and a language replace others.
        functions = [
            replace(function(name, text, language=language), id=NAMES.index(name) + 1)
            for name in names
        ]
        self.store.upsert(functions, vectors_of(functions))
        self.model |= {each.id: each for each in functions}

    @rule(ids=st.lists(st.integers(1, len(NAMES)), max_size=4, unique=True))
    def delete(self, ids):
        there = [each for each in ids if self.model.pop(each, None) is not None]
        assert self.store.delete(ids) == len(there)

    @rule()
    def compact(self):
        self.store.compact()
        assert self.store.stats().tombstones == self.store.stats().written_since == 0

    @rule()
    def open_again(self):
        self.store.close()
        self.store = LocalStore.open(self.root, ENCODER)

    @invariant()
    def holds_the_same(self):
        if not hasattr(self, "store"):
            return
        functions, vectors = self.store.view.contents()
        assert functions == sorted(self.model.values(), key=lambda each: each.id)
        assert vectors == pytest.approx(vectors_of(functions) if functions else vectors)
        stats = self.store.stats()
        assert stats.functions == len(self.model) == stats.rows - stats.tombstones

    @invariant()
    def finds_the_same(self):
        if not hasattr(self, "store"):
            return
        for where in (Filter(), Filter(languages=("ts",))):
            allowed = [each for each in self.model.values() if where.allows(each)]
            (hits,) = self.store.search(ENCODER.embed_texts(["x + y"]), 3, where)
            query = ENCODER.embed_texts(["x + y"])[0]
            scores = sorted((vectors_of(allowed) @ query).tolist() if allowed else [], reverse=True)
            assert [hit.cosine for hit in hits] == pytest.approx(scores[:3], abs=1e-6)
            assert all(hit.function in allowed for hit in hits)


@pytest.fixture(autouse=True)
def _folders(tmp_path_factory):
    StoreAndDictionary.folders = tmp_path_factory


TestStore = StoreAndDictionary.TestCase
TestStore.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


def filled(root, names="abc"):
    store = LocalStore.open(root, ENCODER)
    functions = [function(name, text) for name, text in zip(names, TEXTS, strict=False)]
    store.upsert(functions, vectors_of(functions))
    return store, functions


def test_a_store_is_what_its_protocols_say(tmp_path):
    store, _ = filled(tmp_path)
    with store:
        assert isinstance(store, CloneStore)
        assert isinstance(store.view, Searchable)
        assert not isinstance(store.view, CloneStore)


def test_a_view_does_not_see_what_is_written_later(tmp_path):
    store, functions = filled(tmp_path)
    with store, CloneIndex.open(tmp_path, ENCODER) as before:
        store.delete([functions[0].id])
        with CloneIndex.open(tmp_path, ENCODER) as after:
            assert (len(before), len(after)) == (3, 2)
            assert before.state != after.state


def test_a_written_function_is_there_after_a_crash(tmp_path):
    store, functions = filled(tmp_path)
    # Nothing is flushed or closed: what counts is on the disk already.
    with CloneIndex.open(tmp_path, ENCODER) as view:
        assert view.contents()[0] == sorted(functions, key=lambda each: each.id)
    store.close()


def test_much_writing_makes_a_new_generation(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "_WRITTEN_AT_LEAST", 4)
    store, functions = filled(tmp_path)
    with store:
        assert store.stats().generation == "g000001"
        store.upsert(functions, vectors_of(functions))
        stats = store.stats()
    assert (stats.generation, stats.functions, stats.written_since) == ("g000002", 3, 0)


def test_only_one_may_write(tmp_path):
    store, _ = filled(tmp_path)
    with store, pytest.raises(CloneIndexError, match="someone else is writing"):
        LocalStore.open(tmp_path, ENCODER)


def test_another_model_may_not_write(tmp_path):
    store, _ = filled(tmp_path)
    store.close()
    with pytest.raises(CloneIndexError, match="their vectors can't be compared"):
        LocalStore.open(tmp_path, HashedEncoder("other"))
    LocalStore.open(tmp_path, ENCODER).close()


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.full((3, 64), 2, dtype=np.float32), "not of unit length"),
        (np.full((3, 64), np.nan, dtype=np.float32), "not of unit length"),
        (np.ones((3, 1), dtype=np.float32), "vectors of 64 numbers, these have 1"),
    ],
)
def test_vectors_that_do_not_fit_are_refused_and_nothing_is_written(tmp_path, vectors, message):
    store, functions = filled(tmp_path)
    with store:
        before = store.stats()
        with pytest.raises(CloneIndexError, match=message):
            store.upsert(functions, vectors)
        assert store.stats() == before


def test_functions_without_vectors_and_twins_are_refused(tmp_path):
    store, (one, *_) = filled(tmp_path)
    with store:
        with pytest.raises(ValueError, match="1 functions with 0 vectors"):
            store.upsert([one], np.zeros((0, 64), dtype=np.float32))
        with pytest.raises(ValueError, match="the same id"):
            store.upsert([one, one], vectors_of([one, one]))


def test_a_snapshot_is_an_index_of_what_is_found(tmp_path):
    store, functions = filled(tmp_path / "index")
    with store:
        store.delete([functions[0].id])
        store.snapshot(tmp_path / "copy")
        with CloneIndex.open(tmp_path / "copy", ENCODER) as copy:
            assert copy.contents()[0] == store.view.contents()[0]
            assert copy.stats().tombstones == 0
        with pytest.raises(CloneIndexError, match="there is something at"):
            store.snapshot(tmp_path / "copy")


def test_a_snapshot_that_was_killed_can_be_repeated(tmp_path):
    store, _ = filled(tmp_path / "index")
    with store:
        (tmp_path / "copy" / "g000001").mkdir(parents=True)
        (tmp_path / "copy" / "g000001" / "functions.sqlite").write_text("half")
        (tmp_path / "copy" / ".writer").touch()
        store.snapshot(tmp_path / "copy")
        with CloneIndex.open(tmp_path / "copy", ENCODER) as copy:
            assert copy.contents()[0] == store.view.contents()[0]
        (tmp_path / "taken").mkdir()
        (tmp_path / "taken" / "thesis.txt").touch()
        with pytest.raises(CloneIndexError, match="there is something at"):
            store.snapshot(tmp_path / "taken")


def test_a_view_outlives_a_compaction(tmp_path):
    store, functions = filled(tmp_path)
    with store:
        view = store.view
        for _ in range(3):
            store.compact()
        (hits,) = view.search(vectors_of(functions[:1]), 1)
        assert hits[0].function == functions[0]
        assert view.stats().functions == 3


def test_a_store_whose_generation_was_replaced_writes_no_more(tmp_path):
    store, functions = filled(tmp_path)
    with store:
        behind = LocalStore(tmp_path, store.view)
        store.compact()
        with pytest.raises(CloneIndexError, match="a newer generation than g000001; open it again"):
            behind.delete([functions[0].id])


def test_an_old_generation_that_can_not_be_removed_does_no_harm(tmp_path, monkeypatch):
    store, functions = filled(tmp_path)
    with store:
        monkeypatch.setattr(shutil, "rmtree", refuse)
        for _ in range(3):
            store.compact()
        store.upsert(functions, vectors_of(functions))
        monkeypatch.undo()
        store.compact()
        assert len([each for each in tmp_path.iterdir() if each.is_dir()]) == 2
        assert len(store.view) == 3


def refuse(place, ignore_errors=False):
    if not ignore_errors:
        raise OSError(16, "Device or resource busy", str(place))


def test_nothing_to_write_writes_nothing(tmp_path):
    store, _ = filled(tmp_path)
    with store:
        before = store.stats()
        store.upsert([], np.zeros((0, 64), dtype=np.float32))
        assert store.delete([]) == store.delete([1, 2, 3]) == 0
        assert store.stats() == before


def test_text_that_is_not_unicode_is_refused(tmp_path):
    store, (one, *_) = filled(tmp_path)
    odd = replace(one, name="\ud800")
    with store, pytest.raises(CloneIndexError, match="holds text that is not Unicode"):
        store.upsert([odd], vectors_of([odd]))


def test_a_log_changed_by_hand_is_refused(tmp_path):
    store, _ = filled(tmp_path)
    store.close()
    place = tmp_path / "g000001" / "changes.log"
    content = bytearray(place.read_bytes())
    content[-1] ^= 1
    place.write_bytes(content)
    with pytest.raises(CloneIndexError, match=r"changes\.log is damaged"):
        CloneIndex.open(tmp_path, ENCODER)


def test_a_log_of_another_generation_is_refused(tmp_path):
    store, functions = filled(tmp_path)
    with store:
        log = (tmp_path / "g000001" / "changes.log").read_bytes()
        store.compact()
        store.delete([functions[0].id])
    (tmp_path / "g000002" / "changes.log").write_bytes(log)
    with pytest.raises(CloneIndexError, match="belongs to another index"):
        CloneIndex.open(tmp_path, ENCODER)
