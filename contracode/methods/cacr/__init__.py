"""CACR: far positives attract most, near negatives repel most."""

from contracode.methods.cacr.objective import cacr, kernel_repulsion
from contracode.methods.cacr.views import cacr_views, view_pairs

__all__ = ["cacr", "cacr_views", "kernel_repulsion", "view_pairs"]
