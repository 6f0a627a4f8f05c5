"""A trained model in use: source texts in, unit vectors out."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from tokenizers import Tokenizer
from torch.nn import functional
from tqdm import tqdm
from transformers import AutoConfig, PreTrainedModel

from contracode.encoders.code.batches import cut, padded_batches
from contracode.encoders.code.checkpoint import Manifest, read_manifest
from contracode.encoders.code.pooled import PooledEncoder
from contracode.encoders.code.transformer import with_fresh_weights
from contracode.errors import CheckpointError, InputTooLongError

# Larger batches leave the processor's caches: 16,384 took 40 % longer on two cores.
_TOKEN_BUDGET = 4096


class Embedder:
    """Turns programs into unit vectors, with the weights of one checkpoint.

    Attributes:
        name: name of the model.
        dimensions: length of a vector.
        max_tokens: longest program read, special tokens included.
        model_digest: SHA-256 of the weights.
        tokenizer_digest: SHA-256 of the tokenizer.
        manifest: where the model comes from.
    """

    def __init__(
        self,
        encoder: PooledEncoder,
        tokenizer: Tokenizer,
        manifest: Manifest,
        name: str,
        digest: str,
    ) -> None:
        self._encoder = encoder.eval().requires_grad_(False)
        self._tokenizer = tokenizer
        # A program may contain the text "<|cls|>"; it is code like any other.
        self._tokenizer.encode_special_tokens = True
        self.manifest = manifest
        self.name = name
        self.dimensions: int = encoder.transformer.config.hidden_size
        self.max_tokens = manifest.max_tokens
        self.model_digest = digest
        self.tokenizer_digest = manifest.files["tokenizer.json"]

    @classmethod
    def load(cls, checkpoint: Path) -> "Embedder":
        """Read a model directory, without the network and without running code from it.

        Raises:
            CheckpointError: it is missing, unfinished or tampered with.
        """
        manifest = read_manifest(checkpoint)
        transformer = _untrained_transformer(checkpoint, seed=0)
        try:
            transformer.load_state_dict(load_file(checkpoint / "model.safetensors"))
        except (OSError, RuntimeError, SafetensorError) as error:
            raise CheckpointError(f"the weights in {checkpoint} don't fit: {error}") from error
        digest = manifest.files["model.safetensors"]
        return cls(
            PooledEncoder(transformer), _tokenizer(checkpoint), manifest, manifest.name, digest
        )

    @classmethod
    def untrained(cls, checkpoint: Path, seed: int) -> "Embedder":
        """A model of the same architecture and tokenizer with fresh weights, as a baseline.

        Raises:
            CheckpointError: the checkpoint is missing, unfinished or tampered with.
        """
        manifest = read_manifest(checkpoint)
        encoder = PooledEncoder(_untrained_transformer(checkpoint, seed))
        name = f"{manifest.name}-untrained-{seed}"
        return cls(encoder, _tokenizer(checkpoint), manifest, name, _digest_of_weights(encoder))

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text, special tokens included; always the same, never cut."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def embed(
        self,
        tokens: Sequence[Sequence[int]],
        *,
        token_budget: int = _TOKEN_BUDGET,
        progress: str | None = None,
    ) -> Float[np.ndarray, "programs dim"]:
        """Unit vectors of tokenized programs, in their order, as float32.

        Args:
            tokens: what ``tokenize`` gave.
            token_budget: padded tokens computed at once; bounds the memory.
            progress: label of a progress bar on stderr; None shows none.

        Raises:
            InputTooLongError: a program has more than ``max_tokens`` tokens.
        """
        for position, ids in enumerate(tokens):
            if len(ids) > self.max_tokens:
                raise InputTooLongError(position, len(ids), self.max_tokens)
        vectors = np.zeros((len(tokens), self.dimensions), dtype=np.float32)
        with (
            torch.inference_mode(),
            tqdm(
                total=len(tokens), desc=progress, unit=" programs", disable=progress is None
            ) as bar,
        ):
            for batch in padded_batches(tokens, token_budget=token_budget):
                unit = functional.normalize(self._encoder(batch), dim=1)
                vectors[batch.places.numpy()] = unit.numpy()
                bar.update(len(unit))
        return vectors

    def embed_texts(
        self,
        texts: Sequence[str],
        *,
        truncate: bool = False,
        token_budget: int = _TOKEN_BUDGET,
        progress: str | None = None,
    ) -> Float[np.ndarray, "programs dim"]:
        """Unit vectors of programs, in their order.

        Args:
            texts: source texts.
            truncate: read only the beginning of a program that is too long.
            token_budget: padded tokens computed at once; bounds the memory.
            progress: label of a progress bar on stderr; None shows none.

        Raises:
            InputTooLongError: a program is too long and ``truncate`` is false.
        """
        tokens = self.tokenize(texts)
        if truncate:
            tokens = [cut(ids, self.max_tokens) for ids in tokens]
        return self.embed(tokens, token_budget=token_budget, progress=progress)


def _untrained_transformer(checkpoint: Path, seed: int) -> PreTrainedModel:
    try:
        config = AutoConfig.from_pretrained(
            checkpoint, local_files_only=True, trust_remote_code=False
        )
        return with_fresh_weights(config, seed)
    except (OSError, ValueError) as error:
        raise CheckpointError(f"the encoder in {checkpoint} can't be built: {error}") from error


def _tokenizer(checkpoint: Path) -> Tokenizer:
    try:
        # The library raises Exception itself, so nothing narrower can be caught.
        return Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
    except Exception as error:
        raise CheckpointError(f"the tokenizer in {checkpoint} can't be loaded: {error}") from error


def _digest_of_weights(encoder: PooledEncoder) -> str:
    return hashlib.sha256(save(encoder.transformer.state_dict())).hexdigest()
