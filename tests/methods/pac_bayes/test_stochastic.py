import copy
import math

import pytest
import torch
from torch import nn

from contracode.methods.pac_bayes import Stochastic, VarianceGrid, draw_start

GRID = VarianceGrid()


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def small_cnn():
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(3 * 4 * 4, 5), nn.LayerNorm(5)
    )


IMAGES = torch.randn(4, 1, 6, 6, generator=seeded(9))


def test_it_starts_as_its_prior():
    posterior = Stochastic(small_cnn())
    assert posterior.kl() == 0
    assert posterior.log_chi2() == 0
    assert len(posterior.gaussians().mean) == sum(w.numel() for w in small_cnn().parameters())


def test_called_as_it_is_it_computes_with_the_means():
    plain = small_cnn()
    posterior = Stochastic(copy.deepcopy(plain))
    assert torch.equal(posterior(IMAGES), plain(IMAGES))


def test_a_draw_is_one_choice_of_weights_for_every_batch():
    posterior = Stochastic(small_cnn(), log_prior_std=-1.0)
    drawn, other = posterior.draw(seeded(1)), posterior.draw(seeded(2))
    together = drawn(IMAGES)
    torch.testing.assert_close(together, torch.cat([drawn(IMAGES[:1]), drawn(IMAGES[1:])]))
    assert (together - other(IMAGES)).abs().max() > 0.1
    assert torch.equal(together, posterior.draw(seeded(1))(IMAGES))


def test_draws_have_the_posteriors_means_and_deviations():
    posterior = Stochastic(nn.Linear(2, 2), log_prior_std=-1.0)
    with torch.no_grad():
        posterior.log_stds[0].copy_(torch.tensor([[0.0, -1.0], [-2.0, -3.0]]))
    generator = seeded()
    drawn = torch.stack([posterior.draw(generator).weights["weight"] for _ in range(4000)])
    mean, std = posterior.module.weight, posterior.log_stds[0].exp()
    torch.testing.assert_close(drawn.std(0), std, rtol=0.05, atol=0)
    assert ((drawn.mean(0) - mean).abs() < 4 * std / math.sqrt(4000)).all()


def test_drawing_changes_no_weight_and_keeps_nothing():
    posterior = Stochastic(small_cnn())
    before = {name: value.clone() for name, value in posterior.state_dict().items()}
    names = set(vars(posterior.module))
    posterior.draw(seeded())(IMAGES)
    assert set(vars(posterior.module)) == names
    assert posterior.state_dict().keys() == before.keys()
    for name, value in posterior.state_dict().items():
        assert torch.equal(value, before[name]), name


def test_a_draw_of_a_linear_layer_has_the_gradient_of_the_reparametrised_one():
    posterior = Stochastic(nn.Linear(3, 2).double(), log_prior_std=-1.0)
    inputs = torch.randn(5, 3, generator=seeded(3), dtype=torch.float64)
    posterior.draw(seeded(4))(inputs).square().sum().backward()
    generator = seeded(4)
    mean, log_std = posterior.module.weight.detach(), posterior.log_stds[0].detach()
    noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
    bias_noise = torch.randn(2, generator=generator, dtype=mean.dtype)
    weight = mean + log_std.exp() * noise
    bias = posterior.module.bias.detach() + math.exp(-1) * bias_noise
    outputs = torch.stack([weight @ row + bias for row in inputs])
    slow = sum(2 * torch.outer(out, row) for out, row in zip(outputs, inputs, strict=True))
    torch.testing.assert_close(posterior.module.weight.grad, slow)
    torch.testing.assert_close(posterior.log_stds[0].grad, slow * noise * log_std.exp())


def test_the_prior_stays_where_training_began():
    posterior = Stochastic(small_cnn())
    start = posterior.gaussians().prior_mean.clone()
    trained = [weight for weight in posterior.parameters() if weight.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=0.1)
    posterior.draw(seeded())(IMAGES).square().sum().backward()
    optimizer.step()
    now = posterior.gaussians()
    assert torch.equal(now.prior_mean, start)
    assert not torch.equal(now.mean, start)
    assert posterior.kl() > 0


def test_its_state_can_be_saved_and_read_back():
    posterior, other = (Stochastic(small_cnn(), log_prior_std=std) for std in (-2.0, -5.0))
    with torch.no_grad():
        posterior.module[0].weight.add_(0.5)
    other.load_state_dict(posterior.state_dict())
    assert other.kl() == posterior.kl()
    assert torch.equal(other.draw(seeded())(IMAGES), posterior.draw(seeded())(IMAGES))


def test_frozen_weights_are_neither_drawn_nor_paid_for():
    module = small_cnn()
    module[0].requires_grad_(False)
    posterior = Stochastic(module)
    assert not any(name.startswith("0.") for name in posterior.draw(seeded()).weights)
    assert len(posterior.gaussians().mean) == 48 * 5 + 5 + 5 + 5


def test_tied_weights_are_drawn_once():
    module = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    module[1].weight = module[0].weight
    posterior = Stochastic(module, log_prior_std=0.0)
    assert len(posterior.gaussians().mean) == 9 + 3 + 3
    drawn = posterior.draw(seeded())
    inputs = torch.randn(2, 3, generator=seeded(5))
    weight = drawn.weights["0.weight"]
    hidden = inputs @ weight.T + drawn.weights["0.bias"]
    torch.testing.assert_close(drawn(inputs), hidden @ weight.T + drawn.weights["1.bias"])


@pytest.mark.parametrize(
    "layer", [nn.BatchNorm1d(3), nn.InstanceNorm1d(3, track_running_stats=True)]
)
def test_statistics_of_the_data_are_refused(layer):
    with pytest.raises(ValueError, match="statistics of the data"):
        Stochastic(nn.Sequential(nn.Linear(2, 3), layer))


def test_a_module_without_trained_weights_is_refused():
    with pytest.raises(ValueError, match="takes a gradient, got none"):
        Stochastic(nn.Linear(2, 2).requires_grad_(False))


def test_a_step_off_the_grid_is_brought_back_to_its_end():
    posterior = Stochastic(nn.Linear(2, 2))
    with torch.no_grad():
        posterior.log_prior_std.fill_(3.0)
    with pytest.raises(ValueError, match="index of at least 1"):
        GRID.neighbours(posterior.log_prior_std.item())
    posterior.keep_in_range(GRID)
    assert GRID.neighbours(posterior.log_prior_std.item())[0] == 1
    inside = Stochastic(nn.Linear(2, 2))
    inside.keep_in_range(GRID)
    assert inside.log_prior_std == -4.0


def test_keeping_chi2_finite_moves_only_what_is_too_wide():
    posterior = Stochastic(nn.Linear(2, 2))
    with torch.no_grad():
        posterior.log_stds[0].copy_(torch.tensor([[-5.0, -4.0], [0.0, -3.0]]))
    with pytest.raises(ValueError, match="below twice that of the prior"):
        posterior.log_chi2()
    posterior.keep_in_range(GRID)
    assert posterior.log_stds[0][1, 0] == 0
    posterior.keep_in_range(GRID, finite_chi2=True)
    assert posterior.log_chi2().isfinite()
    assert posterior.log_stds[0][0].tolist() == [-5.0, -4.0]
    # Its ratio of variances comes to just below two.
    assert (2 * (posterior.log_stds[0][1] + 4)).exp().tolist() == pytest.approx([2, 2], rel=1e-3)


def test_the_papers_start_is_all_but_uniform_with_biases_of_zero():
    module = nn.Sequential(nn.Linear(200, 200), nn.Conv2d(20, 20, 5), nn.LayerNorm(3))
    draw_start(module, seeded())
    for layer in module[:2]:
        assert layer.weight.abs().max() <= 0.1
        assert layer.weight.std().item() == pytest.approx(0.2 / math.sqrt(12), rel=0.02)
        assert layer.bias.abs().max() == 0
    assert (module[2].weight == 1).all()
    again = nn.Linear(200, 200)
    draw_start(again, seeded())
    assert torch.equal(again.weight, module[0].weight)
