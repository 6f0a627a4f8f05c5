import os
import pickle
import re
import signal
import subprocess
import sys
import time

import dill
import pytest
from corpus.variants.conftest import SHARDS, bytes_of, source_of, write_sharded_corpus

from contracode.cli import main
from contracode.corpus.variants.executors import AugmentShards, Place, executor_of
from contracode.errors import ContracodeError

COMMAND = [sys.executable, "-c", "from contracode.cli import main; main()", "corpus", "augment"]

SBATCH = """#!/bin/bash
# Slurm's front door: keeps the script, and runs each task of its array here, one after the other.
script="${@: -1}"
cp "$script" "$KEPT/$(date +%s%N).slurm"
if grep -q launch_pickled_pipeline "$script"; then
  last=$(sed -n 's/#SBATCH --array=0-//p' "$script")
  for task in $(seq 0 "$last"); do
    SLURM_ARRAY_TASK_ID=$task RUN_OFFSET=0 SLURM_NODELIST=here bash "$script" >> "$KEPT/log" 2>&1
  done
fi
echo "Submitted batch job 1"
"""
SRUN = '#!/bin/bash\nshift 3\nexec "$@"\n'
SCONTROL = "#!/bin/bash\necho localhost\n"


@pytest.fixture(scope="module")
def large_corpus(tmp_path_factory):
    sources = [source_of(number) for number in range(240)]
    return write_sharded_corpus(tmp_path_factory.mktemp("corpora") / "large", sources, 30)


@pytest.fixture
def slurm(tmp_path, monkeypatch):
    """A Slurm of one machine; the folder holds what it was handed."""
    programs, kept = tmp_path / "bin", tmp_path / "kept"
    programs.mkdir()
    kept.mkdir()
    for name, text in {"sbatch": SBATCH, "srun": SRUN, "scontrol": SCONTROL}.items():
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("KEPT", str(kept))
    return kept


def first_script(kept):
    """What Slurm was handed first; then comes datatrove's script that merges the statistics."""
    return min(kept.glob("*.slurm")).read_text()


def augment(corpus, out, *arguments):
    main(["corpus", "augment", str(corpus), "--out", str(out), "--plan", "full", *arguments])


def test_one_task_and_three_give_the_same_bytes(corpus, tmp_path, capsys):
    augment(corpus, tmp_path / "one", "-n", "2", "--tasks", "1")
    augment(corpus, tmp_path / "three", "-n", "2", "--tasks", "3", "--workers", "2")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "three")
    out = capsys.readouterr().out
    assert "20 programs, 38 variants; failed: 1 syntax" in out
    assert f"{tmp_path / 'one'}: finished" in out


def test_killed_and_run_again_only_missing_shards_are_made_to_the_same_bytes(
    large_corpus, tmp_path
):
    arguments = [str(large_corpus), "--plan", "full", "-n", "10", "--tasks", "2", "--out"]
    subprocess.run([*COMMAND, *arguments, tmp_path / "whole"], check=True, capture_output=True)

    out = tmp_path / "killed"
    killed = subprocess.Popen([*COMMAND, *arguments, out])
    while not list(out.glob("variants-*.json")):
        assert killed.poll() is None
        time.sleep(0.01)
    # Its tasks are other processes, which nobody kills.
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    done = {path: path.stat().st_mtime_ns for path in out.glob("variants-*.json")}
    assert 0 < len(done) < 8
    assert not (out / "manifest.json").exists()

    subprocess.run([*COMMAND, *arguments, out], check=True, capture_output=True)
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert bytes_of(out) == bytes_of(tmp_path / "whole")


def test_a_finished_job_starts_nothing(corpus, tmp_path, capsys):
    augment(corpus, tmp_path / "out", "-n", "1")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    augment(corpus, tmp_path / "out", "-n", "1")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before
    assert capsys.readouterr().out.count(": finished") == 2


def test_slurm_runs_the_same_tasks_to_the_same_bytes(corpus, tmp_path, slurm, capsys):
    augment(corpus, tmp_path / "here", "-n", "2")
    out = tmp_path / "there"
    given = ["--executor", "slurm", "--partition", "cpu", "--time", "01:00:00", "--tasks", "3"]
    augment(corpus, out, "-n", "2", *given)
    assert bytes_of(out) == bytes_of(tmp_path / "here")
    script = first_script(slurm)
    assert "#SBATCH --partition=cpu" in script
    assert "#SBATCH --time=01:00:00" in script
    assert "#SBATCH --array=0-2" in script
    assert "#SBATCH --cpus-per-task=2" in script
    assert re.search(rf"srun .*launch_pickled_pipeline {out}/logs/executor.pik", script)
    assert f"{out}: finished" in capsys.readouterr().out


def test_slurm_is_handed_the_missing_shards_only(job_at, augmenter, tmp_path, slurm):
    job = job_at(tmp_path / "out")
    job.begin()
    job.write_shard(job.missing()[0], augmenter)
    place = Place(kind="slurm", tasks=9, partition="cpu")
    executor = executor_of(job, place, job.missing(), tmp_path / "logs")
    assert executor.tasks == SHARDS - 1
    executor.run()
    assert job.finish()
    assert "#SBATCH --array=0-2" in first_script(slurm)


def test_a_step_and_its_executors_can_be_sent_to_other_machines(job_at, tmp_path):
    step = AugmentShards(job_at(tmp_path / "out"), ("functions-00000.parquet",))
    assert pickle.loads(pickle.dumps(step)) == step
    for kind in ("local", "slurm", "ray"):
        place = Place(kind=kind, tasks=2, partition="cpu")
        executor = executor_of(step.job, place, list(step.shards), tmp_path / "logs")
        assert dill.loads(dill.dumps(executor)).pipeline == [step]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--executor", "slurm"], "name Slurm's partition with --partition"),
        (["--executor", "slurm", "--partition", "cpu"], "there is no `sbatch` here"),
        (["--executor", "ray"], "run `pip install ray`"),
        (["--tasks", "0"], "tasks must be at least 1, got 0"),
    ],
)
def test_what_can_not_run_here_is_said(corpus, tmp_path, capsys, arguments, message):
    with pytest.raises(SystemExit) as ended:
        augment(corpus, tmp_path / "out", *arguments)
    assert ended.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_without_datatrove_the_command_to_install_it_is_said(monkeypatch):
    from contracode.corpus.variants import cluster

    monkeypatch.setattr(cluster, "find_spec", lambda name: None if name == "datatrove" else name)
    with pytest.raises(ContracodeError, match=r"pip install 'contracode\[cluster\]'"):
        cluster.require("local")
