"""CRD: a student learns which of many stored features the teacher gave to the same sample."""

from contracode.methods.crd.ensemble import EnsembleCRD
from contracode.methods.crd.objective import CRD, CRDConfig, Sides
from contracode.methods.crd.pair_nce import log_partition, pair_nce
from contracode.methods.crd.picks import Classes, pick_unlabelled

__all__ = [
    "CRD",
    "CRDConfig",
    "Classes",
    "EnsembleCRD",
    "Sides",
    "log_partition",
    "pair_nce",
    "pick_unlabelled",
]
