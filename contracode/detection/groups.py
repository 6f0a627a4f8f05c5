"""Groups of clones in which every two functions are a pair."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from contracode.detection.functions import FoundFunction
from contracode.detection.pairs import ClonePair, Label


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneGroup:
    """Functions of which every two are a reported pair."""

    members: tuple[int, ...]
    """Places in the listing, ascending; the first represents the group."""
    pairs: tuple[ClonePair, ...]
    """The representative with each other member, in their order."""

    @property
    def label(self) -> Label:
        """Of its weakest listed pair: a group is no more alike than that."""
        return max(self.pairs, key=lambda pair: pair.strength).label

    @property
    def strength(self) -> tuple[int, float, int, int]:
        """Of its weakest listed pair, for sorting."""
        return max(pair.strength for pair in self.pairs)


def grouped(pairs: Iterable[ClonePair]) -> list[CloneGroup]:
    """Cover all pairs by groups, strongest first.

    Connected components would chain: a like b, b like c, and so on to functions that have nothing
    in common. Here a group is grown from the strongest pair that none holds yet, by functions that
    are a pair with every member. No pair is lost; a function may stand in several groups.
    """
    ordered = sorted(pairs, key=lambda pair: pair.strength)
    by_ends = {(pair.left, pair.right): pair for pair in ordered}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for left, right in by_ends:
        near[left].add(right)
        near[right].add(left)
    covered: set[tuple[int, int]] = set()
    groups = []
    for pair in ordered:
        if (pair.left, pair.right) in covered:
            continue
        members = _grown(pair, near, by_ends, covered)
        covered.update((a, b) for at, a in enumerate(members) for b in members[at + 1 :])
        groups.append(
            CloneGroup(
                members=tuple(members),
                pairs=tuple(by_ends[members[0], other] for other in members[1:]),
            )
        )
    return sorted(groups, key=lambda group: group.strength)


def without_nested(
    groups: Sequence[CloneGroup], functions: Sequence[FoundFunction]
) -> list[CloneGroup]:
    """Leave out a group whose every member stands inside of another member of one other group.

    The inner functions of two clones are clones as well, and are read with them.
    """
    holders = _holders(functions)
    standing: defaultdict[int, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for member in group.members:
            standing[member].add(number)
    kept = []
    for group in groups:
        outer = [
            {number for holder in holders[member] for number in standing[holder]}
            for member in group.members
        ]
        shared = set.intersection(*outer)
        if not any(_holds_apart(groups[number], group, holders) for number in sorted(shared)):
            kept.append(group)
    return kept


def _grown(
    pair: ClonePair,
    near: Mapping[int, set[int]],
    by_ends: Mapping[tuple[int, int], ClonePair],
    covered: Set[tuple[int, int]],
) -> list[int]:
    members = [pair.left, pair.right]
    weakest = {
        other: max(by_ends[_ends(other, end)].strength for end in members)
        for other in near[pair.left] & near[pair.right]
        # Whoever adds nothing but pairs that are told already stays out.
        if any(_ends(other, end) not in covered for end in members)
    }
    while weakest:
        chosen = min(weakest, key=lambda other: (weakest[other], other))
        # A group of copies stays one; a weaker neighbour of all is told in a group of its own.
        if weakest[chosen][0] > pair.strength[0]:
            break
        members.append(chosen)
        weakest = {
            other: max(strength, by_ends[_ends(other, chosen)].strength)
            for other, strength in weakest.items()
            if other in near[chosen]
        }
    return sorted(members)


def _ends(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _holders(functions: Sequence[FoundFunction]) -> list[list[int]]:
    """Places of the functions around each one, the outermost first."""

    def position(place: int) -> tuple[str, int, int]:
        record = functions[place].record
        return (record.path, record.start, -record.end)

    holders: list[list[int]] = [[] for _ in functions]
    around: list[int] = []
    # Functions are nested or apart: whoever no longer holds the next one holds none that follows.
    for place in sorted(range(len(functions)), key=position):
        while around and not functions[around[-1]].holds(functions[place]):
            around.pop()
        holders[place] = list(around)
        around.append(place)
    return holders


def _holds_apart(outer: CloneGroup, inner: CloneGroup, holders: Sequence[list[int]]) -> bool:
    """Whether the inner members stand in members of the outer one, no two in the same."""
    around = [set(holders[member]) & set(outer.members) for member in inner.members]
    return all(around) and len(set.union(*around)) >= len(around)
