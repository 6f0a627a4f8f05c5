"""What an objective returns."""

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Loss:
    """Named parts, with gradient, whose sum is to be made smaller."""

    terms: dict[str, Float[Tensor, "..."]]
    """Scalars, or one value a row where the caller asked for unreduced values."""

    @property
    def total(self) -> Float[Tensor, "..."]:
        """The sum of the terms."""
        first, *others = self.terms.values()
        for term in others:
            first = first + term
        return first

    def scaled(self, weight: float) -> "Loss":
        """Every term times the weight."""
        return Loss({name: term * weight for name, term in self.terms.items()})

    def named(self, prefix: str) -> "Loss":
        """The same terms under longer names, ``prefix_name``."""
        return Loss({f"{prefix}_{name}": term for name, term in self.terms.items()})

    def __add__(self, other: "Loss") -> "Loss":
        """The terms of both.

        Raises:
            ValueError: both have a term of the same name.
        """
        if shared := self.terms.keys() & other.terms.keys():
            raise ValueError(
                f"both losses have the terms {sorted(shared)}; rename one with named()"
            )
        return Loss({**self.terms, **other.terms})
