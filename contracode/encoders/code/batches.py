"""Programs of similar length, padded together so that little padding is computed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Int
from torch import Tensor


@dataclass(frozen=True, slots=True)
class PaddedBatch:
    """Some programs of a list, as a rectangle of ids."""

    ids: Int[Tensor, "batch tokens"]
    """Ids, filled up at the end."""
    is_token: Bool[Tensor, "batch tokens"]
    """False where filled up."""
    places: Int[Tensor, " batch"]
    """Each program's place in the list."""

    def to(self, device: torch.device) -> "PaddedBatch":
        """The same batch on another device."""
        return PaddedBatch(self.ids.to(device), self.is_token.to(device), self.places.to(device))


def padded_batches(
    programs: Sequence[Sequence[int]], *, token_budget: int, pad_id: int = 0
) -> Iterator[PaddedBatch]:
    """Cut a list into batches of falling length whose padded size stays within the budget.

    The longest come first, so that too large a budget fails at once. A program longer than the
    budget makes a batch of its own.
    """
    order = sorted(range(len(programs)), key=lambda place: -len(programs[place]))
    start = 0
    while start < len(order):
        longest = max(len(programs[order[start]]), 1)
        stop = start + max(token_budget // longest, 1)
        yield _pad(programs, order[start:stop], longest, pad_id)
        start = stop


def cut(program: Sequence[int], limit: int) -> list[int]:
    """The beginning of a program that is longer than the limit, with its closing token kept."""
    return list(program) if len(program) <= limit else [*program[: limit - 1], program[-1]]


def _pad(
    programs: Sequence[Sequence[int]], places: Sequence[int], longest: int, pad_id: int
) -> PaddedBatch:
    lengths = torch.tensor([len(programs[place]) for place in places])
    ids = torch.tensor(
        [[*programs[place], *[pad_id] * (longest - len(programs[place]))] for place in places]
    )
    return PaddedBatch(ids, torch.arange(longest) < lengths[:, None], torch.tensor(places))
