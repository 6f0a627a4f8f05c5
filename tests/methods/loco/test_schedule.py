import copy

import pytest
import torch
from methods.loco.stages import gradients, small_decoders, small_encoder, some_images

from contracode.methods.infonce import nt_xent
from contracode.methods.loco import named_schedule, stacked_nt_xent
from contracode.methods.loco.schedule import Schedule

OBJECTIVE = stacked_nt_xent(2)


def of_step(schedule, encoder, decoders):
    """Terms and gradients, of copies."""
    encoder, decoders = copy.deepcopy((encoder, decoders))
    terms = schedule.step(encoder, decoders, some_images(), OBJECTIVE)
    return terms, gradients(encoder, decoders)


@pytest.mark.parametrize(
    ("name", "first_stage_loss", "places"),
    [
        ("loco", False, (1, 2, 3)),
        ("loco", True, (0, 1, 2, 3)),
        ("end-to-end", False, (3,)),
        ("greedy", False, (0, 1, 2, 3)),
        ("deep-supervision", False, (0, 1, 2, 3)),
    ],
)
def test_each_schedule_has_its_losses(name, first_stage_loss, places):
    assert named_schedule(name, first_stage_loss=first_stage_loss).places(4) == places


@pytest.mark.parametrize("losses", ["last", "upper", "every"])
def test_one_stage_has_one_loss(losses):
    assert Schedule(losses=losses, reach=2).places(1) == (0,)


@pytest.mark.parametrize("name", ["loco", "end-to-end", "greedy", "deep-supervision"])
def test_one_unit_is_simclr_whatever_the_schedule(name):
    encoder, schedule = small_encoder(stages=1), named_schedule(name)
    decoders = small_decoders(encoder, schedule)
    terms, found = of_step(schedule, encoder, decoders)
    simclr = nt_xent(decoders[0](encoder.maps(some_images())[-1]).unflatten(0, (2, 3)))
    simclr.total.backward()
    torch.testing.assert_close(sum(terms.values()), simclr.total.detach())
    torch.testing.assert_close(found, gradients(encoder, decoders))


def test_loco_on_two_stages_is_simclr():
    encoder, schedule = small_encoder(stages=2), named_schedule("loco")
    decoders = small_decoders(encoder, schedule)
    torch.testing.assert_close(
        of_step(schedule, encoder, decoders),
        of_step(named_schedule("end-to-end"), encoder, decoders),
    )


def test_greedy_is_loco_without_overlap():
    """With a loss after every stage and units of one stage, no stage hears two losses."""
    encoder, greedy = small_encoder(), named_schedule("greedy")
    decoders = small_decoders(encoder, greedy)
    _, found = of_step(greedy, encoder, decoders)
    images = some_images()
    for stage, decoder in zip(encoder.stages, decoders, strict=True):
        images = stage(images)
        OBJECTIVE(decoder(images)).total.backward()
        images = images.detach()
    torch.testing.assert_close(found, gradients(encoder, decoders))


def test_a_reach_of_all_stages_is_deep_supervision():
    encoder, deep = small_encoder(), named_schedule("deep-supervision")
    decoders = small_decoders(encoder, deep)
    torch.testing.assert_close(
        of_step(Schedule(losses="every", reach=4), encoder, decoders),
        of_step(deep, encoder, decoders),
    )


def test_deep_supervision_is_the_gradient_of_the_sum():
    encoder, deep = small_encoder(), named_schedule("deep-supervision")
    decoders = small_decoders(encoder, deep)
    terms, found = of_step(deep, encoder, decoders)
    maps = encoder.maps(some_images())
    totals = [OBJECTIVE(decoder(its)).total for decoder, its in zip(decoders, maps, strict=True)]
    sum(totals).backward()
    torch.testing.assert_close(sum(terms.values()), sum(totals).detach())
    torch.testing.assert_close(found, gradients(encoder, decoders))


def test_the_highest_unit_of_loco_costs_what_end_to_end_does():
    """The forward pass is the same; only gradients differ, and not those of the last decoder."""
    encoder, schedule = small_encoder(), named_schedule("loco")
    decoders = small_decoders(encoder, schedule)
    local, _ = of_step(schedule, encoder, decoders)
    whole, _ = of_step(named_schedule("end-to-end"), encoder, decoders[-1:])
    torch.testing.assert_close(local["unit_3_contrast"], whole["unit_1_contrast"])


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="schedule must be one of loco, end-to-end, greedy"):
        named_schedule("GIM")
    with pytest.raises(ValueError, match="first_stage_loss is a choice of loco, greedy leaves"):
        named_schedule("greedy", first_stage_loss=True)
    with pytest.raises(ValueError, match="reach must be >= 1, or None for all stages, got 0"):
        Schedule(losses="every", reach=0)
    encoder, schedule = small_encoder(), named_schedule("loco")
    decoders = small_decoders(encoder, schedule)[:2]
    with pytest.raises(ValueError, match="every unit has its decoder, got 2 for 3 units"):
        schedule.step(encoder, decoders, some_images(), OBJECTIVE)
