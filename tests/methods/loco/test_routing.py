import copy

import pytest
import torch
from methods.loco.stages import gradients, small_decoders, small_encoder, some_images
from torch import nn

from contracode.methods.loco import loco, named_schedule, stacked_nt_xent
from contracode.methods.loco.schedule import Schedule

OBJECTIVE = stacked_nt_xent(2)
REACHES = pytest.mark.parametrize("reach", [1, 2, 3, 4])
LOSSES = pytest.mark.parametrize("losses", ["last", "upper", "every"])


def unit_by_unit(encoder, decoders, places, images, reach):
    """Each unit by itself: its own forward pass from an input without gradient. Totals."""
    totals = []
    for decoder, place in zip(decoders, places, strict=True):
        lowest = max(place - reach + 1, 0)
        with torch.no_grad():
            below = images
            for stage in encoder.stages[:lowest]:
                below = stage(below)
        for stage in encoder.stages[lowest : place + 1]:
            below = stage(below)
        totals.append(OBJECTIVE(decoder(below)).total)
        with torch.autocast("cpu", enabled=False):
            totals[-1].backward()
    return torch.stack(totals).detach()


@LOSSES
@REACHES
@pytest.mark.parametrize(("dtype", "close"), [(torch.float64, 1e-12), (torch.float32, 2e-5)])
def test_gradients_are_those_of_units_run_one_by_one(losses, reach, dtype, close):
    schedule = Schedule(losses=losses, reach=reach)
    encoder, images = small_encoder(dtype=dtype), some_images(dtype=dtype)
    decoders = small_decoders(encoder, schedule)
    slow = copy.deepcopy((encoder, decoders))
    terms = schedule.step(encoder, decoders, images, OBJECTIVE)
    totals = unit_by_unit(*slow, schedule.places(4), images, reach)
    torch.testing.assert_close(sum(terms.values()), totals.sum())
    found = gradients(encoder, decoders)
    assert sum(bool(slope.any()) for slope in found) > 10
    for ours, theirs in zip(found, gradients(*slow), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=close, atol=close)


@pytest.mark.parametrize("first_stage_loss", [False, True])
def test_no_gradient_of_a_units_loss_leaves_the_unit(first_stage_loss):
    schedule = named_schedule("loco", first_stage_loss=first_stage_loss)
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    for unit, place in enumerate(schedule.places(4)):
        encoder.zero_grad()
        decoders.zero_grad()
        silent = iter(range(len(decoders)))

        def only_this(vectors, unit=unit, silent=silent):
            return OBJECTIVE(vectors).scaled(float(next(silent) == unit))

        schedule.step(encoder, decoders, some_images(), only_this)
        reached = {
            number
            for number, stage in enumerate(encoder.stages)
            if any(slope.any() for slope in gradients(stage))
        }
        assert reached == {place, max(place - 1, 0)}
        heard = [any(slope.any() for slope in gradients(decoder)) for decoder in decoders]
        assert heard == [other == unit for other in range(len(decoders))]


def test_the_terms_are_those_of_loco():
    schedule = named_schedule("loco")
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    maps = copy.deepcopy(encoder).maps(some_images())
    views = [
        decoder(maps[place]).unflatten(0, (2, 3))
        for decoder, place in zip(copy.deepcopy(decoders), schedule.places(4), strict=True)
    ]
    expected = loco(views).terms
    terms = schedule.step(encoder, decoders, some_images(), OBJECTIVE)
    for unit, total in expected.items():
        torch.testing.assert_close(terms[f"{unit}_contrast"] + terms[f"{unit}_spread"], total)
    assert len(terms) == 2 * len(expected)
    assert not any(term.requires_grad for term in terms.values())


@pytest.mark.parametrize("name", ["loco", "end-to-end", "greedy", "deep-supervision"])
def test_batch_statistics_are_updated_once_a_step(name):
    schedule = named_schedule(name)
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    for step in (1, 2):
        schedule.step(encoder, decoders, some_images(), OBJECTIVE)
        counters = [
            int(module.num_batches_tracked)
            for module in (*encoder.modules(), *decoders.modules())
            if isinstance(module, nn.BatchNorm2d)
        ]
        assert counters == [step] * len(counters)
        assert len(counters) > 4


def test_gradients_are_added_to_those_that_are_there():
    schedule = named_schedule("loco")
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    schedule.step(encoder, decoders, some_images(), OBJECTIVE)
    once = gradients(encoder, decoders)
    schedule.step(encoder, decoders, some_images(), OBJECTIVE)
    for first, both in zip(once, gradients(encoder, decoders), strict=True):
        torch.testing.assert_close(2 * first, both)


def test_a_learnt_temperature_hears_every_unit():
    log_temperature = torch.zeros((), dtype=torch.float64, requires_grad=True)
    schedule = named_schedule("loco")
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    slow = copy.deepcopy((encoder, decoders))

    def objective(vectors):
        return stacked_nt_xent(2, log_temperature.exp())(vectors)

    schedule.step(encoder, decoders, some_images(), objective)
    maps = slow[0].maps(some_images())
    totals = [
        objective(decoder(maps[place])).total
        for decoder, place in zip(slow[1], schedule.places(4), strict=True)
    ]
    (expected,) = torch.autograd.grad(sum(totals), log_temperature)
    torch.testing.assert_close(log_temperature.grad, expected)


@pytest.mark.parametrize("frozen", [0, 1, 3])
def test_frozen_stages_get_nothing_and_let_gradients_through(frozen):
    schedule = named_schedule("loco")
    encoder = small_encoder()
    decoders = small_decoders(encoder, schedule)
    free = copy.deepcopy((encoder, decoders))
    encoder.stages[frozen].requires_grad_(False)
    for each in ((encoder, decoders), free):
        schedule.step(*each, some_images(), OBJECTIVE)
    assert all(parameter.grad is None for parameter in encoder.stages[frozen].parameters())
    for place in set(range(4)) - {frozen}:
        ours, theirs = gradients(encoder.stages[place]), gradients(free[0].stages[place])
        torch.testing.assert_close(ours, theirs)


def test_stages_without_parameters_are_passed_through():
    schedule = named_schedule("loco")
    encoder = small_encoder()
    encoder.stages[0] = nn.Conv2d(2, 3, 1).double()
    encoder.stages[1] = nn.Sequential(nn.Upsample(scale_factor=0.5), nn.ZeroPad2d(0))
    encoder.stages[2] = nn.Conv2d(3, 4, 1).double()
    encoder.channels = (3, 3, 4, 6)
    decoders = small_decoders(encoder, schedule)
    schedule.step(encoder, decoders, some_images(), OBJECTIVE)
    assert all(slope.any() for slope in gradients(encoder.stages[0], encoder.stages[2]))


@REACHES
def test_under_autocast_gradients_are_those_of_units_run_one_by_one(reach):
    schedule = Schedule(losses="every", reach=reach)
    encoder, images = small_encoder(dtype=torch.float32), some_images(dtype=torch.float32)
    decoders = small_decoders(encoder, schedule)
    slow = copy.deepcopy((encoder, decoders))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        terms = schedule.step(encoder, decoders, images, OBJECTIVE)
        totals = unit_by_unit(*slow, schedule.places(4), images, reach)
    assert all(term.dtype == torch.float32 for term in terms.values())
    torch.testing.assert_close(sum(terms.values()), totals.sum())
    ours, theirs = (
        torch.cat([slope.flatten() for slope in gradients(*each)])
        for each in ((encoder, decoders), slow)
    )
    assert ours.any()
    assert (ours - theirs).norm() < 1e-3 * theirs.norm()


def test_a_loss_of_something_else_is_refused():
    schedule = named_schedule("loco")
    encoder = small_encoder()
    other = torch.randn(6, 7, dtype=torch.float64, requires_grad=True)
    with pytest.raises(ValueError, match="the objective's total doesn't depend on the vectors"):
        schedule.step(
            encoder, small_decoders(encoder, schedule), some_images(), lambda _: OBJECTIVE(other)
        )
