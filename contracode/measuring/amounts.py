"""How much is looked at to measure one model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Numbers of images, tuples and draws; fewer are quicker and tell figures less exactly."""

    train: int | None = None
    """Images that probes are fitted on, and neighbours sought among; None takes all."""
    held_out: int | None = None
    """Images of the validation split, and of the test split; None takes all."""
    corrupted: int = 2000
    """Test images that are put through all corruptions."""
    queries: int = 200
    """Test images whose attraction and repulsion weights are averaged."""
    tuples: int = 10_000
    """Tuples of each split that a risk is told from."""
    draws: int = 10
    """Draws of weights, each on all of these tuples."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}")

    def __str__(self) -> str:
        held_out, train = (
            "all" if number is None else f"at most {number:,}"
            for number in (self.held_out, self.train)
        )
        return (
            f"{held_out} validation and {held_out} test images, probes and neighbours of {train} "
            f"training images, at most {self.corrupted:,} images corrupted, {self.queries:,} "
            f"queries weighed, risks of {self.tuples:,} tuples and {self.draws} draws"
        )


FULL = Amounts()
"""What studies are measured with, unless they are quick."""
QUICK = Amounts(train=5000, held_out=1000, corrupted=100, queries=100, tuples=2000, draws=2)
"""Under 45 s on two cores for all shipped recipes."""
