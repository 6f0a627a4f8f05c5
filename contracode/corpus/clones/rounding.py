"""Answers of functions, as texts, that are equal but for rounding."""

import math
import re

# Rounding differs with the order of operations; a wrong formula differs in its first digits.
_RELATIVE = 1e-9
_ABSOLUTE = 1e-12
_NUMBER = re.compile(r"#(-?(?:\d[\d.e+-]*|Infinity|NaN))")


def close(first: str, second: str) -> bool:
    """Whether two texts are equal but for the rounding of numbers; -0 is as good as 0."""
    first, second = first.removeprefix("="), second.removeprefix("=")
    if first == second:
        return True
    if _NUMBER.sub("#", first) != _NUMBER.sub("#", second):
        return False
    pairs = zip(_NUMBER.findall(first), _NUMBER.findall(second), strict=True)
    return all(_near(float(one), float(other)) for one, other in pairs)


def _near(one: float, other: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
