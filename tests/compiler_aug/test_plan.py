import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler_aug import Augmenter, Plan, PlanError, PlanStep
from compiler_aug.plan import PLANS


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_plan_can_be_read_by_name(path):
    assert Plan.named(path.stem) == Plan.read(path)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(
        PlanError, match=r"'paperr'.*default, full, identity.*paper, .*paper-as-released"
    ):
        Plan.named("paperr")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps = [", r"is not a plan .*write tables"),
        ('[[steps]]\npass = "compress"\nchance = 1\ncolour = 2', "colour"),
        ('[[steps]]\npass = "compress"\nchance = 1.5', r"must be in \[0, 1\], got 1.5"),
        ('order = "random"\n[[steps]]\npass = "a"\nchance = 1', "as written"),
        ('at_least = -1\n[[steps]]\npass = "a"\nchance = 1', "must be 0 or more, got -1"),
        ('[[steps]]\npass = "a"\nchance = 1\n[[steps]]\npass = "a"\nchance = 1', "twice"),
    ],
)
def test_wrong_plans_are_refused_with_the_reason(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(PlanError, match=message):
        Plan.read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PlanError, match=r"no plan at .*none\.toml"):
        Plan.read(tmp_path / "none.toml")


def test_digests_tell_plans_apart_and_ignore_their_names():
    steps = (PlanStep("compress", 0.5),)
    assert Plan("a", steps).digest == Plan("b", steps).digest
    assert Plan("a", steps).digest != Plan("a", (PlanStep("compress", 0.4),)).digest


@given(st.sampled_from(["default", "paper", "paper-as-released", "full"]), st.data())
def test_a_plan_without_a_pass_keeps_the_others(name, data):
    plan = Plan.named(name)
    gone = data.draw(st.sampled_from(plan.steps))
    kept = plan.without(gone.name)
    assert set(plan.steps) - set(kept.steps) == {gone}
    assert kept.digest != plan.digest


def test_ablations_are_the_default_plan_less_a_group():
    default = Plan.named("default")
    with Augmenter(workers=1) as augmenter:
        group_of = {record.name: record.group for record in augmenter.passes}
    for group in ("identifiers", "compression", "regularization"):
        kept = tuple(step for step in default.steps if group_of[step.name] != group)
        assert Plan.named(f"without-{group}").steps == kept
        assert len(kept) < len(default.steps)


def test_the_paper_s_adversary_is_its_minifier_alone():
    steps = Plan.named("paper-adversarial").steps
    released = Plan.named("paper-as-released").steps
    assert [step.name for step in steps] == [step.name for step in released if step.gate]
    assert {step.gate for step in steps} == {"terser"}
    assert max(step.chance for step in steps) == 0.75


def test_a_plan_inherits_how_much_changes_unless_it_says_so(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "default"\n')
    assert Plan.read(mine).at_least == Plan.named("default").at_least == 1
    mine.write_text('extends = "default"\nat_least = 3\n')
    assert Plan.read(mine).at_least == 3
    assert Plan.read(mine).digest != Plan.named("default").digest


@pytest.mark.parametrize("name", ["default", "rich"])
def test_every_variant_differs_where_any_pass_can_act(name):
    source = "(a) => a.b + 1"
    with Augmenter(workers=1) as augmenter:
        variants = augmenter.variants(source, count=100, plan=Plan.named(name))
    assert all(variant.passes and variant.text != source for variant in variants)


def test_options_and_gates_make_another_plan():
    plain = Plan.single("rename-variables")
    told = Plan.single("rename-variables", share=0.5)
    gated = Plan("x", (PlanStep("rename-variables", 1.0, gate="names"),))
    assert len({plain.digest, told.digest, gated.digest}) == 3
