"""What is measured, and what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compiler_aug import Plan
from contracode.corpus.clones.records import Split
from contracode.tasks.clones.adversarial import AttackFigures
from contracode.tasks.clones.measurement import Protocol, ScorerFigures
from contracode.tasks.clones.protocols import PairCases, ReleasedFaults
from contracode.tasks.clones.training_overlap import TrainingOverlap
from contracode.tasks.clones.variants import ASKED, Varied

AS_WRITTEN = "as written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a part is measured."""

    protocol: Protocol = "clean"
    asked: Sequence[Plan] = ASKED
    """Every function also asks by one variant of each of these plans; clean protocol only."""
    plans: Sequence[Plan] = ()
    """Plans of the adversarial variants."""
    counts: Sequence[int] = (1, 4, 16)
    """Numbers of adversarial variants; none turns them off."""
    attacked_functions: int = 100
    """How many functions are varied so."""
    seed: int = 0
    """Of negatives, variants, draws and intervals."""

    def __post_init__(self) -> None:
        if any(count < 1 for count in self.counts):
            raise ValueError(f"numbers of variants must be at least 1, got {list(self.counts)}")
        if self.attacked_functions < 1:
            raise ValueError(
                f"adversarial_functions must be at least 1, got {self.attacked_functions}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackReport:
    """Everyone under variants of one plan."""

    varied: Varied
    most: int
    """Variants of each function."""
    functions: int
    """That were varied."""
    clones: int
    """Pairs that are clones."""
    negatives: int
    """Pairs that are none."""
    figures: Sequence[AttackFigures]

    @property
    def name(self) -> str:
        """How a figure or a table names what was asked by."""
        return f"{self.most} of {self.varied.plan}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReport:
    """What was measured on one part of a benchmark, and on how much."""

    part: str
    """Why its pairs are clones."""
    split: Split
    protocol: Protocol
    functions: int
    """All of them are searched, and all that are paired ask."""
    pairs: int
    problems: int
    same_texts: int
    """Functions whose text stands under another problem too; no negatives of each other."""
    cases: PairCases
    """Pairs told apart."""
    faults: ReleasedFaults | None
    """What the released protocol's loops hold; None for the clean one."""
    scores: Mapping[str, Sequence[ScorerFigures]]
    """Of everyone, by how the functions that ask are written: `AS_WRITTEN` or a plan's name."""
    asked: Mapping[str, Varied]
    """By plan: the variants that asked."""
    attacks: Sequence[AttackReport]
    """One for each plan of adversarial variants."""
    cut: Mapping[str, Mapping[str, int]]
    """Texts of which a scorer with a window read the beginning only, by how they are written, then
    by scorer."""
    overlap: TrainingOverlap | None = None
    """With the training corpus."""
    apart: Sequence[ScorerFigures] = ()
    """The scores without functions that overlap; none where nothing overlaps or nothing is left."""
    apart_size: Mapping[str, int] = field(default_factory=dict)
    """Functions, pairs and problems that are left then."""

    @property
    def natural(self) -> Sequence[ScorerFigures]:
        """Scores of functions as they are written."""
        return self.scores[AS_WRITTEN]
