"""Which stages' graphs are held while a schedule runs."""

import weakref

import pytest
import torch
from methods.loco.stages import small_decoders, small_encoder, some_images

from contracode.methods.loco import named_schedule, stacked_nt_xent


class Marked(torch.autograd.Function):
    """A copy whose graph holds a tensor."""

    @staticmethod
    def forward(ctx, values, mark):
        ctx.mark = mark
        return values.clone()

    @staticmethod
    def backward(_ctx, slope):
        return slope, None


@pytest.mark.parametrize(
    ("name", "alive"),
    [
        ("loco", [[], [0], [1], [2]]),
        ("greedy", [[], [], [], []]),
        ("deep-supervision", [[], [0], [0, 1], [0, 1, 2]]),
    ],
)
def test_what_no_coming_loss_reaches_is_gone_when_the_next_stage_runs(name, alive):
    schedule = named_schedule(name)
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    graphs, found = [], []

    def look(_stage, _images):
        found.append([place for place, graph in enumerate(graphs) if graph() is not None])

    def remember(_stage, _images, output):
        # Something of its own in the stage's graph, which dies with it.
        mark = torch.zeros((), dtype=output.dtype)
        graphs.append(weakref.ref(mark.untyped_storage()))
        return Marked.apply(output, mark)

    for stage in encoder.stages:
        stage.register_forward_pre_hook(look)
        stage.register_forward_hook(remember)
    schedule.step(encoder, decoders, some_images(), stacked_nt_xent(2))
    assert found == alive
