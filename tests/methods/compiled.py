"""Every objective, compiled whole and as it is; prints a line for each that stays the same.

A program of its own, because the compiler can't read the checks of shapes that the tests add.
"""

import torch

from contracode.losses import Keys, Rows, cosine
from contracode.methods.cacr import cacr, cacr_views
from contracode.methods.crd import CRD, CRDConfig, pair_nce
from contracode.methods.distillation import CRD_AND_KD, distillation, kd
from contracode.methods.infonce import info_nce, nt_xent
from contracode.methods.loco import loco
from contracode.methods.pac_bayes import pac_bayes_loss
from contracode.methods.rivals import align_uniform, cmc, decoupled, hard_negatives
from contracode.methods.supcon import supcon_views

SAMPLES = 20
LABELS = torch.arange(SAMPLES) % 4
OTHERS = Keys(torch.randn(30, 8), torch.arange(30) % 10 - 1, torch.full((30,), -1))
SCORES = torch.randn(SAMPLES, 5)


def rows_of(views):
    return Rows.of_views(views, LABELS)


def self_contrast(objective, **settings):
    def loss(views):
        rows = rows_of(views)
        return objective(rows, Keys.of(rows), backend="chunked", **settings)

    return loss


def blocks(views):
    blocked = views.view(2, SAMPLES // 2, 2, 8)
    return blocked[0, :, 0], blocked[1], blocked[0][:, None]


OBJECTIVES = {
    "info_nce": lambda views: info_nce(rows_of(views), OTHERS, cosine(0.1), backend="chunked"),
    "nt_xent": lambda views: nt_xent(views, backend="chunked"),
    "supcon": lambda views: supcon_views(views, LABELS, backend="chunked"),
    "supcon in": lambda views: supcon_views(views, LABELS, summation="in", backend="chunked"),
    "supcon capped": lambda views: supcon_views(views, LABELS, positives_cap=2, backend="chunked"),
    "supcon one positive": lambda views: supcon_views(
        views, LABELS, denominator="one_positive", backend="chunked"
    ),
    "cacr": self_contrast(cacr, detach_weights=False),
    "cacr detached": self_contrast(cacr, detach_weights=True, tau_plus=0.1),
    "cacr rbf": self_contrast(cacr, detach_weights=True, cost="rbf"),
    "cacr views": lambda views: cacr_views(views, backend="chunked"),
    "decoupled": self_contrast(decoupled),
    "hard negatives": self_contrast(hard_negatives),
    "align uniform": lambda views: align_uniform(views, backend="chunked"),
    "cmc": lambda views: cmc(views, backend="chunked"),
    "loco": lambda views: loco([views, views[..., :4]], backend="chunked"),
    "kd": lambda views: kd(views[0], views[1]),
    "crd and kd": lambda views: distillation(
        views[0], views[1], LABELS, CRD_AND_KD, contrast=kd(views[0], views[1])
    ),
    "pac bayes": lambda views: pac_bayes_loss(*blocks(views), views.sum()),
}


def main():
    views = torch.randn(2, SAMPLES, 8, requires_grad=True)
    partition = torch.tensor(3.0, dtype=torch.float64)
    losses = {name: lambda v, o=objective: o(v).total for name, objective in OBJECTIVES.items()}
    losses["pairs"] = lambda v: pair_nce(v[0] @ v[1].T, partition, 1000).mean()
    crd = CRD(100, 8, 8, CRDConfig(projected=4), generator=torch.Generator().manual_seed(0))
    picks = torch.randint(0, 100, (SAMPLES, 6))
    crd.calibrate(*crd(views[0], views[1], picks).log_partitions())
    losses["crd"] = lambda v: crd.loss(crd(v[0], v[1], picks)).total
    learnt = torch.tensor(0.2, requires_grad=True)
    losses["learnt temperature"] = lambda v: nt_xent(v, learnt, backend="chunked").total
    for name, loss in losses.items():
        compiled = torch.compile(loss, fullgraph=True, backend="aot_eager")
        ours, theirs = (
            [of(views), *torch.autograd.grad(of(views), views)] for of in (compiled, loss)
        )
        torch.testing.assert_close(ours, theirs)
        torch.compiler.reset()
        print(name)  # noqa: T201


if __name__ == "__main__":
    main()
