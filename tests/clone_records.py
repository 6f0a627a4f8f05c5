"""Functions as the extractor would give them, and a small recipe."""

import hashlib

from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.functions.records import FunctionRecord


def function(source, name, **more):
    """A record of one function; what is not told is made up."""
    digest = hashlib.sha256(repr((source, name, sorted(more.items()))).encode()).hexdigest()[:16]
    about = {
        "id": digest,
        "owner": "",
        "shape": "program",
        "javascript": "",
        "documentation": "",
        "parameters": (),
        "path": "index.js",
        "start_line": 1,
        "end_line": 1 + source.count("\n"),
        "start": 0,
        "end": len(source),
        "language": "js",
        "package": "one",
        "version": "1.0.0",
        "licence": "MIT",
        "split": "test",
        "body": digest,
        "structure": digest,
    }
    return FunctionRecord(name=name, source=source, **{**about, **more})


def recipe(**changes):
    """A recipe of two groups and three packages."""
    content = {
        "kind": "clones",
        "max_characters": 500,
        "most_pairs_by_name": 2,
        "valid_share": 0.3,
        "behaviour": {"least_informative": 4, "least_agreement": 0.8},
        "groups": {
            "utility": {"one": ["src/"], "two": [""], "three": [""]},
            "vectors": {"one": ["src/math/"]},
        },
        "run": {"one": ["src/*.js"], "two": ["*.js"]},
        "data_last": {"packages": []},
        "families": {"twins": ["two", "twin-*"]},
        "unpaired": {"paths": ["three/vendored/*"]},
        "wrappers": {"names": ["curry"]},
        "synonyms": {"uniq": ["unique", "de-dupe"], "mean": ["average"]},
        "owners": {"vec3": ["Vector3", "vec3"]},
        "generic": {"names": ["get"], "owners": ["iterator"]},
    }
    return ClonesRecipe.model_validate({**content, **changes})
