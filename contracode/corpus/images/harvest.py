"""What a source of images hands to the build."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracode.corpus.images.records import ImageRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """The images of a data set, and what is to be said of them."""

    classes: tuple[str, ...]
    """Names of the classes, by label."""
    records: Iterable[ImageRecord]
    """Read once."""
    images: int
    """How many records come."""
    left_out: Mapping[str, int] = field(default_factory=Counter)
    """Drawings that did not become images, by reason."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What else the manifest shall say."""
