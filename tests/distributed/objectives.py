"""Objectives that are means over rows, and those that take the whole batch's views."""

from collections.abc import Callable
from functools import partial

from torch import Tensor

from contracode import losses
from contracode.distributed import mean_valid
from contracode.losses import Keys, Loss, Rows, cosine
from contracode.methods.cacr import cacr, cacr_views, kernel_repulsion
from contracode.methods.infonce import info_nce, nt_xent
from contracode.methods.loco import loco
from contracode.methods.rivals import align_uniform, cmc, decoupled, hard_negatives
from contracode.methods.supcon import supcon, supcon_views

Objective = Callable[[Rows, Keys], Loss]
WholeObjective = Callable[[Tensor, Tensor], Loss]
"""(views [views batch dim], labels [batch]) -> loss"""

SCORE = cosine(0.5)

OF_ROWS: dict[str, Objective] = {
    "info_nce, dense": partial(info_nce, score=SCORE, backend="dense", reduce=mean_valid),
    "info_nce, chunked": partial(info_nce, score=SCORE, backend="chunked", reduce=mean_valid),
    "info_nce, mean over all": partial(info_nce, score=SCORE, reduce=losses.mean_all),
    **{
        f"supcon {summation}, {denominator}": partial(
            supcon, score=SCORE, summation=summation, denominator=denominator, reduce=mean_valid
        )
        for summation in ("out", "in")
        for denominator in ("all", "one_positive", "only_negatives")
    },
    "cacr, attached": partial(cacr, detach_weights=False, reduce=mean_valid),
    "cacr, detached": partial(cacr, detach_weights=True, reduce=mean_valid),
    "cacr, detached, rbf": partial(cacr, detach_weights=True, cost="rbf", reduce=mean_valid),
    "cacr, debiased": partial(cacr, detach_weights=False, tau_plus=0.1, reduce=mean_valid),
    "decoupled": partial(decoupled, reduce=mean_valid),
    "hard_negatives": partial(hard_negatives, reduce=mean_valid),
}
"""Each is tried with keys from every source."""

OF_ALL_ROWS: dict[str, Objective] = {
    "info_nce": partial(info_nce, score=SCORE),
    "kernel_repulsion": kernel_repulsion,
}
"""Rows are gathered too."""

OF_ALL_VIEWS: dict[str, WholeObjective] = {
    "nt_xent": lambda views, _: nt_xent(views, 0.5),
    "supcon_views": lambda views, labels: supcon_views(views, labels, 0.5),
    "supcon_views, capped": lambda views, labels: supcon_views(
        views, labels, 0.5, anchors="one", positives_cap=2
    ),
    "cacr_views, attached": lambda views, _: cacr_views(views),
    "cacr_views, detached": lambda views, _: cacr_views(views, detach_weights=True),
    "align_uniform": lambda views, _: align_uniform(views),
    "cmc": lambda views, _: cmc(views, 0.5),
    "loco": lambda views, _: loco([views.tanh(), views], 0.5),
}
"""Views are gathered, and every process computes the whole loss."""
