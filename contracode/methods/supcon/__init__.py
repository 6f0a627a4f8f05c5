"""SupCon: all keys of a row's class are its positives."""

from contracode.methods.supcon.capped import first_positives
from contracode.methods.supcon.objective import supcon, supcon_views

__all__ = ["first_positives", "supcon", "supcon_views"]
