"""A build killed at any moment leaves the old index or the new one."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_a_build_killed_at_any_file_operation_leaves_a_whole_index_and_can_be_repeated(tmp_path):
    paths = f"import sys; sys.path[:0] = {[str(HERE), str(HERE.parent), str(HERE.parents[1])]!r}; "
    run = f"import killed_builds, pathlib; killed_builds.main(pathlib.Path({str(tmp_path)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", paths + run],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *kills, last = done.stdout.splitlines()
    assert last == "finished new True"
    assert len(kills) > 15
    first_new = kills.index("killed new True")
    assert set(kills[:first_new]) == {"killed old True"}
    assert set(kills[first_new:]) == {"killed new True"}
