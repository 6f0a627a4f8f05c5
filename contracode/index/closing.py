"""What is released at the end of a ``with`` block."""

from abc import ABC, abstractmethod
from typing import TypeVar

_Held = TypeVar("_Held", bound="Closing")


class Closing(ABC):
    """Closes itself at the end of a ``with`` block, whether or not that failed."""

    @abstractmethod
    def close(self) -> None:
        """Release what is held."""

    # Not `Self`: the shape checks of the tests decorate methods one by one, and can't tell it.
    def __enter__(self: _Held) -> _Held:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
