"""From settings to the objects of a run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from compiler_aug import Program
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import read_records
from contracode.encoders.code import PooledEncoder, build_encoder, cut
from contracode.errors import CheckpointError, CorpusError, RecipeError
from contracode.methods.contracode import ContraCode
from contracode.seeds import seed_for
from contracode.tokens import Vocabulary
from contracode.training.code.config import PretrainConfig, TokensConfig
from contracode.training.code.learner import CodeLearner
from contracode.training.device import choose_device


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made of."""

    programs: list[tuple[str, Program]]
    """Id and program of every record."""
    vocabulary: Vocabulary
    """Turns text into ids; always the same way."""
    encode: Callable[[Sequence[str]], list[list[int]]]
    """Turns text into the ids that the encoder reads in training."""
    learner: CodeLearner
    """The objective, with the encoder in it."""
    optimizer: torch.optim.Optimizer
    """Of the objective's trained weights."""


def build_parts(config: PretrainConfig, corpus: Path, run: Path) -> Parts:
    """Read the records, learn or read the vocabulary, build the model with fresh weights.

    Raises:
        CorpusError: the corpus is missing, unfinished or has nothing to train on.
        RecipeError: the vocabulary asked for is too small for the corpus.
        CheckpointError: the vocabulary saved in ``run`` is damaged.
    """
    records = list(read_records(corpus, "train"))
    if not records:
        raise CorpusError(f"{corpus} has no functions to train on; build one with a train split")
    programs = [
        (record.id, Program(record.source, record.language, record.shape)) for record in records
    ]
    vocabulary = _learn_or_load_vocabulary(run, records, config.tokens)
    alpha = config.tokens.alpha
    segmented = vocabulary if alpha is None else vocabulary.sampled(alpha, config.tokens.nbest_size)
    longest = min(config.tokens.read or config.encoder.max_tokens, config.encoder.max_tokens)

    def encode(texts: Sequence[str]) -> list[list[int]]:
        return [cut(program, longest) for program in segmented.encode(texts)]

    method = _build_method(config, vocabulary, choose_device(config.device))
    learner = CodeLearner(method, config.token_budget)
    return Parts(programs, vocabulary, encode, learner, _build_optimizer(config, learner))


def _learn_or_load_vocabulary(
    folder: Path, records: Sequence[FunctionRecord], tokens: TokensConfig
) -> Vocabulary:
    """The vocabulary of the run: of its functions and their documentation."""
    path = folder / "tokenizer.json"
    if path.exists():
        return _load_vocabulary(path)
    texts = [record.source for record in records]
    texts += [record.documentation for record in records if record.documentation]
    try:
        vocabulary = Vocabulary.train(texts, tokens.vocabulary)
    except ValueError as error:
        raise RecipeError(f"tokens.vocabulary is too small: {error}") from error
    vocabulary.save(folder)
    return vocabulary


def _load_vocabulary(path: Path) -> Vocabulary:
    try:
        # The library raises Exception itself, so nothing narrower can be caught.
        return Vocabulary.load(path)
    except Exception as error:
        raise CheckpointError(
            f"{path} is damaged: {error}; remove {path.parent} to start from the beginning"
        ) from error


def _build_method(
    config: PretrainConfig, vocabulary: Vocabulary, device: torch.device
) -> ContraCode:
    """The objective with fresh weights."""
    transformer = build_encoder(config.encoder, vocabulary.size, seed_for(config.seed, "encoder"))
    if device.type == "cpu":
        # For short programs the fused attention's backward pass costs four times the plain one's.
        transformer.set_attn_implementation("eager")
    # The head draws its weights from torch's global state, which is put back afterwards.
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed_for(config.seed, "head"))
        method = ContraCode(PooledEncoder(transformer), config.encoder.width, config.method)
    return method.to(device)


def _build_optimizer(config: PretrainConfig, learner: CodeLearner) -> torch.optim.AdamW:
    """AdamW; weight decay for matrices only."""
    parameters = learner.trained()
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    # The second beta of the published run: with few steps, 0.999 would remember the start too long.
    return torch.optim.AdamW(groups, lr=config.schedule.peak, betas=(0.9, 0.98), fused=True)
