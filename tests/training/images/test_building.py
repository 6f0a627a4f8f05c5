"""Optimizers and learners from settings."""

import pytest
import torch
from image_runs import MLP, RESNET18, parts, run_settings
from torch import nn

from contracode.methods.pac_bayes import PAPER_GRID
from contracode.training.images.building import build_optimizer
from contracode.training.images.config import OptimizerConfig


@pytest.mark.parametrize(
    ("kind", "optimizer"),
    [("sgd", torch.optim.SGD), ("adam", torch.optim.Adam), ("rmsprop", torch.optim.RMSprop)],
)
def test_only_matrices_and_kernels_decay(kind, optimizer):
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Linear(2, 2))
    config = OptimizerConfig(kind=kind, weight_decay=0.1)
    built = build_optimizer(config, 0.2, list(network.parameters()))
    assert type(built) is optimizer
    kernels, vectors = built.param_groups
    assert [id(each) for each in kernels["params"]] == [
        id(network[0].weight),
        id(network[2].weight),
    ]
    assert len(vectors["params"]) == 4
    assert (kernels["weight_decay"], vectors["weight_decay"]) == (0.1, 0.0)
    assert (kernels["lr"], vectors["lr"]) == (0.2, 0.2)


def test_the_slow_copy_is_not_trained(digits):
    learner, _ = parts(run_settings(digits, method={"kind": "moco"}))
    trained = {id(each) for each in learner.trained()}
    slow = {id(each) for each in learner.slow.parameters()}
    assert slow
    assert not trained & slow
    assert trained == {
        id(each) for each in (*learner.encoder.parameters(), *learner.head.parameters())
    }


def test_the_slow_copy_follows_and_the_queue_holds_the_newest_keys(digits):
    method = {"kind": "moco", "queue": 40, "momentum": 0.5}
    learner, steps = parts(run_settings(digits, method=method, schedule={"steps": 3}))
    taken = []
    for seen in steps:
        before = [each.clone() for each in learner.slow.parameters()]
        learner.learn(seen)
        with torch.no_grad():
            for parameter in learner.trained():
                parameter += 1
        learner.after_step()
        for old, new, fast in zip(
            before, learner.slow.parameters(), learner.trained(), strict=True
        ):
            torch.testing.assert_close(new, (old + fast) / 2)
        taken += seen.index.tolist()
    assert sorted(learner.queue.keys().uid.tolist()) == sorted(taken[-40:])


def test_the_priors_variance_stays_on_its_grid(digits):
    method = {"kind": "pac-bayes", "tuples": 50}
    learner, steps = parts(run_settings(digits, method=method, encoder=MLP))
    learner.learn(next(iter(steps)))
    with torch.no_grad():
        learner.posterior.log_prior_std.fill_(3.0)
    learner.after_step()
    assert learner.posterior.log_prior_std.item() == pytest.approx(PAPER_GRID.log_std(1))


def test_curl_trains_the_means_alone(digits):
    method = {"kind": "pac-bayes", "stochastic": False, "tuples": 50}
    learner, steps = parts(run_settings(digits, method=method, encoder=MLP))
    figures = learner.learn(next(iter(steps)))
    assert set(figures) == {"loss", "empirical"}
    assert {id(each) for each in learner.trained()} == {
        id(each) for each in learner.kept().parameters()
    }


def test_a_bound_costs_what_the_divergence_asks(digits):
    method = {"kind": "pac-bayes", "scale": 100.0, "tuples": 50}
    learner, steps = parts(run_settings(digits, method=method, encoder=MLP))
    figures = learner.learn(next(iter(steps)))
    assert figures["kl"].item() == pytest.approx(0.0, abs=1e-5)
    assert sum(v for n, v in figures.items() if n not in ("loss", "kl")) == pytest.approx(
        figures["loss"].item(), rel=1e-5
    )


@pytest.mark.parametrize(("schedule", "units"), [("loco", 3), ("greedy", 4), ("end-to-end", 1)])
def test_a_schedule_has_its_units(digits, schedule, units):
    method = {"kind": "loco", "schedule": schedule}
    learner, steps = parts(run_settings(digits, method=method, encoder=RESNET18))
    figures = learner.learn(next(iter(steps)))
    assert {name[:6] for name in figures if name != "loss"} == {
        f"unit_{number}" for number in range(1, units + 1)
    }
