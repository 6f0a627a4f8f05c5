import math

import pytest
import torch

from contracode.encoders.code import EncoderConfig, PooledEncoder, build_encoder, padded_batches
from contracode.methods.contracode import ContraCode, ContraCodeConfig

SIZES = EncoderConfig(width=16, layers=1, heads=2, feed_forward=16, max_tokens=32)
RECORDS = torch.tensor([4, 9, 2])


def batches(first):
    programs = [[2, first + number, first + number + 1, 3] for number in range(3)]
    return list(padded_batches(programs, token_budget=8))


def method(**settings):
    config = ContraCodeConfig(**{"queue": 4, "projected": 8, **settings})
    torch.manual_seed(0)
    return ContraCode(PooledEncoder(build_encoder(SIZES, 100, seed=0)), SIZES.width, config)


def test_equal_views_start_with_a_cosine_of_one():
    report = method()(batches(5), batches(5), RECORDS)
    assert report.terms["positive_cosine"].item() == pytest.approx(1, abs=1e-5)
    assert 0 < report.loss.item() < math.log(3)


def test_only_the_tower_learns():
    objective = method()
    objective(batches(5), batches(20), RECORDS).loss.backward()
    for name, weight in objective.named_parameters():
        assert (weight.grad is not None) == name.startswith("tower."), name


def test_a_step_reads_state_and_after_step_writes_it():
    objective = method(momentum=0.5)
    before = {name: value.clone() for name, value in objective.state_dict().items()}
    report = objective(batches(5), batches(20), RECORDS)
    for name, value in objective.state_dict().items():
        assert torch.equal(value, before[name]), name
    with torch.no_grad():
        objective.tower.head.layers[0].bias.add_(1.0)
    objective.after_step(report)
    moved = objective.slow.module.head.layers[0].bias - before["slow.module.head.layers.0.bias"]
    torch.testing.assert_close(moved, torch.full_like(moved, 0.5))
    assert objective.queue.keys().uid.tolist() == RECORDS.tolist()
    assert torch.equal(objective.queue.keys().features, report.keys)


@pytest.mark.parametrize(("uid", "is_harder"), [(RECORDS[0], False), (RECORDS[0] + 100, True)])
def test_a_queued_key_is_a_negative_unless_it_comes_from_the_same_program(uid, is_harder):
    query, key = (padded_batches([[2, piece, 3]], token_budget=8) for piece in (5, 20))
    one, objective = [*query], method()
    without = objective(one, [*key], RECORDS[:1])
    objective.queue.push(without.keys, uid[None])
    report = objective(one, [*padded_batches([[2, 20, 3]], token_budget=8)], RECORDS[:1])
    assert report.terms["queued"] == 1
    assert (report.loss > without.loss) == is_harder


def test_without_projection_the_programs_vectors_are_compared():
    objective = method(projected=0)
    report = objective(batches(5), batches(20), RECORDS)
    assert report.keys.shape == (3, SIZES.width)
    assert all(name.startswith("encoder.") for name, _ in objective.tower.named_parameters())


def test_training_on_a_few_programs_learns_to_tell_them_apart():
    objective = method(momentum=0.9, queue=0)
    optimizer = torch.optim.Adam(objective.tower.parameters(), lr=1e-2)
    losses = []
    for _ in range(30):
        report = objective(batches(5), batches(5), RECORDS)
        optimizer.zero_grad()
        report.loss.backward()
        optimizer.step()
        objective.after_step(report)
        losses.append(report.loss.item())
    assert losses[-1] < 0.2 * losses[0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"temperature": 0.0}, r"method.temperature must be > 0, got 0.0"),
        ({"momentum": 1.5}, r"method.momentum must be in \[0, 1\], got 1.5"),
        ({"queue": -1}, r"method.queue and method.projected must be >= 0"),
    ],
)
def test_settings_that_cannot_be_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        ContraCodeConfig(**wrong)
