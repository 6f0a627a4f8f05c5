"""A slow copy of a module, which makes keys that change little from step to step."""

import copy

import torch
from torch import nn


class MomentumCopy(nn.Module):
    """An exponential moving average of another module's weights; takes no gradient.

    Source: He et al. 2020, arXiv 1911.05722, eq. 2.
    """

    def __init__(self, source: nn.Module) -> None:
        super().__init__()
        self.module = copy.deepcopy(source).requires_grad_(False)

    @torch.no_grad()
    def follow(self, source: nn.Module, momentum: float) -> None:
        """Move every weight by ``1 - momentum`` of its distance to the source's; copy buffers.

        Raises:
            ValueError: ``momentum`` is outside [0, 1].
        """
        if not 0 <= momentum <= 1:
            raise ValueError(f"momentum must be in [0, 1], got {momentum}")
        torch._foreach_lerp_(
            list(self.module.parameters()), list(source.parameters()), 1 - momentum
        )
        for own, other in zip(self.module.buffers(), source.buffers(), strict=True):
            own.copy_(other)
