"""A model directory: weights, tokenizer, and a manifest that is written last.

``config.json`` and ``model.safetensors`` are what ``AutoModel`` loads (the bare encoder),
``tokenizer.json`` and ``tokenizer_config.json`` what ``AutoTokenizer`` loads. ``contracode.json``
says how the vector is made of them, where they come from, and their hashes; without it
the directory is unfinished.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError
from safetensors.torch import save_file
from transformers import PreTrainedModel

from contracode.errors import CheckpointError
from contracode.files import sha256_of, sync, write_json

FORMAT = 1
MANIFEST = "contracode.json"
_FILES = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")


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
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    transformer.config.save_pretrained(folder)
    save_file(transformer.state_dict(), folder / "model.safetensors", {"format": "pt"})
    save_tokenizer(folder)
    for file in _FILES:
        sync(folder / file)
    hashes = {file: sha256_of(folder / file) for file in _FILES}
    write_json(folder / MANIFEST, {**asdict(manifest), "files": hashes})


def read_manifest(folder: Path) -> Manifest:
    """Read and check a model directory.

    Raises:
        CheckpointError: it is missing, unfinished, of another format, or a file has changed.
    """
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = TypeAdapter(Manifest).validate_python(value)
    except FileNotFoundError as error:
        what = "an unfinished model" if folder.is_dir() else "no model"
        raise CheckpointError(
            f"{what} at {folder} (no {MANIFEST}); "
            f"write one with `contracode pretrain --out {folder}`"
        ) from error
    except (ValidationError, ValueError) as error:
        raise CheckpointError(f"{folder / MANIFEST} can't be read: {error}") from error
    if manifest.format != FORMAT:
        raise CheckpointError(f"{folder} has format {manifest.format}, this version reads {FORMAT}")
    for file in _FILES:
        if not (folder / file).is_file() or sha256_of(folder / file) != manifest.files.get(file):
            raise CheckpointError(
                f"{folder / file} is missing or not the file that {MANIFEST} describes; "
                "copy the directory again or train anew"
            )
    return manifest
