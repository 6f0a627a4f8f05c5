"""Times one loss at one size in a process of its own, so that its peak of memory is its own too.

Prints one line of JSON: figures, or the ``failure``. All contestants compute the same NT-Xent over
two views of random vectors.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from contracode.methods.infonce import nt_xent

TEMPERATURE = 0.1
WARM_UP_ROWS = 256
LOAD_SHARE = 0.9
"""Part of the free memory that a contestant may take before it is told there is none left."""

NO_MEMORY = ("can't allocate memory", "out of memory", "Cannot allocate memory")
"""What torch says of it, on CPU and GPU."""

LossOfViews = Callable[[Tensor], Tensor]


def plain(views: Tensor) -> Tensor:
    """What most tutorials write: cross-entropy over a full matrix of cosines."""
    features = functional.normalize(views.flatten(0, 1).float(), dim=1)
    scores = features @ features.T / TEMPERATURE
    itself = torch.eye(len(scores), dtype=torch.bool, device=scores.device)
    other_view = torch.arange(len(scores), device=scores.device).roll(len(scores) // 2)
    return functional.cross_entropy(scores.masked_fill(itself, -torch.inf), other_view)


def metric_learning(views: Tensor) -> Tensor:
    """SupConLoss of pytorch-metric-learning; its NTXentLoss lists every pair of rows instead."""
    from pytorch_metric_learning.losses import SupConLoss

    labels = torch.arange(views.shape[1], device=views.device).repeat(len(views))
    loss: Tensor = SupConLoss(TEMPERATURE)(views.flatten(0, 1).float(), labels)
    return loss


CONTESTANTS: dict[str, LossOfViews] = {
    "chunked": lambda views: nt_xent(views, TEMPERATURE, backend="chunked").total,
    "dense": lambda views: nt_xent(views, TEMPERATURE, backend="dense").total,
    "plain PyTorch": plain,
    "torch.compile": torch.compile(plain, dynamic=True),
    "pytorch-metric-learning": metric_learning,
}


def step(loss: LossOfViews, views: Tensor) -> float:
    """Seconds of one forward and backward pass."""
    views.grad = None
    _wait(views)
    begin = time.perf_counter()
    loss(views).backward()
    _wait(views)
    return time.perf_counter() - begin


def measure(name: str, rows: int, dim: int, repeats: int, device: str) -> dict[str, object]:
    """Median time, its spread, the peak of memory above the inputs, and the loss."""
    loss = CONTESTANTS[name]
    generator = torch.Generator().manual_seed(0)
    kind = torch.bfloat16 if device == "cuda" else torch.float32

    def views(number: int) -> Tensor:
        drawn = torch.randn(2, number // 2, dim, generator=generator)
        return drawn.to(device, kind).requires_grad_()

    # Libraries load, threads start and compilers compile on the first call. Two sizes, because a
    # compiler that saw one takes it for the only one.
    for number in (WARM_UP_ROWS, 2 * WARM_UP_ROWS):
        step(loss, views(number))
    inputs = views(rows)
    with peak_memory(device) as peak:
        seconds = [step(loss, inputs)]
    if repeats > 1:
        seconds = [step(loss, inputs) for _ in range(repeats)]
    with torch.no_grad():
        value = loss(inputs.detach()).item()
    return {
        "seconds": statistics.median(seconds),
        "low": min(seconds),
        "high": max(seconds),
        "extra_bytes": peak[0],
        "loss": value,
    }


@contextmanager
def peak_memory(device: str) -> Iterator[list[int]]:
    """Fills in the peak of memory within the block, above what was in use before it, in bytes."""
    peak = [0]
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        yield peak
        peak[0] = torch.cuda.max_memory_allocated() - before
    else:
        # 5 makes the kernel forget the highest mark so far (proc_pid_clear_refs(5)).
        Path("/proc/self/clear_refs").write_text("5")
        before = _status("VmRSS")
        yield peak
        peak[0] = _status("VmHWM") - before


def limit_memory() -> None:
    """Let an allocation fail, rather than the machine, where memory runs out."""
    free = int(Path("/proc/meminfo").read_text().split("MemAvailable:")[1].split()[0]) * 1024
    limit = int(free * LOAD_SHARE)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _status(name: str) -> int:
    text = Path("/proc/self/status").read_text()
    return int(text.split(f"{name}:")[1].split()[0]) * 1024


def _wait(views: Tensor) -> None:
    if views.is_cuda:
        torch.cuda.synchronize()


if __name__ == "__main__":
    limit_memory()
    name, rows, dim, repeats, device = sys.argv[1:]
    try:
        found = measure(name, int(rows), int(dim), int(repeats), device)
    except (MemoryError, RuntimeError) as error:
        if not any(sign in str(error) for sign in NO_MEMORY):
            raise
        found = {"failure": "out of memory"}
    print(json.dumps(found))
