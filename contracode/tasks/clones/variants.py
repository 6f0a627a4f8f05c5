"""Variants of functions, to ask for clones by."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from compiler_aug import Augmenter, Failure, Plan, Program
from compiler_aug.plan import PlanStep
from contracode.seeds import seed_for

ASKED = (
    Plan("renamed", (PlanStep("rename-variables", 1.0, options=(("share", 1.0),)),)),
    Plan("minified", (PlanStep("compress", 1.0), PlanStep("mangle-identifiers", 1.0))),
)
"""Plans by whose variants every function asks once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """The variants of some functions."""

    plan: str
    texts: Sequence[Sequence[str]]
    """Of each function, in their order; its own text where no variant could be made."""
    unchanged: int
    """Variants that are the function's own text."""
    failed: Mapping[str, int]
    """Functions that the compiler does not read, so that all their variants are their own text, by
    the kind of the fault."""

    @property
    def count(self) -> int:
        """Variants of all functions."""
        return sum(map(len, self.texts))


def varied(
    texts: Sequence[str],
    ids: Sequence[str],
    augmenter: Augmenter,
    plan: Plan,
    *,
    count: int = 1,
    seed: int,
) -> Varied:
    """Vary every text by a plan.

    Seeds depend on the function's id and the number of the variant: of more variants the first are
    the same.

    Raises:
        PlanError: the plan names a pass that does not exist.
    """
    programs = [
        (Program(text), seed_for(seed, f"{plan.name}/{each}"))
        for text, each in zip(texts, ids, strict=True)
    ]
    failed: Counter[str] = Counter()
    made: list[list[str]] = []
    results = augmenter.augment(programs, plan, count)
    with tqdm(
        results, desc=f"{plan.name}, {count} each", total=len(texts), unit=" functions"
    ) as bar:
        for text, result in zip(texts, bar, strict=True):
            if isinstance(result, Failure):
                failed[result.kind] += 1
                made.append([text] * count)
            else:
                made.append([variant.text for variant in result])
    return Varied(
        plan=plan.name,
        texts=made,
        unchanged=sum(
            new == old for variants, old in zip(made, texts, strict=True) for new in variants
        ),
        failed=dict(failed),
    )
