"""The default encoder: a small ModernBERT that attends to the whole program in every layer."""

from dataclasses import dataclass

import torch
from pydantic import ConfigDict, with_config
from transformers import AutoModel, ModernBertConfig, PreTrainedConfig, PreTrainedModel


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderConfig:
    """Sizes of the encoder."""

    width: int = 256
    """Length of the vector of a token, and of a program."""
    layers: int = 4
    """Transformer layers."""
    heads: int = 4
    """Attention heads; must divide the width."""
    feed_forward: int = 512
    """Units between the two halves of a layer's gated feed-forward part."""
    max_tokens: int = 512
    """Longest program read, special tokens included."""

    def __post_init__(self) -> None:
        for name in ("width", "layers", "heads", "feed_forward"):
            if getattr(self, name) < 1:
                raise ValueError(f"encoder.{name} must be at least 1, got {getattr(self, name)}")
        if self.width % self.heads:
            raise ValueError(f"encoder.heads must divide {self.width}, got {self.heads}")
        if self.max_tokens < 3:
            # Two special tokens and one piece.
            raise ValueError(f"encoder.max_tokens must be at least 3, got {self.max_tokens}")


def build_encoder(config: EncoderConfig, vocabulary_size: int, seed: int) -> PreTrainedModel:
    """An encoder with fresh weights; the same seed gives the same weights.

    Source: Warner et al. 2024, arXiv 2412.13663 (pre-norm, rotary positions, gated feed-forward).
    Differs: no local attention; a function rarely fills more than a window.
    """
    architecture = ModernBertConfig(
        vocab_size=vocabulary_size,
        hidden_size=config.width,
        intermediate_size=config.feed_forward,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        max_position_embeddings=config.max_tokens,
        layer_types=["full_attention"] * config.layers,
        pad_token_id=0,
        bos_token_id=None,
        eos_token_id=None,
        cls_token_id=2,
        sep_token_id=3,
    )
    return with_fresh_weights(architecture, seed)


def with_fresh_weights(architecture: PreTrainedConfig, seed: int) -> PreTrainedModel:
    """An untrained encoder of this architecture; global random state stays as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        model: PreTrainedModel = AutoModel.from_config(  # type: ignore[no-untyped-call]
            architecture, attn_implementation="sdpa", trust_remote_code=False
        )
    model.config.architectures = [type(model).__name__]
    return model
