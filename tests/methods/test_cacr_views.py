import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.losses import unreduced
from contracode.methods.cacr import cacr_views, kernel_repulsion, view_pairs

both_backends = pytest.mark.parametrize("backend", ["dense", "chunked"])

# Printed once by the paper's released functions for CIFAR, on the views of ``sines``.
RELEASED = [
    (
        {"attraction_sharpness": 0.9, "repulsion_sharpness": 0.9},
        1.9975783005479872,
        -1.2781552959962492,
    ),
    (
        {"uniform_attraction": True, "uniform_repulsion": True},
        1.7596643221019541,
        -1.7836938693250737,
    ),
    (
        {"attraction_sharpness": 2.0, "repulsion_sharpness": 2.0, "alpha": 1.5, "beta": 2.0},
        3.1942645720673504,
        -1.9723551416594594,
    ),
    (
        {
            "attraction_sharpness": 0.9,
            "repulsion_sharpness": 0.9,
            "tau_plus": 0.1,
            "debias_as_released": True,
        },
        1.9975783005479872,
        -1.6156908091182718,
    ),
]


def sines(views=3, batch=5, width=4):
    numbers = torch.arange(1, views * batch * width + 1, dtype=torch.float64)
    return torch.sin(numbers**1.5).view(views, batch, width)


def slow_views(views, t_pull, t_push, ordered):
    """Attraction and repulsion of the definition, cost by cost."""
    size, batch, _ = views.shape
    points = [[v / v.norm() for v in view] for view in views]

    def cost(x, i, y, j):
        return ((points[x][i] - points[y][j]) ** 2).sum()

    def mean(costs, sharpness):
        weights = [torch.exp(sharpness * c) for c in costs]
        return sum(w * c for w, c in zip(weights, costs, strict=True)) / sum(weights)

    pulls = [
        mean([cost(x, i, y, i) for y in range(size) if y != x], t_pull)
        for x in range(size)
        for i in range(batch)
    ]
    pushes = [
        -mean([cost(x, i, y, j) for j in range(batch) if j != i], -t_push)
        for x in range(size)
        for y in range(size)
        if (x < y if ordered else x != y)
        for i in range(batch)
        if batch > 1
    ]
    nothing = [views.sum() * 0]
    return [sum(part) / len(part) for part in (pulls, pushes or nothing)]


@both_backends
@pytest.mark.parametrize(("options", "attraction", "repulsion"), RELEASED)
def test_equals_the_released_code_for_cifar(options, attraction, repulsion, backend):
    loss = cacr_views(sines(), released_order=True, backend=backend, **options)
    assert loss.terms["attraction"].item() == pytest.approx(attraction, rel=1e-12)
    assert loss.terms["repulsion"].item() == pytest.approx(repulsion, rel=1e-12)


@both_backends
@pytest.mark.parametrize(
    ("sharpness", "value"), [(0.9, -1.44714831530685), (0.0, -2.0681703181793405)]
)
def test_the_kernel_repulsion_equals_the_comment_in_the_released_code(sharpness, value, backend):
    pairs = view_pairs(sines(), released_order=True)
    options = {"repulsion_sharpness": sharpness, "kernel_sharpness": 2.0, "backend": backend}
    found = [kernel_repulsion(*pair, **options).total for pair in pairs]
    assert torch.stack(found).mean().item() == pytest.approx(value, rel=1e-12)


@settings(deadline=None, max_examples=30)
@given(
    st.tuples(st.integers(2, 4), st.integers(1, 4)),
    st.tuples(st.floats(0, 5), st.floats(0, 5)),
    st.booleans(),
    st.sampled_from(["dense", "chunked"]),
)
def test_equals_the_slow_definition_with_its_gradients(shape, sharpness, ordered, backend):
    views = sines(*shape, width=3).requires_grad_()
    loss = cacr_views(
        views,
        attraction_sharpness=sharpness[0],
        repulsion_sharpness=sharpness[1],
        released_order=ordered,
        backend=backend,
    )
    slow = slow_views(views, *sharpness, ordered)
    torch.testing.assert_close([*loss.terms.values()], slow)
    (ours,), (theirs,) = (torch.autograd.grad(value, views) for value in (loss.total, sum(slow)))
    torch.testing.assert_close(ours, theirs, rtol=1e-9, atol=1e-9)


@both_backends
def test_with_two_views_the_attraction_is_alignment_whatever_the_weights(backend):
    views = sines(2).requires_grad_()
    x, y = torch.nn.functional.normalize(views, dim=2)
    for options in ({"detach_weights": True}, {"attraction_sharpness": 9.0}, {}):
        loss = cacr_views(views, beta=0.0, backend=backend, **options).total
        torch.testing.assert_close(loss, ((x - y) ** 2).sum(1).mean())


def test_both_orders_are_the_mean_of_the_released_order_of_the_views_and_of_their_reverse():
    views = sines(4)
    forth, back = (cacr_views(v, released_order=True).total for v in (views, views.flip(0)))
    assert (forth - back).abs() > 1e-3
    torch.testing.assert_close(cacr_views(views).total, (forth + back) / 2)


def test_detaching_changes_the_gradient_but_not_the_value():
    views = sines().requires_grad_()
    attached, detached = cacr_views(views), cacr_views(views, detach_weights=True)
    torch.testing.assert_close(attached.terms, detached.terms)
    gradients = [torch.autograd.grad(loss.total, views)[0] for loss in (attached, detached)]
    assert (gradients[0] - gradients[1]).abs().max() > 1e-3


def test_unreduced_there_is_one_value_a_sample():
    views = sines()
    loss = cacr_views(views, reduce=unreduced)
    assert loss.total.shape == (5,)
    torch.testing.assert_close(loss.total.mean(), cacr_views(views).total)
    moved = torch.tensor([3, 1, 4, 0, 2])
    torch.testing.assert_close(
        cacr_views(views[:, moved], reduce=unreduced).total, loss.total[moved]
    )


def test_a_term_of_weight_0_is_left_out():
    whole = cacr_views(sines(), alpha=2.0, beta=3.0)
    parts = cacr_views(sines(), alpha=2.0, beta=0.0) + cacr_views(sines(), alpha=0.0, beta=3.0)
    torch.testing.assert_close(parts.terms, whole.terms)


def test_the_back_ends_agree_on_several_tiles():
    views = torch.randn(3, 400, 8, generator=torch.Generator().manual_seed(0)).requires_grad_()
    found = []
    for backend in ("dense", "chunked"):
        loss = cacr_views(views, repulsion_sharpness=2.0, backend=backend)
        found.append((loss.terms, torch.autograd.grad(loss.total, views)[0]))
    torch.testing.assert_close(found[0], found[1], rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize(
    ("views", "options", "message"),
    [
        (1, {}, "CACR needs two views or more, got 1"),
        (2, {"alpha": 0.0, "beta": 0.0}, "not both 0"),
        (2, {"beta": -1.0}, "alpha and beta must be >= 0"),
        (2, {"tau_plus": -0.1}, "tau_plus must be in"),
    ],
)
def test_views_and_settings_that_cannot_be_are_refused(views, options, message):
    with pytest.raises(ValueError, match=message):
        cacr_views(sines(views), **options)
