"""A write killed at any step, or out of disk, leaves the old index or the new one."""

import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Rows of (write, how, status, what is left, what a repetition gives)."""
    folder = str(tmp_path_factory.mktemp("killed"))
    paths = f"import sys; sys.path[:0] = {[str(HERE), str(HERE.parent), str(HERE.parents[1])]!r}; "
    run = f"import killed_writes, pathlib; killed_writes.main(pathlib.Path({folder!r}))"
    done = subprocess.run(
        [sys.executable, "-c", paths + run],
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_what_is_left_is_the_old_index_or_the_new_one(outcomes):
    assert {left for *_, left, _ in outcomes} == {"old", "new"}


def test_the_same_write_can_be_repeated(outcomes):
    assert {again for *_, again in outcomes} == {"new"}


def test_every_kind_of_write_was_killed_at_all_its_steps(outcomes):
    steps = defaultdict(list)
    for write, how, status, left, _ in outcomes:
        if how == "change":
            steps[write].append((int(status), left))
    assert len(steps) == 7
    for write, ends in steps.items():
        killed, finished = ends[:-1], ends[-1]
        assert finished == (0, "new"), write
        assert {status for status, _ in killed} == {-signal.SIGKILL}
        # Once the new index is seen it stays: the swap is one step.
        sides = [left for _, left in killed]
        assert sides == sorted(sides, key=("old", "new").index), write
        assert len(killed) >= 2, write


def test_a_kill_in_the_middle_of_a_write_was_met_by_every_kind(outcomes):
    met = {write for write, how, status, *_ in outcomes if how == "size" and int(status) < 0}
    assert len(met) == 7


def test_a_full_disk_is_an_error_that_says_so(outcomes):
    full = [(write, int(status), left) for write, how, status, left, _ in outcomes if how == "full"]
    assert {status for _, status, _ in full} == {0, 1}
    refused = {(write, left) for write, status, left in full if status == 1}
    assert {left for write, left in refused if write != "compaction"} == {"old"}
    assert len({write for write, status, _ in full if status == 1}) == 7
