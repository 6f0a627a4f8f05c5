"""One pre-training run, from records to a checkpoint; started again, it goes on where it was."""

import time
from dataclasses import asdict
from pathlib import Path

from compiler_aug import Augmenter, Plan
from contracode.corpus.manifest import corpus_digest
from contracode.encoders.code import Manifest, write_checkpoint
from contracode.encoders.code.checkpoint import MANIFEST, read_manifest
from contracode.training.code.config import PretrainConfig
from contracode.training.code.learner import CodeSteps
from contracode.training.code.setup import Parts, build_parts
from contracode.training.folder import claim_folder, held
from contracode.training.log import RunLog
from contracode.training.loop import Loop
from contracode.training.outcome import Outcome
from contracode.training.state import Place, load_state, remove_states
from contracode.views import PairMaker, Prefetcher, RecordOrder


def pretrain(config: PretrainConfig, corpus: Path, out: Path) -> Outcome:
    """Train an encoder and write its checkpoint to ``out``; the run's own files are in ``out/run``.

    The same call after a kill goes on from the last saved state; after the end it does nothing.

    Raises:
        CorpusError: the corpus is missing, unfinished or has nothing to train on.
        RecipeError: ``out`` holds a run with other settings, another process works there, or the
            vocabulary asked for is too small for the corpus.
        DivergedError: the loss is not finite any more.
        CheckpointError: a saved state, its vocabulary or the checkpoint in ``out`` is damaged.
    """
    clock_start = time.perf_counter()
    # --- Is this run new, begun or finished?
    run, plan, digest = out / "run", Plan.named(config.plan), corpus_digest(corpus)
    claim_folder(run, {"recipe": asdict(config), "corpus": digest, "plan": plan.digest})
    if (out / MANIFEST).exists():
        return Outcome(read_manifest(out).step, 0.0, already_finished=True)

    with held(run):
        # --- Data, vocabulary and model; then back to where a killed run was.
        parts = build_parts(config, corpus, run)
        place = load_state(run, parts.learner, parts.optimizer)
        clock_start -= place.elapsed_s

        # --- Train while the compiler makes the next steps' variants.
        with Augmenter(config.augment_workers) as augmenter:
            engines = dict(augmenter.engines)
            place = _train(config, parts, augmenter, plan, run, place, clock_start)

        # --- The bare encoder is the model; head, queue and slow copy have done their work.
        manifest = Manifest(
            name=config.name,
            recipe=asdict(config),
            seed=config.seed,
            step=place.step,
            max_tokens=config.encoder.max_tokens,
            corpus_digest=digest,
            plan_digest=plan.digest,
            engines=engines,
        )
        transformer = parts.learner.method.tower.encoder.transformer
        write_checkpoint(out, transformer, parts.vocabulary.save, manifest)
        remove_states(run)
        return Outcome(place.step, time.perf_counter() - clock_start, already_finished=False)


def _train(
    config: PretrainConfig,
    parts: Parts,
    augmenter: Augmenter,
    plan: Plan,
    run: Path,
    place: Place,
    clock_start: float,
) -> Place:
    order = RecordOrder(len(parts.programs), config.batch, config.seed)
    make = PairMaker(parts.programs, order, augmenter, plan, parts.encode)
    steps = config.schedule.steps
    with (
        Prefetcher(make, place.step, steps) as prefetched,
        RunLog(run, place.step, steps, config.name) as log,
    ):
        loop = Loop(
            schedule=config.schedule,
            max_norm=config.max_norm,
            log_every=config.log_every,
            save_every=config.save_every,
            learner=parts.learner,
            optimizer=parts.optimizer,
            steps=CodeSteps(prefetched, augmenter),
            log=log,
            folder=run,
        )
        return loop.run(place, clock_start)
