"""Function records for tests: a source, and what a test cares about; corpora of them."""

from dataclasses import fields

from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import write_manifest
from contracode.corpus.tables import TableWriter
from contracode.files import sha256_of_text

USUAL = {
    "name": "f",
    "owner": "",
    "shape": "program",
    "javascript": "",
    "documentation": "",
    "parameters": (),
    "path": "lists.js",
    "start_line": 1,
    "language": "js",
    "package": "lists",
    "version": "1.0.0",
    "licence": "MIT",
    "split": "train",
}


def function_record(source, **given):
    """A record of a function that stands at the beginning of its file."""
    code = sha256_of_text(source)[:16]
    lines = source.count("\n")
    values = {
        "id": code,
        "source": source,
        "start": 0,
        "end": len(source),
        "end_line": given.get("start_line", 1) + lines,
        "body": code,
        "structure": code,
        **USUAL,
        **given,
    }
    assert set(values) == {field.name for field in fields(FunctionRecord)}
    return FunctionRecord(**values)


def write_corpus(corpus, records, description):
    """Write a corpus of functions as a build does."""
    with TableWriter(corpus, FUNCTIONS, FunctionRecord) as table:
        for record in records:
            table.write(record)
    write_manifest(corpus, description, {FUNCTIONS: table.summary})
