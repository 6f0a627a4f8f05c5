import contextlib
import os
import signal
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler_aug import Augmenter, Failure, Plan, Program, SourceSyntaxError
from compiler_aug.errors import PlanError, WorkerError
from compiler_aug.plan import PlanStep

FUNCTIONS = [
    "function add(left, right) { const total = left + right; return total; }",
    "(a, b) => { if (a) { return b; } else { return [a, b]; } }",
    "push(item) { this.items.push(item); return super.push(item); }",
    "const pick = <T>(list: T[], at: number): T => { return list[at] as T; };",
    "function each(list, visit) { for (let i = 0; i < list.length; i++) { visit(list[i], i); } }",
]
MANY = [(Program(FUNCTIONS[n % len(FUNCTIONS)]), n) for n in range(100)]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=2) as pool:
        yield pool


def test_one_worker_and_two_give_the_same_bytes(augmenter):
    with Augmenter(workers=1) as alone:
        plan = Plan.named("default")
        assert list(alone.augment(MANY, plan, 3)) == list(augmenter.augment(MANY, plan, 3))


@given(st.integers(0, 2**62), st.integers(1, 4))
@settings(deadline=None, max_examples=20)
def test_a_variant_is_made_again_from_its_own_seed(seed, count):
    plan = Plan.named("full")
    with Augmenter(workers=1) as pool:
        for variant in pool.variants(FUNCTIONS[0], count=count, seed=seed, plan=plan):
            assert pool.variants(FUNCTIONS[0], seed=variant.seed, plan=plan) == [variant]


def test_results_come_in_input_order(augmenter):
    sources = [f"function name{n}() {{ return {n}; }}" for n in range(200)]
    programs = ((Program(source), 0) for source in sources)
    results = list(augmenter.augment(programs, Plan.named("identity")))
    assert [variants[0].text for variants in results] == sources


def test_input_is_read_as_results_are_taken(augmenter):
    read = []

    def endless():
        while True:
            read.append(1)
            yield Program(FUNCTIONS[0]), 0

    results = augmenter.augment(endless(), Plan.named("identity"))
    next(results)
    assert len(read) < 200


def test_a_killed_worker_costs_a_retry_and_nothing_else():
    plan = Plan.named("full")
    with Augmenter(workers=2) as pool:
        expected = list(pool.augment(MANY, plan))
        results = []
        for number, result in enumerate(pool.augment(MANY, plan)):
            results.append(result)
            if number in (0, 40):
                for pid in pool.pids():
                    os.kill(pid, signal.SIGKILL)
        assert results == expected
        assert pool.restarts >= 1


def test_workers_killed_again_and_again_lose_nothing():
    plan = Plan.named("full")
    with Augmenter(workers=2) as pool:
        expected = list(pool.augment(MANY, plan, 4))
        done = threading.Event()

        def kill_all():
            # A worker starts in about 0.2 s: some time is left to it for work.
            while not done.wait(0.7):
                for pid in pool.pids():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

        killer = threading.Thread(target=kill_all)
        killer.start()
        try:
            results = [list(pool.augment(MANY, plan, 4)) for _ in range(4)]
        finally:
            done.set()
            killer.join()
        assert results == [expected] * 4
        assert pool.restarts >= 1


def test_a_program_that_does_not_parse_fails_alone(augmenter):
    programs = [(Program(FUNCTIONS[0]), 0), (Program("function f() {\n  let x = ;\n}"), 0), MANY[2]]
    first, failed, last = augmenter.augment(programs, Plan.named("default"))
    assert failed == Failure("syntax", "Unexpected token", 2, 11)
    assert isinstance(first, list)
    assert isinstance(last, list)


def test_a_syntax_error_says_where(augmenter):
    with pytest.raises(SourceSyntaxError, match="source:2:11: does not parse: Unexpected token"):
        augmenter.variants("function f() {\n  let x = ;\n}", plan=Plan.named("default"))


def test_a_program_that_breaks_the_compiler_fails_alone():
    # Nested so deeply that a recursive parser runs out of stack.
    bomb = "[" * 200_000 + "]" * 200_000
    with Augmenter(workers=1) as pool:
        first, broken, last = pool.check([Program("a"), Program(bomb), Program("b")])
        assert (first, last) == (None, None)
        assert isinstance(broken, Failure)
        assert broken.kind == "crash"
        assert "nested too deeply" in broken.message


def test_a_program_over_its_deadline_fails_alone():
    slow = "function f() {" + "a = [1, 2, 3].map((x) => x + 1);\n" * 60_000 + "}"
    with Augmenter(workers=1, deadline_s=0.5) as pool:
        plan = Plan.named("full")
        first, late = pool.augment([(Program("let a = 1"), 0), (Program(slow), 0)], plan)
    assert isinstance(first, list)
    assert isinstance(late, Failure)
    assert late.kind == "deadline"
    assert "0.5 s" in late.message


def test_lone_surrogates_survive(augmenter):
    source = 'const a = "\ud800";'
    (variant,) = augmenter.variants(source, plan=Plan.named("identity"))
    assert variant.text == source


def test_functions_of_files_come_in_input_order_with_their_places(augmenter):
    typed = "// 😀\nexport const pick = <T>(list: T[], at: number): T => list[at]!;"
    plain = "export const choose = (list, at) => list[at];"
    (pick,), (choose,) = augmenter.extract([Program(typed, "ts"), Program(plain, "js")])
    assert typed[pick.start : pick.end] == pick.source
    assert (pick.name, pick.start_line, pick.parameters) == ("pick", 2, ("list: T[]", "at: number"))
    assert (pick.javascript, choose.javascript) == ("const pick = (list, at) => list[at];", "")
    assert (pick.body, pick.structure) == (choose.body, choose.structure)


def test_a_file_too_deep_to_be_walked_fails_alone(augmenter):
    restarts = augmenter.restarts
    deep = "function f() { return 1" + " + a" * 20_000 + "; }"
    files = [Program("function a() {}"), Program(deep), Program("function b() {}")]
    first, failed, last = augmenter.extract(files)
    assert failed == Failure("internal", "nested too deeply to be walked")
    assert [function.name for function in first + last] == ["a", "b"]
    assert augmenter.restarts == restarts


def test_lone_surrogates_survive_extraction(augmenter):
    source = 'const half = () => { return "\ud800"; };'
    ((half,),) = augmenter.extract([Program(source)])
    assert half.source == source


def test_several_threads_may_share_a_pool(augmenter):
    plan = Plan.named("default")
    expected = list(augmenter.augment(MANY, plan))
    results = {}
    threads = [
        threading.Thread(
            target=lambda n=n: results.update({n: list(augmenter.augment(MANY, plan))})
        )
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(results.values()) == [expected] * 3


def test_an_unknown_pass_is_refused_with_the_known_ones(augmenter):
    plan = Plan("mine", (PlanStep("shrink", 1.0),))
    with pytest.raises(PlanError, match=r"'shrink'.*rename-variables"):
        list(augmenter.augment(MANY, plan))


@pytest.mark.parametrize(("workers", "deadline_s"), [(0, 1.0), (1, 0.0)])
def test_impossible_pools_are_refused(workers, deadline_s):
    with pytest.raises(ValueError, match="must be"):
        Augmenter(workers, deadline_s)


def test_a_worker_that_ends_at_once_is_an_error_and_not_a_wait(monkeypatch, tmp_path):
    (tmp_path / "node_modules" / "oxc-parser").mkdir(parents=True)
    (tmp_path / "main.mjs").write_text("process.exit(1)")
    monkeypatch.setattr("compiler_aug.process.WORKER", tmp_path)
    with pytest.raises(WorkerError, match="worker: the compiler ended without an answer"):
        Augmenter()


def test_missing_packages_name_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr("compiler_aug.process.WORKER", tmp_path)
    with pytest.raises(WorkerError, match="npm ci"):
        Augmenter()
