"""Errors a caller can handle; each message says what was wanted, what came and what to do.

ContracodeError
├── CorpusError        a data set, its recipe or its shards
├── RecipeError        a run's recipe or its flags
├── DivergedError      a run whose loss is no number any more
├── CheckpointError    a model directory
├── CloneIndexError    a clone index, or a query that does not belong to it
├── DetectionError     a folder that clones are sought in, or what it is compared with
├── ImageReadError     an image that can't be decoded
└── InputTooLongError  a program longer than the encoder's window
"""


class ContracodeError(Exception):
    """Base of all errors of this package; the command line prints it and exits with status 2."""


class CorpusError(ContracodeError):
    """A data set that is missing, unfinished or does not match its manifest."""


class RecipeError(ContracodeError):
    """A recipe that can't be read, or values in it that can't be run."""


class DivergedError(ContracodeError):
    """A run whose loss is no number any more; more steps would change nothing."""


class CheckpointError(ContracodeError):
    """A model directory that is missing, unfinished or of another format."""


class CloneIndexError(ContracodeError):
    """An index that is missing or damaged, or asked with another model's vectors."""


class DetectionError(ContracodeError):
    """A folder without functions, a revision or a baseline that can't be read."""


class ImageReadError(ContracodeError):
    """An image that is none, is broken, or has too many pixels."""


class InputTooLongError(ContracodeError):
    """A program with more tokens than the encoder reads.

    Attributes:
        position: 0-based place of the program in the batch.
        tokens: its length, in tokens.
        limit: the longest length the encoder reads, in tokens.
    """

    def __init__(self, position: int, tokens: int, limit: int) -> None:
        super().__init__(
            f"program {position} has {tokens} tokens, the model reads at most {limit}; "
            "shorten it or ask for truncation"
        )
        self.position = position
        self.tokens = tokens
        self.limit = limit
