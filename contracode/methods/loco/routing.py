"""One forward pass a stage, losses of bounded reach: what lies below their reach is freed early.

For LoCo (reach 2) and stage ``s`` with map ``h_s`` and loss ``L_s``::

    h_s = S_s(h_{s-1} cut off)             forward once
    dL_s/dh_s                              through the decoder, whose graph is freed
    dL_s/dtheta_s, dL_s/dh_{s-1}           through S_s, whose graph is kept for L_{s+1}
    dL_s/dtheta_{s-1}                      through S_{s-1}, whose graph is freed

So ``S_s`` gets ``dL_s/dtheta_s + dL_{s+1}/dtheta_s``, and at most two adjacent stages and one
decoder are held at a time. Summing the losses of a forward pass with ``detach`` in it gives the
greedy schedule instead, and without it deep supervision; running shared stages twice gives these
gradients, saves nothing and updates batch statistics twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn

from contracode.losses import Loss
from contracode.methods.loco.objective import Objective, unit_figures


def routed(
    stages: Sequence[nn.Module],
    decoder_at: Mapping[int, nn.Module],
    images: Float[Tensor, "batch channels height width"],
    objective: Objective,
    reach: int,
) -> dict[str, Float[Tensor, ""]]:
    """Add the gradients of losses that reach ``reach`` stages each; return the losses' terms.

    See ``Schedule.step``, which checks what is passed. ``decoder_at`` has the decoders by the place
    of their stage, the last stage's among them. A reach of all stages gives the gradients of deep
    supervision, at the cost of a backward pass through a stage for every loss above it.
    """
    terms: dict[str, Tensor] = {}
    places = sorted(decoder_at)
    held: list[_Piece] = []  # Lowest first. Nothing else may name a piece, or it outlives its use.
    bottom = images
    for place, stage in enumerate(stages):
        held.append(_Piece.run(place, stage, bottom, reach))
        bottom = held[-1].top.detach()
        if place in decoder_at:
            coming = [other for other in places if other > place]
            lowest_needed = min(coming) - reach + 1 if coming else len(stages)
            loss = _loss_below(decoder_at[place], objective, held, reach, lowest_needed)
            terms |= unit_figures(places.index(place) + 1, loss)
            held = [piece for piece in held if piece.place >= lowest_needed]
    return terms


@dataclass(slots=True)
class _Piece:
    """One stage's graph, cut off from the stage below."""

    place: int
    bottom: Tensor
    top: Tensor
    parameters: list[nn.Parameter]

    @classmethod
    def run(cls, place: int, stage: nn.Module, bottom: Tensor, reach: int) -> "_Piece":
        leaf = bottom.detach()
        if place > 0 and reach > 1:
            leaf.requires_grad_()
        parameters = [parameter for parameter in stage.parameters() if parameter.requires_grad]
        return cls(place, leaf, stage(leaf), parameters)

    def backward(self, slope: Tensor, *, to_bottom: bool, keep: bool) -> Tensor | None:
        """Add the parameters' gradients; return the bottom's if asked for."""
        wanted = [*self.parameters, *([self.bottom] if to_bottom else [])]
        if wanted and self.top.requires_grad:
            with torch.autocast(slope.device.type, enabled=False):
                torch.autograd.backward(self.top, slope, keep, inputs=wanted)
        found, self.bottom.grad = self.bottom.grad, None
        return found


def _loss_below(
    decoder: nn.Module,
    objective: Objective,
    held: list[_Piece],
    reach: int,
    lowest_needed: int,
) -> Loss:
    """The highest piece's loss, its gradients added to what it reaches; without gradient itself.

    Pieces below ``lowest_needed`` lose their graph, as the decoder does.
    """
    loss, slope = _at_map(decoder, objective, held[-1].top)
    lowest = max(held[-1].place - reach + 1, 0)
    for piece in reversed([piece for piece in held if piece.place >= lowest]):
        keep = piece.place >= lowest_needed
        found = piece.backward(slope, to_bottom=piece.place > lowest, keep=keep)
        if found is None:
            break
        slope = found
    return loss


def _at_map(
    decoder: nn.Module, objective: Objective, top: Float[Tensor, "batch channels _ _"]
) -> tuple[Loss, Float[Tensor, "batch channels _ _"]]:
    """A map's loss and its gradient there; the decoder's graph is gone afterwards."""
    leaf = top.detach().requires_grad_()
    loss = objective(decoder(leaf))
    with torch.autocast(leaf.device.type, enabled=False):
        torch.autograd.backward(loss.total)
    if leaf.grad is None:
        raise ValueError("the objective's total doesn't depend on the vectors that it was given")
    return Loss({name: term.detach() for name, term in loss.terms.items()}), leaf.grad
