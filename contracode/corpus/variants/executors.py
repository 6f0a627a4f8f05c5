"""The job as tasks of datatrove, which runs them here, on Slurm or on Ray. Needs that package.

Which shards are done is told by their files alone. Datatrove's own marks of finished tasks are
not asked: they would be wrong as soon as the number of tasks changes or a file is lost.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from datatrove.executor import (
    LocalPipelineExecutor,
    RayPipelineExecutor,
    SlurmPipelineExecutor,
)
from datatrove.executor.base import PipelineExecutor
from loguru import logger
from tqdm import tqdm

from compiler_aug import Augmenter
from contracode.corpus.variants.cluster import Kind
from contracode.corpus.variants.job import DEADLINE_S, VariantJob
from contracode.corpus.variants.orphans import children_end_with_this, end_with

# A shard's rows in Python, and Node with the largest of them.
_MEMORY_GB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and how long tasks run."""

    kind: Kind
    """Which executor."""
    tasks: int
    """Parts that the shards are divided into."""
    partition: str = ""
    """Slurm's partition."""
    time: str = "12:00:00"
    """Slurm's limit for a task, as HH:MM:SS."""


@dataclass(frozen=True, slots=True)
class AugmentShards:
    """A step of datatrove: task ``rank`` of ``world_size`` takes every so-many-th shard."""

    job: VariantJob
    """What is made."""
    shards: tuple[str, ...]
    """Shards that were missing when the tasks were planned."""

    def __call__(self, data: object, rank: int, world_size: int) -> None:  # noqa: ARG002
        """Write the shards of one task, and the manifest if they were the last ones.

        Raises:
            CorpusError: this machine has another version of the compiler, or of the corpus.
        """
        self.job.begin()
        with Augmenter(self.job.workers, deadline_s=DEADLINE_S) as augmenter:
            for shard in self.shards[rank::world_size]:
                self.job.write_shard(shard, augmenter)
        self.job.finish()


class QuietLocalExecutor(LocalPipelineExecutor):  # type: ignore[misc]
    """Tasks as processes of this machine, which do not talk: errors are raised in the parent.

    They end with the parent.
    """

    def __init__(self, **named: Any) -> None:  # noqa: ANN401 - those of its base
        super().__init__(**named)
        self._launcher = os.getpid()

    def run(self) -> Any:  # noqa: ANN401 - statistics of datatrove, which nobody needs
        """Run all tasks."""
        with children_end_with_this():
            return super().run()

    def _launch_run_for_rank(self, *args: Any, **named: Any) -> Any:  # noqa: ANN401
        end_with(self._launcher)
        # Each process has a logger of its own, which datatrove points at the terminal.
        logger.disable("datatrove")
        return super()._launch_run_for_rank(*args, **named)


def executor_of(job: VariantJob, place: Place, shards: list[str], logs: Path) -> PipelineExecutor:
    """What runs the job's tasks; nothing is started yet.

    Args:
        job: what is made.
        place: where.
        shards: those to make; there are never more tasks than shards.
        logs: folder for datatrove's files; on a cluster one that all machines share.
    """
    tasks = min(place.tasks, len(shards))
    common = {
        "pipeline": [AugmentShards(job, tuple(shards))],
        "tasks": tasks,
        "logging_dir": str(logs.resolve()),
        "skip_completed": False,
    }
    if place.kind == "local":
        return QuietLocalExecutor(**common, workers=min(tasks, os.cpu_count() or 1))
    common |= {"cpus_per_task": job.workers + 1, "mem_per_cpu_gb": _MEMORY_GB}
    if place.kind == "ray":
        return RayPipelineExecutor(**common)
    activate = Path(sys.prefix, "bin", "activate")
    return SlurmPipelineExecutor(
        **common,
        partition=place.partition,
        time=place.time,
        job_name="contracode-augment",
        qos="",
        venv_path=str(activate) if activate.exists() else None,
    )


def run_job(job: VariantJob, place: Place) -> bool:
    """Make what is missing of a job; whether it is finished when this returns.

    On Slurm the tasks are handed in, and go on by themselves.

    Raises:
        CorpusError: the folder holds another job, or a shard can't be made.
    """
    job.begin()
    shards = job.missing()
    if shards and place.kind == "local":
        logger.disable("datatrove")
        with TemporaryDirectory() as logs, _progress(job, len(shards)):
            executor_of(job, place, shards, Path(logs)).run()
    elif shards:
        executor_of(job, place, shards, job.out / "logs").run()
    if not job.finish():
        return False
    job.sweep()
    return True


@contextmanager
def _progress(job: VariantJob, shards: int) -> Iterator[None]:
    """Count finished shards by their files: the tasks are other processes."""
    done = threading.Event()

    def watch() -> None:
        with tqdm(total=shards, desc="augmenting", unit=" shards", disable=None) as bar:
            while not done.wait(1.0):
                bar.update(shards - len(job.missing()) - bar.n)
            bar.update(shards - len(job.missing()) - bar.n)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
