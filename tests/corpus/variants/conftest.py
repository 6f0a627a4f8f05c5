import pytest
from function_records import function_record

from compiler_aug import Augmenter, Plan
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import write_manifest
from contracode.corpus.tables import TableWriter
from contracode.corpus.variants.job import VariantJob

SHARDS, ROWS = 4, 5
BROKEN = "function broken( {"


def source_of(number):
    return f"function f{number}(list, at) {{ const found = list[at]; return found + {number}; }}"


def write_sharded_corpus(folder, sources, rows):
    """A corpus of functions in many shards."""
    with TableWriter(folder, FUNCTIONS, FunctionRecord, rows_per_shard=rows) as table:
        for number, source in enumerate(sources):
            table.write(function_record(source, id=f"id-{number}"))
    write_manifest(folder, {"name": "small", "kind": "functions"}, {FUNCTIONS: table.summary})
    return folder


@pytest.fixture(scope="package")
def corpus(tmp_path_factory):
    """Twenty functions in four shards; one of them does not parse."""
    sources = [source_of(number) for number in range(SHARDS * ROWS)]
    sources[7] = BROKEN
    return write_sharded_corpus(tmp_path_factory.mktemp("corpora") / "small", sources, ROWS)


@pytest.fixture(scope="package")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


@pytest.fixture
def job_at(corpus):
    """Makes a job that writes to a folder."""

    def make(out, **given):
        usual = {"corpus": corpus, "plan": Plan.named("full"), "seed": 1, "count": 3}
        return VariantJob(**usual | {"distinct": False, "out": out} | given)

    return make


def bytes_of(folder):
    """Every file of a finished folder, less the executor's logs."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "logs"
    }
