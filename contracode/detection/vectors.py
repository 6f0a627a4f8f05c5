"""Vectors of functions, kept between runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from contracode.errors import DetectionError
from contracode.files import sha256_of_text, write_whole
from contracode.index.encoder import CodeEncoder

# Embedded at a time: enough for batches of equal length, and progress is seen.
_BLOCK = 512

# Of a SHA-256.
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Vectors of texts, in their order."""

    vectors: Float32[np.ndarray, "texts dim"]
    cut: Sequence[bool]
    """Whether a text is longer than the model's window, so that its vector is of its beginning."""
    kept: int
    """Vectors that were in the file already."""


def embedded(
    texts: Sequence[str],
    encoder: CodeEncoder,
    file: Path | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Embedded:
    """Vectors of unit length; equal texts are embedded once.

    Args:
        texts: to embed.
        encoder: the model.
        file: where vectors are kept; made if missing, and written with those of ``texts`` only, so
            that it does not grow. One of another model, or damaged, is written anew.
        progress: called with the number of texts done since its last call.
    """
    keys = [sha256_of_text(text) for text in texts]
    known = _read(file, encoder) if file is not None else {}
    vectors = {key: known[key] for key in keys if key in known}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in vectors}
    progress(len(keys) - len(missing))
    left = list(missing.items())
    for start in range(0, len(left), _BLOCK):
        block = left[start : start + _BLOCK]
        made = encoder.embed_texts([text for _, text in block], truncate=True)
        vectors |= {key: vector for (key, _), vector in zip(block, made, strict=True)}
        progress(len(block))
    if file is not None and (missing or len(known) > len(vectors)):
        _write(file, encoder, vectors)
    return Embedded(
        vectors=_stacked([vectors[key] for key in keys], encoder),
        cut=[len(ids) > encoder.max_tokens for ids in encoder.tokenize(texts)],
        kept=sum(key in known for key in keys),
    )


def _identity(encoder: CodeEncoder) -> str:
    return f"{encoder.model_digest} {encoder.tokenizer_digest}"


def _stacked(
    vectors: Sequence[Float32[np.ndarray, " dim"]], encoder: CodeEncoder
) -> Float32[np.ndarray, "vectors dim"]:
    # `np.stack` refuses an empty list.
    return np.array(vectors, dtype=np.float32).reshape(len(vectors), encoder.dimensions)


def _read(file: Path, encoder: CodeEncoder) -> dict[str, Float32[np.ndarray, " dim"]]:
    if file.is_dir():
        raise DetectionError(f"{file} is a folder; name a file for the vectors")
    try:
        with safe_open(file, framework="numpy") as content:
            if (content.metadata() or {}).get("model") != _identity(encoder):
                return {}
            keys = content.get_tensor("keys")
            vectors = content.get_tensor("vectors")
    except (OSError, SafetensorError):
        return {}
    is_whole = (
        (keys.dtype, keys.shape[1:]) == (np.uint8, (_KEY_BYTES,))
        and (vectors.dtype, vectors.shape[1:]) == (np.float32, (encoder.dimensions,))
        and len(keys) == len(vectors)
    )
    if not is_whole:
        return {}
    return {key.tobytes().hex(): vector for key, vector in zip(keys, vectors, strict=True)}


def _write(
    file: Path, encoder: CodeEncoder, vectors: dict[str, Float32[np.ndarray, " dim"]]
) -> None:
    ordered = sorted(vectors)
    keys = np.frombuffer(bytes.fromhex("".join(ordered)), dtype=np.uint8)
    content = {
        "keys": keys.reshape(len(ordered), _KEY_BYTES),
        "vectors": _stacked([vectors[key] for key in ordered], encoder),
    }
    about = {"model": _identity(encoder)}
    try:
        write_whole(file, lambda place: save_file(content, place, about))
    except (OSError, SafetensorError) as error:
        raise DetectionError(f"can't keep vectors in {file}: {error}") from error
