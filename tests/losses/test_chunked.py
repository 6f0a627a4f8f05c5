import subprocess
import sys

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pairings import gradients, pairings

from contracode.losses import (
    Keys,
    Rows,
    chunked,
    cosine,
    dense,
    dot,
    lse,
    pos_mean,
    sqdist,
    sweep,
    terms,
)

OVERS = ("all", "positive", "negative")


def every_term(offset):
    """Each kind of term over each set of keys, mild and sharp."""
    return [
        term
        for over in OVERS
        for term in (
            terms.log_sum_exp(over),
            terms.log_sum_exp(over, -2.5),
            terms.weighted_mean(over, 1.5),
            terms.weighted_mean(over, -0.7, detach_weights=True),
            terms.weighted_mean(over, 0.0),
            terms.softplus_sum(over, -1.0, offset),
            terms.softplus_sum(over),
            terms.log_sum_sigmoid(over, offset),
            terms.best(over),
        )
    ]


NAMES = [f"{term.kind}-{term.over}-{term.sharpness}" for term in every_term(None)]


@pytest.mark.parametrize("term", range(len(NAMES)), ids=NAMES)
@settings(max_examples=25, deadline=None)
@given(
    pairing=pairings(),
    temperature=st.sampled_from([0.01, 0.07, 1.0]),
    tile=st.integers(1, 12),
    kind=st.sampled_from(["cosine", "dot", "distance"]),
)
def test_tiles_give_what_all_scores_at_once_give(term, pairing, temperature, tile, kind):
    rows, keys = pairing
    learnt = torch.tensor(temperature, dtype=torch.float64, requires_grad=True)
    offset = torch.linspace(-2, 2, len(rows.uid), dtype=torch.float64).requires_grad_()
    score = {"cosine": cosine(learnt), "dot": dot(), "distance": sqdist()}[kind]
    one = [every_term(offset)[term]]
    (tiled,) = chunked.sweep(rows, keys, score, one, tile=tile)
    (whole,) = dense.sweep(rows, keys, score, one)
    torch.testing.assert_close(tiled, whole)
    if one[0].kind == "best":
        assert not tiled.requires_grad
        return
    weights = torch.linspace(-1, 2, len(rows.uid), dtype=torch.float64)
    ours, theirs = (
        gradients((value * weights).sum(), rows.features, keys.features, learnt, offset)
        for value in (tiled, whole)
    )
    for got, wanted in zip(ours, theirs, strict=True):
        torch.testing.assert_close(got, wanted, rtol=1e-6, atol=1e-6)


@settings(max_examples=10, deadline=None)
@given(pairings(), st.integers(1, 12))
def test_terms_of_one_sweep_do_not_disturb_each_other(pairing, tile):
    rows, keys = pairing
    offset = torch.ones(len(rows.uid), dtype=torch.float64, requires_grad=True)
    parts = every_term(offset)
    together = chunked.sweep(rows, keys, cosine(0.2), parts, tile=tile)
    gradient = torch.autograd.grad(
        sum(value.sum() for value in together if value.requires_grad), [rows.features, offset]
    )
    apart = [chunked.sweep(rows, keys, cosine(0.2), [part], tile=tile)[0] for part in parts]
    wanted = torch.autograd.grad(
        sum(value.sum() for value in apart if value.requires_grad), [rows.features, offset]
    )
    for got, alone in zip(together, apart, strict=True):
        assert torch.equal(got, alone)
    torch.testing.assert_close(gradient, wanted)


def batch(number, dtype=torch.float32, width=16):
    generator = torch.Generator().manual_seed(number)
    views = torch.randn(2, number // 2, width, generator=generator, dtype=torch.float64).to(dtype)
    rows = Rows.of_views(views)
    return Rows(rows.features.requires_grad_(), rows.group, rows.uid)


def test_float32_is_within_1e6_of_float64_and_gradients_within_1e5():
    rows = batch(3000, width=64)
    precise = Rows(rows.features.detach().double().requires_grad_(), rows.group, rows.uid)
    (tiled,) = sweep(rows, Keys.of(rows), cosine(0.07), [terms.log_sum_exp()], backend="chunked")
    (whole,) = dense.sweep(precise, Keys.of(precise), cosine(0.07), [terms.log_sum_exp()])
    assert ((tiled - whole) / whole).abs().max() < 1e-6
    (got,) = torch.autograd.grad(tiled.mean(), rows.features)
    (wanted,) = torch.autograd.grad(whole.mean(), precise.features)
    assert ((got - wanted).norm() / wanted.norm()) < 1e-5


@pytest.mark.parametrize("temperature", [1e-4, 0.02, 1.0])
def test_sharp_scores_neither_overflow_nor_vanish(temperature):
    # Below about 0.03, exp(2 / temperature) overflows float32: each row subtracts its own top.
    rows = batch(40)
    value = lse(rows, Keys.of(rows), cosine(temperature), backend="chunked")
    value.sum().backward()
    precise = Rows(rows.features.detach().double(), rows.group, rows.uid)
    wanted = lse(precise, Keys.of(precise), cosine(temperature), backend="dense")
    torch.testing.assert_close(value.double(), wanted, rtol=1e-5, atol=1e-5)
    assert rows.features.grad.isfinite().all()


@pytest.mark.parametrize("given_type", [torch.bfloat16, torch.float16])
def test_half_precision_is_scored_in_float32_and_its_gradient_rounded_only_once(given_type):
    views = batch(300).features.detach().view(2, 150, -1).to(given_type).requires_grad_()

    def loss(features, backend):
        rows = Rows.of_views(features)
        positive, _ = pos_mean(rows, Keys.of(rows), cosine(0.07), backend=backend)
        return (lse(rows, Keys.of(rows), cosine(0.07), backend=backend) - positive).mean()

    with torch.autocast("cpu", torch.bfloat16):
        value = loss(views, "chunked")
        (gradient,) = torch.autograd.grad(value, views)
    precise = views.detach().double().requires_grad_()
    wanted = loss(precise, "dense")
    (exact,) = torch.autograd.grad(wanted, precise)
    assert (value.dtype, gradient.dtype) == (torch.float32, given_type)
    torch.testing.assert_close(value.double(), wanted, rtol=1e-6, atol=1e-6)
    # Rounding is at most half a unit in the last place; fp16 has no exponents for small gradients.
    torch.testing.assert_close(
        gradient.double(), exact, rtol=torch.finfo(given_type).eps / 2 * 1.01, atol=1e-7
    )


def test_the_operators_keep_torchs_rules_for_operators():
    rows = batch(6, torch.float64)
    ids = torch.stack([rows.group, rows.uid])
    offsets = torch.zeros(1, 6, dtype=torch.float64)
    scale = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    other = rows.features.detach().flip(0).requires_grad_()
    code = terms.encoded([terms.weighted_mean("negative", 0.5)])
    arguments = (rows.features, other, scale, offsets, ids, ids, 0.5, code, False, 4)
    torch.library.opcheck(chunked._forward, arguments)


def in_a_new_process(program):
    """What a program prints; without the checks of shapes, which the compiler can't read."""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return ran.stdout


COMPILED = """
import torch
from contracode.losses import Keys, Rows, cosine, mean_valid, pos_mean, sweep, terms
features = torch.randn(2, 32, 16, requires_grad=True)
parts = [terms.log_sum_exp("all"), terms.weighted_mean("positive")]
def loss(features):
    rows = Rows.of_views(features)
    total, mean = sweep(rows, Keys.of(rows), cosine(0.1), parts, backend="chunked")
    positive, count = pos_mean(rows, Keys.of(rows), cosine(0.1))
    return mean_valid(total - positive + mean, count > 0)
compiled = torch.compile(loss, fullgraph=True, backend="aot_eager")
results = [[f(features), *torch.autograd.grad(f(features), features)] for f in (compiled, loss)]
for one, other in zip(*results):
    torch.testing.assert_close(one, other)
print("same")
"""


def test_a_loss_compiles_whole_and_stays_the_same():
    assert in_a_new_process(COMPILED) == "same\n"


PEAK = """
import pathlib, re, resource, torch
from contracode.losses import Keys, Rows, cosine, lse
features = torch.randn(2, {rows} // 2, 32, requires_grad=True)
def step(number):
    rows = Rows.of_views(features[:, :number])
    lse(rows, Keys.of(rows), cosine(0.1), backend="{backend}").sum().backward()
def peak():
    # Linux lets a new process begin with the peak of the one that started it; its status doesn't.
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
step(600)
before = peak()
step({rows})
print(peak() - before)
"""


@pytest.mark.parametrize(("backend", "is_small"), [("chunked", True), ("dense", False)])
def test_no_matrix_of_all_scores_is_ever_held(backend, is_small):
    number = 8000  # 256 MB a matrix of float32 scores
    grown = in_a_new_process(PEAK.format(rows=number, backend=backend))
    unit = 1 if sys.platform == "darwin" else 1024
    assert (int(grown) * unit < number * number * 4 / 4) == is_small
