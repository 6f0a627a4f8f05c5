"""An overlap as Markdown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contracode.corpus.overlap.comparison import Overlap
from contracode.corpus.overlap.held import Likeness
from contracode.corpus.overlap.side import Table

_EQUAL: dict[Table, str] = {
    "functions": "equal body",
    "files": "equal text",
    "images": "equal pixels",
}


def as_markdown(overlap: Overlap, packages: int = 20) -> str:
    """Counts and shares of both sides, counts by package, and examples.

    Args:
        overlap: what is shown.
        packages: most packages listed a side, those with the most rows.
    """
    both = f"{len(overlap.packages):,} {_origin(overlap)}s are in both"
    if overlap.packages:
        both += ": " + ", ".join(overlap.packages)
    parts = ["\n".join(_counts(overlap)), f"{both}.", *_packages(overlap, packages)]
    for shared in overlap.shared:
        if shared.examples:
            pairs = [f"- {left}\n  {right}" for left, right in shared.examples]
            parts += [f"Examples, {_meaning(overlap, shared.likeness)}:", "\n".join(pairs)]
    return "\n\n".join(parts)


def _counts(overlap: Overlap) -> list[str]:
    lines = [
        f"| | {overlap.left} | share | {overlap.right} | share |",
        "| --- | ---: | ---: | ---: | ---: |",
        f"| rows | {overlap.left_rows:,} | | {overlap.right_rows:,} | |",
    ]
    for shared in overlap.shared:
        sides = ((shared.left, overlap.left_rows), (shared.right, overlap.right_rows))
        cells = [
            f"{sum(rows.values()):,} | {sum(rows.values()) / total:.3%}" for rows, total in sides
        ]
        lines.append(f"| {_meaning(overlap, shared.likeness)} | {' | '.join(cells)} |")
    return lines


def _packages(overlap: Overlap, most: int) -> list[str]:
    """One table a side, of the packages with rows that are shared."""
    headings = " | ".join(_meaning(overlap, shared.likeness) for shared in overlap.shared)
    sides = {
        overlap.left: [shared.left for shared in overlap.shared],
        overlap.right: [shared.right for shared in overlap.shared],
    }
    return [
        "\n".join(
            [
                f"| {_origin(overlap)} of {name} | {headings} |",
                "| --- |" + " ---: |" * len(counts),
                *_package_lines(counts, most),
            ]
        )
        for name, counts in sides.items()
        if any(counts)
    ]


def _package_lines(counts: Sequence[Mapping[str, int]], most: int) -> Iterator[str]:
    """Packages in the order of their largest count."""
    largest = Counter[str]()
    for each in counts:
        largest |= Counter(each)
    listed = sorted(largest, key=lambda package: (-largest[package], package))
    for package in listed[:most]:
        yield f"| {package} | {' | '.join(f'{each.get(package, 0):,}' for each in counts)} |"
    if len(listed) > most:
        yield f"| {len(listed) - most:,} more |" + " |" * len(counts)


def _meaning(overlap: Overlap, likeness: Likeness) -> str:
    """A likeness in words."""
    if likeness == "exact":
        return _EQUAL[overlap.of]
    return "equal structure" if likeness == "structural" else "near (Jaccard ≥ 0.8)"


def _origin(overlap: Overlap) -> str:
    return "vendor" if overlap.of == "images" else "package"
