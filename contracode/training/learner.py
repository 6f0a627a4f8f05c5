"""What the loop trains and what it is fed: two protocols that code and images both meet."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeVar, runtime_checkable

from torch import Tensor, nn


@runtime_checkable
class Step(Protocol):
    """What a learner sees at once."""

    @property
    def step(self) -> int:
        """Number of the step, from 0."""


Seen = TypeVar("Seen", bound=Step)
Fed = TypeVar("Fed", bound=Step, contravariant=True)
Given = TypeVar("Given", bound=Step, covariant=True)


@runtime_checkable
class Learner(Protocol[Fed]):
    """An objective with its encoder and all its state; a module, so that its state can be saved."""

    def learn(self, seen: Fed) -> Mapping[str, Tensor]:
        """Add the gradients of one step to the parameters'; gives figures, ``loss`` among them.

        The figures are detached scalars.
        """

    def after_step(self) -> None:
        """Change what follows the weights, once these have moved: slow copies, queues, banks."""

    def trained(self) -> list[nn.Parameter]:
        """The parameters that the optimizer moves."""

    def state_dict(self) -> dict[str, Any]:
        """Everything that a run needs to go on."""

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> object:
        """Bring back what ``state_dict`` gave."""


@runtime_checkable
class Steps(Protocol[Given]):
    """The steps of a run, made or fetched one after the other."""

    failures: int
    """Records so far whose views could not be made; what stood in for them is theirs to say."""

    def __iter__(self) -> Iterator[Given]:
        """The steps in order."""

    def figures(self) -> Mapping[str, float]:
        """Speeds and waits since the last call, for the log."""
