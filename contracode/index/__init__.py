"""Clone index: vectors and metadata of functions in one generation that is swapped whole."""

from contracode.index.build import BuildReport, build_index
from contracode.index.clone_index import CloneIndex, Hit
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction
from contracode.index.manifest import Manifest
from contracode.index.sources import FunctionSource, open_source

__all__ = [
    "BuildReport",
    "CloneIndex",
    "CodeEncoder",
    "FunctionSource",
    "Hit",
    "IndexedFunction",
    "Manifest",
    "build_index",
    "open_source",
]
