"""From source text to subword ids."""

from contracode.tokens.vocabulary import SPECIAL_TOKENS, Vocabulary

__all__ = ["SPECIAL_TOKENS", "Vocabulary"]
