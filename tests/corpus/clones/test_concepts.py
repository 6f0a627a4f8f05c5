"""Names and owners as concepts; the recipe's tables."""

import pytest
from clone_records import function, recipe
from pydantic import ValidationError

from contracode.corpus.clones.concepts import Concepts, inverted
from contracode.corpus.clones.rows import split_of

CONCEPTS = Concepts(recipe())


@pytest.mark.parametrize(
    ("name", "chief"),
    [
        ("unique", "uniq"),
        ("deDupe", "uniq"),
        ("de_dupe", "uniq"),
        ("Average", "mean"),
        ("chunk", "chunk"),
        ("chunkImplementation", "chunk"),
        ("averageImpl", "mean"),
    ],
)
def test_synonyms_have_one_name(name, chief):
    assert CONCEPTS.name(name) == chief


@pytest.mark.parametrize(
    ("more", "group", "concept"),
    [
        ({"owner": "Vector3"}, "vectors", "vec3.mean"),
        ({"path": "src/math/vec3.js"}, "vectors", "vec3.mean"),
        ({"path": "src/math/vec3.js"}, "utility", "mean"),
        ({"owner": "Heap"}, "structures", "heap.mean"),
        ({"owner": "_"}, "utility", "mean"),
        ({"owner": "exports"}, "utility", "mean"),
    ],
)
def test_a_class_is_part_of_the_concept_and_a_namespace_is_not(more, group, concept):
    assert CONCEPTS.of(function("", "average", **more), group) == concept


def test_generic_names_need_an_owner():
    assert CONCEPTS.is_generic("get", "structures")
    assert not CONCEPTS.is_generic("heap.get", "structures")
    assert CONCEPTS.is_generic("iterator.get", "structures")
    assert CONCEPTS.is_generic("cross", "vectors")


def test_a_name_means_one_thing():
    with pytest.raises(ValueError, match="'mean' means both 'mean' and 'average'"):
        inverted({"mean": [], "average": ["mean"]})


def test_families_and_groups_are_found_by_patterns():
    made = recipe()
    assert [made.family_of(name) for name in ("one", "two", "twin-sets")] == [
        "one",
        "twins",
        "twins",
    ]
    assert made.group_of("one", "src/math/vec3.js") == "vectors"
    assert made.group_of("one", "src/list.js") == "utility"
    assert made.group_of("one", "test/list.js") == ""
    assert made.is_paired("three", "list.js")
    assert not made.is_paired("three", "vendored/list.js")


def test_a_package_without_a_group_is_refused():
    with pytest.raises(ValidationError, match=r"\[run\] names four, which no group holds"):
        recipe(run={"four": ["*.js"]})


def test_one_name_has_one_split_whatever_its_owner():
    concepts = [f"name{number}" for number in range(2000)]
    assert all(split_of(name, 0.3) == split_of(f"vec3.{name}", 0.3) for name in concepts)
    valid = sum(split_of(name, 0.3) == "valid" for name in concepts)
    assert 500 < valid < 700
    assert split_of("", 0.99) == "test"
