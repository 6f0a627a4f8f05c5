"""A tiny real checkpoint: fresh weights, a vocabulary of a few programs."""

from contracode.encoders.code.checkpoint import Manifest, write_checkpoint
from contracode.encoders.code.transformer import EncoderConfig, build_encoder
from contracode.tokens.vocabulary import Vocabulary

PROGRAMS = (
    "function clamp(x, low, high) { return Math.min(high, Math.max(low, x)); }",
    "const add = (a, b) => a + b;",
    "function debounce(f, ms) { let t; return () => { clearTimeout(t); t = setTimeout(f, ms); }; }",
    "class Queue { push(item) { this.items.push(item); return this.items.length; } }",
)


def write_tiny_model(folder, *, name="tiny", max_tokens=128, seed=0):
    """Write the checkpoint; the same arguments give the same model."""
    vocabulary = Vocabulary.train(PROGRAMS * 20, size=400)
    config = EncoderConfig(width=16, layers=1, heads=2, feed_forward=16, max_tokens=max_tokens)
    manifest = Manifest(
        name=name,
        recipe={},
        seed=seed,
        step=0,
        max_tokens=max_tokens,
        corpus_digest="",
        plan_digest="",
        engines={},
    )
    write_checkpoint(
        folder, build_encoder(config, vocabulary.size, seed), vocabulary.save, manifest
    )
    return folder
