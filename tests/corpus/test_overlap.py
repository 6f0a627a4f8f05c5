"""Overlap of tiny corpora, held against a slow loop over all pairs of rows."""

import json
import random
from dataclasses import dataclass, replace
from itertools import product

import pytest

from contracode.corpus.manifest import write_manifest
from contracode.corpus.near import jaccard, shingles_of
from contracode.corpus.overlap import Side, as_markdown, overlap
from contracode.corpus.tables import TableWriter
from contracode.errors import CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What a comparison reads of a table of functions."""

    id: str
    package: str
    path: str = "index.js"
    name: str = "f"
    start_line: int = 1
    source: str
    javascript: str = ""
    body: str
    structure: str
    split: str = "train"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What a comparison reads of a table of files."""

    id: str
    package: str
    path: str = "index.ts"
    javascript: str
    split: str = "train"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What a comparison reads of a table of images."""

    id: str
    vendor: str = "v"
    name: str = "grin"
    height: int = 1
    width: int = 2
    channels: int = 1
    pixels: bytes
    split: str = "train"


def write(folder, rows, table="functions"):
    folder.mkdir()
    with TableWriter(folder, table, type(rows[0]), rows_per_shard=3) as writer:
        for row in rows:
            writer.write(row)
    write_manifest(folder, {"name": folder.name}, {table: writer.summary})
    return Side(folder)


def function(number, text, package="a", split="train", body=None, structure=None):
    return Function(
        id=f"id{number}",
        package=package,
        start_line=number + 1,
        source=text,
        body=body or f"body of {text}",
        structure=structure or f"structure of {text}",
        split=split,
    )


def text_of(draw):
    """One of four texts of 60 tokens, with up to six of them renamed."""
    family = draw.randrange(4)
    tokens = [f"f{family}t{place}" for place in range(60)]
    for place in draw.sample(range(60), draw.randrange(7)):
        tokens[place] = f"u{draw.randrange(3)}"
    return " ".join(tokens)


def drawn(seed, count):
    draw = random.Random(seed)
    return [
        function(
            number,
            text_of(draw),
            package=draw.choice("abc"),
            split=draw.choice(["train", "test"]),
            body=f"body{draw.randrange(15)}",
            structure=f"structure{draw.randrange(9)}",
        )
        for number in range(count)
    ]


LIKE = {
    "exact": lambda a, b: a.body == b.body,
    "structural": lambda a, b: a.structure == b.structure,
    "near": lambda a, b: jaccard(shingles_of(a.source), shingles_of(b.source)) >= 0.8,
}


def slow_counts(rows, others, like):
    """Rows by package that have a counterpart."""
    counts = {}
    for row in rows:
        if any(like(row, other) for other in others):
            counts[row.package] = counts.get(row.package, 0) + 1
    return counts


@pytest.mark.parametrize("sizes", [(7, 20), (20, 7), (12, 12)])
@pytest.mark.parametrize("split", [None, "test"])
def test_counts_are_those_of_a_slow_loop(tmp_path, sizes, split):
    rows, others = drawn(sizes[0], sizes[0]), drawn(100 + sizes[1], sizes[1])
    left = replace(write(tmp_path / "left", rows), split=split)
    right = write(tmp_path / "right", others)
    rows = [row for row in rows if split in (None, row.split)]
    found = overlap(left, right)
    assert (found.left_rows, found.right_rows) == (len(rows), len(others))
    assert set(found.packages) == {row.package for row in rows} & {row.package for row in others}
    assert [shared.likeness for shared in found.shared] == list(LIKE)
    for shared in found.shared:
        like = LIKE[shared.likeness]
        assert shared.left == slow_counts(rows, others, like)
        assert shared.right == slow_counts(others, rows, lambda b, a, like=like: like(a, b))
        pairs = {(a.id, b.id) for a, b in product(rows, others) if like(a, b)}
        shown = [(a.id, b.id) for a, b in shared.examples]
        assert set(shown) <= pairs
        assert len(shown) == min(
            10, sum((shared.left, shared.right)[len(rows) <= len(others)].values())
        )


def test_packages_with_more_rows_come_first(tmp_path):
    rows = [function(n, f"t{n}", package=p, body="same") for n, p in enumerate("abbcccd")]
    left = write(tmp_path / "left", rows)
    right = write(tmp_path / "right", [function(0, "other", body="same")])
    assert list(overlap(left, right).shared[0].left) == ["c", "b", "a", "d"]


def test_splits_of_one_corpus_are_compared(tmp_path):
    rows = [function(0, "x", split="train"), function(1, "x", split="test"), function(2, "y")]
    corpus = write(tmp_path / "both", rows).corpus
    found = overlap(Side(corpus, "train"), Side(corpus, "test"))
    assert (found.left, found.right) == ("both:train", "both:test")
    assert (found.left_rows, found.right_rows) == (2, 1)
    assert [(a.id, b.id) for a, b in found.shared[0].examples] == [("id0", "id1")]


def test_near_is_judged_without_types(tmp_path):
    plain = " ".join(f"t{place}" for place in range(60))
    typed = " ".join(f"t{place}: Type{place}" for place in range(60))
    row = Function(id="ts", package="b", source=typed, body="1", structure="1", javascript=plain)
    left = write(tmp_path / "left", [row, replace(row, id="js", source=plain, javascript="")])
    right = write(tmp_path / "right", [function(0, plain)])
    assert overlap(left, right).shared[2].left == {"b": 2}


def test_files_are_equal_by_their_text_without_layout_and_near_by_their_tokens(tmp_path):
    tokens = [f"t{place}" for place in range(60)]
    rows = [File(id="1", package="a", javascript=" ".join(tokens))]
    others = [
        File(id="2", package="b", javascript="\n ".join(tokens)),
        File(id="3", package="c", javascript=" ".join([*tokens, "more"])),
        File(id="4", package="d", javascript="nothing of it"),
    ]
    found = overlap(
        write(tmp_path / "left", rows, "files"), write(tmp_path / "right", others, "files")
    )
    assert [(shared.likeness, shared.left, shared.right) for shared in found.shared] == [
        ("exact", {"a": 1}, {"b": 1}),
        ("near", {"a": 1}, {"b": 1, "c": 1}),
    ]
    spots = [str(spot) for spot in found.shared[0].examples[0]]
    assert spots == ["`a/index.ts` (1)", "`b/index.ts` (2)"]
    assert "| equal text | 1 | 100.000% | 1 | 33.333% |" in as_markdown(found)


def test_images_are_equal_by_their_pixels_and_their_shape(tmp_path):
    rows = [Image(id="1", pixels=b"ab"), Image(id="2", pixels=b"cd")]
    others = [
        Image(id="3", vendor="w", pixels=b"ab"),
        Image(id="4", vendor="w", pixels=b"cd", height=2, width=1),
    ]
    found = overlap(
        write(tmp_path / "left", rows, "images"), write(tmp_path / "right", others, "images")
    )
    (shared,) = found.shared
    assert (shared.left, shared.right) == ({"v": 1}, {"w": 1})
    lines = as_markdown(found).splitlines()
    assert "| equal pixels | 1 | 50.000% | 1 | 50.000% |" in lines
    assert "0 vendors are in both." in lines
    assert "| vendor of left | equal pixels |" in lines
    assert lines[-2:] == ["- `v` grin (1)", "  `w` grin (3)"]


def test_the_figures_can_be_written(tmp_path):
    left = write(tmp_path / "left", [function(0, "x", package="p")])
    right = write(tmp_path / "right", [function(7, "x", package="q")])
    figures = json.loads(json.dumps(overlap(left, right).as_json()))
    assert (figures["of"], figures["left_rows"]) == ("functions", 1)
    assert figures["shared"][0]["likeness"] == "exact"
    assert figures["shared"][0]["right"] == {"q": 1}
    assert [spot["id"] for spot in figures["shared"][0]["examples"][0]] == ["id0", "id7"]


def test_markdown_says_counts_shares_packages_and_examples(tmp_path):
    rows = [function(0, "x", package="p"), function(1, "y", package="q"), function(2, "z")]
    left = write(tmp_path / "left", rows)
    right = write(tmp_path / "right", [function(7, "x", package="p"), function(8, "w")])
    lines = as_markdown(overlap(left, right), packages=1).splitlines()
    assert "| rows | 3 | | 2 | |" in lines
    assert "| equal body | 1 | 33.333% | 1 | 50.000% |" in lines
    assert "2 packages are in both: a, p." in lines
    assert "| package of left | equal body | equal structure | near (Jaccard ≥ 0.8) |" in lines
    assert "| p | 1 | 1 | 1 |" in lines
    assert "- `p/index.js:1` f (id0)" in lines
    assert "  `p/index.js:8` f (id7)" in lines


def test_markdown_of_nothing_shared_is_zeros(tmp_path):
    left = write(tmp_path / "left", [function(0, "x", package="p")])
    right = write(tmp_path / "right", [function(1, "y", package="q")])
    text = as_markdown(overlap(left, right))
    assert text.count("| 0 | 0.000% | 0 | 0.000% |") == 3
    assert "0 packages are in both." in text
    assert "Examples" not in text


def test_markdown_counts_the_packages_it_leaves_out(tmp_path):
    rows = [function(n, "x", package=p) for n, p in enumerate("abc")]
    left, right = write(tmp_path / "left", rows), write(tmp_path / "right", rows[:1])
    assert "| 2 more | | | |" in as_markdown(overlap(left, right), packages=1)


def test_sides_that_share_rows_are_refused(tmp_path):
    corpus = write(tmp_path / "both", [function(0, "x")]).corpus
    whole, part = Side(corpus), Side(corpus, "train")
    for left, right in ((whole, whole), (whole, part), (part, part)):
        with pytest.raises(CorpusError, match="share their rows; name two corpora, or two splits"):
            overlap(left, right)


def test_functions_and_files_are_not_compared(tmp_path):
    left = write(tmp_path / "left", [function(0, "x")])
    right = write(tmp_path / "right", [File(id="1", package="a", javascript="x")], "files")
    with pytest.raises(CorpusError, match="left holds functions and right files; compare like"):
        overlap(left, right)


def test_a_corpus_of_neither_is_refused(tmp_path):
    left = write(tmp_path / "left", [function(0, "x")])
    right = write(tmp_path / "right", [File(id="1", package="a", javascript="x")], "songs")
    with pytest.raises(CorpusError, match="right holds songs; only tables of functions, files, im"):
        overlap(left, right)


def test_an_unknown_split_names_the_known_ones(tmp_path):
    left = write(tmp_path / "left", [function(0, "x"), function(1, "y", split="test")])
    right = write(tmp_path / "right", [function(0, "x")])
    message = r"left:tset holds no rows; .*left has test \(1 rows\), train \(1 rows\)"
    with pytest.raises(CorpusError, match=message):
        overlap(replace(left, split="tset"), right)


def test_a_missing_corpus_names_the_command(tmp_path):
    left = write(tmp_path / "left", [function(0, "x")])
    with pytest.raises(CorpusError, match="contracode corpus build absent"):
        overlap(left, Side(tmp_path / "absent", "train"))
