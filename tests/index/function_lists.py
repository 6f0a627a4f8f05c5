"""Functions for tests of the index."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from function_records import function_record

from contracode.files import sha256_of_text

CLAMP = "function clamp(x, low, high) { return Math.min(high, Math.max(low, x)); }"
ADD = "const add = (a, b) => a + b"
LONG = "function long() { " + "work(); " * 40 + "}"


def record(source, *, name="f", path="src/f.js", start_line=1):
    return function_record(
        source,
        id=sha256_of_text(path + source),
        name=name,
        path=path,
        start_line=start_line,
        package="pack",
    )


@dataclass
class ListedSource:
    """Functions given as texts, in files of their names; a file's digest is that of its texts."""

    texts: tuple[str, ...] = (CLAMP, ADD)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Texts of further files by path; those of `texts` are in src/f.js."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    size: int | None = None

    @property
    def texts_by_path(self):
        return {"src/f.js": self.texts, **self.others}

    @property
    def files(self):
        return {path: sha256_of_text("\0".join(each)) for path, each in self.texts_by_path.items()}

    @property
    def digest(self):
        return sha256_of_text(repr(sorted(self.files.items())))

    def records(self, paths=None):
        for path, texts in self.texts_by_path.items():
            if paths is None or path in paths:
                for line, text in enumerate(texts, start=1):
                    named = record(text, name=f"f{line}", path=path)
                    yield replace(named, start_line=line, end_line=line)
