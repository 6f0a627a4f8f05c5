"""What is computed from a row's scores: one number a row, over all, positive or negative keys.

Each term states its definition on scores held at once (``dense``); the tiled back end computes the
same without holding them. ``s`` is a score; sums run over the counted keys of a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional

Over = Literal["all", "positive", "negative"]
"""Which keys of a row are counted; ignored keys never are."""

Kind = Literal["log_sum_exp", "weighted_mean", "softplus_sum", "log_sum_sigmoid", "best"]


@dataclass(frozen=True, slots=True)
class Term:
    """One number a row. ``v = sharpness * s + offset`` is what enters the exponentials."""

    kind: Kind
    over: Over = "all"
    sharpness: float = 1.0
    """Factor of the scores."""
    detach_weights: bool = False
    """Of a weighted mean: no gradient through its weights."""
    offset: Float[Tensor, " rows"] | None = None
    """Of the two kinds with sigmoids: added to a row's scores, and may take a gradient."""

    def __post_init__(self) -> None:
        if self.over not in get_args(Over):
            raise ValueError(f"over must be one of {', '.join(get_args(Over))}, got {self.over!r}")
        if self.offset is not None and self.kind not in ("softplus_sum", "log_sum_sigmoid"):
            raise ValueError(f"an offset has no meaning for {self.kind}")

    def dense(
        self, scores: Float[Tensor, "rows keys"], counted: Bool[Tensor, "rows keys"]
    ) -> Float[Tensor, " rows"]:
        """The term by its definition, on all scores at once."""
        v = scores * self.sharpness
        if self.offset is not None:
            v = v + self.offset[:, None].to(v.dtype)
        if self.kind == "log_sum_exp":
            return masked_lse(v, counted)
        if self.kind == "weighted_mean":
            weights = torch.exp(
                v.masked_fill(~counted, -torch.inf) - masked_lse(v, counted)[:, None]
            )
            weights = weights.detach() if self.detach_weights else weights
            return (weights * scores).sum(1)
        if self.kind == "softplus_sum":
            return functional.softplus(v).masked_fill(~counted, 0.0).sum(1)
        if self.kind == "log_sum_sigmoid":
            return masked_lse(functional.logsigmoid(v), counted)
        # One column more, so that a row has a largest score even without any key.
        return functional.pad(
            scores.detach().masked_fill(~counted, -torch.inf), (0, 1), value=-torch.inf
        ).amax(1)


def log_sum_exp(over: Over = "all", sharpness: float = 1.0) -> Term:
    """``log sum exp(sharpness * s)``; 0 for a row without counted keys."""
    return Term("log_sum_exp", over, sharpness)


def weighted_mean(
    over: Over = "all", sharpness: float = 1.0, *, detach_weights: bool = False
) -> Term:
    """``sum w s`` with ``w = softmax(sharpness * s)``, gradient through ``w`` or not; 0 if empty.

    Sharpness 0 is the plain mean, large values approach the largest score, and negative ones the
    smallest.
    """
    return Term("weighted_mean", over, sharpness, detach_weights)


def softplus_sum(
    over: Over = "all", slope: float = 1.0, offset: Float[Tensor, " rows"] | None = None
) -> Term:
    """``sum log(1 + exp(slope * s + offset))``; the offset of each row may take a gradient."""
    return Term("softplus_sum", over, slope, offset=offset)


def log_sum_sigmoid(over: Over = "all", offset: Float[Tensor, " rows"] | None = None) -> Term:
    """``log sum sigmoid(s + offset)``; 0 for a row without counted keys."""
    return Term("log_sum_sigmoid", over, offset=offset)


def best(over: Over = "all") -> Term:
    """The largest score, without gradient; -inf for a row without counted keys."""
    return Term("best", over)


def encoded(terms: Sequence[Term]) -> str:
    """The terms but for their offsets as text, which an operator can take."""
    return ";".join(
        f"{term.kind} {term.over} {float(term.sharpness)!r} {int(term.detach_weights)}"
        for term in terms
    )


def decoded(text: str) -> list[Term]:
    """What :func:`encoded` wrote."""
    found = []
    for part in text.split(";"):
        kind, over, sharpness, detach = part.split()
        found.append(Term(cast("Kind", kind), cast("Over", over), float(sharpness), detach == "1"))
    return found


def masked_lse(
    scores: Float[Tensor, "rows keys"], counted: Bool[Tensor, "rows keys"]
) -> Float[Tensor, " rows"]:
    """Log of the sum of exponentials of each row's counted scores; 0, with gradient 0, if none."""
    empty = ~counted.any(1)
    # A row of nothing but -inf would have gradient NaN, so an empty row computes on zeros.
    safe = scores.masked_fill(~counted, -torch.inf).masked_fill(empty[:, None], 0.0)
    return torch.logsumexp(safe, dim=1).masked_fill(empty, 0.0)
