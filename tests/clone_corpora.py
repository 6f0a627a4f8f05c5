"""Small corpora of clones, written as the real one is."""

from contracode.corpus.clones.records import CloneFunction, ClonePair
from contracode.corpus.manifest import write_manifest
from contracode.corpus.tables import TableWriter


def clone_function(number, concept, group, text, split="test"):
    return CloneFunction(
        id=f"id{number:03}",
        concept=concept,
        group=group,
        family=f"family{number}",
        name="own",
        owner="",
        package=f"package{number}",
        version="1.0.0",
        licence="MIT",
        path="index.js",
        start_line=1,
        end_line=3,
        language="js",
        source=text,
        javascript="",
        anonymous=text,
        body=f"body{number}",
        structure=f"structure{number}",
        split=split,
    )


def clone_pair(left, right, evidence="behaviour"):
    return ClonePair(
        left=left.id,
        right=right.id,
        concept=left.concept,
        group=left.group,
        evidence=evidence,
        calls=9,
        informative=8,
        agreeing=7,
        left_manner="",
        right_manner="",
        split=left.split,
    )


def write_clones(folder, functions, pairs):
    folder.mkdir()
    with TableWriter(folder, "functions", CloneFunction) as first:
        for function in functions:
            first.write(function)
    with TableWriter(folder, "pairs", ClonePair) as second:
        for pair in pairs:
            second.write(pair)
    tables = {"functions": first.summary, "pairs": second.summary}
    write_manifest(folder, {"kind": "clones", "name": folder.name}, tables)
    return folder
