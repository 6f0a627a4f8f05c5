import pytest

from compiler_aug import Augmenter, Plan, PlanError
from compiler_aug.catalogue import assumptions, pass_called, resolved


@pytest.fixture(scope="module")
def passes():
    with Augmenter(workers=1) as pool:
        return pool.passes


def test_every_assumption_of_a_pass_has_a_text(passes):
    needed = {number for each in passes for number in each.assumes}
    assert needed <= assumptions().keys()
    assert list(assumptions()) == list(range(1, len(assumptions()) + 1))
    assert assumptions()[1].startswith("Names are looked up by the compiler, not by the program.")
    assert all("\n" not in text and text[0] != "*" for text in assumptions().values())
    assert "`a ** b`" in assumptions()[8]


def test_names_and_aliases_are_unique(passes):
    names = [name.lower() for each in passes for name in (each.name, *each.aliases)]
    assert len(set(names)) == len(names)


def test_a_pass_is_found_by_its_alias_whatever_the_case(passes):
    assert pass_called("vr", passes) == pass_called("rename-variables", passes)
    with pytest.raises(PlanError, match=r"no pass is called 'wild'; there are .*compress"):
        pass_called("wild", passes)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"share": "x"}, r"share = 'x'; it must be a number"),
        ({"share": True}, r"share = True; it must be a number"),
        ({"targets": 1.0}, r"targets = 1.0; it must be a str"),
        ({"colour": 1.0}, r"the option 'colour'; it knows targets, share"),
    ],
)
def test_what_a_pass_can_not_be_told_is_refused(passes, options, message):
    with pytest.raises(PlanError, match=message):
        resolved(Plan.single("VR", **options), passes)


def test_a_resolved_plan_has_names_in_the_place_of_aliases(passes):
    plan = resolved(Plan.single("VR", share=0.5), passes)
    assert plan == resolved(plan, passes)
    assert plan.message() == {
        "steps": [
            {"pass": "rename-variables", "chance": 1.0, "gate": "", "options": {"share": 0.5}}
        ],
        "order": "as written",
        "atLeast": 0,
    }
