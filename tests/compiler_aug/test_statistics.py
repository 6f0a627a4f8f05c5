import json
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from compiler_aug import AppliedPass, FailedPass, Failure, RefusedPass, Statistics, Variant

NAMES = st.sampled_from(["compress", "rename-variables", "flip-updates"])
VARIANTS = st.builds(
    Variant,
    st.sampled_from(["source", "a", "b", "c"]),
    st.just(0),
    st.lists(st.builds(AppliedPass, NAMES, st.integers(1, 9)), max_size=2).map(tuple),
    st.lists(NAMES, max_size=2).map(tuple),
    st.lists(st.builds(RefusedPass, NAMES, st.integers(1, 3)), max_size=2).map(tuple),
    st.lists(
        st.builds(FailedPass, NAMES, st.sampled_from(["no", "x" * 500, "a\nb"])), max_size=2
    ).map(tuple),
)
FAILURES = st.builds(Failure, st.sampled_from(["syntax", "size", "crash"]), st.text(max_size=3))
RESULTS = st.lists(st.one_of(st.lists(VARIANTS, max_size=3), FAILURES), max_size=8)


def counted(results):
    statistics = Statistics()
    for result in results:
        statistics.add("source", result)
    return statistics


def merged(one, other):
    one.merge(other)
    return one


@given(RESULTS)
def test_counts_survive_json(results):
    told = counted(results).as_json()
    assert Statistics.from_json(json.loads(json.dumps(told))).as_json() == told


@given(st.lists(RESULTS, max_size=4))
def test_merged_counts_are_those_of_the_whole(parts):
    whole = counted(result for part in parts for result in part)
    assert reduce(merged, map(counted, parts), Statistics()).as_json() == whole.as_json()


@given(RESULTS)
def test_every_program_and_every_draw_is_counted_once(results):
    statistics = counted(results)
    assert statistics.programs == len(results)
    variants = [each for result in results if isinstance(result, list) for each in result]
    assert statistics.variants == len(variants)
    drawn = sum(
        len(each.passes) + len(each.unchanged) + len(each.refused) + len(each.failed)
        for each in variants
    )
    assert sum(counted.drawn for counted in statistics.passes.values()) == drawn
    assert 0 <= statistics.reach(15) <= statistics.reach(5) <= statistics.reach(1) <= 1


def test_the_source_is_no_variant_of_itself():
    statistics = counted([[Variant("source", 0, ()), Variant("a", 1, ()), Variant("a", 2, ())]])
    assert dict(statistics.distinct) == {1: 1}


def test_the_table_tells_what_came_of_each_pass():
    fates = Variant(
        "a",
        0,
        (AppliedPass("compress", 3),),
        ("flip-updates",),
        (RefusedPass("rename-variables", 1),),
        (FailedPass("downlevel", "Error: no\nat line"),),
    )
    table = counted([[fates], Failure("depth", "too deep")]).table()
    assert table.splitlines() == [
        "2 programs, 1 variants; failed: 1 depth",
        "distinct variants of a program: 0.50 on average; "
        "50.0% have at least 1, 0.0% have at least 5, 0.0% have at least 15",
        "pass              drawn  applied  changes  unchanged  refused (assumption)  failed",
        "compress              1        1        3          0                     0       0",
        "downlevel             1        0        0          0                     0       1",
        "flip-updates          1        0        0          1                     0       0",
        "rename-variables      1        0        0          0                 1 (1)       0",
        "downlevel failed 1 times: Error: no",
    ]


def test_no_program_has_shares_of_zero():
    statistics = Statistics()
    assert (statistics.mean_distinct, statistics.reach(1)) == (0, 0)
    assert statistics.table().startswith("0 programs, 0 variants; failed: none")
