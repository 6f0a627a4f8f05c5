"""Functions run beside their variants, over processes."""

import pytest
from behaviour import Outcome, Settings, upper_bound
from comparers import compared, trials
from functions_sample import SampledFunction

from compiler_aug import Program
from compiler_aug.program import Shape

LIMITS = {"calls": 14, "mutations": 4}


def function(source: str, shape: Shape = "expression") -> SampledFunction:
    return SampledFunction(source[:12], "package", Program(source, "js", shape))


def test_no_case_in_n_bounds_the_share_by_the_rule_of_three():
    assert upper_bound(0, 1000) == pytest.approx(1 - 0.05 ** (1 / 1000))
    assert upper_bound(0, 1000) == pytest.approx(3 / 1000, rel=0.01)
    assert upper_bound(7, 7) == 1


def test_a_function_that_breaks_its_process_fails_alone():
    endless = function(
        "() => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); }"
    )
    fine = function("(a, b) => [a + 1, b.map((x) => x * 2)]")
    request = {"op": "compare", "trials": trials(1, True, ("swap-operands",)), "limits": LIMITS}
    outcome = Outcome()
    for compared_function, reply in compared([fine, endless, fine], request):
        outcome.add(compared_function, reply)
    assert outcome.statuses["informative"] == 2
    assert outcome.statuses["failed"] + outcome.statuses["unstable"] == 1


def test_rows_are_the_preserving_passes_and_three_plans():
    made = {each["name"]: each for each in trials(2, False, ())}
    assert made["compress"]["count"] == 2
    assert made["plan default"]["count"] == 6
    assert "sample-lines" not in made
    assert {"all passes, chance .5", "all passes, chance .15"} < made.keys()


def test_a_quick_run_is_short():
    assert Settings(quick=True).sample_size == 150
    assert Settings(quick=True, functions=10).sample_size == 10
