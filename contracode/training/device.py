"""Where a run computes, and how precisely."""

from typing import Any, Literal

import torch

from contracode.errors import RecipeError


def choose_device(wanted: Literal["auto", "cpu", "cuda"]) -> torch.device:
    """The device asked for; ``auto`` takes a GPU if there is one.

    Raises:
        RecipeError: a GPU is asked for and there is none.
    """
    if wanted == "cuda" and not torch.cuda.is_available():
        raise RecipeError("device is 'cuda', and torch sees no GPU here; set device = 'auto'")
    if wanted != "auto":
        return torch.device(wanted)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def multiplies_bfloat16(device: torch.device) -> bool:
    """Whether the device multiplies bfloat16 matrices in hardware; elsewhere float32 is faster."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    # Absent in older torch, which then computes in float32: slower, not worse.
    capabilities: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def mixed_precision(device: torch.device) -> torch.autocast:
    """A context in which matrices are multiplied in bfloat16 where that is fast."""
    return torch.autocast(device.type, torch.bfloat16, enabled=multiplies_bfloat16(device))
