"""From subword ids to one vector a program."""

from contracode.encoders.batches import PaddedBatch, cut, padded_batches
from contracode.encoders.checkpoint import Manifest, read_manifest, write_checkpoint
from contracode.encoders.embedder import Embedder
from contracode.encoders.heads import ProjectionHead
from contracode.encoders.pooled import PooledEncoder, embed_all, mean_over_tokens
from contracode.encoders.transformer import EncoderConfig, build_encoder

__all__ = [
    "Embedder",
    "EncoderConfig",
    "Manifest",
    "PaddedBatch",
    "PooledEncoder",
    "ProjectionHead",
    "build_encoder",
    "cut",
    "embed_all",
    "mean_over_tokens",
    "padded_batches",
    "read_manifest",
    "write_checkpoint",
]
