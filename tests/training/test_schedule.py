import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.training.schedule import ScheduleConfig, learning_rate, share_done


def test_the_rate_rises_to_its_peak_and_falls_to_zero():
    schedule = ScheduleConfig(steps=100, peak=0.5, warmup_share=0.1)
    assert learning_rate(schedule, 0.05) == pytest.approx(0.25)
    assert learning_rate(schedule, 0.1) == pytest.approx(0.5)
    assert learning_rate(schedule, 0.55) == pytest.approx(0.25)
    assert learning_rate(schedule, 1.0) == pytest.approx(0, abs=1e-12)


@given(st.floats(0, 0.9), st.floats(0, 1))
def test_the_rate_is_never_above_its_peak_nor_negative(warmup_share, share):
    schedule = ScheduleConfig(steps=10, peak=0.3, warmup_share=warmup_share)
    assert 0 <= learning_rate(schedule, share) <= 0.3


def test_a_run_ends_with_its_steps_or_its_time():
    schedule = ScheduleConfig(steps=100, max_minutes=2.0)
    assert share_done(schedule, 50, 0.0) == 0.5
    assert share_done(schedule, 50, 90.0) == 0.75
    assert share_done(schedule, 100, 0.0) == 1
    assert share_done(schedule, 1, 500.0) == 1
    assert share_done(ScheduleConfig(steps=100), 1, 1e9) == 0.01


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"steps": 0}, "schedule.steps must be at least 1, got 0"),
        ({"max_minutes": 0.0}, "schedule.max_minutes must be > 0, got 0"),
        ({"peak": -1.0}, "schedule.peak must be > 0, got -1"),
        ({"warmup_share": 1.0}, r"schedule.warmup_share must be in \[0, 1\), got 1"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        ScheduleConfig(**{"steps": 1, **wrong})
