"""The most bytes that a piece of work holds at once, counted in two ways.

``tensors``: what operators return and somebody still holds, the graph of the backward pass
included, from first to last. It is the same on every device and doesn't depend on which algorithm a
library chooses; what an operator takes for itself meanwhile isn't seen. Gradients that meet are
added into a third tensor, where PyTorch by itself adds one into the other.

``allocated``: what the allocator gives, operators' own memory included. On a GPU the caching
allocator counts. On the CPU it is the profiler's record, and has oneDNN's copies of maps into
its own layout: with one thread PyTorch begins to use it at 16 images, and figures jump there.
"""

import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import torch
from torch import Tensor
from torch.profiler import ProfilerActivity, profile
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

Counted = Literal["tensors", "allocated"]


def peak_bytes(step: Callable[[], object], device: torch.device, counted: Counted) -> int:
    """The most bytes at once that the step has added to what was there before it.

    Raises:
        ValueError: what a device has allocated is asked of one that is neither CPU nor CUDA.
    """
    if counted == "tensors":
        with _HeldTensors() as held:
            step()
        return int(held.peak)
    if device.type == "cuda":
        return _peak_on_gpu(step, device)
    if device.type == "cpu":
        return _peak_on_cpu(step)
    raise ValueError(
        f"what is allocated is known on cpu and cuda, got {device.type}; count tensors"
    )


class _HeldTensors(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees every result's storage come and go."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.peak = 0
        self._sizes: dict[int, int] = {}
        self._held = 0

    def __torch_dispatch__(
        self,
        func: Callable[..., object],
        types: Sequence[type],
        args: Sequence[object] = (),
        kwargs: Mapping[str, object] | None = None,
    ) -> object:
        """Run the operator, then count what is new in its results; views are not."""
        there = _storages((args, kwargs)).keys()
        results = func(*args, **(kwargs or {}))
        for key, storage in _storages(results).items():
            if key not in there and key not in self._sizes:
                self._sizes[key] = storage.nbytes()
                self._held += storage.nbytes()
                weakref.finalize(storage, self._gone, key)
        self.peak = max(self.peak, self._held)
        return results

    def _gone(self, key: int) -> None:
        self._held -= self._sizes.pop(key)


def _storages(values: object) -> dict[int, Any]:
    """By address, as one storage may have several tensors."""
    tensors = [leaf for leaf in tree_leaves(values) if isinstance(leaf, Tensor)]
    storages = [tensor.untyped_storage() for tensor in tensors]
    return {storage._cdata: storage for storage in storages}


def _peak_on_gpu(step: Callable[[], object], device: torch.device) -> int:
    torch.cuda.synchronize(device)
    before = torch.cuda.memory_allocated(device)
    torch.cuda.reset_peak_memory_stats(device)
    step()
    torch.cuda.synchronize(device)
    return int(torch.cuda.max_memory_allocated(device)) - before


def _peak_on_cpu(step: Callable[[], object]) -> int:
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as recorded:
        step()
    changes = [
        (event.start_ns(), event.nbytes())
        for event in recorded.profiler.kineto_results.events()
        if event.name() == "[memory]"
    ]
    held, peak = 0, 0
    for _, change in sorted(changes, key=lambda each: each[0]):
        held += change
        peak = max(peak, held)
    return peak
