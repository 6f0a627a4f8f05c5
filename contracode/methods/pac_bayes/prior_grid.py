"""The prior variances a bound may choose among, and what the choice costs."""

import math
from dataclasses import dataclass
from typing import TypeVar

from torch import Tensor

Number = TypeVar("Number", float, Tensor)


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceGrid:
    """Prior variances ``largest * exp(-index / steps)``, for the indices 1, 2, 3, ...

    The prior must not depend on the data, but its variance may be chosen among countably many
    if the bound pays for all: index j gets the share 6 / (pi j)^2 of delta, and the shares add up
    to 1.

    Raises:
        ValueError: a setting is not positive.

    Source: Nozawa, Germain and Guedj 2020, arXiv 1910.04464; Dziugaite and Roy 2017, arXiv
    1703.11008.
    """

    largest: float = 0.1
    """Variance at index 0, which is itself not on the grid."""
    steps: int = 100
    """Indices for each factor of e."""

    def __post_init__(self) -> None:
        if not (self.largest > 0 and self.steps > 0):
            raise ValueError(f"largest and steps must be > 0, got {self.largest} and {self.steps}")

    def log_std(self, index: int) -> float:
        """Log of the prior's standard deviation at an index."""
        check_index(index)
        return self.max_log_std - index / (2 * self.steps)

    @property
    def max_log_std(self) -> float:
        """Log standard deviation at index 0; every prior on the grid lies below."""
        return math.log(self.largest) / 2

    def place(self, log_prior_std: Number) -> Number:
        """Where a log standard deviation lies among the indices, as a real number."""
        place: Number = (self.max_log_std - log_prior_std) * (2 * self.steps)
        return place

    def neighbours(self, log_prior_std: float) -> list[int]:
        """The indices below and above a log standard deviation; only the one above if that is 1.

        Raises:
            ValueError: the variance is not below ``largest``, so that its index would be below 1.
        """
        place = self.place(log_prior_std)
        if not 0 < place < math.inf:
            raise ValueError(
                f"a prior on the grid has a variance below {self.largest} and an index of at least "
                f"1, got variance {math.exp(2 * log_prior_std):.6g}, index {place:.4g}; keep it in "
                "range while training (Stochastic.keep_in_range)"
            )
        return sorted({index for index in (math.floor(place), math.ceil(place)) if index >= 1})


def union_price(log_index: Number, delta: float) -> Number:
    """Log of one over the share of delta that an index gets: ``2 ln j + ln(pi^2 / (6 delta))``."""
    price: Number = 2 * log_index + math.log(math.pi**2 / (6 * check_delta(delta)))
    return price


def check_index(index: int) -> int:
    """The index, if it is one.

    Raises:
        ValueError: it is below 1.
    """
    if index < 1:
        raise ValueError(f"an index of the prior's variance starts at 1, got {index}")
    return index


def check_delta(delta: float) -> float:
    """The chance to be wrong, if it is one.

    Raises:
        ValueError: it is not in (0, 1).
    """
    if not 0 < delta < 1:
        raise ValueError(f"delta must be in (0, 1), got {delta}")
    return delta
