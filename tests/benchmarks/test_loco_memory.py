"""What the benchmark of LoCo's memory prints and writes."""

import pytest
from loco_memory import Outcome, Settings, figures, line

from contracode.tasks.images.loco_memory import ImageMemory, ScheduleMemory


def outcome(schedule="loco"):
    return Outcome(
        architecture="resnet50_imagenet",
        counted="tensors",
        few=ScheduleMemory(schedule, 2, 150_000_000, 1.25),
        many=ScheduleMemory(schedule, 8, 600_000_000, 1.5),
        further=ImageMemory(schedule, 75_000_000.0, 1.6),
    )


def test_measured_savings_stand_beside_the_published_one():
    assert line(outcome()) == (
        "| resnet50_imagenet | tensors | loco | 150 | 1.25 | 600 | 1.50 | 75.0 | 1.60 | 1.28 |"
    )
    assert line(outcome("deep-supervision")).endswith("| 1.60 | - |")


def test_bytes_and_savings_are_figures_of_their_own():
    told = {row.metric: row.value for row in figures(outcome())}
    assert told == {
        "peak of 2 images": 150_000_000,
        "saving, peak of 2 images": 1.25,
        "peak of 8 images": 600_000_000,
        "saving, peak of 8 images": 1.5,
        "a further image": 75_000_000,
        "saving, a further image": 1.6,
    }


@pytest.mark.parametrize(("few", "many"), [(3, 8), (8, 8), (0, 2), (2, 7)])
def test_batches_that_are_no_two_views_are_refused(few, many):
    with pytest.raises(ValueError, match="few and many must be even"):
        Settings(few=few, many=many)


def test_a_quick_run_is_of_small_images_and_one_counter():
    assert (Settings(quick=True).size, Settings(quick=True).counters) == (64, ("tensors",))
    assert (Settings().size, Settings().counters) == (224, ("tensors", "allocated"))
