"""Clones asked for by variants of themselves: renamed, minified."""

from collections.abc import Sequence
from dataclasses import dataclass

from compiler_aug import Augmenter, Failure, Plan, Program
from compiler_aug.plan import PlanStep
from contracode.seeds import seed_for

PLANS = (
    Plan("renamed", (PlanStep("rename-variables", 1.0, options=(("share", 1.0),)),)),
    Plan("minified", (PlanStep("compress", 1.0), PlanStep("mangle-identifiers", 1.0))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantQueries:
    """One variant of every function."""

    plan: str
    texts: Sequence[str]
    """In the order of the functions; the function's own text where no variant could be made."""
    unchanged: int
    """Texts that are the function's own."""


def variant_queries(
    texts: Sequence[str], ids: Sequence[str], augmenter: Augmenter, plan: Plan, seed: int
) -> VariantQueries:
    """Vary every text by a plan; the seed of each depends on its id.

    Raises:
        PlanError: the plan names a pass that does not exist.
    """
    programs = [
        (Program(text), seed_for(seed, f"{plan.name}/{each}"))
        for text, each in zip(texts, ids, strict=True)
    ]
    made = [
        text if isinstance(result, Failure) else result[0].text
        for text, result in zip(texts, augmenter.augment(programs, plan), strict=True)
    ]
    return VariantQueries(
        plan=plan.name,
        texts=made,
        unchanged=sum(new == old for new, old in zip(made, texts, strict=True)),
    )
