"""One figure of all corruptions."""

from collections.abc import Mapping

import numpy as np


def corruption_figures(errors: Mapping[tuple[str, int], float], clean: float) -> dict[str, float]:
    """Errors under corruptions, summed up.

    Args:
        errors: share of images named wrongly, by corruption and severity.
        clean: the same of the images as they are.

    Returns:
        ``corruption error``, the mean over corruptions of their means over severities;
        ``corruption error above clean``, what it adds to the clean error; and the mean over
        severities of each, ``corruption error, fog``.

    Raises:
        ValueError: there are no errors.

    Source: Hendrycks and Dietterich 2019, arXiv 1903.12261, section 4.2: the unnormalised mean
    error, as is usual for CIFAR-C, and the error relative to the clean one.
    Differs: neither is divided by AlexNet's.
    """
    if not errors:
        raise ValueError("at least one corruption is needed, got none")
    names = dict.fromkeys(name for name, _ in errors)
    means = {
        name: float(np.mean([error for (other, _), error in errors.items() if other == name]))
        for name in names
    }
    mean = float(np.mean(list(means.values())))
    return {
        "corruption error": mean,
        "corruption error above clean": mean - clean,
        **{f"corruption error, {name}": value for name, value in means.items()},
    }
