import contextlib
import json
import os
import signal
import threading
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler_aug import (
    Augmenter,
    ExplainedVariant,
    Failure,
    NamedFunction,
    Plan,
    PlanError,
    PlanStep,
    Program,
    RefusedPass,
    SourceSyntaxError,
    WorkerError,
)
from compiler_aug import pool as pool_module
from compiler_aug import process as process_module

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


# The real worker, but for two programs that it can't survive.
HANGING = """
import { PassThrough } from 'node:stream';
const input = new PassThrough();
process.stdin.on('data', (data) => {
  if (data.includes('"hang"')) for (;;);
  if (data.includes('"die"')) process.exit(1);
  input.write(data);
});
process.stdin.on('end', () => process.exit());
Object.defineProperty(process, 'stdin', { value: input });
await import(WORKER);
"""


@pytest.fixture
def hanging_worker(tmp_path, monkeypatch):
    main = process_module.WORKER / "main.mjs"
    script = tmp_path / "hanging.mjs"
    script.write_text(HANGING.replace("WORKER", json.dumps(main.as_uri())))
    command = [process_module.node(), str(script)]
    monkeypatch.setattr(process_module, "worker_command", lambda: command)


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
    for taken in range(1, 100):
        next(results)
        # Two messages a worker wait, one more is read before the first is handed out.
        assert len(read) <= taken + 16 * (2 * 2 + 1)


@given(st.integers(1, 40), st.integers(1, 2000))
@settings(deadline=None, max_examples=10)
def test_the_size_of_messages_changes_no_byte(augmenter, most, chars):
    plan = Plan.named("default")
    expected = list(augmenter.augment(MANY, plan, 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool_module, "BATCH", most)
        patch.setattr(pool_module, "BATCH_CHARS", chars)
        assert list(augmenter.augment(MANY, plan, 2)) == expected


def test_a_message_of_long_programs_holds_few(augmenter):
    read = []

    def endless():
        while True:
            read.append(1)
            yield Program(f"const long = '{'x' * 100_000}';"), 0

    next(augmenter.augment(endless(), Plan.named("identity")))
    assert len(read) <= 2 * (2 * 2 + 1)


def test_a_long_stream_needs_the_memory_of_a_few_messages(augmenter):
    def stream():
        for number in range(1_000):
            yield Program(f"const long{number} = '{'x' * 50_000}';"), 0

    tracemalloc.start()
    try:
        for result in augmenter.augment(stream(), Plan.named("identity")):
            assert isinstance(result, list)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # 50 MB pass by.
    assert peak < 15_000_000


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
            # A worker starts in less than half a second: some time is left to it for work.
            while not done.wait(1.5):
                for pid in pool.pids():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

        killer = threading.Thread(target=kill_all)
        killer.start()
        try:
            # A fast machine is done before it is killed: on until it was, several times.
            while pool.restarts < 3:
                assert list(pool.augment(MANY, plan, 4)) == expected
        finally:
            done.set()
            killer.join()


def test_a_program_that_does_not_parse_fails_alone(augmenter):
    programs = [(Program(FUNCTIONS[0]), 0), (Program("function f() {\n  let x = ;\n}"), 0), MANY[2]]
    first, failed, last = augmenter.augment(programs, Plan.named("default"))
    assert failed == Failure("syntax", "Unexpected token", 2, 11)
    assert isinstance(first, list)
    assert isinstance(last, list)


def test_a_syntax_error_says_where(augmenter):
    with pytest.raises(SourceSyntaxError, match="source:2:11: does not parse: Unexpected token"):
        augmenter.variants("function f() {\n  let x = ;\n}", plan=Plan.named("default"))


MEGABYTE = 1_000_000
DEFAULT = Plan.named("default")


@pytest.mark.parametrize(
    ("source", "kind", "place", "message"),
    [
        ("(" * MEGABYTE, "depth", (1, 501), "more than 500 levels"),
        ("(" * (MEGABYTE // 2) + ")" * (MEGABYTE // 2), "depth", (1, 501), "500 levels"),
        ("let a;\n[" + "[" * 600 + "]" * 601, "depth", (2, 501), "500 levels"),
        ("let a = 1;\nlet b\0 = 2;", "syntax", (2, 6), "Invalid Character"),
        ("x = '" + "y" * 10 * MEGABYTE + "'", "size", (1, 2_000_001), "10,000,006 characters"),
        ("x |> f(%)", "syntax", (1, 4), "Unexpected token"),
        ("let x = do { 1 };", "syntax", (1, 9), "Unexpected token"),
        ("const { a, a } = b;\nlet #{ x: 1 };", "syntax", (2, 6), "Invalid Character"),
    ],
    ids=["open", "nested", "arrays", "NUL", "line", "pipeline", "do", "record"],
)
def test_bad_input_fails_alone_with_cause_and_place(augmenter, source, kind, place, message):
    texts = {"before": FUNCTIONS[0], "bad": source, "after": FUNCTIONS[1]}
    programs = [(Program(text, id=name), 0) for name, text in texts.items()]
    before = augmenter.restarts
    first, failed, last = augmenter.augment(programs, DEFAULT)
    assert isinstance(first, list)
    assert isinstance(last, list)
    assert isinstance(failed, Failure)
    assert (failed.id, failed.kind, (failed.line, failed.column)) == ("bad", kind, place)
    assert message in failed.message
    assert augmenter.restarts == before


@pytest.mark.parametrize(
    ("unit", "count"), [("+1", 200_000), ("!", 100_000), ("a=>", 5_000), (".y", 20_000)]
)
def test_chains_without_brackets_fail_alone_too(augmenter, unit, count):
    chain = unit * count + "1" if unit != ".y" else "x" + unit * count
    first, failed, last = augmenter.augment(
        [(Program("a()"), 0), (Program(chain), 0), (Program("b()"), 0)], DEFAULT
    )
    assert isinstance(first, list)
    assert isinstance(last, list)
    assert isinstance(failed, Failure)
    assert failed.kind in ("depth", "crash")
    assert "nested too deeply" in failed.message


def test_a_minified_bundle_is_a_program_like_others(augmenter):
    bundle = ";".join(f"var a{n}=function(b,c){{return b+c*{n}}}" for n in range(20_000))
    ((variant,),) = augmenter.augment([(Program(bundle), 0)], Plan.single("rename-variables"))
    assert variant.passes[0].changes > 1_000


def test_the_limit_of_size_is_the_callers():
    with Augmenter(workers=1, max_chars=10) as pool:
        failed, kept = pool.augment(
            [(Program("let a = 10;"), 0), (Program("let a = 1"), 0)], DEFAULT
        )
    assert isinstance(failed, Failure)
    assert failed.reason == "1:11: 11 characters; at most 10 are read (`max_chars`)"
    assert isinstance(kept, list)


def test_no_operation_reads_what_is_too_long():
    program = Program("f(1 + 2 + 3)", "js")
    with Augmenter(workers=1, max_chars=10) as pool:
        answers = [
            *pool.augment([(program, 0)], DEFAULT),
            pool.explain(program, DEFAULT),
            *pool.check([program]),
            *pool.extract([program]),
            *pool.anonymise([NamedFunction(program=program, name="f", owner="")]),
            *pool.type_labels([program]),
        ]
    assert [answer.kind for answer in answers] == ["size"] * 6


def test_distinct_variants_are_distinct(augmenter):
    programs = [(Program(source), 7) for source in FUNCTIONS]
    for source, variants in zip(
        FUNCTIONS, augmenter.augment(programs, DEFAULT, 20, distinct=True), strict=True
    ):
        assert isinstance(variants, list)
        texts = [variant.text for variant in variants]
        assert len({*texts, source}) == 21
        again = [augmenter.variants(source, seed=each.seed, plan=DEFAULT)[0] for each in variants]
        assert again == variants


def test_a_pass_answers_to_the_papers_name(augmenter):
    by_alias = augmenter.variants(FUNCTIONS[0], plan=Plan.single("VR"))
    assert by_alias == augmenter.variants(FUNCTIONS[0], plan=Plan.single("rename-variables"))


def test_a_plan_with_one_pass_under_two_names_is_refused(augmenter):
    plan = Plan("mine", (PlanStep("VR", 1.0), PlanStep("rename-variables", 1.0)))
    with pytest.raises(PlanError, match="mine names a pass twice"):
        augmenter.augment(MANY, plan)


def test_an_unknown_option_lists_the_known_ones(augmenter):
    with pytest.raises(PlanError, match=r"rename-variables the option 'colour'; it knows .*share"):
        augmenter.augment(MANY, Plan.single("rename-variables", colour=1))


def test_what_a_pass_must_not_touch_is_told(augmenter):
    (variant,) = augmenter.variants(
        "function f(a) { return eval('a'); }", plan=Plan.single("rename-variables")
    )
    assert variant.refused == (RefusedPass("rename-variables", 1),)
    assert variant.passes == ()


def test_an_explanation_shows_the_text_after_each_pass(augmenter):
    explained = augmenter.explain(Program(FUNCTIONS[4]), Plan.named("full"), seed=3)
    assert isinstance(explained, ExplainedVariant)
    assert explained.variant == augmenter.variants(FUNCTIONS[4], plan=Plan.named("full"), seed=3)[0]
    assert len(explained.texts) == len(explained.variant.passes)
    assert explained.texts[-1] == explained.variant.text


def test_a_program_over_its_deadline_fails_alone():
    slow = "function f() {" + "a = [1, 2, 3].map((x) => x + 1);\n" * 60_000 + "}"
    with Augmenter(workers=1, deadline_s=0.5, max_chars=len(slow)) as pool:
        plan = Plan.named("full")
        programs = [(Program("let a = 1"), 0), (Program(slow, id="slow"), 0)]
        first, late = pool.augment(programs, plan)
        (after,) = pool.augment(programs[:1], plan)
        assert pool.restarts >= 2
    assert isinstance(first, list)
    assert after == first
    assert late == Failure("deadline", "not done within 0.5 s, twice", id="slow")


@pytest.mark.usefixtures("hanging_worker")
def test_a_worker_that_hangs_is_replaced_and_its_program_is_named():
    programs = [(Program(f"let a = {n};", id=f"p{n}"), 0) for n in range(40)]
    programs[20] = (Program("hang", id="p20"), 0)
    with Augmenter(workers=2, deadline_s=1.0) as pool:
        results = list(pool.augment(programs, DEFAULT))
        assert pool.restarts == 2
    assert results[20] == Failure("deadline", "not done within 1 s, twice", id="p20")
    assert all(isinstance(result, list) for result in results[:20] + results[21:])


@pytest.mark.usefixtures("hanging_worker")
def test_a_worker_that_dies_is_replaced_and_its_program_is_named():
    programs = [(Program(f"let a = {n};", id=f"p{n}"), 0) for n in range(40)]
    programs[20] = (Program("die", id="p20"), 0)
    with Augmenter(workers=2) as pool:
        results = list(pool.augment(programs, DEFAULT))
        assert pool.restarts == 2
    failure = results[20]
    assert isinstance(failure, Failure)
    assert (failure.id, failure.kind) == ("p20", "crash")
    assert all(isinstance(result, list) for result in results[:20] + results[21:])


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
    assert failed == Failure("depth", "nested too deeply")
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
    with pytest.raises(WorkerError, match=r"ended as soon as it began.*npm ci"):
        Augmenter()


def test_missing_packages_name_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr("compiler_aug.process.WORKER", tmp_path)
    with pytest.raises(WorkerError, match="npm ci"):
        Augmenter()
