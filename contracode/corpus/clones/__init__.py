"""Natural clones: functions that several packages implement independently, and pairs of them."""
