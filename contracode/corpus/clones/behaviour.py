"""Pairs whose calls agree. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from contracode.corpus.clones.agreement import Evidence, Judge, Observed
from contracode.corpus.clones.exported import Runnable
from contracode.corpus.functions.records import FunctionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A function that was called, or will be."""

    concept: str
    """What its name says it does."""
    family: str
    """Family of its package."""
    runnable: Runnable
    """The function and what was exported of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviourPair:
    """Two functions that were compared, whatever came of it."""

    concept: str
    """Of both."""
    left: FunctionRecord
    """The one that comes first in the corpus."""
    right: FunctionRecord
    """The other."""
    evidence: Evidence
    """How their calls compare."""


def chosen(
    runnables: Iterable[tuple[str, Runnable]], name_of: Callable[[str], str]
) -> list[Called]:
    """One function a family and concept, of the concepts that two families hold.

    What was exported itself is preferred to what a wrapper of it was exported of; then the file
    nearest to the package's root.

    Args:
        runnables: each with its family, in the order of the corpus.
        name_of: the name that stands for all synonyms of one.
    """
    best: dict[str, dict[str, Runnable]] = defaultdict(dict)
    for family, runnable in runnables:
        kept = best[name_of(runnable.name)]
        if family not in kept or _rank(runnable) < _rank(kept[family]):
            kept[family] = runnable
    return [
        Called(concept=concept, family=family, runnable=runnable)
        for concept, families in best.items()
        if len(families) >= 2
        for family, runnable in families.items()
    ]


def compared(
    called: Iterable[Called], observed: Mapping[str, Observed], judge: Judge, dropped: Counter[str]
) -> Iterator[BehaviourPair]:
    """Every pair of one concept and two families that can be compared.

    Args:
        called: functions, one a family and concept.
        observed: answers by the function's id; those without are left out.
        judge: who compares.
        dropped: counts pairs that are not compared, by reason.
    """
    concepts: dict[str, list[Called]] = defaultdict(list)
    for each in called:
        if each.runnable.record.id in observed:
            concepts[each.concept].append(each)
    for concept, members in concepts.items():
        for one, other in combinations(members, 2):
            left, right = one.runnable.record, other.runnable.record
            if left.structure == right.structure:
                dropped["same structure"] += 1
                continue
            evidence = judge.compare(observed[left.id], observed[right.id])
            yield BehaviourPair(concept=concept, left=left, right=right, evidence=evidence)


def _rank(runnable: Runnable) -> tuple[bool, int, str]:
    path = runnable.record.path
    return (not runnable.exact, path.count("/"), path)
