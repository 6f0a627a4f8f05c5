"""A unigram subword vocabulary for source code: trained, saved, and used to segment text.

Text is normalised inside the tokenizer, so that its file alone says everything:

- a run of white space with a line break in it becomes one line feed, the end-of-line marker. No
  source text can forge it, because no line feed of the source survives in any other way;
- every word (letters, digits, ``_``, ``$``) is preceded by one space, whether the source has one or
  not;
- all other white space is dropped. It tells how the code was printed, not what it does.

Pieces do not cross the humps of a name: ``parseHTTPUrl`` is read as ``parse``, ``HTTP``, ``Url``.
A character the vocabulary has never seen is spelled in UTF-8 bytes, so nothing is unknown.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer
from tokenizers.decoders import ByteFallback, Fuse
from tokenizers.decoders import Sequence as Decoders
from tokenizers.models import Unigram
from tokenizers.normalizers import Replace
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import UnigramTrainer

from contracode.files import sha256_of_text, write_json, write_text

PAD, UNKNOWN, CLS, SEP, MASK = SPECIAL_TOKENS = (
    "<|pad|>",
    "<|unk|>",
    "<|cls|>",
    "<|sep|>",
    "<|mask|>",
)
"""Their ids are their places: padding is 0."""

_BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
_WORD = r"[\p{L}\p{N}_$]"
_HUMP = r"(?:\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[_$]+|\p{L}+)"
_LONGEST_PIECE = 16
_COVERAGE = 0.9995
"""Share of the corpus's characters that have a piece of their own; others are spelled in bytes."""


class Vocabulary:
    """Segments source text into subword ids; never changes once made.

    Attributes:
        size: number of ids, special tokens and bytes included.
        pad_id: id that fills a batch up.
        digest: SHA-256 of the tokenizer's file.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        # A program may contain the text "<|cls|>"; it is code like any other.
        self._tokenizer.encode_special_tokens = True
        self._text = tokenizer.to_str(pretty=True)
        self.size: int = tokenizer.get_vocab_size()
        self.pad_id = SPECIAL_TOKENS.index(PAD)
        self.digest = sha256_of_text(self._text)

    @classmethod
    def train(cls, texts: Iterable[str], size: int = 8192) -> "Vocabulary":
        """Learn the pieces of a corpus; the same texts in the same order give the same vocabulary.

        Args:
            texts: programs and documentation.
            size: ids wanted, special tokens and 256 bytes included; a small corpus gives fewer.

        Raises:
            ValueError: ``size`` leaves no room for the characters of the corpus.

        Source: Kudo 2018, arXiv 1804.10959; settings of Jain et al. 2021, arXiv 2007.04973.
        """
        texts = list(texts)
        room = size - len(SPECIAL_TOKENS) - len(_BYTES)
        alphabet = _common_characters(texts)
        if room <= len(alphabet):
            need = size - room + len(alphabet) + 1
            raise ValueError(f"a vocabulary for this corpus needs at least {need} ids, got {size}")
        trainee = _assemble(Unigram())
        trainer = UnigramTrainer(
            vocab_size=room + 1,
            special_tokens=[UNKNOWN],
            unk_token=UNKNOWN,
            max_piece_length=_LONGEST_PIECE,
            show_progress=False,
        )
        rare = {ord(character): " " for text in texts for character in set(text) - alphabet}
        trainee.train_from_iterator((text.translate(rare) for text in texts), trainer)
        trained = json.loads(trainee.to_str())["model"]["vocab"]
        pieces = _canonical([(piece, score) for piece, score in trained if piece != UNKNOWN])
        lowest = pieces[-1][1]
        vocab = [(special, 0.0) for special in SPECIAL_TOKENS]
        vocab += [(byte, lowest - 10.0) for byte in _BYTES]
        model = Unigram(vocab + pieces, SPECIAL_TOKENS.index(UNKNOWN), byte_fallback=True)
        return cls(_finish(_assemble(model)))

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read ``tokenizer.json``."""
        return cls(Tokenizer.from_file(str(path)))

    def save(self, folder: Path) -> None:
        """Write ``tokenizer.json`` and the settings with which ``AutoTokenizer`` loads it."""
        write_text(folder / "tokenizer.json", self._text)
        names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
        settings = {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "clean_up_tokenization_spaces": False,
            **dict(zip(names, SPECIAL_TOKENS, strict=True)),
        }
        write_json(folder / "tokenizer_config.json", settings)

    def sampled(self, alpha: float, nbest_size: int | None = None) -> "Vocabulary":
        """The same vocabulary with a segmentation drawn anew at every call.

        The draws happen inside the tokenizers library, which offers no seed: two runs, or a run and
        its continuation, see different segmentations of the same text. For bit-exact
        repetition do without.

        Args:
            alpha: > 0; the smaller, the more varied. 0.1 makes sequences 30 to 90 % longer.
            nbest_size: draw among this many best segmentations; None means among all.

        Raises:
            ValueError: ``alpha`` is not positive.

        Source: subword regularisation, Kudo 2018, arXiv 1804.10959, section 3.2.
        """
        if not alpha > 0:
            raise ValueError(f"alpha must be > 0, got {alpha}")
        other = Vocabulary(Tokenizer.from_str(self._text))
        other._tokenizer.model.alpha = alpha
        other._tokenizer.model.nbest_size = nbest_size
        return other

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text, between the ids of ``<|cls|>`` and ``<|sep|>``; never cut."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def decode(self, ids: Sequence[int]) -> str:
        """The normalised text of these ids, special tokens left out."""
        text: str = self._tokenizer.decode(list(ids), skip_special_tokens=True)
        return text


def _assemble(model: Unigram) -> Tokenizer:
    """A tokenizer with this project's normalisation and words; every pattern takes linear time."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = Normalizers(
        [
            Replace(Regex(r"[\r\u2028\u2029]"), "\n"),
            Replace(Regex(r"[^\S\n]+"), " "),
            Replace(Regex(r" ?\n[ \n]*"), "\n"),
            Replace(Regex(rf" (?!{_WORD})"), ""),
            Replace(Regex(rf"(?<![\p{{L}}\p{{N}}_$ ])(?={_WORD})"), " "),
        ]
    )
    tokenizer.pre_tokenizer = Split(Regex(rf"\n| ?{_HUMP}|[^ \n\p{{L}}\p{{N}}_$]+"), "isolated")
    return tokenizer


def _finish(tokenizer: Tokenizer) -> Tokenizer:
    """Add what only use needs: special tokens, their places, and the way back to text."""
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    tokenizer.post_processor = TemplateProcessing(
        single=f"{CLS} $A {SEP}",
        special_tokens=[(name, SPECIAL_TOKENS.index(name)) for name in (CLS, SEP)],
    )
    tokenizer.decoder = Decoders([ByteFallback(), Fuse()])
    return tokenizer


def _common_characters(texts: Sequence[str]) -> set[str]:
    """The most frequent characters that make up ``_COVERAGE`` of the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    wanted = _COVERAGE * counts.total()
    common: set[str] = set()
    covered = 0
    for character, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if covered >= wanted:
            break
        common.add(character)
        covered += count
    return common


def _canonical(vocab: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Pieces by falling score, freed of what depends on the trainer's hash order.

    The trainer's sums differ in the eleventh digit from run to run, and it gives characters which
    it has learnt nothing about the lowest score plus steps of 0.0001, in hash order.
    """
    lowest = min(score for _, score in vocab)
    scores = {
        piece: round(lowest if len(piece) == 1 and score < lowest + 0.1 else score, 4)
        for piece, score in vocab
    }
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
