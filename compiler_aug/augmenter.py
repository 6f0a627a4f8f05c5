"""The compiler's face: programs in, variants out, over a pool of long-lived workers."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from compiler_aug.errors import PlanError
from compiler_aug.plan import Plan
from compiler_aug.pool import Reply, WorkerPool
from compiler_aug.program import (
    AppliedPass,
    ErasedFile,
    ExtractedFunction,
    Failure,
    Language,
    NamedFunction,
    Program,
    Shape,
    StatedType,
    Variant,
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

    Raises:
        ValueError: ``workers`` is less than 1 or ``deadline_s`` is not positive.
        WorkerError: Node or the worker's packages are missing.
    """

    def __init__(self, workers: int = 2, deadline_s: float = 10.0) -> None:
        self._pool = WorkerPool(workers, deadline_s)
        (hello,) = self._pool.map({"op": "hello"}, [{}])
        if "failure" in hello:
            self._pool.close()
            raise Failure(**hello["failure"]).as_error("the compiler's worker")
        self.engines: dict[str, str] = hello["engines"]
        self.passes: list[dict[str, Any]] = hello["passes"]

    def variants(
        self,
        source: str,
        *,
        count: int = 1,
        seed: int = 0,
        plan: Plan,
        language: Language = "auto",
        shape: Shape = "auto",
    ) -> list[Variant]:
        """Variants of one program; number ``i`` has the seed ``seed + i``.

        Raises:
            SourceSyntaxError: the program does not parse.
            WorkerError: it breaks the worker.
        """
        (result,) = self.augment([(Program(source, language, shape), seed)], plan, count)
        if isinstance(result, Failure):
            raise result.as_error()
        return result

    def augment(
        self, programs: Iterable[tuple[Program, int]], plan: Plan, count: int = 1
    ) -> Iterator[list[Variant] | Failure]:
        """Variants of many programs, in input order; the input is read as results are taken.

        Args:
            programs: each with its seed.
            plan: passes to draw from.
            count: variants of each program; number ``i`` has the program's seed plus ``i``.

        Raises:
            PlanError: the plan names a pass that does not exist.
        """
        known = [record["name"] for record in self.passes]
        for step in plan.steps:
            if step.name not in known:
                raise PlanError(
                    f"plan {plan.name} names {step.name!r}; there are {', '.join(known)}"
                )
        steps = [{"pass": step.name, "chance": step.chance} for step in plan.steps]
        seeded, kept = itertools.tee(programs)
        items = (
            _item(program) | {"seeds": [str(seed + index) for index in range(count)]}
            for program, seed in seeded
        )
        replies = self._pool.map({"op": "variants", "plan": steps}, items)
        return (
            _result(reply, partial(_variants, seed))
            for reply, (_, seed) in zip(replies, kept, strict=True)
        )

    def check(self, programs: Iterable[Program]) -> Iterator[Failure | None]:
        """Whether programs parse: None, or why not, in input order."""
        replies = self._pool.map({"op": "check"}, map(_item, programs))
        return (_result(reply, lambda _: None) for reply in replies)

    def extract(self, files: Iterable[Program]) -> Iterator[list[ExtractedFunction] | Failure]:
        """Functions of whole files that bear a name, in input order; nested ones come too."""
        replies = self._pool.map({"op": "extract"}, map(_item, files))
        return (_result(reply, _functions) for reply in replies)

    def anonymise(self, functions: Iterable[NamedFunction]) -> Iterator[str | Failure]:
        """Functions without their own names, in input order: `f`, or another short name, instead.

        Replaced are the declared name, recursive calls, and the key of a method; strings and
        comments are left as they are.
        """
        items = (
            _item(named.program) | {"name": named.name, "owner": named.owner} for named in functions
        )
        replies = self._pool.map({"op": "anonymise"}, items)
        return (_result(reply, lambda made: str(made["text"])) for reply in replies)

    def type_labels(self, files: Iterable[Program]) -> Iterator[ErasedFile | Failure]:
        """Whole files without their types, and the types they state, in input order.

        Annotations of TypeScript, documentation comments of JavaScript: the language must be told.
        """
        replies = self._pool.map({"op": "labels"}, map(_item, files))
        return (_result(reply, _erased) for reply in replies)

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


def _item(program: Program) -> Reply:
    return {"source": program.source, "language": program.language, "shape": program.shape}


def _result(reply: Reply, make: Callable[[Reply], T]) -> T | Failure:
    return Failure(**reply["failure"]) if "failure" in reply else make(reply)


def _variants(seed: int, reply: Reply) -> list[Variant]:
    return [
        Variant(
            text=made["text"],
            seed=seed + index,
            passes=tuple(AppliedPass(**applied) for applied in made["passes"]),
            failed=tuple(failed["name"] for failed in made["failed"]),
        )
        for index, made in enumerate(reply["variants"])
    ]


def _functions(reply: Reply) -> list[ExtractedFunction]:
    return [
        ExtractedFunction(
            name=found["name"],
            owner=found["owner"],
            shape=found["shape"],
            source=found["source"],
            javascript=found["javascript"],
            documentation=found["documentation"],
            parameters=tuple(found["parameters"]),
            start=found["start"],
            end=found["end"],
            start_line=found["startLine"],
            end_line=found["endLine"],
            body=found["body"],
            structure=found["structure"],
        )
        for found in reply["functions"]
    ]


def _erased(reply: Reply) -> ErasedFile:
    return ErasedFile(
        javascript=reply["javascript"],
        types=tuple(
            StatedType(
                kind=label["kind"],
                name=label["name"],
                type=label["type"],
                origin=label["origin"],
                start=label["start"],
                end=label["end"],
                source_start=label["sourceStart"],
                source_end=label["sourceEnd"],
            )
            for label in reply["labels"]
        ),
        dropped=reply["dropped"],
    )
