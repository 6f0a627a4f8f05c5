"""A model directory: weights, tokenizer, and a manifest that is written last.

``config.json`` and ``model.safetensors`` are what ``AutoModel`` loads (the bare encoder),
``tokenizer.json`` and ``tokenizer_config.json`` what ``AutoTokenizer`` loads. ``contracode.json``
says how the vector is made of them, where they come from, and their hashes; without it
the directory is unfinished.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter
from safetensors.torch import save_file
from transformers import PreTrainedModel

from contracode.encoders.model_folder import MANIFEST, WEIGHTS, begin, finish, read_described

__all__ = ["FORMAT", "MANIFEST", "Manifest", "read_manifest", "write_checkpoint"]

FORMAT = 1
_FILES = ("config.json", WEIGHTS, "tokenizer.json", "tokenizer_config.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Where a model comes from and how to use it."""

    name: str
    """Name of the recipe."""
    recipe: Mapping[str, Any]
    """Every setting of the run, flags included."""
    seed: int
    """Seed of the run."""
    step: int
    """Optimizer steps taken."""
    max_tokens: int
    """Longest program read, special tokens included."""
    corpus_digest: str
    """Identifies the training data."""
    plan_digest: str
    """Identifies the plan of the variants."""
    engines: Mapping[str, str]
    """Versions of what made the variants."""
    pooling: Literal["mean"] = "mean"
    """How the tokens' vectors become one."""
    format: int = FORMAT
    """Version of this layout."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file."""


def write_checkpoint(
    folder: Path,
    transformer: PreTrainedModel,
    save_tokenizer: Callable[[Path], None],
    manifest: Manifest,
) -> None:
    """Write a model directory; the manifest, with the files' hashes, comes last."""
    begin(folder)
    transformer.config.save_pretrained(folder)
    save_file(transformer.state_dict(), folder / WEIGHTS, {"format": "pt"})
    save_tokenizer(folder)
    finish(folder, _FILES, asdict(manifest))


def read_manifest(folder: Path) -> Manifest:
    """Read and check a model directory.

    Raises:
        CheckpointError: it is missing, unfinished, of another format, or a file has changed.
    """
    return read_described(
        folder,
        _FILES,
        TypeAdapter(Manifest).validate_python,
        layout=FORMAT,
        remedy=f"write one with `contracode pretrain --out {folder}`",
    )
