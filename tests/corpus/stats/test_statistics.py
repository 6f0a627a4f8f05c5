"""Statistics of corpora of each kind, counted by hand."""

import pytest

from contracode.corpus.stats import CrossTable, as_markdown, corpus_statistics
from contracode.corpus.stats.counting import cross_table
from contracode.errors import CorpusError

KINDS = ("functions", "types", "clones", "images")


def section(statistics, title):
    (found,) = [each for each in statistics.sections if each.title == title]
    return found


def facts(statistics, title):
    return {fact.name: fact.value for fact in section(statistics, title).rows}


def test_functions_are_counted(make_corpus):
    found = corpus_statistics(make_corpus("functions"))
    assert (found.name, found.kind, found.rows) == ("tiny", "functions", 4)
    assert facts(found, "Functions") == {
        "functions": 4,
        "with a documentation comment": 1,
        "packages": 2,
        "different names": 3,
        "names used at least 2 times": 1,
        "names used at least 5 times": 0,
        "different name sub-tokens": 2,
        "name sub-tokens used at least 10 times": 0,
    }
    assert section(found, "Functions by split") == CrossTable(
        title="Functions by split",
        of="functions",
        columns=("documented", "not documented"),
        rows=(("train", (1, 2)), ("test", (0, 1))),
    )
    assert section(found, "Lines a function").counts == {1: 3, 3: 1}
    assert section(found, "Tokens a function").counts == {3: 2, 5: 1, 7: 1}
    assert section(found, "Characters a function").counts == {3: 2, 8: 1, 9: 1}
    assert section(found, "Sub-tokens a name").counts == {0: 1, 1: 2, 2: 1}
    assert section(found, "Licences").counts == (("MIT", 3), ("(none)", 1))


def test_labels_are_counted_in_the_split_of_their_file(make_corpus):
    found = corpus_statistics(make_corpus("types"))
    assert facts(found, "Labels") == {
        "files": 3,
        "labels": 4,
        "any": 0.25,
        "different types": 3,
        "types used at least 10 times": 0,
    }
    assert section(found, "Most frequent types").counts == (("string", 2), ("A | B", 1), ("any", 1))
    by_kind = section(found, "Labels by kind and split")
    assert by_kind.columns == ("train", "valid")
    assert by_kind.rows == (("parameter", (2, 1)), ("return", (0, 1)))
    assert section(found, "Labels by origin and split").rows == (
        ("annotation", (2, 1)),
        ("jsdoc", (0, 1)),
    )
    assert section(found, "Labels a file").counts == {0: 1, 2: 2}
    assert section(found, "Packages").counts == (("a", 2), ("b", 2))
    assert "`A \\| B`" in as_markdown(found)


def test_clones_are_counted_by_evidence_and_functions_without_a_concept_apart(make_corpus):
    found = corpus_statistics(make_corpus("clones"))
    assert facts(found, "Functions") == {
        "functions": 4,
        "functions of a concept": 3,
        "concepts": 2,
        "families": 2,
    }
    by_evidence = section(found, "Concepts by group and evidence")
    assert (by_evidence.columns, by_evidence.rows) == (("behaviour", "name"), (("maths", (2, 1)),))
    assert section(found, "Pairs by evidence and split").rows == (
        ("behaviour", (3,)),
        ("name", (1,)),
    )
    assert section(found, "Agreement of a pair").counts == {80: 1, 90: 1, 100: 1}
    assert section(found, "Informative calls a pair").counts == {4: 1, 10: 2}


def test_images_are_counted_by_class_and_vendor(make_corpus):
    found = corpus_statistics(make_corpus("images", classes=["glad", "sad"]))
    assert facts(found, "Images") == {
        "images": 3,
        "classes": 2,
        "different names": 2,
    }
    assert facts(found, "Names") == {"names drawn by at least 2 vendors": 1}
    assert section(found, "Vendors a name").counts == {1: 1, 2: 1}
    assert section(found, "Classes").counts == (("glad", 2), ("sad", 1))
    assert section(found, "Sizes").counts == (("8 x 8 x 3", 3),)
    assert "Sub-groups" not in {each.title for each in found.sections}


def test_what_was_left_out_is_told_by_thing_and_reason(make_corpus):
    corpus = make_corpus(
        "functions",
        left_out={
            "files": {"minified": 2},
            "functions": {"too short": 5, "same body": 7, "never happened": 0},
            "labels": {"too long": 0},
        },
        unreadable={"a.js": "too large: 9 bytes", "b.js": "too large: 8 bytes"},
    )
    found = corpus_statistics(corpus)
    left_out = section(found, "Functions left out, by reason")
    assert (left_out.of, left_out.counts) == ("functions", (("same body", 7), ("too short", 5)))
    assert section(found, "Files left out, by reason").counts == (("minified", 2),)
    assert "Labels left out, by reason" not in {each.title for each in found.sections}
    assert section(found, "Files that could not be read").counts == (("too large", 2),)


def test_stages_of_deduplication_keep_their_order_and_packages_tell_their_losses(make_corpus):
    corpus = make_corpus(
        "functions",
        stages={"found": 9, "distinct": 4, "clean": 4},
        documented={"found": 3, "distinct": 1, "clean": 1},
        decontaminated={"others": {"a": 2, "b": 3}, "more": {"a": 4}, "none": {}},
    )
    found = corpus_statistics(corpus)
    stages = section(found, "Functions after each stage of de-duplication")
    assert stages.columns == ("documented", "not documented")
    assert stages.rows == (("found", (3, 6)), ("distinct", (1, 3)), ("clean", (1, 3)))
    losses = section(found, "Left out for what other data sets hold")
    assert losses.columns == ("others", "more")
    assert losses.rows == (("a", (2, 4)), ("b", (3, 0)))


def test_what_was_never_counted_has_no_table():
    assert cross_table("Pairs", "pairs", {}) == []


@pytest.mark.parametrize("kind", KINDS)
def test_shards_make_no_difference(make_corpus, kind):
    whole, parts = (
        corpus_statistics(make_corpus(kind, name=str(size), rows_per_shard=size))
        for size in (99, 1)
    )
    assert whole.sections == parts.sections


def test_a_corpus_of_another_kind_is_refused(make_corpus, make_function):
    corpus = make_corpus("sounds", {"functions": [make_function()]})
    message = "'sounds', wanted one of functions, types, clones, images"
    with pytest.raises(CorpusError, match=message):
        corpus_statistics(corpus)


def test_a_corpus_without_a_table_is_refused(make_corpus, make_function):
    corpus = make_corpus("clones", {"functions": [make_function()]})
    with pytest.raises(CorpusError, match="has no column concept, family, group"):
        corpus_statistics(corpus)
    with pytest.raises(CorpusError, match="no finished corpus"):
        corpus_statistics(corpus / "nowhere")
