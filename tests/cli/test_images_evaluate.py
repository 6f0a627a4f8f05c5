"""One model measured from the command line."""

import json
import shutil

import pytest
from finished_image_runs import PAC_BAYES, digits_corpus, finish

from contracode.cli import main


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return digits_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def cacr(corpus, tmp_path_factory):
    return finish(corpus, tmp_path_factory.mktemp("run") / "cacr")


@pytest.fixture(scope="module")
def bound(corpus, tmp_path_factory):
    return finish(corpus, tmp_path_factory.mktemp("run") / "bound", instead=PAC_BAYES)


def run(capsys, *arguments):
    """Exit status, output and complaint."""
    status = 0
    try:
        main(["images", "evaluate", *map(str, arguments)])
    except SystemExit as end:
        status = end.code
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_everything_is_printed_drawn_and_written(capsys, cacr, corpus, tmp_path):
    file, plots = tmp_path / "figures.json", tmp_path / "plots"
    status, out, _ = run(capsys, "--model", cacr, "--quick", "--json", file, "--plots", plots)
    assert status == 0
    lines = out.splitlines()
    assert lines[0] == "tiny: resnet8, cacr, 4 steps, seed 0"
    assert lines[1] == f"{corpus}: 160 training, 269 validation and 450 test images of 8 px"
    assert lines[2].startswith("Quick: at most 1,000 validation")
    assert "| measure | tiny | raw pixels |" in lines
    measures = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert {"linear accuracy", "k-NN accuracy", "mean classifier, TOP-1 mu", "linear ECE"} < set(
        measures
    )
    assert {"linear corruption error, fog", "weights, attraction entropy", "training loss"} < set(
        measures
    )
    pictures = ["corruptions.png", "reliability.png", *(f"weights-{n}.png" for n in range(1, 5))]
    assert sorted(path.name for path in plots.iterdir()) == pictures
    content = json.loads(file.read_text())
    assert content["data"]["size"] == 450
    assert content["seeds"] == [0]
    assert content["quick"] is True
    assert {row["name"] for row in content["rows"]} == {"tiny", "raw pixels"}
    of_tiny = {row["metric"]: row for row in content["rows"] if row["name"] == "tiny"}
    accuracy = of_tiny["linear accuracy"]
    assert accuracy["rival"] == "raw pixels"
    assert f"| linear accuracy | {accuracy['value']:.4f} |" in out


def test_a_certificate_is_printed_and_written_with_its_scope(capsys, bound, tmp_path):
    file = tmp_path / "figures.json"
    _, out, _ = run(
        capsys, "--model", bound, "--measures", "certificate", "--quick", "--json", file
    )
    assert "Certified: a risk of at most 0." in out
    assert "not the risk of the mean weights" in out
    certificate = json.loads(file.read_text())["certificate"]
    assert certificate["samples"] == 200
    assert certificate["scope"] in out


def test_only_what_is_asked_for_is_measured(capsys, cacr, corpus):
    _, out, _ = run(
        capsys, "--model", cacr, "--measures", "neighbours", f"transfer to {corpus}", "--quick"
    )
    rows = [line for line in out.splitlines() if line.startswith("| ")][2:]
    assert [row.split(" | ")[0] for row in rows] == [
        "| k-NN accuracy",
        f"| transfer to {corpus}, linear accuracy",
        f"| transfer to {corpus}, k-NN accuracy",
    ]


def test_a_data_set_that_changed_is_told(capsys, cacr, tmp_path):
    copy = shutil.copytree(cacr, tmp_path / "copy")
    manifest = json.loads((copy / "contracode.json").read_text())
    (copy / "contracode.json").write_text(json.dumps({**manifest, "corpus_digest": "older"}))
    _, out, _ = run(capsys, "--model", copy, "--measures", "losses")
    assert "is not what it was when the model was trained." in out
    assert "Quick" not in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--measures", "neighbors"], "no measure is called neighbors"),
        (["--measures", "certificate"], "only runs with method.kind = 'pac-bayes'"),
        (["--measures", "transfer to nowhere"], "no folder nowhere; build a data set"),
    ],
)
def test_mistakes_end_with_2_and_a_sentence(capsys, cacr, arguments, message):
    status, _, complaint = run(capsys, "--model", cacr, *arguments)
    assert status == 2
    assert message in complaint
    assert complaint.startswith("contracode: ")


def test_what_is_no_finished_run_ends_with_2(capsys, cacr, tmp_path):
    status, _, complaint = run(capsys, "--model", tmp_path / "nothing")
    assert status == 2
    assert "no model at" in complaint
    copy = shutil.copytree(cacr, tmp_path / "copy")
    (copy / "run" / "learner.safetensors").unlink()
    status, _, complaint = run(capsys, "--model", copy)
    assert status == 2
    assert "is missing, damaged or does not fit its run" in complaint


def test_places_that_can_not_be_written_end_with_2(capsys, cacr, tmp_path):
    (tmp_path / "file").write_text("")
    for option in ("--json", "--plots"):
        place = tmp_path / "file" / "below"
        status, out, complaint = run(capsys, "--model", cacr, "--measures", "losses", option, place)
        assert status == 2
        assert "can't write into " in complaint
        assert not out
