"""All pairs of a corpus, by calls and by name. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contracode.corpus.clones.agreement import Evidence
from contracode.corpus.clones.behaviour import BehaviourPair, compared
from contracode.corpus.clones.by_name import Named, is_strict, pairs_by_name
from contracode.corpus.clones.calls import Calls
from contracode.corpus.clones.concepts import Concepts
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.functions.records import FunctionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Pairs, and what was not paired."""

    behaviour: tuple[BehaviourPair, ...]
    """Pairs whose calls agree."""
    by_name: tuple[BehaviourPair, ...]
    """Pairs of the same name, without calls."""
    dropped: Counter[str]
    """Pairs left out, by kind and reason."""

    def concepts(self) -> dict[str, str]:
        """Concept of every function that stands in a pair, by id."""
        pairs = (*self.behaviour, *self.by_name)
        return {each.id: pair.concept for pair in pairs for each in (pair.left, pair.right)}


def pair_up(
    recipe: ClonesRecipe,
    records: Mapping[str, Sequence[FunctionRecord]],
    calls: Calls,
    is_transparent: Callable[[FunctionRecord], bool],
) -> Paired:
    """Compare what was called, then pair by name what was not.

    Args:
        recipe: of the data set.
        records: functions, by package.
        calls: what was called and answered.
        is_transparent: whether a function does what is bound to its name, and is not a callback of
            what makes that.
    """
    unlike: Counter[str] = Counter()
    tried = list(compared(calls.called, calls.observed, calls.judge, unlike))
    agreeing = []
    for pair in tried:
        if calls.judge.agree(pair.evidence):
            agreeing.append(pair)
        elif pair.evidence.informative == 0:
            unlike["too few informative calls"] += 1
        else:
            unlike["calls disagree"] += 1
    # A pair without enough calls may still be taken by its name; one that disagrees may not.
    settled = {
        (
            pair.concept,
            frozenset(recipe.family_of(each.package) for each in (pair.left, pair.right)),
        )
        for pair in tried
        if pair.evidence.informative > 0
    }
    known = Paired(behaviour=tuple(agreeing), by_name=(), dropped=Counter()).concepts()
    named_alike: Counter[str] = Counter()
    by_name = [
        BehaviourPair(
            concept=left.concept, left=left.record, right=right.record, evidence=_NO_CALLS
        )
        for left, right in pairs_by_name(
            _named(recipe, records, known, is_transparent),
            settled,
            recipe.most_pairs_by_name,
            named_alike,
        )
    ]
    dropped = Counter({f"behaviour: {reason}": count for reason, count in unlike.items()})
    dropped.update({f"name: {reason}": count for reason, count in named_alike.items() if count})
    return Paired(behaviour=tuple(agreeing), by_name=tuple(by_name), dropped=dropped)


_NO_CALLS = Evidence(calls=0, informative=0, agreeing=0, left="", right="")


def _named(
    recipe: ClonesRecipe,
    records: Mapping[str, Sequence[FunctionRecord]],
    known: Mapping[str, str],
    is_transparent: Callable[[FunctionRecord], bool],
) -> list[Named]:
    """Functions that may be taken by their names; one that has a concept keeps it."""
    concepts = Concepts(recipe)
    found = []
    for package, functions in records.items():
        for record in functions:
            if not recipe.is_paired(package, record.path):
                continue
            group = recipe.group_of(package, record.path)
            concept = concepts.of(record, group)
            if concepts.is_generic(concept, group) or known.get(record.id, concept) != concept:
                continue
            named = Named(
                concept=concept, group=group, family=recipe.family_of(package), record=record
            )
            if is_strict(named) and is_transparent(record):
                found.append(named)
    return found
