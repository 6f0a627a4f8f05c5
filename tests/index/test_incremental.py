"""A second build: what it reads, embeds, writes and forgets."""

import json
from dataclasses import replace

import pytest
from function_lists import ADD, CLAMP, ListedSource
from hashed_encoder import HashedEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler_aug import Augmenter
from contracode.errors import CloneIndexError
from contracode.index import CloneIndex, build_index, open_source

TEXTS = st.lists(st.sampled_from(["a()", "b(1)", "c + d", "e[f]"]), max_size=3, unique=True)
FILES = st.dictionaries(st.sampled_from(["x.js", "y.js", "z.js"]), TEXTS.map(tuple))


class CountingEncoder(HashedEncoder):
    """Knows every text that it embedded."""

    def __init__(self):
        super().__init__()
        self.read = []

    def embed_texts(self, texts, *, truncate=False):
        self.read += texts
        return super().embed_texts(texts, truncate=truncate)


@given(st.lists(FILES, min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_after_any_changes_the_index_is_that_of_a_first_build(tmp_path_factory, versions):
    root = tmp_path_factory.mktemp("kept")
    encoder = CountingEncoder()
    for files in versions:
        source = ListedSource((), files)
        fresh = tmp_path_factory.mktemp("fresh")
        for place in (root, fresh):
            build_index(source, encoder, place)
        with CloneIndex.open(root, encoder) as kept, CloneIndex.open(fresh, encoder) as first:
            assert kept.contents()[0] == first.contents()[0]
            assert (kept.contents()[1] == first.contents()[1]).all()
            assert (kept.files, kept.source_digest) == (first.files, first.source_digest)
            assert len(kept) == sum(map(len, files.values()))


def test_only_new_texts_are_embedded_and_only_changed_files_read(tmp_path):
    encoder = CountingEncoder()
    before = ListedSource((CLAMP, ADD), {"b.js": ("b()", "c()"), "d.js": ("d()",)})
    build_index(before, encoder, tmp_path)
    encoder.read.clear()
    after = ListedSource((CLAMP, ADD), {"b.js": ("b()", "new()"), "moved.js": ("d()",)})
    report = build_index(after, encoder, tmp_path)
    assert encoder.read == ["new()"]
    assert (report.files_read, report.files_gone, report.embedded) == (2, 1, 1)
    assert (report.written, report.deleted) == (2, 2)
    assert report.stats.functions == 5


def test_a_function_that_moved_down_is_the_same_at_another_line(tmp_path):
    encoder = CountingEncoder()
    build_index(ListedSource((CLAMP, ADD)), encoder, tmp_path)
    with CloneIndex.open(tmp_path, encoder) as index:
        ids = {each.source: (each.id, each.start_line) for each in index.contents()[0]}
    source = ListedSource((CLAMP, ADD))
    moved = [replace(each, start_line=each.start_line + 7) for each in source.records()]
    source.records = lambda _: iter(moved)
    source.others = {"extra.js": ()}
    source.texts = (CLAMP, ADD, "")
    encoder.read.clear()
    build_index(source, encoder, tmp_path)
    assert encoder.read == []
    with CloneIndex.open(tmp_path, encoder) as index:
        for each in index.contents()[0]:
            assert (each.id, each.start_line - 7) == ids[each.source]


def test_a_killed_build_goes_on_with_the_vectors_it_had(tmp_path):
    class DyingEncoder(CountingEncoder):
        def embed_texts(self, texts, *, truncate=False):
            if len(self.read) >= 1024:
                raise KeyboardInterrupt
            return super().embed_texts(texts, truncate=truncate)

    source = ListedSource(tuple(f"f{number}()" for number in range(1500)))
    with pytest.raises(KeyboardInterrupt):
        build_index(source, DyingEncoder(), tmp_path)
    with pytest.raises(CloneIndexError, match="no clone index"):
        CloneIndex.open(tmp_path, HashedEncoder())
    encoder = CountingEncoder()
    report = build_index(source, encoder, tmp_path)
    assert len(encoder.read) == report.embedded == 1500 - 1024
    assert report.stats.functions == 1500
    assert not (tmp_path / ".embedded").exists()


def test_vectors_of_another_model_are_not_taken_from_a_killed_build(tmp_path):
    class DyingSource(ListedSource):
        def records(self, paths=None):
            yield from super().records(paths)
            raise KeyboardInterrupt

    source = DyingSource(tuple(f"f{number}()" for number in range(1100)))
    other = CountingEncoder()
    other.model_digest = "f" * 64
    with pytest.raises(KeyboardInterrupt):
        build_index(source, other, tmp_path)
    assert (tmp_path / ".embedded").stat().st_size > 100_000
    encoder = CountingEncoder()
    build_index(ListedSource(source.texts), encoder, tmp_path)
    assert len(encoder.read) == 1100


def test_kept_vectors_that_are_damaged_are_made_again(tmp_path):
    (tmp_path / ".embedded").write_bytes(b"no log at all, but longer than a head" * 9)
    encoder = CountingEncoder()
    build_index(ListedSource(("a()",)), encoder, tmp_path)
    assert encoder.read == ["a()"]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as compiler:
        yield compiler


def test_a_code_base_is_followed_through_its_changes(tmp_path, augmenter):
    folder, root = tmp_path / "code", tmp_path / "index"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.js").write_text(f"// one\n{CLAMP}\n")
    (folder / "src" / "b.ts").write_text("export const twice = (x: number) => 2 * x;\n")
    (folder / "broken.js").write_text("let x = ;")
    (folder / "odd.js").write_text("export const odd = { '\\ud800'(a) { return a; } };\n")
    (folder / "big.js").write_text("x;" * 25_000_000)
    told = []

    def build():
        encoder = CountingEncoder()
        report = build_index(open_source(folder, augmenter, told.append), encoder, root)
        with CloneIndex.open(root, encoder) as index:
            names = sorted((each.path, each.name) for each in index.contents()[0])
        return report, encoder.read, names

    report, _, names = build()
    assert names == [("odd.js", "?"), ("src/a.js", "clamp"), ("src/b.ts", "twice")]
    assert report.stats.unreadable_files == 2
    assert any("too large: 50000000 bytes" in line for line in told)
    (folder / "src" / "a.js").write_text(f"// two\n// lines\n{CLAMP}\n{ADD}\n")
    (folder / "src" / "b.ts").unlink()
    (folder / "broken.js").write_text("let broken = () => 1;")
    report, read, names = build()
    assert names == [
        ("broken.js", "broken"),
        ("odd.js", "?"),
        ("src/a.js", "add"),
        ("src/a.js", "clamp"),
    ]
    assert len(read) == 2
    assert any("a + b" in text for text in read)
    assert report.stats.unreadable_files == 1
    assert not build()[0].built
    # What every function is told of has changed, but none of their texts.
    (folder / "package.json").write_text(json.dumps({"name": "renamed"}))
    _, read, _ = build()
    assert read == []
    with CloneIndex.open(root, CountingEncoder()) as index:
        assert {each.package for each in index.contents()[0]} == {"renamed"}
