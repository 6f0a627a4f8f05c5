"""Clone index: vectors and metadata of functions that are written whole, and searched."""

from contracode.index.clone_index import CloneIndex
from contracode.index.encoder import CodeEncoder
from contracode.index.followed import FollowedIndex
from contracode.index.functions import IndexedFunction
from contracode.index.generation.manifest import Manifest
from contracode.index.generation.table import Filter
from contracode.index.local import LocalStore
from contracode.index.renewal.build import BuildReport, build_index
from contracode.index.renewal.sources import FunctionSource, open_source
from contracode.index.store import CloneStore, Hit, Searchable, Stats

__all__ = [
    "BuildReport",
    "CloneIndex",
    "CloneStore",
    "CodeEncoder",
    "Filter",
    "FollowedIndex",
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
