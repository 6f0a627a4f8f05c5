"""The compiler's face: programs in, variants out, over a pool of long-lived workers."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from compiler_aug.catalogue import resolved
from compiler_aug.plan import Plan
from compiler_aug.pool import WorkerPool
from compiler_aug.process import Message
from compiler_aug.program import (
    ErasedFile,
    ExplainedVariant,
    ExtractedFunction,
    Failure,
    Language,
    NamedFunction,
    Program,
    Shape,
    Variant,
)
from compiler_aug.replies import (
    read_erased,
    read_explained,
    read_functions,
    read_passes,
    read_variants,
    result_of,
)

T = TypeVar("T")


class Augmenter:
    """A pool of Node workers. Safe to use from several threads.

    The same source, plan and seed give the same bytes, whatever the number of workers. A worker
    that dies is replaced and its programs are sent again; a program that breaks a worker twice, or
    twice misses the deadline, fails alone.

    Args:
        workers: processes.
        deadline_s: longest time a message of up to 16 programs may take, in seconds; after a miss
            each of them gets that time for itself.
        max_chars: longer programs are refused unread, in characters.

    Raises:
        ValueError: ``workers`` or ``max_chars`` is less than 1, or ``deadline_s`` is not positive.
        WorkerError: Node or the worker's packages are missing.
    """

    def __init__(
        self, workers: int = 2, deadline_s: float = 10.0, max_chars: int = 2_000_000
    ) -> None:
        if max_chars < 1:
            raise ValueError(f"max_chars must be at least 1, got {max_chars}")
        self._max_chars = max_chars
        self._pool = WorkerPool(workers, deadline_s)
        hello = self._pool.hello()
        self.engines: dict[str, str] = hello["engines"]
        self.passes = read_passes(hello)

    def variants(
        self,
        source: str,
        *,
        count: int = 1,
        seed: int = 0,
        plan: Plan,
        language: Language = "auto",
        shape: Shape = "auto",
        distinct: bool = False,
    ) -> list[Variant]:
        """Variants of one program; the arguments are those of ``augment``.

        Raises:
            SourceSyntaxError: the program does not parse.
            WorkerError: it is too long or too deep, or breaks the worker.
        """
        programs = [(Program(source, language, shape), seed)]
        (result,) = self.augment(programs, plan, count, distinct=distinct)
        if isinstance(result, Failure):
            raise result.as_error()
        return result

    def augment(
        self,
        programs: Iterable[tuple[Program, int]],
        plan: Plan,
        count: int = 1,
        *,
        distinct: bool = False,
    ) -> Iterator[list[Variant] | Failure]:
        """Variants of many programs, in input order; the input is read as results are taken.

        Args:
            programs: each with its seed.
            plan: passes to draw from.
            count: variants of each program; number ``i`` has the program's seed plus ``i``.
            distinct: leave out variants that equal an earlier one or the source, and draw further
                seeds, up to four times ``count``; a program may still have fewer than ``count``,
                and ``Variant.seed`` tells which seed each has.

        Raises:
            PlanError: the plan names a pass or an option that does not exist.
        """
        request = {
            "op": "variants",
            "plan": resolved(plan, self.passes).message(),
            "distinct": distinct * count,
        }
        seeds = range(4 * count if distinct else count)
        return self._ask_each(
            request, programs, lambda seed: {"seeds": [str(seed + n) for n in seeds]}, read_variants
        )

    def explain(self, program: Program, plan: Plan, seed: int = 0) -> ExplainedVariant | Failure:
        """One variant, with the program's text after each of its passes.

        Raises:
            PlanError: the plan names a pass or an option that does not exist.
        """
        request = {"op": "explain", "plan": resolved(plan, self.passes).message()}
        (result,) = self._ask_each(
            request, [(program, seed)], lambda seed: {"seed": str(seed)}, read_explained
        )
        return result

    def _ask_each(
        self,
        request: Message,
        programs: Iterable[tuple[Program, int]],
        drawn: Callable[[int], Message],
        make: Callable[[int, Message], T],
    ) -> Iterator[T | Failure]:
        seeded, kept = itertools.tee(programs)
        items = (_item(program) | drawn(seed) for program, seed in seeded)
        replies = self._replies(request, items)
        return (
            result_of(reply, partial(make, seed))
            for reply, (_, seed) in zip(replies, kept, strict=True)
        )

    def _replies(self, request: Message, items: Iterable[Message]) -> Iterator[Message]:
        return self._pool.map(request, map(self._within_limits, items))

    def _within_limits(self, item: Message) -> Message:
        """The item, or in the place of one that is too long, its failure: the worker returns it."""
        source, most = item["source"], self._max_chars
        if len(source) <= most:
            return item
        before = source[:most]
        message = f"{len(source):,} characters; at most {most:,} are read (`max_chars`)"
        line, column = before.count("\n") + 1, most - before.rfind("\n")
        failure = {"kind": "size", "message": message, "line": line, "column": column}
        return {"failure": failure, "id": item["id"]}

    def check(self, programs: Iterable[Program]) -> Iterator[Failure | None]:
        """Whether programs parse: None, or why not, in input order."""
        replies = self._replies({"op": "check"}, map(_item, programs))
        return (result_of(reply, lambda _: None) for reply in replies)

    def extract(self, files: Iterable[Program]) -> Iterator[list[ExtractedFunction] | Failure]:
        """Functions of whole files that bear a name, in input order; nested ones come too."""
        replies = self._replies({"op": "extract"}, map(_item, files))
        return (result_of(reply, read_functions) for reply in replies)

    def anonymise(self, functions: Iterable[NamedFunction]) -> Iterator[str | Failure]:
        """Functions without their own names, in input order: `f`, or another short name, instead.

        Replaced are the declared name, recursive calls, and the key of a method; strings and
        comments are left as they are.
        """
        items = (
            _item(named.program) | {"name": named.name, "owner": named.owner} for named in functions
        )
        replies = self._replies({"op": "anonymise"}, items)
        return (result_of(reply, lambda made: str(made["text"])) for reply in replies)

    def type_labels(self, files: Iterable[Program]) -> Iterator[ErasedFile | Failure]:
        """Whole files without their types, and the types they state, in input order.

        Annotations of TypeScript, documentation comments of JavaScript: the language must be told.
        """
        replies = self._replies({"op": "labels"}, map(_item, files))
        return (result_of(reply, read_erased) for reply in replies)

    @property
    def restarts(self) -> int:
        """Workers replaced so far."""
        return self._pool.restarts

    def pids(self) -> list[int]:
        """Process ids of the workers that run now."""
        return self._pool.pids()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _item(program: Program) -> Message:
    return {
        "source": program.source,
        "language": program.language,
        "shape": program.shape,
        "id": program.id,
    }
