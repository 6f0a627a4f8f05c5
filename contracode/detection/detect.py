"""Find the clones of a listing: candidates, scores, labels, groups."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from jaxtyping import Int64

from contracode.detection.candidates import alike_pairs, near_pairs, nearest_pairs, unordered
from contracode.detection.fingerprints import function_fingerprints, pair_fingerprint
from contracode.detection.functions import FoundFunction, Listing
from contracode.detection.groups import CloneGroup, grouped, without_nested
from contracode.detection.pairs import LABELS, NEAR_SHINGLES, ClonePair, Label, scored_pairs
from contracode.detection.vectors import embedded
from contracode.index.encoder import CodeEncoder
from contracode.tasks.clones.fusion import Trust, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is reported."""

    kinds: tuple[Label, ...] = LABELS
    """Labels."""
    threshold: float | None = None
    """Lowest score of a pair that is alike by its score only; the calibration's if None."""
    max_groups: int | None = None
    """Most groups, the strongest; all if None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionReport:
    """Clones of a folder, and all that a reader needs to judge them."""

    listing: Listing
    groups: Sequence[CloneGroup]
    """Strongest first."""
    fingerprints: Sequence[str]
    """Of the functions of the listing."""
    cut: Sequence[bool]
    """Whether a function is longer than the model's window, and compared by its beginning."""
    trust: Trust
    threshold: float
    """Lowest score of a pair without lexical evidence."""
    known: int = 0
    """Pairs that the baseline has, left out."""
    nested: int = 0
    """Groups left out since they stand inside of others."""
    beyond: Sequence[CloneGroup] = ()
    """Weaker groups, more than were wanted: they count, and are not shown."""
    untouched: int = 0
    """Groups that no changed function is in, left out."""
    since: str | None = None
    """Revision that the functions are compared with."""
    touched: frozenset[int] = frozenset()
    """Functions that changed since then."""

    def function(self, place: int) -> FoundFunction:
        """A function by its place."""
        return self.listing.functions[place]

    def pair_fingerprint(self, pair: ClonePair) -> str:
        """Stable name of a pair."""
        return pair_fingerprint(self.fingerprints[pair.left], self.fingerprints[pair.right])

    def has_pair_of(self, labels: Collection[Label]) -> bool:
        """Whether some pair, shown or not, bears one of the labels."""
        groups = (*self.groups, *self.beyond)
        return any(pair.label in labels for group in groups for pair in group.pairs)

    @property
    def labels(self) -> Mapping[str, int]:
        """Groups by label."""
        counts = Counter(group.label for group in self.groups)
        return {label: counts[label] for label in LABELS if counts[label]}


def detect(
    listing: Listing,
    encoder: CodeEncoder,
    trust: Trust,
    settings: Settings,
    *,
    vectors: Path | None = None,
    touched: set[int] | None = None,
    since: str | None = None,
    baseline: frozenset[str] = frozenset(),
    progress: Callable[[int], object] = lambda _: None,
) -> DetectionReport:
    """Compare every function with every other.

    A pair with lexical evidence (exact, renamed, near) is reported for that, whatever the model
    thinks of it. Others are reported from the threshold on.

    Args:
        listing: the functions.
        encoder: the model.
        trust: what its scores are worth.
        settings: what is reported.
        vectors: file that keeps vectors between runs.
        touched: if given, groups without one of these functions are left out.
        since: revision that ``touched`` is from, to be told.
        baseline: fingerprints of pairs that are left out.
        progress: called with the number of functions embedded since its last call.
    """
    functions = listing.functions
    made = embedded([each.text for each in functions], encoder, vectors, progress)
    wording = Wording([each.text for each in functions])
    threshold = trust.threshold if settings.threshold is None else settings.threshold
    names = function_fingerprints(functions)
    pairs = scored_pairs(
        functions, made.vectors, wording, _candidates(functions, made.vectors, wording), trust
    )
    wanted = [
        pair
        for pair in pairs
        if pair.label in settings.kinds
        and (pair.label != "semantic-only" or pair.score >= threshold)
    ]
    # A report has no nested groups, so a baseline has none of their pairs. What is nested is asked
    # first: where an outer pair is known, the inner one would pass for a new one that stands alone.
    groups = grouped(wanted)
    outer = without_nested(groups, functions)
    inside = {ends for group in outer for ends in combinations(group.members, 2)}
    told = [pair for pair in wanted if (pair.left, pair.right) in inside]
    fresh = [
        pair
        for pair in told
        if pair_fingerprint(names[pair.left], names[pair.right]) not in baseline
    ]
    remaining = outer if len(fresh) == len(told) else grouped(fresh)
    chosen = [each for each in remaining if touched is None or touched.intersection(each.members)]
    most = len(chosen) if settings.max_groups is None else settings.max_groups
    return DetectionReport(
        listing=listing,
        groups=chosen[:most],
        fingerprints=names,
        cut=made.cut,
        trust=trust,
        threshold=threshold,
        known=len(told) - len(fresh),
        nested=len(groups) - len(outer),
        beyond=chosen[most:],
        untouched=len(remaining) - len(chosen),
        since=since,
        touched=frozenset(touched or ()),
    )


def _candidates(
    functions: Sequence[FoundFunction], vectors: np.ndarray, wording: Wording
) -> Int64[np.ndarray, "pairs 2"]:
    """Pairs worth a closer look, without those of a function and one inside of it."""
    bodies = [each.record.body for each in functions]
    structures = [each.record.structure for each in functions]
    others = unordered(
        nearest_pairs(vectors, wording),
        near_pairs([each.text for each in functions], NEAR_SHINGLES),
    )
    # Of many alike functions the nearest ones stand in different blocks, and each such pair would
    # be a group of its own.
    differ = [bodies[a] != bodies[b] and structures[a] != structures[b] for a, b in others.tolist()]
    found = unordered(
        others[np.array(differ, dtype=bool)], alike_pairs(bodies), alike_pairs(structures)
    )
    apart = [
        not (functions[a].holds(functions[b]) or functions[b].holds(functions[a]))
        for a, b in found.tolist()
    ]
    return np.asarray(found[np.array(apart, dtype=bool)])
