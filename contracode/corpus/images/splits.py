"""Splits of images by class, and what a split must not part; never by order or by chance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from contracode.corpus.splits import Split
from contracode.seeds import seed_for


def balanced(ids: Sequence[str], labels: Sequence[int], wanted: Mapping[Split, int]) -> list[Split]:
    """Split of each image: as many of every class as wanted, the rest goes to ``train``.

    Args:
        ids: of the images; their hashes decide.
        labels: class of each.
        wanted: images a class, by split.

    Raises:
        ValueError: a class has no more images than the splits want.
    """
    by_class = defaultdict(list)
    for place, label in enumerate(labels):
        by_class[label].append(place)
    splits: list[Split] = ["train"] * len(ids)
    for label, places in by_class.items():
        if len(places) <= sum(wanted.values()):
            raise ValueError(
                f"class {label} has {len(places)} images, the splits want {sum(wanted.values())} "
                "of it and one must be left to train on"
            )
        waiting = iter(sorted(places, key=lambda place: seed_for(0, ids[place])))
        for split, count in wanted.items():
            for _ in range(count):
                splits[next(waiting)] = split
    return splits


def families(things: Iterable[str], alike: Iterable[Sequence[str]]) -> dict[str, str]:
    """The smallest families in which things that are alike stand together.

    Args:
        things: everything there is; the first of a family names it.
        alike: lists of things that are alike.

    Returns:
        Name of the family of each thing.
    """
    order = {thing: place for place, thing in enumerate(things)}
    parent = {thing: thing for thing in order}

    def root(thing: str) -> str:
        while parent[thing] != thing:
            parent[thing] = parent[parent[thing]]
            thing = parent[thing]
        return thing

    for first, *others in alike:
        for other in others:
            elder, younger = sorted((root(first), root(other)), key=order.__getitem__)
            parent[younger] = elder
    return {thing: root(thing) for thing in order}
