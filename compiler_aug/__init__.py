"""Rewrite programs into many that look different and behave the same, by a real compiler."""

from compiler_aug.augmenter import Augmenter
from compiler_aug.engines import engine_versions
from compiler_aug.errors import AugmentError, PlanError, SourceSyntaxError, WorkerError
from compiler_aug.plan import Plan
from compiler_aug.program import (
    AppliedPass,
    ErasedFile,
    ExtractedFunction,
    Failure,
    Language,
    Program,
    Shape,
    StatedType,
    Variant,
)

__all__ = [
    "AppliedPass",
    "AugmentError",
    "Augmenter",
    "ErasedFile",
    "ExtractedFunction",
    "Failure",
    "Language",
    "Plan",
    "PlanError",
    "Program",
    "Shape",
    "SourceSyntaxError",
    "StatedType",
    "Variant",
    "WorkerError",
    "engine_versions",
]
