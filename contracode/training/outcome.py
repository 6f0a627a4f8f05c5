"""What came of a run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    step: int
    """Optimizer steps in the checkpoint."""
    elapsed_s: float
    """Seconds of work, those before a kill included; 0 if there was nothing to do."""
    already_finished: bool
    """Whether the checkpoint was there before."""
