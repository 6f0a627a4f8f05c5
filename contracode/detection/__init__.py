"""Clones in a folder: found, labelled, scored, grouped and reported."""

from contracode.detection.detect import DetectionReport, Settings, detect
from contracode.detection.functions import Listing, list_functions
from contracode.detection.groups import CloneGroup
from contracode.detection.pairs import LABELS, ClonePair, Label
from contracode.tasks.clones.fusion import Trust, trust_in

__all__ = [
    "LABELS",
    "CloneGroup",
    "ClonePair",
    "DetectionReport",
    "Label",
    "Listing",
    "Settings",
    "Trust",
    "detect",
    "list_functions",
    "trust_in",
]
