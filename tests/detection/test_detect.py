import json
from pathlib import Path

import pytest
from hashed_encoder import HashedEncoder
from hypothesis import given
from hypothesis import strategies as st
from listings import TRUST, found, listing_of

from contracode.detection.as_json import as_object
from contracode.detection.detect import Settings, detect
from contracode.detection.fingerprints import pair_fingerprint, read_baseline

CODE = [
    "function f(list) {\n  let total = 0;\n  for (const x of list) total += x;\n  return total;\n}",
    "function f(x, low, high) {\n  return Math.min(high, Math.max(low, x));\n}",
    "function f(text) {\n  return text.split('').reverse().join('');\n}",
]


def detected(functions, root, settings=None, **given):
    listing = listing_of(functions, root)
    return detect(listing, HashedEncoder(), TRUST, settings or Settings(), **given)


@given(st.lists(st.integers(0, 2), min_size=2, max_size=7))
def test_copies_are_found_whatever_the_model_thinks(chosen):
    functions = [found(CODE[each], path=f"{at}.js") for at, each in enumerate(chosen)]
    report = detected(functions, Path(), Settings(kinds=("exact",)))
    expected = {
        tuple(at for at, each in enumerate(chosen) if each == code)
        for code in set(chosen)
        if chosen.count(code) > 1
    }
    assert {group.members for group in report.groups} == expected


def test_a_function_and_one_inside_of_it_are_no_pair(tmp_path):
    inner = found(CODE[0], start=10, end=90)
    outer = found(CODE[0], start=0, end=99)
    assert detected([outer, inner], tmp_path).groups == []


def test_a_high_threshold_leaves_lexical_clones_alone(tmp_path):
    functions = [found(CODE[0]), found(CODE[0], path="b.js"), found(CODE[1], path="c.js")]
    report = detected(functions, tmp_path, Settings(threshold=1e9))
    assert [group.label for group in report.groups] == ["exact"]


def test_a_threshold_below_all_scores_reports_every_pair(tmp_path):
    functions = [found(code, path=f"{at}.js") for at, code in enumerate(CODE)]
    report = detected(functions, tmp_path, Settings(threshold=-1e9))
    assert [group.members for group in report.groups] == [(0, 1, 2)]


def test_only_groups_with_a_touched_function_are_reported_and_the_others_counted(tmp_path):
    functions = [found(CODE[each], path=f"{at}.js") for at, each in enumerate([0, 0, 1, 1])]
    report = detected(functions, tmp_path, touched={3}, since="main")
    assert [group.members for group in report.groups] == [(2, 3)]
    assert (report.untouched, report.since) == (1, "main")


def test_pairs_of_the_baseline_are_not_reported_and_a_new_copy_is(tmp_path):
    old = [found(CODE[0], path=f"{at}.js") for at in (1, 2)]
    names = detected(old, tmp_path).fingerprints
    known = frozenset({pair_fingerprint(*names)})
    moved = [found(CODE[0], path=f"{at}.js", start_line=50) for at in (1, 2)]
    report = detected(moved, tmp_path, baseline=known)
    assert (report.groups, report.known) == ([], 1)
    report = detected([*moved, found(CODE[0], path="3.js")], tmp_path, baseline=known)
    assert sorted(group.members for group in report.groups) == [(0, 2), (1, 2)]


# Of each file: what its outer function is a copy of, and what the one inside of that.
FILES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=4)


@given(FILES, st.sampled_from([None, 0.0, -1e9]))
def test_a_report_is_a_baseline_of_itself(tmp_path_factory, files, threshold):
    functions = [
        found(CODE[code], path=f"{at}.js", start=start, end=end)
        for at, codes in enumerate(files)
        for code, (start, end) in zip(codes, ((0, 99), (10, 90)), strict=True)
    ]
    settings = Settings(threshold=threshold)
    report = detected(functions, Path(), settings)
    file = tmp_path_factory.mktemp("baseline") / "report.json"
    file.write_text(json.dumps(as_object(report)))
    again = detected(functions, Path(), settings, baseline=read_baseline(file))
    assert (again.groups, again.nested) == ([], report.nested)


def test_a_pair_inside_of_a_known_one_is_not_new(tmp_path):
    functions = [
        found(CODE[code], path=path, start=start, end=end)
        for path in ("a.js", "b.js")
        for code, (start, end) in ((0, (0, 99)), (1, (10, 90)))
    ]
    report = detected(functions, tmp_path, Settings(kinds=("exact",)))
    assert [group.members for group in report.groups] == [(0, 2)]
    known = frozenset(report.pair_fingerprint(pair) for pair in report.groups[0].pairs)
    again = detected(functions, tmp_path, Settings(kinds=("exact",)), baseline=known)
    assert (again.groups, again.known, again.nested) == ([], 1, 1)


@pytest.mark.parametrize(("kind", "count"), [("exact", 1000), ("renamed", 450)])
def test_many_copies_are_few_groups_that_hold_all(tmp_path, kind, count):
    code = [CODE[0]] * count
    if kind == "renamed":
        # Whose nearest neighbours stand anywhere.
        code = [CODE[0].replace("total", f"total{at * 7919 % count}") for at in range(count)]
    functions = [found(each, path=f"{at}.js", structure="s") for at, each in enumerate(code)]
    report = detected(functions, tmp_path, Settings(kinds=("exact", "renamed")))
    assert [group.label for group in report.groups] == [kind] * -(-count // 200)
    assert sorted(at for group in report.groups for at in group.members) == list(range(count))


def test_groups_beyond_the_most_are_counted(tmp_path):
    copies = [found(CODE[0], path=f"{at}.js") for at in "ab"]
    renamed = [found(CODE[1], path=f"{at}.js", body=at, structure="same") for at in "cd"]
    report = detected([*copies, *renamed], tmp_path, Settings(max_groups=1))
    assert (len(report.groups), len(report.beyond)) == (1, 1)
    assert report.has_pair_of({"renamed"})
    assert not report.has_pair_of({"near"})


@pytest.mark.parametrize("count", [0, 1])
def test_a_folder_with_fewer_than_two_functions_has_no_clones(tmp_path, count):
    assert detected([found(CODE[0])] * count, tmp_path).groups == []
