"""Everyone who is measured, built in one place."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from contracode.encoders.embedder import Embedder
from contracode.tasks.clones.scorers.encoder import EncoderScorer, OwnEncoder
from contracode.tasks.clones.scorers.lexical import lexical_scorers
from contracode.tasks.clones.scorers.rivals import rival_encoder
from contracode.tasks.clones.scorers.scorer import Scorer


def all_scorers(
    model: Path | None, *, untrained_seeds: Iterable[int] = (), rivals: Sequence[Path] = ()
) -> list[Scorer]:
    """The lexical baselines, then a trained encoder, untrained ones, and others' models.

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
        scorers.append(EncoderScorer(f"encoder {trained.name}", OwnEncoder(trained)))
        scorers += [
            EncoderScorer(
                f"random encoder, seed {seed}", OwnEncoder(Embedder.untrained(model, seed))
            )
            for seed in untrained_seeds
        ]
    scorers += [
        EncoderScorer(f"rival {path.resolve().name}", rival_encoder(path)) for path in rivals
    ]
    return scorers
