"""Functions that a module gives back as a whole, and that bear no name in it. Shell.

``module.exports = function (list) {...}`` is named by its file. The extractor gives it no name,
since nothing in the text does; here the module was imported, and what it exports is known.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from compiler_aug import Augmenter, ExtractedFunction, Failure, Program
from contracode.corpus.clones.exported import Exported
from contracode.corpus.clones.extraction import is_read, origin_of
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.packages import Origin
from contracode.corpus.sources import language_of, read_source
from contracode.files import sha256_of_text

# The key of what a module exports as a whole.
_WHOLE = {"", ".default"}
_ANONYMOUS = re.compile(r"(?:async\s+)?(?:function\s*\*?\s*\(|\(|[\w$]+\s*=>)")


def whole_exports(
    package: str,
    exports: Iterable[Exported],
    records: Sequence[FunctionRecord],
    recipe: ClonesRecipe,
    packages: Path,
    augmenter: Augmenter,
) -> Iterator[FunctionRecord]:
    """Records of such functions of a package, in the order of its exports."""
    folder = packages / package
    known = {(record.path, record.start) for record in records}
    wanted = [
        each
        for each in exports
        if each.key in _WHOLE
        and _ANONYMOUS.match(each.text)
        and is_read(package, recipe, each.module)
        and len(each.text) <= recipe.max_characters
    ]
    programs = (
        Program(f"const {_name(each)} = {each.text};", language_of(Path(each.module)) or "auto")
        for each in wanted
    )
    for each, found in zip(wanted, augmenter.extract(programs), strict=True):
        text = read_source(folder / each.module)
        start = text.find(each.text)
        # Text that occurs twice can't be said to be the exported one.
        if start != text.rfind(each.text) or start < 0 or (each.module, start) in known:
            continue
        if isinstance(found, Failure) or not found or found[0].name != _name(each):
            continue
        yield _record(each, found[0], text, start, origin_of(package, recipe, folder))


def _record(
    exported: Exported, named: ExtractedFunction, text: str, start: int, origin: Origin
) -> FunctionRecord:
    """What the function is, from its copy with a name; where it is, from its file."""
    first_line = text.count("\n", 0, start) + 1
    identity = [origin.package, origin.version, exported.module, named.name, exported.text]
    known = {field.name: getattr(named, field.name) for field in fields(named)}
    here = {
        "id": sha256_of_text("\0".join(identity))[:16],
        "shape": "expression",
        "source": exported.text,
        "path": exported.module,
        "start": start,
        "end": start + len(exported.text),
        "start_line": first_line,
        "end_line": first_line + exported.text.count("\n"),
        "language": language_of(Path(exported.module)) or "js",
        "package": origin.package,
        "version": origin.version,
        "licence": origin.licence,
        "split": origin.split,
    }
    return FunctionRecord(**{**known, **here})


def _name(exported: Exported) -> str:
    """The file's name as an identifier: ``isPlainObject`` of ``is-plain-object.js``."""
    first, *others = re.split(r"[^A-Za-z0-9_$]+", exported.name)
    return re.sub(
        r"^(?=\d|$)", "_", first + "".join(each[:1].upper() + each[1:] for each in others)
    )
