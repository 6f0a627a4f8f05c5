import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from contracode.encoders.images import ImageEncoderConfig, build_image_encoder
from contracode.encoders.images.staged import ImageEncoder
from contracode.methods.loco import DecoderConfig
from contracode.tasks.images.loco_memory import (
    ScheduleMemory,
    memory_per_image,
    schedule_memory,
)


class Holding(nn.Module):
    """Thirty maps of the same size, each kept for the backward pass."""

    def forward(self, maps):
        for _ in range(30):
            maps = maps.sin()
        return maps


def even_encoder(stages=6):
    """Stages that hold as much memory as each other, and hardly any weights."""
    made = [nn.Sequential(nn.Conv2d(2, 2, 1), Holding()) for _ in range(stages)]
    tail = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return ImageEncoder(made, [2] * stages, tail, 2)


def some_images(number):
    return torch.randn(number, 2, 32, 32)


@pytest.fixture
def one_thread():
    """More threads take buffers of their own, which the allocator counts."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("counted", ["tensors", "allocated"])
def test_the_saving_is_that_of_the_stages_held(counted):
    """Of six even stages LoCo holds two and greedy training one, with a decoder's maps besides."""
    config = DecoderConfig(blocks=0)
    few, many = (
        schedule_memory(even_encoder(), some_images(number), config=config, counted=counted)
        for number in (2, 6)
    )
    saving = {each.schedule: each.saving for each in memory_per_image(few, many)}
    assert saving["end-to-end"] == 1
    assert saving["greedy"] > saving["loco"] > saving["end-to-end"] >= saving["deep-supervision"]
    assert saving["loco"] == pytest.approx(3, rel=0.15)
    assert saving["greedy"] == pytest.approx(6, rel=0.25)


@settings(max_examples=5, deadline=None)
@given(stages=st.integers(3, 6), pictures=st.integers(1, 4))
def test_less_is_held_the_shorter_gradients_reach(stages, pictures):
    encoder, images = even_encoder(stages), some_images(2 * pictures)
    found = schedule_memory(encoder, images, config=DecoderConfig(blocks=0))
    peak = {each.schedule: each.peak_bytes for each in found}
    assert peak["greedy"] < peak["loco"] < peak["end-to-end"] <= peak["deep-supervision"]


def test_a_resnet_holds_less_the_shorter_gradients_reach():
    config = ImageEncoderConfig(architecture="resnet18", width_multiplier=0.1)
    encoder = build_image_encoder(config, 3, 32, 0)
    images = torch.randn(8, 3, 32, 32)
    peak = {each.schedule: each.peak_bytes for each in schedule_memory(encoder, images)}
    assert peak["greedy"] < peak["loco"] < peak["end-to-end"]


def test_savings_are_relative_to_end_to_end_even_where_it_is_not_asked_for():
    (local,) = schedule_memory(even_encoder(3), some_images(2), schedules=["loco"])
    whole, again = schedule_memory(
        even_encoder(3), some_images(2), schedules=["end-to-end", "loco"]
    )
    assert local == again
    assert local.saving == whole.peak_bytes / local.peak_bytes
    assert local.images == 2


def test_measuring_leaves_weights_and_no_gradients():
    encoder = even_encoder(2)
    before = [parameter.detach().clone() for parameter in encoder.parameters()]
    schedule_memory(encoder, some_images(2))
    assert all(parameter.grad is None for parameter in encoder.parameters())
    for ours, theirs in zip(encoder.parameters(), before, strict=True):
        torch.testing.assert_close(ours.detach(), theirs)


def test_what_makes_no_sense_is_refused():
    whole = ScheduleMemory("end-to-end", 2, 100, 1.0)
    with pytest.raises(ValueError, match="many must be more images, got 2 and 2"):
        memory_per_image([whole], [whole])
    with pytest.raises(ValueError, match="both need the same schedules, end-to-end one of them"):
        memory_per_image([ScheduleMemory("loco", 2, 100, 1.0)], [whole])
