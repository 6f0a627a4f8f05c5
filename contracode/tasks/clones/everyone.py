"""Everyone who is measured, built in one place."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from contracode.encoders.code.embedder import Embedder
from contracode.tasks.clones.fusion import FusedScorer, trust_in
from contracode.tasks.clones.scorers.encoder import EncoderScorer, OwnEncoder
from contracode.tasks.clones.scorers.lexical import lexical_scorers
from contracode.tasks.clones.scorers.rivals import rival_encoder, weights_digest
from contracode.tasks.clones.scorers.scorer import Scorer


def all_scorers(
    model: Path | None, *, untrained_seeds: Iterable[int] = (), rivals: Sequence[Path] = ()
) -> list[Scorer]:
    """The lexical baselines, then a trained encoder, untrained ones, and others' models.

    The trained encoder is measured alone, and fused with words where a fusion was fitted for it or
    for another run of its recipe.

    Args:
        model: checkpoint of the encoder; None measures without it and without untrained ones.
        untrained_seeds: each makes one encoder of the same architecture with fresh weights.
        rivals: directories of others' models.

    Raises:
        CheckpointError: a model is missing or can't be loaded.
    """
    scorers = lexical_scorers()
    if model is not None:
        trained = Embedder.load(model)
        cosines = _own(f"encoder {trained.name}", trained)
        scorers.append(cosines)
        trust = trust_in(model, trained.name, trained.model_digest)
        if trust.is_fitted:
            scorers.append(FusedScorer(cosines, trust.fusion, f"{trained.name} and words, fused"))
        scorers += [
            _own(f"random encoder, seed {seed}", Embedder.untrained(model, seed))
            for seed in untrained_seeds
        ]
    for path in rivals:
        name = f"rival {path.resolve().name}"
        if any(scorer.name == name for scorer in scorers):
            name = f"rival {path}"
        scorers.append(EncoderScorer(name, rival_encoder(path), weights_digest(path)))
    return scorers


def _own(name: str, embedder: Embedder) -> EncoderScorer:
    return EncoderScorer(name, OwnEncoder(embedder), embedder.model_digest)
