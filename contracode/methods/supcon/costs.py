"""What SupCon's options cost each row: of the positives of its class, or of listed ones."""

from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn import functional

from contracode.losses import (
    Backend,
    Keys,
    Rows,
    Score,
    counts,
    gathered,
    lse,
    pos_mean,
    softplus_sum,
    sweep,
    terms,
)
from contracode.methods.infonce import contrast_and_spread
from contracode.methods.supcon.capped import PADDING

Summation = Literal["out", "in"]
"""The mean over positives stands outside the logarithm, or inside."""

Denominator = Literal["all", "one_positive", "only_negatives"]
"""What a positive is compared with: all keys, itself and the negatives, or the negatives."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Named parts of every row's cost."""

    parts: dict[str, Float[Tensor, " rows"]]
    valid: Bool[Tensor, " rows"]
    """Whether the row counts."""


def costs_of_class(
    rows: Rows,
    keys: Keys,
    score: Score,
    summation: Summation,
    denominator: Denominator,
    backend: Backend,
) -> Costs:
    """All positives of a row count: sums by class and at most two passes over the scores."""
    if denominator == "all":
        contrast, spread, number = contrast_and_spread(rows, keys, score, backend=backend)
        if summation == "in":
            spread = number.positive.clamp(min=1).to(spread.dtype).log()
        return Costs({"contrast": contrast, "spread": spread}, number.positive > 0)
    number = counts(rows, keys)
    alone = number.negative == 0
    valid = number.positive > 0
    if denominator == "one_positive":
        against = lse(rows, keys, score, "negative", backend=backend)
        count = number.positive.clamp(min=1).to(against.dtype)
        if summation == "out":
            summed = softplus_sum(
                rows, keys, score, "positive", slope=-1.0, offset=against, backend=backend
            )
            cost = summed / count
        else:
            named = terms.log_sum_sigmoid("positive", -against)
            (log_named,) = sweep(rows, keys, score, [named], backend=backend)
            cost = count.log() - log_named
        return Costs({"contrast": cost.masked_fill(alone, 0.0)}, valid)
    if summation == "out":
        pull, _ = pos_mean(rows, keys, score, backend=backend)
        push = lse(rows, keys, score, "negative", backend=backend)
    else:
        both = [terms.log_sum_exp("positive"), terms.log_sum_exp("negative")]
        log_positive, push = sweep(rows, keys, score, both, backend=backend)
        pull = log_positive - number.positive.clamp(min=1).to(push.dtype).log()
    # The log of an empty denominator is not a cost.
    return Costs({"attraction": -pull, "repulsion": push}, valid & ~alone)


def costs_of_listed(
    rows: Rows,
    keys: Keys,
    score: Score,
    index: Int[Tensor, "rows picked"],
    summation: Summation,
    denominator: Denominator,
    backend: Backend,
) -> Costs:
    """Only the listed keys are positives; of the other keys, only those of other classes count."""
    kept = index != PADDING
    scores = gathered(rows.features, keys.features, index.clamp(min=0), score)
    against = lse(rows, keys, score, "negative", backend=backend)
    alone = counts(rows, keys).negative == 0
    count = kept.sum(1).clamp(min=1).to(scores.dtype)
    if denominator == "one_positive":
        if summation == "out":
            each = functional.softplus(against[:, None] - scores)
            cost = each.masked_fill(~kept, 0.0).sum(1) / count
        else:
            each = functional.logsigmoid(scores - against[:, None])
            cost = count.log() - terms.masked_lse(each, kept)
        return Costs({"contrast": cost.masked_fill(alone, 0.0)}, kept.any(1))
    mean = scores.masked_fill(~kept, 0.0).sum(1) / count
    log_sum = torch.where(count == 1, mean, terms.masked_lse(scores, kept))
    valid = kept.any(1)
    if denominator == "all":
        contrast = functional.softplus(against - log_sum).masked_fill(alone, 0.0)
        spread = log_sum - mean if summation == "out" else count.log()
        return Costs({"contrast": contrast, "spread": spread}, valid)
    pull = mean if summation == "out" else log_sum - count.log()
    return Costs({"attraction": -pull, "repulsion": against}, valid & ~alone)
