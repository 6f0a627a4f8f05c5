"""Listings for tests: functions from sources, without a compiler."""

from function_records import function_record

from contracode.detection.functions import FoundFunction, Listing
from contracode.tasks.clones.fusion import Fusion, Trust
from contracode.tasks.clones.scorers.features import tokens_of


def found(source, **given):
    record = function_record(source, **given)
    return FoundFunction(record=record, text=source, tokens=len(tokens_of(source)))


def listing_of(functions, root, **given):
    return Listing(root=root, functions=functions, small=0, left_out=[], **given)


FUSION = Fusion(
    format=1,
    recipe="hashed",
    model_digest="digest",
    corpus_digest="corpus",
    weights=(1.0, 2.0, 3.0),
    intercept=-3.0,
    scores=(-3.0, 3.0),
    probabilities=(0.0, 0.6),
    threshold=1.5,
)
TRUST = Trust(fusion=FUSION, source="model", model="hashed")
