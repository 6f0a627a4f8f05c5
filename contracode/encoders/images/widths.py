"""Channels of a network that is made narrower or wider than the published one."""


def scaled(channels: int, multiplier: float) -> int:
    """The nearest whole number of channels, at least 1; at 1.0 the published one."""
    return max(1, round(channels * multiplier))


def scaled_in_groups(channels: int, multiplier: float, groups: int) -> int:
    """The nearest number of channels that the groups divide, at least one a group.

    The groups stay as published; a network that is made narrow has narrow groups.
    """
    return groups * max(1, round(channels * multiplier / groups))
