"""A benchmark as one value, whatever it was read from."""

from dataclasses import dataclass, replace
from pathlib import Path

from contracode.corpus.clones.records import Split
from contracode.tasks.clones.clone_set import CloneSet, pairs_by_concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pairs that are clones for one reason, in two parts that share no problem."""

    name: str
    """Why the pairs are clones: ``behaviour``, ``name``, or ``problems``."""
    split: Split
    """Which part is reported."""
    reported: CloneSet
    """What figures are of."""
    validation: CloneSet | None
    """What thresholds are chosen on; None where there is none, or it is what is reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One or several parts that are measured one after another."""

    name: str
    """As a figure names its data."""
    digest: str
    """SHA-256 of the corpus's manifest, or of the programs that were read."""
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    """What was left out, and how it was split, in sentences."""
    corpus: Path | None = None
    """Folder of the corpus, where it is one: its functions have fingerprints."""

    def drawn(self, problems: int, seed: int) -> "Benchmark":
        """The same with ``problems`` of every part, with all where there are fewer.

        Raises:
            ValueError: ``problems`` is less than 2: there would be nothing to tell apart.
        """
        if problems < 2:
            raise ValueError(f"problems must be at least 2, got {problems}")
        parts = []
        notes = list(self.notes)
        for part in self.parts:
            validation = part.validation
            drawn = replace(
                part,
                reported=part.reported.drawn(problems, seed),
                validation=None if validation is None else validation.drawn(problems, seed),
            )
            before = len(pairs_by_concept(part.reported))
            if problems < before:
                some = f"{before:,} problems ({part.name}, {part.split})"
                notes.append(f"Of {some} {problems:,} are drawn with seed {seed}.")
            parts.append(drawn)
        return replace(self, parts=tuple(parts), notes=tuple(notes))

    @property
    def size(self) -> int:
        """Functions of all reported parts."""
        return sum(len(part.reported.ids) for part in self.parts)
