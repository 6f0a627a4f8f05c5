"""From subword ids to one vector a program."""

from contracode.encoders.code.batches import PaddedBatch, cut, padded_batches
from contracode.encoders.code.checkpoint import Manifest, read_manifest, write_checkpoint
from contracode.encoders.code.embedder import Embedder
from contracode.encoders.code.pooled import PooledEncoder, embed_all, mean_over_tokens
from contracode.encoders.code.transformer import EncoderConfig, build_encoder

__all__ = [
    "Embedder",
    "EncoderConfig",
    "Manifest",
    "PaddedBatch",
    "PooledEncoder",
    "build_encoder",
    "cut",
    "embed_all",
    "mean_over_tokens",
    "padded_batches",
    "read_manifest",
    "write_checkpoint",
]
