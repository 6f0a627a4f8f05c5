"""Which extracted function an exported one is."""

import pytest
from clone_records import function

from contracode.corpus.clones.exported import (
    Exported,
    callee_before,
    function_text,
    hands_over_to,
    runnables,
)


def exported(name, text="function () { [another] }", module="index.js"):
    return Exported(module=module, key=f".{name}", name=name, text=text, declared=1)


def found(export, *records, is_transparent=lambda _: True):
    return [(each.record.path, each.exact) for each in runnables([export], records, is_transparent)]


def test_equal_text_is_the_function_itself():
    text = "function chunk(a) { return a; }"
    records = [function(text, "chunk", path="copy.js"), function(text, "chunk")]
    assert found(exported("chunk", text), *records) == [("index.js", True)]


def test_the_implementation_is_preferred_to_what_sorts_its_arguments():
    text = "function chunk(a) { return purry(chunkImplementation, a); }"
    work = function("const chunkImplementation = (a) => a;", "chunkImplementation")
    (pair,) = runnables([exported("chunk", text)], [function(text, "chunk"), work], lambda _: True)
    assert (pair.record.name, pair.exact) == ("chunkImplementation", False)


def test_a_wrapped_function_is_found_by_its_name_where_the_wrapper_is_transparent():
    record = function("function clamp(a) { return a; }", "clamp", shape="expression")
    assert found(exported("clamp"), record) == [("index.js", False)]
    assert found(exported("clamp"), record, is_transparent=lambda _: False) == []


def test_a_namesake_in_the_file_of_another_is_not_taken():
    helper = function("function isEqual(a) {}", "isEqual", path="unique.js")
    assert found(exported("isEqual", module="isEqual.js"), helper) == []
    own = function("function isEqual(a) {}", "isEqual", path="src/is-equal.js")
    assert found(exported("isEqual", module="isEqual.js"), helper, own) == [
        ("src/is-equal.js", False)
    ]


def test_where_it_hands_over_the_one_that_works_is_it():
    outer = function("function (a) { return arrayGroupBy(a); }", "groupBy", parameters=("a",))
    inner = function("function arrayGroupBy(a) { return a.length; }", "arrayGroupBy")
    (pair,) = runnables([exported("groupBy", outer.source)], [outer, inner], lambda _: True)
    assert (pair.record.name, pair.name) == ("arrayGroupBy", "groupBy")
    assert found(exported("groupBy", outer.source), outer) == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("const f = (a = 1) => a;", "(a = 1) => a"),
        ("var f = function () {}", "function () {}"),
        ("function f() { const a = 1; }", "function f() { const a = 1; }"),
    ],
)
def test_the_text_of_a_binding_is_its_value(source, text):
    assert function_text(function(source, "f")) == text


@pytest.mark.parametrize(
    ("source", "parameters", "callee"),
    [
        (
            "function count(...args) {\n  return internalCount(...args);\n}",
            ("...args",),
            "internalCount",
        ),
        ("function (a, b) { return arrayUnion(a, b); }", ("a", "b"), "arrayUnion"),
        ("const f = (a) => (0, inner.f)(a);", ("a",), "f"),
        (
            "function f(a, n) { return purry2(fImplementation, arguments.length, a, n); }",
            ("a", "n"),
            "purry2",
        ),
        ("function keys(x) { return Object.keys(x); }", ("x",), ""),
        ("const find = (list, test) => list.find(test);", ("list", "test"), ""),
        ("function mean(list) { return baseMean(list, identity); }", ("list",), ""),
        ("function f(a) { if (a) return 1; return g(a); }", ("a",), ""),
    ],
)
def test_a_function_that_only_calls_another_hands_over_to_it(source, parameters, callee):
    assert hands_over_to(function(source, "f", parameters=parameters)) == callee


def test_the_callee_is_what_stands_before():
    text = "var clamp = _curry3(function clamp(a) {});\nvar x = function () {};"
    assert (
        callee_before(text, function("", "clamp", start=text.index("function clamp"))) == "_curry3"
    )
    assert callee_before(text, function("", "x", start=text.rindex("function"))) == ""
