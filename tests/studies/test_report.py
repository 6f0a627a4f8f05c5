"""A study's table as text, and where its report goes."""

import json
from dataclasses import replace

import pytest
from written_figures import study, written

from contracode.errors import ContracodeError
from contracode.studies.report import as_markdown, check_places, write_report
from contracode.studies.table import tabulate
from contracode.tasks.images.report import Column

MARKDOWN = """\
### Rates

| method | accuracy, % | wrong | spread, % |
| --- | --- | --- | --- |
| slow | 87.00 ± 25.94 | 3.7 ± 11.3 | - |
| fast | 90.67 ± 20.83 | 6.4 ± 11.3 | - |
| other | 71.00 ± 4.30 | 2.1 ± 0.2 | - |
| best | 81.00 ± 2.48 | **1.1 ± 0.2** | 15.67 ± 5.17 |

Mean over 3 seeds ± half of the 95 % t-interval. Bold: the best, where it is ahead of the next by \
an interval of paired differences that lies above 0.

best is, by what does not see the test images: slow (seed 0), fast (seed 1), slow (seed 2).

| claim | by | ahead [95 % interval] | verdict | the paper |
| --- | --- | --- | --- | --- |
| best ≥ other | accuracy, % | +10.00 [+7.52, +12.48] | holds | .9 against .8 |
| best ≥ other | wrong | +1.0 [+0.8, +1.2] | holds | 1 against 2 |
| other ≥ fast | accuracy, % | -19.67 [-38.48, -0.86] | fails | never said |
"""


def test_the_table_with_chosen_rows_and_claims():
    assert as_markdown(tabulate(study(), written())) == MARKDOWN


def test_a_claim_about_what_has_not_run_says_so():
    without = {"slow": written()["slow"]}
    assert "| best ≥ other | wrong | - | no figures | 1 against 2 |" in as_markdown(
        tabulate(study(), without)
    )


def test_columns_without_a_figure_are_named_below_the_table():
    columns = (Column(measure="accuracy"), Column(measure="KL"), Column(measure="bound"))
    text = as_markdown(tabulate(study(columns=columns, claims=()), written()))
    assert "\n\nNo run has a figure of: KL; bound.\n" in text
    assert "No run has" not in MARKDOWN


@pytest.mark.parametrize("option", ["json", "plots"])
def test_places_that_can_not_be_written_are_refused_at_once(tmp_path, option):
    (tmp_path / "file").write_text("kept")
    places = {"json": None, "plots": None, option: tmp_path / "file" / "deeper" / "a.json"}
    with pytest.raises(
        ContracodeError, match=rf"can't write into .*file.*; choose another --{option}"
    ):
        check_places(**places)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path):
    with pytest.raises(ContracodeError, match="it is a folder; choose another --json"):
        check_places(json=tmp_path, plots=None)
    (tmp_path / "file").write_text("")
    with pytest.raises(ContracodeError, match="choose another --plots"):
        check_places(json=None, plots=tmp_path / "file")


def test_places_that_can_be_written_are_made_and_left_empty(tmp_path):
    check_places(json=tmp_path / "a" / "b.json", plots=tmp_path / "c" / "d")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / name for name in ("a", "c", "c/d")]
    check_places(json=None, plots=None)


def test_plots_are_drawn_losses_where_there_are_units(tmp_path):
    for row in ("slow", "fast"):
        for seed in (0, 1, 2):
            log = tmp_path / row / str(seed) / "run" / "log.jsonl"
            log.parent.mkdir(parents=True)
            lines = [
                {"step": step, "loss": 3.0, "unit_1_contrast": 1.0, "unit_2_contrast": 2.0 / step}
                for step in (1, 2, 3)
            ]
            log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    table = tabulate(study(), written())
    write_report(table, tmp_path, json=None, plots=tmp_path / "plots")
    assert {path.name for path in (tmp_path / "plots").iterdir()} == {
        "rates.png",
        "rates-losses.png",
    }
    write_report(replace(table), tmp_path / "none", json=None, plots=tmp_path / "others")
    assert {path.name for path in (tmp_path / "others").iterdir()} == {"rates.png"}
