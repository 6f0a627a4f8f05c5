import pytest

from compiler_aug import Plan, Program, Variant
from contracode.corpus.variants.second_opinion import disagreements


def reasons(source, *texts):
    variants = [Variant(text, seed, ()) for seed, text in enumerate(texts)]
    return [found.reason for found in disagreements(Program(source), variants)]


@pytest.mark.parametrize(
    "source",
    [
        "import a from 'a'; export default a;",
        "with (a) { b }",
        "function (a) { return a; }",
        "push(item) { return super.push(item); }",
        "get #size() { return this.#items.length; }",
        "<a href={b}>c</a>",
    ],
)
def test_every_shape_is_read_and_what_is_broken_is_told(source):
    assert reasons(source, source) == []
    assert len(reasons(source, source, source + "(", "}")) == 2


def test_of_what_it_can_not_read_it_has_no_opinion():
    assert reasons("let a: number = 1;", "let (") == []


@pytest.mark.parametrize("depth", [500, 5000])
def test_deep_programs_do_not_end_it(depth):
    deep = "(" * depth + "1" + ")" * depth
    assert isinstance(reasons(deep, deep), list)


def test_the_compilers_variants_are_agreed_on(augmenter):
    source = "function each(list) { for (let i = 0; i < list.length; i++) { visit(list[i], i); } }"
    variants = augmenter.variants(source, count=30, plan=Plan.named("default"))
    assert disagreements(Program(source), variants) == []
