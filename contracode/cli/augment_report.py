"""What `contracode augment` tells on standard error: progress, failures, statistics."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType

from tqdm import tqdm

from compiler_aug import Failure, Program, Variant
from contracode.cli.augment import Augment
from contracode.corpus.variants.reading import Reading, Source
from contracode.corpus.variants.second_opinion import Disagreement
from contracode.corpus.variants.stream import Account, Result
from contracode.files import write_json


class Report:
    """Shows a bar while variants are written, and a table at the end of the ``with`` block.

    Args:
        sources: whose sizes the bar adds up.
        is_alone: whether there is one program: its failure is the command's, and it has no table.
        command: what the user asked for.

    Attributes:
        account: what came of the programs.
    """

    def __init__(self, sources: Sequence[Source], *, is_alone: bool, command: Augment) -> None:
        self._is_alone = is_alone
        self._command = command
        self.account = Account(self._tell_failure, self._tell if command.verify else None)
        sizes = [source.size for source in sources]
        self._bar = tqdm(
            total=None if None in sizes else sum(size for size in sizes if size),
            desc="augmenting",
            unit=" programs",
            # What is printed shows how far it is.
            disable=None if command.out else True,
        )

    @property
    def status(self) -> int:
        """Exit status: 1 if a program failed, or a variant can't be read by the other parser."""
        return int(bool(self.account.statistics.failures or self.account.disagreements))

    def programs(self, source: Source) -> Iterator[Program]:
        """The programs of a source; what can't be read is told and counted."""
        reading = Reading(
            max_chars=self._command.max_chars,
            on_left_out=self._tell_left_out,
            on_failure=self.account.fail,
        )
        return source.programs(reading)

    def watched(
        self, results: Iterable[tuple[Program, Result]]
    ) -> Iterator[tuple[Program, list[Variant]]]:
        """The programs that have variants; the others are told and counted."""
        return self.account.successes(self._counted(results))

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()
        if error is not None:
            return
        statistics = self.account.statistics
        if not self._is_alone and statistics.programs:
            print(statistics.table(), file=sys.stderr)
        if self._command.verify:
            found = self.account.disagreements
            print(f"variants that esprima can't read: {found:,}", file=sys.stderr)
        if self._command.statistics is not None:
            write_json(self._command.statistics, statistics.as_json())

    def _counted(
        self, results: Iterable[tuple[Program, Result]]
    ) -> Iterator[tuple[Program, Result]]:
        for each in results:
            self._bar.update()
            yield each

    def _tell_failure(self, failure: Failure) -> None:
        if self._is_alone:
            raise failure.as_error()
        _say(f"{failure.id}: {failure.reason}")

    def _tell_left_out(self, path: str, reason: str) -> None:
        self._bar.update()
        _say(f"{path}: left out: {reason}")

    def _tell(self, found: Disagreement) -> None:
        _say(
            f"{found.program.id}: esprima can't read the variant of seed {found.variant.seed}: "
            f"{found.reason}"
        )


def _say(line: str) -> None:
    tqdm.write(line, file=sys.stderr)
