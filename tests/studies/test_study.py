"""Studies as files: what they say of runs, and what they refuse."""

from pathlib import Path

import pytest
from tiny_study import write_study

from contracode.errors import RecipeError
from contracode.measuring.run import check_measures
from contracode.studies import STUDIES, read_study

SHIPPED = sorted(path.stem for path in STUDIES.glob("*.toml"))


def study_of(tmp_path, *replaced):
    return read_study(str(write_study(tmp_path, "digits", *replaced)))


@pytest.mark.parametrize("quick", [False, True], ids=["whole", "quick"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_run_of_every_shipped_study_can_be_set(name, quick):
    study = read_study(name)
    if quick:
        study = study.quicker()
    runs = list(study.runs(Path("runs")))
    assert len(runs) == len(study.rows) * len(study.seeds)
    assert len({run.out for run in runs}) == len(runs)
    check_measures(study.measures)
    assert study.name == name
    assert all(run.config.seed == run.seed for run in runs)
    if quick:
        assert len(study.seeds) == 2
        assert max(run.config.schedule.steps for run in runs) <= 5


def test_every_method_has_its_study():
    assert {"cacr", "crd", "loco", "pac-bayes", "supcon"} <= set(SHIPPED)


def test_places_of_runs_and_seeds_are_filled_in(tmp_path):
    runs = list(study_of(tmp_path).runs(Path("some/where")))
    assert [(run.row, run.seed) for run in runs] == [
        ("The teacher", 0),
        ("The teacher", 1),
        ("KD", 0),
        ("KD", 1),
    ]
    assert runs[2].config.method.teachers == ("some/where/the-teacher/0",)
    assert runs[3].config.method.teachers == (str(runs[1].out),)
    assert [run.config.name for run in runs[1:3]] == ["tiny/the-teacher", "tiny/kd"]
    assert runs[3].config.seed == 1


def test_rows_wait_for_what_their_rows_wait_for(tmp_path):
    third = (
        '[[chosen]]\nname = "best"',
        '[[rows]]\nname = "zero"\nafter = ["KD"]\n[rows.settings.method]\nkind = "cross-entropy"\n'
        '[[chosen]]\nname = "best"',
    )
    study = study_of(tmp_path, third)
    rows = [run.row for run in study.runs(Path(), only=["zero"])][::2]
    assert rows == ["The teacher", "KD", "zero"]
    assert [run.row for run in study.runs(Path(), only=["The teacher"])] == ["The teacher"] * 2


def test_a_rows_settings_go_on_top_of_everyones_and_leave_them_as_they_are(tmp_path):
    study = study_of(tmp_path)
    list(study.runs(Path()))
    assert "method" not in study.settings
    assert study.quicker().settings["schedule"] == {"steps": 1}
    assert study.settings["schedule"] == {"steps": 4}
    assert study.quicker().settings["data"] == study.settings["data"]


def test_a_quick_study_says_so_and_is_the_same_otherwise(tmp_path):
    study = study_of(tmp_path)
    assert study.quicker().title == "A teacher and its student (quick)"
    assert study.quicker().name == study.name
    assert study.quicker().claims == study.claims


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('better = "KD"', 'better = "KDD"', "no row is named KDD; rows are KD, The teacher, best"),
        ('after = ["The teacher"]', 'after = ["nobody"]', "no row is named nobody"),
        ('after = ["The teacher"]', 'after = ["best"]', "no row is named best"),
        (
            'after = ["The teacher"]',
            'after = ["KD"]',
            "rows can't wait for one another: KD after KD",
        ),
        ('among = ["KD",', 'among = ["best",', "no row is named best"),
        ('name = "KD"', 'name = "best"', "every row needs a name of its own, got"),
        ('name = "KD"', 'name = "the: teacher"', "every row needs a folder of its own, got"),
        ("seeds = [0, 1]", "seeds = [0]", r"a study needs 2 different seeds or more, got \[0\]"),
        ("seeds = [0, 1]", "seeds = [1, 1]", r"2 different seeds or more, got \[1, 1\]"),
        (
            'measure = "accuracy"\npaper',
            'measure = "ECE"\npaper',
            "claims are about columns of the table, ECE is none",
        ),
        ('title = "A', 'subtitle = "A', "title: Field required|Missing"),
        (
            'by = "accuracy, valid"',
            'by = "valid"\nworst = 1',
            "chosen.0.worst: there is no such setting",
        ),
        ('better = "lower"', 'better = "less"', "columns.1.better"),
        ('by = "accuracy, valid"', 'by = "accuracy"', "best is chosen by accuracy: choose by a me"),
        ('worse = "The teacher"\n', "", "KD has neither: give either worse or than"),
        (
            'worse = "The teacher"\n',
            'worse = "The teacher"\nmore_than = ["KD", "nobody"]\n',
            "no row is named nobody; rows are KD, The teacher, best",
        ),
        (
            'worse = "The teacher"\n',
            'worse = "The teacher"\nmore_than = ["KD"]\n',
            "claims.0.more_than",
        ),
        (
            'by = "accuracy, valid"',
            'by = "exactness, valid"',
            "no figure is called 'exactness, valid'",
        ),
    ],
)
def test_a_study_that_cannot_be_is_refused(tmp_path, old, new, message):
    with pytest.raises(RecipeError, match=message):
        study_of(tmp_path, (old, new))


def test_a_circle_of_rows_is_refused(tmp_path):
    both = ("settings = { method", 'after = ["KD"]\nsettings = { method')
    with pytest.raises(RecipeError, match="rows can't wait for one another"):
        study_of(tmp_path, both)


def test_an_unknown_study_names_the_known_ones():
    with pytest.raises(RecipeError, match=r"no study 'supconn'; there are cacr, .*supcon"):
        read_study("supconn")


def test_a_row_that_cannot_be_run_is_named(tmp_path):
    study = study_of(tmp_path, ('kind = "cross-entropy"', 'kind = "cross"'))
    with pytest.raises(RecipeError, match=r"tiny, row The teacher can't be run: method"):
        list(study.runs(Path()))


def test_only_rows_that_are_there(tmp_path):
    with pytest.raises(RecipeError, match="tiny has no row nobody; rows are KD, The teacher"):
        list(study_of(tmp_path).runs(Path(), only=["nobody"]))


def test_unknown_measures_are_refused():
    with pytest.raises(
        RecipeError, match=r"no measure is called '?probe'?; there are linear probe,"
    ):
        check_measures(["linear probe", "probe"])
    check_measures(["transfer to digits", "certificate", "losses"])
