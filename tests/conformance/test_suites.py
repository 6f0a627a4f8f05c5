"""Tests that packages ship, on rewritten sources: of three; `make conformance` runs all."""

import pytest
from bench import Bench, tasks
from expected import unexpected
from outcomes import differences, read_tap
from rewriting import preserving_passes
from suites import SUITES

from compiler_aug import Augmenter

FAST = [suite for suite in SUITES if suite.project == "fast"]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(1) as workers:
        yield workers


@pytest.fixture(scope="module")
def bench(augmenter, worker_id):
    return Bench(augmenter, [f"test-{worker_id}"])


@pytest.mark.parametrize("suite", FAST, ids=lambda suite: suite.name)
def test_a_package_keeps_its_outcomes_after_each_pass_alone(suite, augmenter, bench):
    passes = preserving_passes(augmenter)
    found = [bench.check(task) for task in tasks([suite], passes, passes, seeds=1)]
    assert not [line for each in found for line in each.told()]
    assert sum(each.changed > 0 for each in found) > 20


@pytest.mark.parametrize("suite", FAST, ids=lambda suite: suite.name)
def test_a_package_keeps_its_outcomes_after_many_passes(suite, augmenter, bench):
    passes = preserving_passes(augmenter)
    for task in tasks([suite], passes, ["default", "rich", "all"], seeds=2):
        found = bench.check(task)
        assert not found.told()
        assert found.changed > 0


@pytest.mark.parametrize("suite", FAST, ids=lambda suite: suite.name)
def test_a_planted_bug_is_caught(suite, bench):
    assert any(bench.catches(suite, seed) for seed in range(5))


def test_outcomes_are_compared_by_name():
    before = read_tap("# adds\nok 1 two\nok 2 two\nnot ok 3 three\n")
    assert before == {"adds: two": True, "adds: two #2": True, "adds: three": False}
    after = read_tap("# adds\nok 1 two\nnot ok 2 two\nnot ok 3 three\nok 4 new\n")
    assert differences(before, after) == ["adds: two #2", "adds: new"]


def test_what_no_assumption_allows_is_a_difference():
    assert unexpected("minimist", ["parse: its name"], ["compress"]) == ["parse: its name"]
