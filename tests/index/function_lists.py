"""Functions for tests of the index."""

from dataclasses import dataclass, replace

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
    """Functions given as texts; the digest is that of the texts."""

    texts: tuple[str, ...] = (CLAMP, ADD)
    unreadable: int = 0
    size: int | None = None

    @property
    def digest(self):
        return sha256_of_text("\0".join(self.texts))

    def records(self):
        for line, text in enumerate(self.texts, start=1):
            yield replace(record(text, name=f"f{line}"), start_line=line, end_line=line)
