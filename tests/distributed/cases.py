"""Every objective with keys from every source, trained by the same code in one process and many."""

from collections.abc import Callable
from functools import partial

from distributed.memories import Distilled, SymmetricQueue
from distributed.mistakes import MISTAKES
from distributed.objectives import (
    OF_ALL_ROWS,
    OF_ALL_VIEWS,
    OF_ROWS,
    Objective,
    WholeObjective,
)
from distributed.sources import SOURCES, Source
from distributed.special import (
    CappedPositives,
    Correlations,
    LearntTemperature,
    RandomWeights,
    SoftTargets,
)
from distributed.training import Case, Step
from torch import Tensor

from contracode.distributed import gather, gather_rows, gather_views, rows_of_views
from contracode.losses import Keys


class OfRows(Case):
    """A mean over local rows, keys from a source."""

    def __init__(self, objective: Objective, make: Callable[[], Source]) -> None:
        self.objective, self.source = objective, make()

    def loss(self, step: Step) -> Tensor:
        return self.objective(*self.source.pair(step)).total

    def after(self, step: Step) -> None:
        self.source.remember(step)

    def state(self) -> dict[str, Tensor]:
        return self.source.state()


class OfAllRows(Case):
    def __init__(self, objective: Objective) -> None:
        self.objective = objective

    def loss(self, step: Step) -> Tensor:
        rows = gather_rows(rows_of_views(step.views))
        return self.objective(rows, Keys.of(rows)).total


class OfAllViews(Case):
    def __init__(self, objective: WholeObjective) -> None:
        self.objective = objective

    def loss(self, step: Step) -> Tensor:
        return self.objective(gather_views(step.views), gather(step.labels)).total


CASES: dict[str, Callable[[], Case]] = {
    **{
        f"{name}, {source}": partial(OfRows, objective, make)
        for name, objective in OF_ROWS.items()
        for source, make in SOURCES.items()
    },
    **{f"{name}, all rows": partial(OfAllRows, made) for name, made in OF_ALL_ROWS.items()},
    **{f"{name}, all views": partial(OfAllViews, made) for name, made in OF_ALL_VIEWS.items()},
    "info_nce, learnt temperature": LearntTemperature,
    "info_nce, symmetric with queue": SymmetricQueue,
    "supcon, capped": CappedPositives,
    "a loss of correlations": Correlations,
    "crd, banks": Distilled,
    "kd and cross-entropy": SoftTargets,
    "pac_bayes": RandomWeights,
    **MISTAKES,
}
