"""What the worker answers, as values."""

from collections.abc import Callable
from typing import TypeVar

from compiler_aug.catalogue import PassRecord
from compiler_aug.process import Message
from compiler_aug.program import (
    AppliedPass,
    ErasedFile,
    ExplainedVariant,
    ExtractedFunction,
    FailedPass,
    Failure,
    RefusedPass,
    StatedType,
    Variant,
)

T = TypeVar("T")


def result_of(reply: Message, read: Callable[[Message], T]) -> T | Failure:
    """What ``read`` makes of a reply, or the failure that it is."""
    return Failure(**reply["failure"]) if "failure" in reply else read(reply)


def read_passes(reply: Message) -> tuple[PassRecord, ...]:
    """The catalogue, in its order."""
    return tuple(
        PassRecord(
            name=record["name"],
            aliases=tuple(record["aliases"]),
            group=record["group"],
            # An example without a seed shows every change that the pass can make.
            example=(*record["example"], None)[:3],
            preserves=record["preserves"],
            assumes=tuple(record["assumes"]),
            is_idempotent=record["idempotent"],
            options=record["options"],
        )
        for record in reply["passes"]
    )


def read_variants(seed: int, reply: Message) -> list[Variant]:
    """Variants of one program, whose first seed is given."""
    return [_variant(seed + made["index"], made) for made in reply["variants"]]


def read_explained(seed: int, reply: Message) -> ExplainedVariant:
    """One variant, and the texts on the way to it."""
    return ExplainedVariant(_variant(seed, reply), tuple(reply["texts"]))


def read_functions(reply: Message) -> list[ExtractedFunction]:
    """Functions of one file."""
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


def read_erased(reply: Message) -> ErasedFile:
    """One file without its types, and the types."""
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


def _variant(seed: int, made: Message) -> Variant:
    return Variant(
        made["text"],
        seed,
        tuple(AppliedPass(*each) for each in made["passes"]),
        tuple(made["unchanged"]),
        tuple(RefusedPass(*each) for each in made["refused"]),
        tuple(FailedPass(*each) for each in made["failed"]),
    )
