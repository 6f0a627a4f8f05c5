"""Is the model that a caller names the one that is loaded?"""

from typing import Protocol

from service.errors import InvalidError, UnknownModelError


class Loaded(Protocol):
    """A loaded model."""

    @property
    def name(self) -> str:
        """Name that callers use."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""


class Asked(Protocol):
    """What a request says of the model."""

    @property
    def model(self) -> str:
        """Its name."""

    @property
    def dimensions(self) -> int | None:
        """Length of its vectors, if given."""


def check_asked(body: Asked, model: Loaded) -> None:
    """Refuse what the loaded model is not.

    Raises:
        UnknownModelError: another model is asked for.
        InvalidError: vectors of another length are asked for.
    """
    if body.model != model.name:
        raise UnknownModelError(
            f"the loaded model is {model.name!r}, not {body.model!r}", param="model"
        )
    if body.dimensions not in (None, model.dimensions):
        raise InvalidError(
            f"vectors have {model.dimensions} dimensions, {body.dimensions} were asked for; "
            "leave the field out",
            param="dimensions",
        )
