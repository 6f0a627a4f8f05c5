"""A tiny study from its file to its figures, in this process and in two others."""

import json
import shutil

import pytest
import torch
from tiny_study import write_study

from contracode.errors import RecipeError
from contracode.studies import read_study
from contracode.studies import running as running_module
from contracode.studies.running import RESULT, read_result, run_study
from contracode.studies.table import tabulate

_TEACHER = 'settings = { method = { kind = "cross-entropy" } }'
WILD_TEACHER = (_TEACHER, _TEACHER.replace(" } }", " }, schedule = { peak = 1e30 } }"))
"""Its loss is no number after a few steps."""


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """As in processes side by side: sums hang on the number of threads."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def finished(digits, tmp_path_factory):
    """The study, the folder of its runs, and its figures."""
    folder = tmp_path_factory.mktemp("study")
    study = read_study(str(write_study(folder, digits)))
    return study, folder / "runs", run_study(study, folder / "runs")


def test_every_row_and_seed_is_measured_in_the_studys_order(finished):
    study, folder, figures = finished
    assert {row: list(by_seed) for row, by_seed in figures.items()} == {
        "KD": [0, 1],
        "The teacher": [0, 1],
    }
    assert list(figures) == ["KD", "The teacher"]
    for row, by_seed in figures.items():
        for found in by_seed.values():
            assert {"accuracy", "accuracy, valid", "linear accuracy", "training loss"} <= set(found)
            assert found["accuracy"] == found["own accuracy"], row
    assert figures["KD"][0] != figures["KD"][1]
    assert (folder / "the-teacher" / "1" / "contracode.json").exists()
    table = tabulate(study, figures)
    assert table.judged[0].finding.seeds == 2
    assert set(table.chosen["best"]) == {0, 1}


def test_a_finished_study_is_not_run_again(finished, monkeypatch):
    study, folder, figures = finished
    monkeypatch.setattr(running_module, "train_images", None)
    monkeypatch.setattr(running_module, "measure_run", None)
    assert run_study(study, folder) == figures
    only = run_study(study, folder, only=["The teacher"])
    assert only == {"The teacher": figures["The teacher"]}
    assert set(run_study(study, folder, only=["KD"])) == {"KD", "The teacher"}


def test_what_was_removed_is_measured_again_and_what_was_trained_is_kept(finished):
    study, folder, figures = finished
    out = folder / "kd" / "1"
    (out / RESULT).unlink()
    before = (out / "model.safetensors").stat().st_mtime_ns
    assert run_study(study, folder) == figures
    assert (out / "model.safetensors").stat().st_mtime_ns == before


def test_other_measures_are_measured_other_settings_refused(finished):
    study, folder, _ = finished
    run = next(study.runs(folder))
    assert read_result(run, study.measures)
    assert read_result(run, ["linear probe"]) is None
    with pytest.raises(RecipeError, match=r"holds a run with another recipe; ch"):
        run_study(study.quicker(), folder)


def test_two_processes_find_the_same_figures(finished, tmp_path):
    study, folder, figures = finished
    shutil.copytree(folder / "the-teacher" / "0", tmp_path / "the-teacher" / "0")
    found = run_study(study, tmp_path, workers=2)
    assert list(found) == list(figures)
    for row, by_seed in figures.items():
        for seed, wanted in by_seed.items():
            # Probes add in another order with another number of threads.
            assert found[row][seed] == pytest.approx(wanted, rel=1e-4, abs=1e-6)


def test_results_tell_what_was_asked(finished):
    _, folder, figures = finished
    told = json.loads((folder / "kd" / "0" / RESULT).read_text())
    assert told["measures"] == ["linear probe", "losses"]
    # Either of the two rows may be chosen.
    assert told["tried"] == 2
    assert told["figures"] == figures["KD"][0]


def test_other_images_are_refused(finished):
    study, folder, _ = finished
    run = next(study.runs(folder))
    identity = run.out / "run" / "identity.json"
    kept = identity.read_text()
    identity.write_text(json.dumps({**json.loads(kept), "corpus": "another"}))
    with pytest.raises(RecipeError, match="holds a run with another corpus"):
        read_result(run, study.measures)
    identity.write_text(kept)


def test_a_run_that_diverges_has_no_figures_and_the_others_go_on(digits, tmp_path, capsys):
    study = read_study(str(write_study(tmp_path, digits, WILD_TEACHER)))
    figures = run_study(study, tmp_path / "runs", only=["The teacher"])
    assert figures == {"The teacher": {0: {}, 1: {}}}
    assert "The teacher, seed 1: the loss is nan after step" in capsys.readouterr().err
    assert run_study(study, tmp_path / "runs", only=["The teacher"]) == figures


def test_what_needs_a_run_that_diverged_has_no_figures_either(digits, tmp_path, capsys):
    study = read_study(str(write_study(tmp_path, digits, WILD_TEACHER)))
    figures = run_study(study, tmp_path / "runs")
    assert figures == {"KD": {0: {}, 1: {}}, "The teacher": {0: {}, 1: {}}}
    assert "KD, seed 0: there is no" in capsys.readouterr().err
    assert run_study(study, tmp_path / "runs") == figures


def test_an_error_of_a_run_keeps_what_is_finished(digits, tmp_path):
    bad = ('distiller = "kd"', 'distiller = "kd"\n[rows.settings.views]\nnumber = 2')
    study = read_study(str(write_study(tmp_path, digits, bad)))
    with pytest.raises(RecipeError, match="distillation takes 1 views"):
        run_study(study, tmp_path / "runs")
    assert (tmp_path / "runs" / "the-teacher" / "1" / RESULT).exists()
