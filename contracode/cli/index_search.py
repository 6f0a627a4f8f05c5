"""Search a clone index."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import tyro

from contracode.cli.places import INDEX, MODEL
from contracode.cli.reading import language_of_argument, read_argument
from contracode.corpus.sources import SourceLanguage

if TYPE_CHECKING:
    from compiler_aug import Augmenter
    from contracode.index import Hit

_WITH_LINE = re.compile(r"(.+):(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSearch:
    """Find the indexed functions nearest to a program, or to the function at a line of a file."""

    file: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="FILE[:LINE]")]
    """Source file, or - for standard input: its whole text is the query. With a line, counted from
    1, the innermost function there is."""
    index: Path = INDEX
    """Folder of the index."""
    model: Path = MODEL
    """Checkpoint that made the index."""
    limit: Annotated[int, tyro.conf.arg(aliases=["-k"])] = 10
    """Most functions shown."""
    package: tuple[str, ...] = ()
    """Find functions of these packages only."""
    language: tuple[SourceLanguage, ...] = ()
    """Find functions in these languages only."""
    truncate: bool = False
    """Search by the beginning of a program longer than the model's window, instead of refusing."""
    json: bool = False
    """Print one JSON object instead of a table."""

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"limit must be > 0, got {self.limit}")

    def run(self) -> None:
        """Search and print the hits."""
        from compiler_aug import Augmenter
        from contracode.encoders.code.embedder import Embedder
        from contracode.errors import ContracodeError, InputTooLongError
        from contracode.index import CloneIndex, Filter
        from contracode.tokens.lexical import lexical_similarity

        with Augmenter(workers=1) as augmenter:
            query = _query(self.file, augmenter)
        embedder = Embedder.load(self.model)
        try:
            vectors = embedder.embed_texts([query], truncate=self.truncate)
        except InputTooLongError as error:
            raise ContracodeError(
                f"{self.file} has {error.tokens} tokens, the model reads at most {error.limit}; "
                "ask for one of its functions with FILE:LINE, or by its beginning with --truncate"
            ) from error
        where = Filter(packages=self.package, languages=self.language)
        with CloneIndex.open(self.index, embedder) as index:
            (hits,) = index.search(vectors, self.limit, where)
            if where and not hits:
                raise ContracodeError(
                    f"{self.index} has no function of "
                    f"{' or '.join(self.package) or 'any package'} in "
                    f"{' or '.join(self.language) or 'any language'}; its packages are "
                    f"{', '.join(index.packages()[:20])}"
                )
        lexical = [lexical_similarity(query, hit.function.source) for hit in hits]
        print(_as_json(hits, lexical) if self.json else _as_table(hits, lexical))


def _query(argument: str, augmenter: "Augmenter") -> str:
    """The text that is asked for.

    Raises:
        ContracodeError: the file can't be read, or has no function at the line.
        SourceSyntaxError: it does not parse.
    """
    from compiler_aug import Failure, Program
    from contracode.errors import ContracodeError
    from contracode.tokens.lexical import lexical_tokens

    with_line = _WITH_LINE.fullmatch(argument)
    if with_line is None or Path(argument).exists():
        file, line = argument, None
    else:
        file, line = with_line[1], int(with_line[2])
    text = read_argument(file)
    name = "standard input" if file == "-" else file
    if not lexical_tokens(text):
        raise ContracodeError(f"{name} holds no code; give a function or a program")
    program = Program(text, language_of_argument(file) or "auto")
    if line is None:
        (failure,) = augmenter.check([program])
        if failure is not None:
            raise failure.as_error(name)
        return text
    (found,) = augmenter.extract([program])
    if isinstance(found, Failure):
        raise found.as_error(name)
    around = [each for each in found if each.start_line <= line <= each.end_line]
    if not around:
        raise ContracodeError(
            f"no function stands at line {line} of {name}; "
            + (
                f"its functions begin at {', '.join(str(each.start_line) for each in found[:20])}"
                if found
                else "it has none that bears a name"
            )
        )
    return min(around, key=lambda each: each.end - each.start).source


def _as_json(hits: "list[Hit]", lexical: list[float]) -> str:
    rows: list[dict[str, Any]] = [
        {"file": hit.function.path}
        | {name: value for name, value in asdict(hit.function).items() if name != "path"}
        | {"cosine": hit.cosine, "lexical_similarity": similarity}
        for hit, similarity in zip(hits, lexical, strict=True)
    ]
    return json.dumps({"matches": rows}, indent=2, ensure_ascii=False)


def _as_table(hits: "list[Hit]", lexical: list[float]) -> str:
    rows = ["cosine  lexical  function"]
    for hit, similarity in zip(hits, lexical, strict=True):
        function = hit.function
        name = f"{function.owner}.{function.name}" if function.owner else function.name
        place = f"{function.package}/{function.path}:{function.start_line}-{function.end_line}"
        rows.append(f"{hit.cosine:6.3f}  {similarity:7.3f}  {name}  {place}")
    return "\n".join(rows)
