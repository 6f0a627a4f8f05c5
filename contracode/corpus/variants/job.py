"""Variants of a corpus as a job that may be killed anywhere and goes on where it was. Shell.

The folder of a job holds ``job.json``, what it is to make; for each shard of the corpus a Parquet
file and, written after it, a JSON file that vouches for it; and at the end ``manifest.json``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from compiler_aug import Augmenter, Failure, Plan, engine_versions
from compiler_aug.digest import worker_digest
from compiler_aug.statistics import Statistics
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import (
    MANIFEST,
    TableSummary,
    corpus_digest,
    read_manifest,
)
from contracode.corpus.variants.records import VARIANTS, failure_row, write_variants
from contracode.corpus.variants.shards import programs_of, shards_of
from contracode.corpus.variants.stream import Account, Making, augmented
from contracode.errors import CorpusError
from contracode.files import UNFINISHED, sha256_of, write_json
from contracode.seeds import seed_for

_JOB = "job.json"
_FORMAT = 1
# A function takes milliseconds. A machine that is too busy for a minute, twice, is no reason to
# leave one out of a corpus, but a compiler that never ends is.
DEADLINE_S = 60.0
"""For a message to the compiler."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantJob:
    """Variants to be made of every function of a corpus. Pickled, it goes to other machines."""

    corpus: Path
    """Folder of a built corpus of functions."""
    out: Path
    """Folder of the variants."""
    plan: Plan
    """Passes to draw from."""
    seed: int
    """Of the run; each function has its own, from this one and its id."""
    count: int
    """Variants of each function."""
    distinct: bool
    """Leave out variants that equal an earlier one or the source."""
    workers: int = 1
    """Compiler processes of a task."""

    def identity(self) -> dict[str, Any]:
        """All that decides the bytes. The folders' places and the number of workers do not.

        Raises:
            CorpusError: the corpus is missing or was not finished.
        """
        about = read_manifest(self.corpus)
        return {
            "kind": "variants",
            "format": _FORMAT,
            "corpus": about.get("name", self.corpus.resolve().name),
            "corpus_sha256": corpus_digest(self.corpus),
            "plan": self.plan.name,
            "plan_sha256": self.plan.digest,
            "seed": self.seed,
            "count": self.count,
            "distinct": self.distinct,
            "engines": engine_versions(),
            "worker_sha256": worker_digest(),
        }

    def missing(self) -> list[str]:
        """Shards of the corpus whose variants are not written yet."""
        return [shard for shard in shards_of(self.corpus) if not self._is_done(shard)]

    def begin(self) -> None:
        """Take the folder for this job, if it is new or was begun by the same.

        Raises:
            CorpusError: it holds another job's files, or something else; the corpus is missing.
        """
        wanted = self.identity()
        shards_of(self.corpus)
        place = self.out / _JOB
        try:
            begun = json.loads(place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            if self.out.exists() and any(self.out.iterdir()):
                raise CorpusError(
                    f"{self.out} holds other files; name a new folder with --out"
                ) from None
            write_json(place, wanted)
            return
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise CorpusError(f"{place} is damaged; remove {self.out} and begin anew") from error
        if begun != wanted:
            raise CorpusError(
                f"{self.out} was begun with {_difference(begun, wanted)}; run the command it was "
                "begun with, name another folder with --out, or remove this one"
            )

    def write_shard(self, shard: str, augmenter: Augmenter) -> None:
        """Make the variants of one shard; nothing is done if they are there.

        Raises:
            CorpusError: the shard is not the one its manifest names, or the compiler was killed
                again and again.
        """
        if self._is_done(shard):
            return
        failures = list[dict[str, Any]]()

        def note(failure: Failure) -> None:
            _refuse_killed(failure)
            failures.append(failure_row(failure))

        making = Making(
            augmenter=augmenter,
            plan=self.plan,
            count=self.count,
            distinct=self.distinct,
            seed_of=partial(seed_for, self.seed),
        )
        account = Account(note)
        path = self._path(shard)
        write_variants(path, account.successes(augmented(programs_of(self.corpus, shard), making)))
        summary = {"rows": account.statistics.variants, "sha256": sha256_of(path)}
        told = {"statistics": account.statistics.as_json(), "failures": failures}
        write_json(path.with_suffix(".json"), summary | told)

    def finish(self) -> bool:
        """Write the manifest if all shards are done; whether they are.

        Any process may call this at any time: all write the same bytes.

        Raises:
            CorpusError: a file of variants was changed after it was written.
        """
        if self.missing():
            return False
        table = TableSummary(rows=0, shards={})
        statistics, failures = Statistics(), list[dict[str, Any]]()
        for shard in shards_of(self.corpus):
            path = self._path(shard)
            told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            if sha256_of(path) != told["sha256"]:
                raise CorpusError(f"{path} was changed; remove it and run the same command again")
            table["rows"] += told["rows"]
            table["shards"][path.name] = {"rows": told["rows"], "sha256": told["sha256"]}
            statistics.merge(Statistics.from_json(told["statistics"]))
            failures += told["failures"]
        about = {"statistics": statistics.as_json(), "failures": failures}
        write_json(self.out / MANIFEST, self.identity() | about | {"tables": {VARIANTS: table}})
        return True

    def sweep(self) -> None:
        """Remove what killed tasks left; for whoever started the tasks, when they have ended."""
        for stale in self.out.glob(f".*{UNFINISHED}"):
            stale.unlink(missing_ok=True)

    def manifest(self) -> dict[str, Any]:
        """What the finished folder says of itself.

        Raises:
            CorpusError: it is not finished.
        """
        if not (self.out / MANIFEST).exists():
            raise CorpusError(f"{self.out} is not finished; run the same command again")
        return read_manifest(self.out)

    def _path(self, shard: str) -> Path:
        return self.out / shard.replace(FUNCTIONS, VARIANTS, 1)

    def _is_done(self, shard: str) -> bool:
        path = self._path(shard)
        return path.exists() and path.with_suffix(".json").exists()


def _refuse_killed(failure: Failure) -> None:
    """Another run may have more memory: a corpus may not keep this machine's lack as a fact."""
    if failure.kind == "killed":
        raise CorpusError(f"{failure.id}: {failure.reason}; run the same command again")


def _difference(begun: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    for name in wanted:
        if begun.get(name) != wanted[name]:
            said = name.replace("_sha256", "'s content").replace("_", " ")
            return f"{said} {begun.get(name)!r}, not {wanted[name]!r}"
    return "another version of this program"
