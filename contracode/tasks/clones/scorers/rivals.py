"""Others' encoders, by the path of a directory: `AutoModel` or `SentenceTransformer`.

Nothing is fetched, no code of a directory is run, and weights are read from safetensors alone.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float32
from torch.nn import functional
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

from contracode.encoders.code.batches import padded_batches
from contracode.errors import CheckpointError
from contracode.files import sha256_of, sha256_of_text
from contracode.tasks.clones.scorers.encoder import EncodedTexts, TextEncoder

_TOKEN_BUDGET = 4096
_BATCH = 16
_MODULES = "modules.json"
# Where a tokenizer states no window it gives a number of thirty digits.
_NO_WINDOW = 10**6
# Their positions begin behind that of the padding.
_SHIFTED_POSITIONS = {"roberta", "camembert", "xlm-roberta", "longformer", "mpnet"}


def rival_encoder(path: Path) -> TextEncoder:
    """The model in a directory: with a ``modules.json`` it is a `SentenceTransformer`.

    Raises:
        CheckpointError: it is missing, can't be loaded, has weights in no safetensors or modules
            that are not the library's, or needs a library that is not installed.
    """
    if not (path / "config.json").is_file() and not (path / _MODULES).is_file():
        raise CheckpointError(
            f"no model at {path}: wanted a directory with config.json or {_MODULES}; save one with "
            "`model.save_pretrained(PATH)` of transformers or sentence-transformers"
        )
    if pickled := _pickled_weights(path):
        raise CheckpointError(
            f"{pickled} holds pickled weights, which are not read; save the model anew with "
            "`safe_serialization=True`"
        )
    return SentenceEncoder(path) if (path / _MODULES).is_file() else AutoModelEncoder(path)


def weights_digest(path: Path) -> str:
    """SHA-256 of the hashes of all weights of a directory."""
    hashes = [sha256_of(file) for file in sorted(path.rglob("*.safetensors"))]
    return sha256_of_text(" ".join(hashes))


class AutoModelEncoder:
    """A model of `transformers`: the mean of its last states over the tokens.

    Of a model with an encoder and a decoder the encoder is taken.
    """

    def __init__(self, path: Path) -> None:
        """Load it.

        Raises:
            CheckpointError: it can't be loaded.
        """
        told: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(path, **told)
            self._model = AutoModel.from_pretrained(
                path, use_safetensors=True, dtype=torch.float32, **told
            ).eval()
        except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
            raise CheckpointError(f"the model in {path} can't be loaded: {error}") from error
        if self._model.config.is_encoder_decoder:
            self._model = self._model.get_encoder()
        self._window = _window(self._model.config, self._tokenizer.model_max_length)

    def encode(self, texts: Sequence[str], progress: str) -> EncodedTexts:
        """Vectors; a text that is too long is cut as the tokenizer does it."""
        lengths = [len(ids) for ids in self._tokenizer(list(texts), verbose=False)["input_ids"]]
        read = self._tokenizer(list(texts), truncation=True, max_length=self._window)["input_ids"]
        padding = self._tokenizer.pad_token_id or 0
        vectors = np.zeros((len(texts), self._model.config.hidden_size), dtype=np.float32)
        with torch.inference_mode(), tqdm(total=len(texts), desc=progress, unit=" programs") as bar:
            for batch in padded_batches(read, token_budget=_TOKEN_BUDGET, pad_id=padding):
                asked = {"input_ids": batch.ids, "attention_mask": batch.is_token.long()}
                states = self._model(**asked).last_hidden_state  # (batch, tokens, dim)
                is_token = batch.is_token[:, :, None].to(states.dtype)
                mean = (states * is_token).sum(dim=1) / is_token.sum(dim=1).clamp(min=1)
                vectors[batch.places.numpy()] = functional.normalize(mean, dim=1).numpy()
                bar.update(len(mean))
        cut = np.array([length > self._window for length in lengths], dtype=bool)
        return EncodedTexts(vectors=vectors, cut=cut)


class SentenceEncoder:
    """A model of `sentence-transformers`, with the pooling that it states."""

    def __init__(self, path: Path) -> None:
        """Load it.

        Raises:
            CheckpointError: it can't be loaded, or names modules that are not the library's; or
                the library is not installed.
        """
        _refuse_foreign_modules(path)
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise CheckpointError(
                f"{path} is a model of sentence-transformers, which is not installed; "
                "`pip install -c constraints.txt 'contracode[rivals]'`"
            ) from error
        try:
            self._model = SentenceTransformer(
                str(path),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "dtype": torch.float32},
            )
        except (OSError, ValueError, RuntimeError, ImportError, KeyError, TypeError) as error:
            raise CheckpointError(f"the model in {path} can't be loaded: {error}") from error

    def encode(self, texts: Sequence[str], progress: str) -> EncodedTexts:
        """Vectors; the library cuts a text that is too long."""
        vectors: list[Float32[np.ndarray, "batch dim"]] = []
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for start in tqdm(range(0, len(order), _BATCH), desc=progress, unit=" batches"):
            batch = [texts[place] for place in order[start : start + _BATCH]]
            vectors.append(
                self._model.encode(
                    batch, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
                )
            )
        found = np.concatenate(vectors).astype(np.float32)
        limit = self._model.max_seq_length or _NO_WINDOW
        read = self._model.tokenizer(list(texts), truncation=False, verbose=False)["input_ids"]
        return EncodedTexts(
            vectors=found[np.argsort(order)],
            cut=np.array([len(ids) > limit for ids in read], dtype=bool),
        )


def _window(config: Any, stated: int) -> int:  # noqa: ANN401 - a configuration of any model
    """Longest text that a model reads, in tokens, special ones included."""
    positions = int(getattr(config, "max_position_embeddings", None) or _NO_WINDOW)
    if config.model_type in _SHIFTED_POSITIONS:
        positions -= (config.pad_token_id or 0) + 1
    return min(positions, stated if stated < _NO_WINDOW else positions)


def _pickled_weights(path: Path) -> Path | None:
    """Weights of a folder or a module's folder that are there as a pickle only."""
    for folder in (path, *(each for each in path.iterdir() if each.is_dir())):
        if any(folder.glob("*.safetensors")):
            continue
        for ending in ("*.bin", "*.pt", "*.pth", "*.pkl"):
            for file in sorted(folder.glob(ending)):
                return file
    return None


def _refuse_foreign_modules(path: Path) -> None:
    try:
        modules = json.loads((path / _MODULES).read_text(encoding="utf-8"))
        types = [str(module["type"]) for module in modules]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CheckpointError(f"{path / _MODULES} can't be read: {error}") from error
    for each in types:
        if not each.startswith("sentence_transformers."):
            raise CheckpointError(
                f"{path / _MODULES} names the module {each}; only those of sentence_transformers "
                "are loaded, as others run code of their own"
            )
