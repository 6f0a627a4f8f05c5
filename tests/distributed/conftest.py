"""Two real processes, started once for all tests of this folder."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

TESTS = Path(__file__).parents[1]
WORLD = 2
DEADLINE_S = 120


@pytest.fixture(scope="session")
def processes(tmp_path_factory):
    """What each process found, by rank: name of case or fact -> tensors by name, or a traceback."""
    folder = tmp_path_factory.mktemp("processes")
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    environment = os.environ | {"PYTHONPATH": paths, "GLOO_SOCKET_IFNAME": "lo"}
    running = [_start(rank, folder, environment) for rank in range(WORLD)]
    try:
        _wait(running, folder)
    finally:
        for process in running:
            process.kill()
            process.wait()
    return [torch.load(folder / f"{rank}.pt", weights_only=True) for rank in range(WORLD)]


def _start(rank, folder, environment):
    arguments = [str(rank), str(WORLD), str(folder)]
    with (folder / f"{rank}.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "distributed.worker", *arguments],
            env=environment,
            stderr=log,
        )


def _wait(running, folder):
    """Until all have ended well; one that fails leaves the others waiting for it."""
    end = time.monotonic() + DEADLINE_S
    while any(process.poll() is None for process in running):
        if any(process.poll() for process in running) or time.monotonic() > end:
            break
        time.sleep(0.05)
    if any(process.poll() != 0 for process in running):
        ends = [process.poll() for process in running]
        logs = "\n".join(log.read_text() for log in sorted(folder.glob("*.log")))
        pytest.fail(f"the processes ended with {ends} (None: still running):\n{logs}")
