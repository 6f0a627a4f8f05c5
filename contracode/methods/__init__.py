"""One file a method: how encoders, views and losses make a training objective."""

from contracode.methods.contracode import ContraCode, ContraCodeConfig, Report

__all__ = ["ContraCode", "ContraCodeConfig", "Report"]
