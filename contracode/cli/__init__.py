"""The command line: one class a command."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import tyro

from compiler_aug import AugmentError
from contracode.cli.augment import Augment, Passes
from contracode.cli.corpus import CorpusBuild
from contracode.cli.evaluate import EvaluateRetrieval
from contracode.cli.index import IndexBuild, IndexSearch
from contracode.cli.pretrain import Pretrain
from contracode.errors import ContracodeError

_named = tyro.conf.subcommand


@dataclass(frozen=True, slots=True)
class Corpus:
    """Data sets of functions."""

    command: Annotated[CorpusBuild, _named("build")]


@dataclass(frozen=True, slots=True)
class Index:
    """Clone indexes."""

    command: Annotated[IndexBuild, _named("build")] | Annotated[IndexSearch, _named("search")]


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Measure a trained encoder."""

    command: Annotated[EvaluateRetrieval, _named("retrieval")]


Command = (
    Annotated[Augment, _named("augment")]
    | Annotated[Passes, _named("passes")]
    | Annotated[Corpus, _named("corpus")]
    | Annotated[Pretrain, _named("pretrain")]
    | Annotated[Index, _named("index")]
    | Annotated[Evaluate, _named("evaluate")]
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. A mistake of the user ends it with a sentence and exit status 2."""
    command: Any = tyro.cli(
        Command,
        prog="contracode",
        description="Representations of JavaScript and TypeScript source code.",
        args=arguments,
        config=(tyro.conf.OmitArgPrefixes, tyro.conf.OmitSubcommandPrefixes),
    )
    step = getattr(command, "command", command)
    try:
        step.run()
    except (ContracodeError, AugmentError) as error:
        print(f"contracode: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
