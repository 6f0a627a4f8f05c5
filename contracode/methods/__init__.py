"""One file a method: how encoders, views and losses make a training objective."""

from contracode.methods.contracode import ContraCode, ContraCodeConfig, Report
from contracode.methods.infonce import info_nce, nt_xent

__all__ = ["ContraCode", "ContraCodeConfig", "Report", "info_nce", "nt_xent"]
