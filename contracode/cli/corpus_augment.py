"""Make variants of a whole corpus."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import tyro


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusAugment:
    """Make variants of every function of a corpus, shard by shard, here or on a cluster.

    Killed at any moment, the same command goes on with the shards that are missing; the bytes are
    those of a run that was never killed, whatever the executor and the number of tasks. On Slurm
    the tasks are handed in; the last one finishes the corpus. Needs `contracode[cluster]`.
    """

    corpus: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="CORPUS")]
    """Name of a built data set, or the folder of a corpus."""
    out: Path
    """Folder of the variants: Parquet shards and a manifest. On a cluster, all machines share it
    and the corpus."""
    plan: str = "default"
    """Name of a plan (default, full, paper, ...), or a TOML file."""
    count: Annotated[int, tyro.conf.arg(aliases=["-n"])] = 20
    """Variants of each function."""
    distinct: bool = False
    """Leave out variants that equal an earlier one or the source, and draw further seeds."""
    seed: int = 0
    """Of the run; each function has its own, from this one and its id."""
    executor: Literal["local", "slurm", "ray"] = "local"
    """Processes of this machine, or tasks of a cluster."""
    tasks: int = 2
    """Parts that the missing shards are divided into; they run at the same time if they can."""
    workers: int = 1
    """Compiler processes of a task."""
    partition: str = ""
    """Slurm's partition."""
    time: str = "12:00:00"
    """Slurm's limit for a task."""

    def __post_init__(self) -> None:
        for name in ("count", "tasks", "workers"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if self.executor == "slurm" and not self.partition:
            raise ValueError("name Slurm's partition with --partition (`sinfo` lists them)")

    def run(self) -> None:
        """Make what is missing, and print what came of all if nothing is."""
        from compiler_aug import Statistics
        from contracode.cli.corpus import corpus_called
        from contracode.cli.reading import plan_of_argument
        from contracode.corpus.variants.cluster import require
        from contracode.corpus.variants.job import VariantJob

        require(self.executor)
        from contracode.corpus.variants.executors import Place, run_job

        job = VariantJob(
            corpus=corpus_called(self.corpus).resolve(),
            out=self.out.resolve(),
            plan=plan_of_argument(self.plan),
            seed=self.seed,
            count=self.count,
            distinct=self.distinct,
            workers=self.workers,
        )
        place = Place(
            kind=self.executor, tasks=self.tasks, partition=self.partition, time=self.time
        )
        if run_job(job, place):
            print(Statistics.from_json(job.manifest()["statistics"]).table())
            print(f"{self.out}: finished")
        else:
            print(f"{self.out}: handed in; the same command tells whether it is finished")
