"""The command line: one class a command."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any

import tyro

from compiler_aug import AugmentError
from contracode.cli.augment import Augment
from contracode.cli.calibrate import Calibrate
from contracode.cli.clones import Clones
from contracode.cli.corpus import CorpusBuild, CorpusOverlap, CorpusPin, CorpusStats
from contracode.cli.corpus_augment import CorpusAugment
from contracode.cli.evaluate import EvaluateRetrieval
from contracode.cli.evaluate_clones import EvaluateClones
from contracode.cli.images import ImagesCompare, ImagesTrain
from contracode.cli.images_encoders import ImagesEncoders
from contracode.cli.images_evaluate import ImagesEvaluate
from contracode.cli.index import IndexBuild, IndexCompact, IndexSnapshot, IndexStats
from contracode.cli.index_push import IndexPush
from contracode.cli.index_search import IndexSearch
from contracode.cli.passes import Passes
from contracode.cli.pretrain import Pretrain
from contracode.errors import ContracodeError

_named = tyro.conf.subcommand

Command = (
    Annotated[Augment, _named("augment")]
    | Annotated[Passes, _named("passes")]
    | Annotated[CorpusBuild, _named("corpus build")]
    | Annotated[CorpusPin, _named("corpus pin")]
    | Annotated[CorpusStats, _named("corpus stats")]
    | Annotated[CorpusOverlap, _named("corpus overlap")]
    | Annotated[CorpusAugment, _named("corpus augment")]
    | Annotated[Pretrain, _named("pretrain")]
    | Annotated[ImagesTrain, _named("images train")]
    | Annotated[ImagesEvaluate, _named("images evaluate")]
    | Annotated[ImagesCompare, _named("images compare")]
    | Annotated[ImagesEncoders, _named("images encoders")]
    | Annotated[IndexBuild, _named("index build")]
    | Annotated[IndexSearch, _named("index search")]
    | Annotated[IndexStats, _named("index stats")]
    | Annotated[IndexCompact, _named("index compact")]
    | Annotated[IndexSnapshot, _named("index snapshot")]
    | Annotated[IndexPush, _named("index push")]
    | Annotated[Clones, _named("clones")]
    | Annotated[Calibrate, _named("calibrate")]
    | Annotated[EvaluateRetrieval, _named("evaluate retrieval")]
    | Annotated[EvaluateClones, _named("evaluate clones")]
)

# Names of two words stand flat in one list, so that `--help` shows every command at once.
_GROUPS = ("corpus", "images", "index", "evaluate")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command.

    A mistake of the user ends it with a sentence and exit status 2, a defect of ours with a
    traceback and 3: Python's own 1 is what a command says that found something.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if len(words) > 1 and words[0] in _GROUPS and not words[1].startswith("-"):
        words[:2] = [" ".join(words[:2])]
    try:
        command: Any = tyro.cli(
            Command,
            prog="contracode",
            description="Representations of JavaScript and TypeScript source code.",
            args=words,
            config=(tyro.conf.OmitArgPrefixes, tyro.conf.OmitSubcommandPrefixes),
        )
        status = command.run()
        sys.stdout.flush()
    except (ContracodeError, AugmentError) as error:
        print(f"contracode: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception:  # noqa: BLE001
        traceback.print_exc()
        sys.exit(3)
    else:
        # Only commands that can fail in parts have a status.
        if status:
            sys.exit(status)
