"""A study's table as text and as figures."""

import json
from dataclasses import replace

from tiny_study import write_study
from written_figures import study, written

from contracode.studies import read_study
from contracode.studies.report import as_markdown, write_report
from contracode.studies.table import tabulate

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
    assert "| best ≥ other | wrong | - | not run | 1 against 2 |" in as_markdown(
        tabulate(study(), without)
    )


def test_figures_are_written_with_data_seeds_and_verdicts(digits, tmp_path):
    tiny = read_study(str(write_study(tmp_path, digits)))
    figures = {
        "KD": {seed: {"accuracy": 0.5, "accuracy, valid": 0.4} for seed in (0, 1)},
        "The teacher": {seed: {"accuracy": 0.25, "accuracy, valid": 0.5} for seed in (0, 1)},
    }
    file = tmp_path / "figures" / "tiny.json"
    write_report(tabulate(tiny, figures), tmp_path, json=file, plots=None)
    told = json.loads(file.read_text())
    assert told["study"] == "tiny"
    assert told["seeds"] == [0, 1]
    assert told["verdicts"] == {"KD >= The teacher, accuracy": "holds"}
    assert told["settings"]["data"]["per_class"] == 8
    rows = {(row["name"], row["metric"]): row for row in told["rows"]}
    assert rows["KD", "accuracy"]["value"] == 0.5
    assert rows["KD", "accuracy ahead"]["value"] == 0.25
    assert rows["KD", "accuracy ahead"]["rival"] == "The teacher"
    assert rows["best", "accuracy"]["value"] == 0.25


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
