"""The formats by name, and the one way to call their readers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from contracode.corpus.readers.augmented import read_augmented
from contracode.corpus.readers.code_net import read_code_net
from contracode.corpus.readers.code_search_net import read_code_search_net
from contracode.corpus.readers.coding_challenges import read_coding_challenges
from contracode.corpus.readers.deep_typer import read_deep_typer
from contracode.corpus.readers.many_types import read_many_types
from contracode.corpus.readers.poj104 import read_poj104
from contracode.errors import CorpusError

Row = TypeVar("Row", covariant=True)


class Reader(Protocol[Row]):
    """Reads one format: a file or a folder in, rows out as they are asked for."""

    def __call__(self, path: Path, /) -> Iterator[Row]:
        """Rows of the file or folder, in order.

        Raises:
            CorpusError: once it is met: what can't be read, or is not of the format.
        """
        ...


FORMATS: Mapping[str, Reader[Any]] = MappingProxyType(
    {
        "code-search-net": read_code_search_net,
        "augmented": read_augmented,
        "coding-challenges": read_coding_challenges,
        "deep-typer": read_deep_typer,
        "many-types": read_many_types,
        "code-net": read_code_net,
        "poj-104": read_poj104,
    }
)


def read_published(path: Path, name: str) -> Iterator[Any]:
    """Rows of a published file or folder in the format of that name.

    Raises:
        CorpusError: no format is called so; otherwise as the reader says.
    """
    if name not in FORMATS:
        raise CorpusError(f"no format is called {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name](path)
