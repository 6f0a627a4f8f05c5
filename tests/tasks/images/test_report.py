"""Methods over seeds as a table, figures and plots."""

import numpy as np
import pytest

from contracode.errors import ContracodeError
from contracode.tasks.images import plots
from contracode.tasks.images.calibration import reliability
from contracode.tasks.images.claims import difference, over_seeds
from contracode.tasks.images.pictures import Strip, draw_corruptions, draw_strips, draw_weights
from contracode.tasks.images.plots import Curve, draw_curves, draw_points, draw_reliability
from contracode.tasks.images.report import Column, Result, as_markdown, figures_of, results_of
from contracode.tasks.images.weights import conditional_weights

ACCURACY = Column(measure="linear accuracy", title="linear")
LIKELIHOOD = Column(measure="linear NLL", better="lower", factor=1.0, digits=3)
NOISE = (0.0, 0.02, -0.03)


def measured(ahead=0.01):
    """Three methods with three seeds; the first is ahead of the second by about that much."""
    levels = {"A": 0.8 + ahead, "B": 0.8, "C": 0.5}
    return results_of(
        Result(
            method=name,
            seed=seed,
            figures={
                "linear accuracy": level + NOISE[seed] + 1e-4 * seed * (name == "A"),
                "linear NLL": 1 - level - NOISE[seed],
            },
        )
        for name, level in levels.items()
        for seed in range(3)
    )


def test_a_cell_is_the_mean_and_half_of_the_interval():
    results = measured()
    found = over_seeds(results["C"]["linear accuracy"])
    table = as_markdown(results, [ACCURACY])
    assert "| method | linear, % |" in table
    assert f"| C | {100 * found.mean:.2f} ± {100 * found.half_width:.2f} |" in table
    assert "Mean over 3 seeds" in table


def test_the_best_is_bold_only_if_its_differences_are_above_0():
    # Single intervals overlap by far: the seeds differ more than the methods.
    assert "| A | **80.68 ± 6.24** | **0.193 ± 0.063** |" in as_markdown(
        measured(), [ACCURACY, LIKELIHOOD]
    )
    results = measured()
    results["A"]["linear accuracy"] = {0: 0.79, 1: 0.85, 2: 0.80}
    assert difference(results["A"]["linear accuracy"], results["B"]["linear accuracy"]).low < 0
    assert "**" not in as_markdown(results, [ACCURACY])


def test_a_single_run_is_never_bold_and_a_lacking_value_is_a_dash():
    results = results_of(
        [
            Result(method="A", seed=0, figures={"linear accuracy": 0.9}),
            Result(method="B", seed=0, figures={"linear accuracy": 0.1, "linear NLL": 0.25}),
        ]
    )
    table = as_markdown(results, [ACCURACY, LIKELIHOOD])
    assert "| A | 90.00 | - |" in table
    assert "| B | 10.00 | 0.250 |" in table


def test_what_no_seed_changes_can_be_the_rival():
    results = {
        "A": {"linear accuracy": {0: 0.9, 1: 0.91}},
        "raw pixels": {"linear accuracy": {0: 0.8, 1: 0.8}},
    }
    assert "| raw pixels | 80.00 |" in as_markdown(results, [ACCURACY])
    assert "| A | **90.50 ± 6.35** |" in as_markdown(results, [ACCURACY])


def test_figures_tell_the_mean_and_its_interval():
    results = measured(ahead=0.1)
    rows = {(row.name, row.metric): row for row in figures_of(results, [ACCURACY, LIKELIHOOD])}
    assert len(rows) == sum(len(measures) for measures in results.values())
    spread = over_seeds(results["A"]["linear accuracy"])
    row = rows["A", "linear accuracy"]
    assert (row.value, row.low, row.high) == (spread.mean, spread.low, spread.high)


def test_two_runs_of_one_seed_are_refused():
    run = Result(method="A", seed=0, figures={"linear accuracy": 0.9})
    with pytest.raises(ValueError, match="A has two values of linear accuracy with seed 0"):
        results_of([run, run])


def drawings():
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (20, 8, 8, 1), dtype=np.uint8)
    vectors = random.normal(size=(20, 4))
    weights = conditional_weights(vectors[0], vectors[1:4], vectors[4:])
    steps = np.arange(5)
    curves = {
        stage: {
            name: [Curve(steps=steps, values=random.random(5)) for _ in range(2)]
            for name in ("loss", "rival at $1")
        }
        for stage in ("stage 1", "stage 2")
    }
    probabilities = random.dirichlet(np.ones(3), 50)
    sure = reliability(probabilities, random.integers(0, 3, 50))
    strips = [
        Strip(title="grey", images=images[:2], captions=("a", "b"), marked=(True, False)),
        Strip(title="in colours", images=np.repeat(images[:5], 3, axis=3)),
    ]
    return {
        "points": lambda path: draw_points(measured(), [ACCURACY, LIKELIHOOD], path, title="all"),
        "curves": lambda path: draw_curves(curves, path, title="training", measure="loss, nats"),
        "reliability": lambda path: draw_reliability({"A": sure}, path, title="sure"),
        "strips": lambda path: draw_strips(strips, path, title="some"),
        "corruptions": lambda path: draw_corruptions(images[0], path),
        "weights": lambda path: draw_weights(
            weights, images[0], images[1:4], images[4:], path, title="weights", most=5
        ),
    }


@pytest.mark.parametrize("name", drawings())
def test_drawing_again_gives_the_same_bytes(name, tmp_path):
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    drawings()[name](one)
    drawings()[name](two)
    assert one.read_bytes().startswith(b"\x89PNG")
    assert one.read_bytes() == two.read_bytes()


def test_a_series_has_one_colour_in_all_panels_and_a_lone_point_is_seen(tmp_path, monkeypatch):
    figures = []
    monkeypatch.setattr(plots, "save_png", lambda figure, _: figures.append(figure))

    def curves(*names, points=3):
        line = Curve(steps=np.arange(points), values=np.ones(points))
        return {name: [line, line] for name in names}

    stages = {"last": curves("A", "B", "C"), "below": curves("C", points=1), "first": curves("B")}
    draw_curves(stages, tmp_path / "a.png", title="", measure="loss")
    panels = [
        {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}
        for axes in figures[0].axes
    ]
    assert [list(each) for each in panels] == [["A", "B", "C"], ["C"], ["B"]]
    colours = {name: line.get_color() for name, line in panels[0].items()}
    assert len(set(colours.values())) == 3
    assert panels[1]["C"].get_color() == colours["C"]
    assert panels[2]["B"].get_color() == colours["B"]
    assert {line.get_marker() for line in figures[0].axes[1].lines} == {"o"}
    assert {line.get_marker() for line in figures[0].axes[0].lines} == {""}


def test_a_column_of_measures_that_are_neither_good_nor_bad_is_not_bold():
    neutral = Column(measure="linear accuracy", bold=False)
    assert "**" in as_markdown(measured(), [ACCURACY])
    assert "**" not in as_markdown(measured(), [neutral])


def test_a_single_run_and_curves_of_other_steps_are_drawn(tmp_path):
    draw_points(
        {"A": {"linear accuracy": {0: 0.9}}, "B": {}}, [ACCURACY], tmp_path / "a.png", title=""
    )
    runs = [Curve(steps=np.arange(n), values=np.ones(n)) for n in (3, 4)]
    draw_curves({"all": {"A": runs}}, tmp_path / "b.png", title="", measure="loss")
    assert len(list(tmp_path.glob("*.png"))) == 2


def test_what_cannot_be_drawn_is_refused(tmp_path):
    images = np.zeros((2, 4, 4, 1), np.uint8)
    with pytest.raises(ValueError, match="few: 2 images need as many captions, got 1"):
        Strip(title="few", images=images, captions=("a",))
    with pytest.raises(ValueError, match="at least one image"):
        draw_strips([], tmp_path / "a.png", title="")
    (tmp_path / "file").write_text("")
    with pytest.raises(ContracodeError, match="choose another folder"):
        draw_strips([Strip(title="a", images=images)], tmp_path / "file" / "a.png", title="")


def test_of_methods_that_are_equal_all_or_none_are_bold():
    results = results_of(
        Result(method=method, seed=seed, figures={"linear accuracy": base + 0.01 * seed})
        for method, base in (("A", 0.9), ("B", 0.5), ("chosen", 0.9))
        for seed in range(3)
    )
    text = as_markdown(results, [ACCURACY])
    assert "| A | **91.00" in text
    assert "| chosen | **91.00" in text
    assert text.count("**") == 4
