"""CACR between the views of one batch, and what reproduces the paper's released variants.

With ``t+`` and ``t-`` the two sharpnesses and ``T`` a temperature:

CIFAR, STL-10: ``cacr_views(views, released_order=True)``. The same with the radial basis functions
    that its code has in a comment: ``beta=0``, plus the mean of ``kernel_repulsion`` over the
    ``view_pairs`` in the released order.
MoCo style: ``cacr(queries, slow keys of the other views, beta=0, detach_weights=True)``, plus, for
    each view, ``cacr(queries, Keys.cat(the view's queries, queue.keys()), alpha=0, ...)``. Its
    weights are detached for the queue, not for the batch; here it is one or the other.
ImageNet, RBF cost (its default): ``cacr(queries, gathered slow keys, cost="rbf",
    repulsion_sharpness=1 / (2 * T), detach_weights=True)``; the mean over the keys' views.
ImageNet, Euclidean cost: the same with ``cost="euclidean"``, ``reduce=sum_valid`` and
    ``.scaled(0.5)``, because its cost is ``1 - cos``, half of ours, and is summed over the batch.

With local crops the ImageNet forms weight rows by ``softmax(cost / T)`` over the queries of a key,
without gradient: pass a ``reduce`` that does so.

Source: Zheng et al. 2021, arXiv 2105.03746, and its released code.
"""

from functools import partial

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.losses import NOBODY, Backend, Keys, Loss, Reduce, Rows, mean_valid, unreduced
from contracode.methods.cacr.objective import Cost, cacr


def view_pairs(
    views: Float[Tensor, "views batch dim"], *, released_order: bool = False
) -> list[tuple[Rows, Keys]]:
    """Each view as rows with each other view as keys; in the released order, with each later one.

    A sample's own key is its positive, and those of the other samples are its negatives.
    """
    size, batch, _ = views.shape
    group = torch.arange(batch, device=views.device)
    uid = torch.full_like(group, NOBODY)
    return [
        (Rows(views[query], group, uid), Keys(views[key], group, uid))
        for query in range(size)
        for key in range(query + 1 if released_order else 0, size)
        if key != query
    ]


def cacr_views(
    views: Float[Tensor, "views batch dim"],
    *,
    detach_weights: bool = False,
    attraction_sharpness: float = 1.0,
    repulsion_sharpness: float = 1.0,
    alpha: float = 1.0,
    beta: float = 1.0,
    uniform_attraction: bool = False,
    uniform_repulsion: bool = False,
    cost: Cost = "euclidean",
    tau_plus: float | None = None,
    debias_as_released: bool = False,
    released_order: bool = False,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """CACR with every view as a query: all other views attract it, one other view at a time repels.

    The other views of a sample share one softmax; the other samples of a view have one of their
    own, and the repulsion is the mean over ``view_pairs``. ``reduce`` is given one value a sample.
    The settings are those of ``cacr``; weights are not detached by default, as in the released code
    for CIFAR. A lone sample is repelled by nothing.

    Raises:
        ValueError: there are fewer than two views, or ``cacr`` refuses a setting.

    Source: Zheng et al. 2021, arXiv 2105.03746, and its released code for CIFAR.
    Differs: pairs of views in both orders, unless ``released_order`` is set.
    """
    size, batch, _ = views.shape
    if size < 2:
        raise ValueError(f"CACR needs two views or more, got {size}")
    part = partial(
        cacr,
        detach_weights=detach_weights,
        attraction_sharpness=attraction_sharpness,
        repulsion_sharpness=repulsion_sharpness,
        uniform_attraction=uniform_attraction,
        uniform_repulsion=uniform_repulsion,
        cost=cost,
        tau_plus=tau_plus,
        debias_as_released=debias_as_released,
        reduce=unreduced,
        backend=backend,
    )
    found = {}
    if alpha or not beta:
        # Sample by sample, so that tiles far from the diagonal hold no positive and are skipped.
        rows = _by_sample(views)
        pulled = part(rows, Keys.of(rows), alpha=alpha, beta=0.0).total
        everyone = torch.ones(batch, dtype=torch.bool, device=views.device)
        found["attraction"] = reduce(pulled.view(batch, size).mean(1), everyone)
    if beta:
        pairs = view_pairs(views, released_order=released_order)
        pushed = torch.stack([part(*pair, alpha=0.0, beta=beta).total for pair in pairs])
        valid = torch.full((batch,), batch > 1 or cost == "rbf", device=views.device)
        found["repulsion"] = reduce(pushed.mean(0), valid)
    return Loss(found)


def _by_sample(views: Float[Tensor, "views batch dim"]) -> Rows:
    size, batch, _ = views.shape
    group = torch.arange(batch, device=views.device).repeat_interleave(size)
    uid = torch.arange(size * batch, device=views.device)
    return Rows(views.transpose(0, 1).flatten(0, 1), group, uid)
