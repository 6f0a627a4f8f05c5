"""The definitions of InfoNCE and SupCon, with loops over tensors of one element; and inputs."""

import itertools

import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st

WIDTH = 3
BACKENDS = ("dense", "chunked")
OPTIONS = list(itertools.product(("out", "in"), ("all", "one_positive", "only_negatives")))

every_backend = pytest.mark.parametrize("backend", BACKENDS)
every_option = pytest.mark.parametrize(("summation", "denominator"), OPTIONS)


def examples(number):
    """Few, as each is a loop in Python; and without a deadline, as the first one compiles."""
    return settings(max_examples=number, deadline=None)


def drawn(*shape, seed=0, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


@st.composite
def labelled_views(draw, max_views=3, max_batch=6, lowest=-1):
    """Views of a batch, from one row upward, and labels from one class to all different."""
    views, batch = draw(st.integers(1, max_views)), draw(st.integers(1, max_batch))
    labels = draw(st.lists(st.integers(lowest, 2), min_size=batch, max_size=batch))
    features = drawn(views, batch, WIDTH, seed=draw(st.integers(0, 2**31))) + 0.01
    if draw(st.booleans()):
        features[-1, -1] = features[0, 0]  # A duplicate.
    return features.requires_grad_(), torch.tensor(labels)


def cosine_of(one, other):
    return (one / one.norm() * (other / other.norm())).sum()


def kinds_of_keys(rows, keys):
    """For each row, the numbers of its positives and of its negatives, by the integers' rules."""
    for i in range(len(rows.features)):
        positive, negative = [], []
        for j in range(len(keys.features)):
            if rows.uid[i] == keys.uid[j] != -1:
                continue
            is_positive = rows.group[i] == keys.group[j] != -1
            (positive if is_positive else negative).append(j)
        yield positive, negative


def kinds_of_views(views, batch, labels, anchors="all", cap=None):
    """The same for each view of each sample, by view, then by sample, with a cap on positives."""
    for row in range(views * batch if anchors == "all" else batch):
        own = row % batch
        alike = [s for s in range(batch) if s == own or labels[s] == labels[own] != -1]
        chosen = [s for s in alike if s != own]
        chosen = [own, *(chosen if cap is None else chosen[: cap // views])]
        others = [key for key in range(views * batch) if key != row]
        if labels[own] == -1:
            yield [], others
            continue
        positive = [key for key in others if key % batch in chosen]
        yield positive, [key for key in others if key % batch not in alike]


def row_costs(rows, keys, temperature, kinds, summation="out", denominator="all"):
    """Each row's cost, from probabilities themselves; None for a row that does not count."""
    costs = []
    for i, (positive, negative) in enumerate(kinds):
        weight = {j: (cosine_of(rows[i], keys[j]) / temperature).exp() for j in positive + negative}
        below = sum(weight[j] for j in negative)
        if not positive or (denominator == "only_negatives" and not negative):
            costs.append(None)
            continue
        chances = []
        for j in positive:
            if denominator == "all":
                total = below + sum(weight[p] for p in positive)
            else:
                total = below + weight[j] if denominator == "one_positive" else below
            chances.append(weight[j] / total)
        if summation == "out":
            costs.append(-sum(chance.log() for chance in chances) / len(chances))
        else:
            costs.append(-(sum(chances) / len(chances)).log())
    return costs


def mean_of_counted(costs, like):
    """Mean of the rows that count; 0, with gradient 0, if none does."""
    counted = [cost for cost in costs if cost is not None]
    return torch.stack(counted).mean() if counted else like.sum() * 0


def assert_same_with_gradients(ours, theirs, inputs):
    """Equal values, and equal gradients of every input."""
    torch.testing.assert_close(ours, theirs)
    wanted = torch.autograd.grad(theirs, inputs, allow_unused=True, materialize_grads=True)
    for one, other in zip(torch.autograd.grad(ours, inputs), wanted, strict=True):
        torch.testing.assert_close(one, other)
