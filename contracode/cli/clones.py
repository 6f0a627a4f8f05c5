"""Report the clones of a folder."""

import json
import math
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import tyro

from contracode.cli.places import MODEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tqdm import tqdm

    from compiler_aug import Augmenter
    from contracode.corpus.functions.records import FunctionRecord
    from contracode.detection import DetectionReport, Label, Listing

_LABELS = "exact,renamed,near,semantic-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clones:
    """List groups of functions that are clones of each other.

    Every pair bears a label: exact (equal but for own name, comments, layout and types), renamed
    (names and values of literals differ too), near (most of the text is common) or semantic-only
    (the score alone says so). Exit status: 0 no clone that counts, 1 there are some (--fail-on),
    2 the command could not do its work, 3 a defect of contracode, with a traceback.
    """

    folder: Annotated[tyro.conf.Positional[Path], tyro.conf.arg(metavar="DIR")]
    """Folder of JavaScript and TypeScript files."""
    model: Path = MODEL
    """Checkpoint that makes the vectors."""
    kinds: str = _LABELS
    """Labels that are reported, with commas between them."""
    threshold: float | None = None
    """Lowest score of a semantic-only pair; if not given, the calibration's: reached by one in
    10,000 pairs of strangers."""
    min_tokens: int = 30
    """Functions with fewer tokens are left out: getters and wrappers are alike by nature."""
    min_lines: int = 3
    """Functions with fewer lines are left out."""
    max_groups: int | None = None
    """Most groups that are reported, the strongest."""
    since: str | None = None
    """Only groups that hold a function changed between this git revision and the files as they are
    now, committed or not."""
    baseline: Path | None = None
    """A former JSON report: its pairs are not reported again."""
    format: Literal["text", "json", "sarif", "html"] = "text"
    """Form of the report."""
    out: Path | None = None
    """File for the report; printed if not given."""
    fail_on: str = "exact,renamed,near"
    """Labels whose pairs give exit status 1."""
    exit_zero: bool = False
    """Exit with 0 whatever is found."""
    vectors: Path | None = None
    """File that keeps vectors between runs, so that only new code is embedded."""
    workers: int = 2
    """Compiler processes."""

    def __post_init__(self) -> None:
        for name in ("min_tokens", "min_lines", "workers"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if self.max_groups is not None and self.max_groups < 1:
            raise ValueError(f"max_groups must be at least 1, got {self.max_groups}")
        if self.threshold is not None and not math.isfinite(self.threshold):
            raise ValueError(f"threshold must be a number, got {self.threshold}")
        for name in ("kinds", "fail_on"):
            if wrong := set(_split(getattr(self, name))).difference(_split(_LABELS)):
                raise ValueError(f"{name} holds {min(wrong)!r}; choose from {_LABELS}")

    def run(self) -> int:
        """Find, report, and say whether something that counts was found."""
        from contracode.detection import trust_in
        from contracode.detection.changes import touched_functions
        from contracode.detection.detect import Settings, detect
        from contracode.detection.fingerprints import read_baseline
        from contracode.encoders.code.embedder import Embedder

        baseline = read_baseline(self.baseline) if self.baseline is not None else frozenset()
        listing = self._listing()
        touched = None
        if self.since is not None:
            touched = touched_functions(self.folder, listing.functions, self.since)
        embedder = Embedder.load(self.model)
        settings = Settings(
            kinds=_split(self.kinds), threshold=self.threshold, max_groups=self.max_groups
        )
        with _bar(len(listing.functions)) as bar:
            report = detect(
                listing,
                embedder,
                trust_in(self.model, embedder.name, embedder.model_digest),
                settings,
                vectors=self.vectors,
                touched=touched,
                since=self.since,
                baseline=baseline,
                progress=bar.update,
            )
        self._write(report)
        return int(report.has_pair_of(_split(self.fail_on)) and not self.exit_zero)

    def _listing(self) -> "Listing":
        from compiler_aug import Augmenter
        from contracode.detection import list_functions
        from contracode.errors import DetectionError

        with Augmenter(self.workers) as augmenter:
            listing = list_functions(
                self.folder,
                augmenter,
                _read,
                min_tokens=self.min_tokens,
                min_lines=self.min_lines,
            )
        for message in listing.left_out:
            print(message, file=sys.stderr)
        if not listing.functions and not listing.small:
            raise DetectionError(
                f"{self.folder} holds no function that can be read: nothing can be compared"
            )
        return listing

    def _write(self, report: "DetectionReport") -> None:
        from contracode.errors import ContracodeError
        from contracode.files import write_text

        # A name may be a literal ("\ud800"() {}) and hold a lone surrogate, which no UTF-8 can.
        text = self._text(report).encode("utf-8", "replace").decode("utf-8")
        if self.out is None:
            print(text)
        else:
            try:
                write_text(self.out, text.rstrip("\n") + "\n")
            except OSError as error:
                raise ContracodeError(f"can't write {self.out}: {error.strerror}") from error
            print(f"{self.out}: {len(report.groups)} clone groups", file=sys.stderr)

    def _text(self, report: "DetectionReport") -> str:
        from importlib.metadata import version

        from contracode.detection.as_html import as_html
        from contracode.detection.as_json import as_object
        from contracode.detection.as_sarif import as_sarif
        from contracode.detection.as_text import as_text

        if self.format == "text":
            return as_text(report)
        if self.format == "html":
            return as_html(report)
        if self.format == "json":
            return _dumped(as_object(report))
        failing = set(_split(self.fail_on))
        return _dumped(as_sarif(report, failing=failing, version=version("contracode")))


def _read(
    folder: Path, augmenter: "Augmenter", tell: "Callable[[str], object]"
) -> "Iterable[FunctionRecord]":
    from contracode.index import open_source

    return open_source(folder, augmenter, tell).records()


def _split(labels: str) -> "tuple[Label, ...]":
    return tuple(label.strip() for label in labels.split(",") if label.strip())  # type: ignore[misc]


def _bar(total: int) -> "tqdm[NoReturn]":
    from tqdm import tqdm

    return tqdm(total=total, desc="embedding", unit=" functions", file=sys.stderr, disable=None)


# Names of functions may hold lone surrogates, which can't be written: as escapes they can.
_dumped = partial(json.dumps, indent=2, ensure_ascii=True)
