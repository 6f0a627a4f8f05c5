import json

import pyarrow.parquet as pq
import pytest
from corpus.variants.conftest import BROKEN, ROWS, SHARDS, bytes_of, source_of

from compiler_aug import Augmenter, Failure, Plan
from compiler_aug.statistics import Statistics
from contracode.errors import CorpusError
from contracode.seeds import seed_for


def finished(job, augmenter):
    job.begin()
    for shard in job.missing():
        job.write_shard(shard, augmenter)
    assert job.finish()
    return job


def test_every_function_has_its_variants_with_their_provenance(job_at, tmp_path, augmenter):
    job = finished(job_at(tmp_path / "out"), augmenter)
    rows = [
        row for path in sorted(job.out.glob("*.parquet")) for row in pq.read_table(path).to_pylist()
    ]
    assert len(rows) == 3 * (SHARDS * ROWS - 1)
    assert [row["number"] for row in rows[:6]] == [0, 1, 2, 0, 1, 2]
    (again,) = augmenter.variants(source_of(0), seed=int(rows[1]["seed"]), plan=Plan.named("full"))
    assert again.text == rows[1]["text"]
    assert int(rows[0]["seed"]) == seed_for(1, "id-0")
    assert {each["name"] for each in rows[0]["passes"]} >= {"rename-variables"}


def test_what_fails_is_told_by_its_id(job_at, tmp_path, augmenter):
    job = finished(job_at(tmp_path / "out"), augmenter)
    (failure,) = job.manifest()["failures"]
    assert (failure["id"], failure["kind"]) == ("id-7", "syntax")
    assert (failure["line"], failure["column"]) == (1, len(BROKEN) + 1)
    statistics = Statistics.from_json(job.manifest()["statistics"])
    assert (statistics.programs, statistics.failures) == (SHARDS * ROWS, {"syntax": 1})


def test_only_missing_shards_are_made_and_the_bytes_are_the_same(job_at, tmp_path, augmenter):
    whole = finished(job_at(tmp_path / "whole"), augmenter)
    job = job_at(tmp_path / "parts")
    job.begin()
    done, *rest = job.missing()
    job.write_shard(done, augmenter)
    written = (job.out / done.replace("functions", "variants")).stat().st_mtime_ns
    assert job.missing() == rest
    assert not job.finish()
    finished(job_at(tmp_path / "parts"), augmenter)
    assert (job.out / done.replace("functions", "variants")).stat().st_mtime_ns == written
    assert bytes_of(job.out) == bytes_of(whole.out)


def test_a_shard_without_its_voucher_is_made_again(job_at, tmp_path, augmenter):
    job = finished(job_at(tmp_path / "out"), augmenter)
    before = bytes_of(job.out)
    (job.out / "variants-00002.json").unlink()
    (job.out / "variants-00002.parquet").write_bytes(b"half")
    assert job.missing() == ["functions-00002.parquet"]
    finished(job, augmenter)
    assert bytes_of(job.out) == before


def test_a_changed_file_is_not_vouched_for(job_at, tmp_path, augmenter):
    job = finished(job_at(tmp_path / "out"), augmenter)
    (job.out / "variants-00001.parquet").write_bytes(b"other")
    with pytest.raises(CorpusError, match=r"variants-00001.parquet was changed; remove it"):
        job.finish()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"seed": 2}, "was begun with seed 1, not 2"),
        ({"count": 4}, "was begun with count 3, not 4"),
        ({"plan": Plan.named("default")}, "was begun with plan 'full', not 'default'"),
        ({"distinct": True}, "was begun with distinct False, not True"),
    ],
)
def test_another_job_is_refused_in_the_same_folder(job_at, tmp_path, given, message):
    job_at(tmp_path).begin()
    with pytest.raises(CorpusError, match=message):
        job_at(tmp_path, **given).begin()


def test_a_folder_of_somebody_else_is_left_alone(job_at, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CorpusError, match="holds other files; name a new folder"):
        job_at(tmp_path).begin()


def test_a_machine_without_memory_is_no_fact_of_the_corpus(job_at, tmp_path):
    class Killed(Augmenter):
        def __init__(self):
            pass

        def augment(self, programs, *_, **__):
            return (Failure("killed", "killed 20 times", id=each.id) for each, _ in programs)

    job = job_at(tmp_path / "out")
    job.begin()
    with pytest.raises(CorpusError, match="id-0: killed 20 times; run the same command again"):
        job.write_shard(job.missing()[0], Killed())
    assert len(job.missing()) == SHARDS
    assert not list(job.out.glob(".*"))


def test_what_killed_tasks_left_is_swept(job_at, tmp_path):
    job = job_at(tmp_path)
    job.begin()
    (tmp_path / ".variants-00000.parquet.12.unfinished").write_text("half")
    job.sweep()
    assert [path.name for path in tmp_path.iterdir()] == ["job.json"]


def test_identity_does_not_depend_on_places_or_workers(job_at, tmp_path):
    here, there = job_at(tmp_path / "a"), job_at(tmp_path / "b", workers=3)
    assert here.identity() == there.identity()
    assert json.dumps(here.identity())
