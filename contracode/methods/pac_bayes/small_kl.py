"""Divergence of two coins, and how far a coin may lie from another within a budget of it."""

import math


def small_kl(seen: float, true: float) -> float:
    """KL divergence of a coin that shows 1 with chance ``seen`` from one with chance ``true``.

    In nats; infinite where ``true`` excludes what ``seen`` allows.

    Raises:
        ValueError: a chance is outside [0, 1].
    """
    _check_chance("seen", seen)
    _check_chance("true", true)
    rise = true - seen
    return _part(seen, true, rise) + _part(1 - seen, 1 - true, -rise)


def kl_inverse(seen: float, budget: float) -> float:
    """The largest chance whose ``small_kl`` from ``seen`` is within the budget (in nats).

    Never too small by more than rounding: the bisection ends at neighbouring floats and returns
    the upper one. A budget of 0 gives ``seen``.

    Raises:
        ValueError: ``seen`` is outside [0, 1], or ``budget`` is negative or not a number.

    Source: Langford and Caruana 2001, "(Not) bounding the true error"; Seeger 2002, JMLR 3.
    """
    _check_chance("seen", seen)
    if not budget >= 0:
        raise ValueError(f"a budget of divergence must be >= 0, got {budget}")
    if budget == 0 or seen == 1:
        return seen
    # Pinsker: small_kl >= 2 (true - seen)^2, so that the answer lies below this.
    inside, outside = seen, min(1.0, seen + math.sqrt(budget / 2) + 1e-15)
    while inside < (middle := (inside + outside) / 2) < outside:
        if small_kl(seen, middle) > budget:
            outside = middle
        else:
            inside = middle
    return outside


def _part(weight: float, other: float, rise: float) -> float:
    """``weight * ln(weight / other)``, where ``other - weight`` is ``rise``."""
    if weight == 0:
        return 0.0
    if other <= 0:
        return math.inf
    # Near each other the two parts of the sum cancel but for their squares: only with the exact
    # difference in a log1p is what remains right to the last digits.
    if abs(rise) < weight / 2:
        return -weight * math.log1p(rise / weight)
    return weight * (math.log(weight) - math.log(other))


def _check_chance(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be in [0, 1], got {value}")
