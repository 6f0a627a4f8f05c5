"""`images train` and `images compare` as they are typed."""

import json

import pytest
from tiny_study import write_study

from contracode.cli import main
from contracode.encoders.images import ImageEmbedder

RECIPE = """
batch = 8
log_every = 1
[method]
kind = "cross-entropy"
[encoder]
architecture = "resnet8"
width_multiplier = 0.25
[data]
place = "PLACE"
per_class = 5
[views]
number = 1
[schedule]
steps = 2
"""


@pytest.fixture
def recipe(digits, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(RECIPE.replace("PLACE", str(digits)))
    return str(path)


def run(capsys, *arguments):
    """Exit status, output and complaint of one command."""
    status = 0
    try:
        main(arguments)
    except SystemExit as end:
        status = end.code
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_train_tells_where_the_model_is_and_then_that_it_is_there(capsys, recipe, tmp_path):
    out = tmp_path / "model"
    words = ["images", "train", "--recipe", recipe, "--out", str(out), "--seed", "4"]
    words += ["--set", "schedule.steps=3", "batch=4"]
    status, told, _ = run(capsys, *words)
    assert status == 0
    assert told.startswith(f"{out}: 3 steps in ")
    manifest = ImageEmbedder.load(out).manifest
    assert (manifest.name, manifest.step, manifest.seed) == ("mine", 3, 4)
    assert manifest.recipe["batch"] == 4
    assert run(capsys, *words)[:2] == (
        0,
        f"{out} is finished already: 3 steps; nothing to do\n",
    )


def test_compare_prints_its_table_and_writes_figures_and_plots(capsys, digits, tmp_path):
    study = str(write_study(tmp_path, digits))
    words = ["images", "compare", study, "--runs", str(tmp_path / "runs"), "--workers", "1"]
    words += ["--quick", "--json", str(tmp_path / "f.json"), "--plots", str(tmp_path / "plots")]
    status, told, _ = run(capsys, *words)
    assert status == 0
    assert told.startswith("### A teacher and its student (quick)\n")
    assert "| KD ≥ The teacher | accuracy, % |" in told
    # A folder that was given is the folder of the runs.
    assert (tmp_path / "runs" / "kd" / "1" / "result.json").exists()
    assert not (tmp_path / "runs-quick").exists()
    figures = json.loads((tmp_path / "f.json").read_text())
    assert figures["settings"]["schedule"]["steps"] == 1
    assert figures["title"] == "A teacher and its student (quick)"
    assert (tmp_path / "plots" / "tiny.png").exists()

    only = run(capsys, *words[:-4], "--only", "The teacher")
    assert only[0] == 0
    assert "| The teacher |" in only[1]
    assert "| KD |" not in only[1]
    assert "no figures" in only[1]


def test_a_quick_run_is_kept_apart_from_the_studys_own(capsys, digits, tmp_path, monkeypatch):
    study = str(write_study(tmp_path, digits))
    monkeypatch.chdir(tmp_path)
    words = ["images", "compare", study, "--workers", "1", "--quick", "--only", "The teacher"]
    assert run(capsys, *words)[0] == 0
    (folder,) = (tmp_path / "data" / "images" / "studies").iterdir()
    assert folder.name == "tiny-quick"


@pytest.mark.parametrize("option", ["--json", "--plots"])
def test_what_can_not_be_written_is_told_before_a_run_is_trained(capsys, digits, tmp_path, option):
    study = str(write_study(tmp_path, digits))
    (tmp_path / "file").write_text("")
    words = ["images", "compare", study, "--runs", str(tmp_path / "runs"), "--quick"]
    status, told, complaint = run(capsys, *words, option, str(tmp_path / "file" / "f"))
    assert (status, told) == (2, "")
    assert f"choose another {option}" in " ".join(complaint.split())
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "--recipe", "nothing"], "no recipe 'nothing'; there are cacr,"),
        (["train", "--recipe", "RECIPE", "--set", "bach=3"], "bach: there is no such setting"),
        (["train", "--recipe", "RECIPE", "--set", "batch"], "'batch' is no setting"),
        (
            ["train", "--recipe", "RECIPE", "--set", "data.place='nowhere'"],
            "contracode corpus build",
        ),
        (["train", "--recipe", "RECIPE", "--set", "method.kind='moco'"], "moco takes 2 views"),
        (["compare", "nothing"], "no study 'nothing'; there are cacr, "),
        (["compare", "supcon", "--workers", "0"], "workers must be at least 1, got 0"),
        (["compare", "supcon", "--only", "nobody"], "supcon has no row nobody; rows are cross-"),
    ],
)
def test_mistakes_end_with_2_and_say_what_to_do(capsys, recipe, tmp_path, arguments, message):
    given = [recipe if argument == "RECIPE" else argument for argument in arguments]
    place = ["--out", str(tmp_path / "model")] if given[0] == "train" else ["--runs", str(tmp_path)]
    status, told, complaint = run(capsys, "images", *given, *place)
    assert (status, told) == (2, "")
    assert message in " ".join(complaint.replace("│", " ").split())
