"""Clone index: vectors and metadata of functions that are written whole, and searched."""

from contracode.index.build import BuildReport, build_index
from contracode.index.clone_index import CloneIndex
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction
from contracode.index.local import LocalStore
from contracode.index.manifest import Manifest
from contracode.index.sources import FunctionSource, open_source
from contracode.index.store import CloneStore, Hit, Searchable, Stats
from contracode.index.table import Filter

__all__ = [
    "BuildReport",
    "CloneIndex",
    "CloneStore",
    "CodeEncoder",
    "Filter",
    "FunctionSource",
    "Hit",
    "IndexedFunction",
    "LocalStore",
    "Manifest",
    "Searchable",
    "Stats",
    "build_index",
    "open_source",
]
