"""Rewrite programs into many that look different and behave the same, by a real compiler."""

from compiler_aug.asynchronous import augment_async
from compiler_aug.augmenter import Augmenter
from compiler_aug.catalogue import PassRecord
from compiler_aug.engines import engine_versions
from compiler_aug.errors import (
    AugmentError,
    PackageError,
    PlanError,
    SourceSyntaxError,
    WorkerError,
)
from compiler_aug.plan import Plan, PlanStep
from compiler_aug.program import (
    AppliedPass,
    ErasedFile,
    ExplainedVariant,
    ExtractedFunction,
    FailedPass,
    Failure,
    Language,
    NamedFunction,
    Program,
    RefusedPass,
    Shape,
    StatedType,
    Variant,
)
from compiler_aug.statistics import Statistics

__all__ = [
    "AppliedPass",
    "AugmentError",
    "Augmenter",
    "ErasedFile",
    "ExplainedVariant",
    "ExtractedFunction",
    "FailedPass",
    "Failure",
    "Language",
    "NamedFunction",
    "PackageError",
    "PassRecord",
    "Plan",
    "PlanError",
    "PlanStep",
    "Program",
    "RefusedPass",
    "Shape",
    "SourceSyntaxError",
    "StatedType",
    "Statistics",
    "Variant",
    "WorkerError",
    "augment_async",
    "engine_versions",
]
