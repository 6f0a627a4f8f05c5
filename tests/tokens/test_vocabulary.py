import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer

from contracode.tokens import SPECIAL_TOKENS, Vocabulary

CORPUS = [
    f"function {verb}{noun}(value, index) {{\n  return {verb}(value.{noun}[index + {number}]);\n}}"
    for number, verb in enumerate(["get", "set", "parse", "format", "remove", "append"])
    for noun in ["Item", "Path", "Url", "Token", "Option"]
]


VOCABULARY = Vocabulary.train(CORPUS, 400)


@pytest.fixture
def vocabulary():
    return VOCABULARY


def test_training_again_gives_the_same_bytes(vocabulary):
    assert Vocabulary.train(CORPUS, 400).digest == vocabulary.digest
    assert vocabulary.size <= 400


def test_special_tokens_come_first_and_frame_a_program(vocabulary):
    assert vocabulary.pad_id == SPECIAL_TOKENS.index("<|pad|>") == 0
    (ids,) = vocabulary.encode(["getItem"])
    assert ids[0] == SPECIAL_TOKENS.index("<|cls|>")
    assert ids[-1] == SPECIAL_TOKENS.index("<|sep|>")
    assert vocabulary.encode([""]) == [[ids[0], ids[-1]]]


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("a = b+c", "a=b + c"),
        ("if (x) {\n\n\t  y()\n}", "if(x){\r\ny( )\n   }"),
        ("return\n  x", "return \u2028 x"),
        ("f(\t a ,b )", "f(a, b)"),
    ],
)
def test_how_a_program_was_printed_does_not_matter(vocabulary, one, same):
    assert vocabulary.encode([one]) == vocabulary.encode([same])


@pytest.mark.parametrize(
    ("one", "other"),
    [("return x", "returnx"), ("a\nb", "a b"), ("x\n++y", "x ++y"), ("a", "A")],
)
def test_what_a_program_says_does(vocabulary, one, other):
    assert vocabulary.encode([one]) != vocabulary.encode([other])


def test_no_source_text_can_forge_a_special_token(vocabulary):
    specials = set(range(len(SPECIAL_TOKENS)))
    for name in SPECIAL_TOKENS:
        (ids,) = vocabulary.encode([f"x = '{name}'"])
        assert not specials & set(ids[1:-1])


@given(st.text())
def test_every_text_has_ids_and_nothing_is_unknown(text):
    (ids,) = VOCABULARY.encode([text])
    assert SPECIAL_TOKENS.index("<|unk|>") not in ids
    # Decoding gives the normalised text, and normalising again changes nothing.
    decoded = VOCABULARY.decode(ids)
    assert VOCABULARY.encode([decoded]) == [ids]


def test_unseen_characters_are_spelled_in_bytes(vocabulary):
    (ids,) = vocabulary.encode(["日"])
    assert len(ids) == 2 + 1 + 3
    assert vocabulary.decode(ids).strip() == "日"


def test_pieces_do_not_cross_the_humps_of_a_name(vocabulary):
    (ids,) = vocabulary.encode(["parseURLPath"])
    pieces = [vocabulary.decode([piece]) for piece in ids[1:-1]]
    boundaries = {len("".join(pieces[: end + 1])) for end in range(len(pieces))}
    assert {len(" parse"), len(" parseURL")} <= boundaries


def test_a_saved_vocabulary_is_the_same_for_us_and_for_transformers(vocabulary, tmp_path):
    vocabulary.save(tmp_path)
    assert Vocabulary.load(tmp_path / "tokenizer.json").digest == vocabulary.digest
    theirs = AutoTokenizer.from_pretrained(tmp_path)
    assert theirs(CORPUS)["input_ids"] == vocabulary.encode(CORPUS)
    assert theirs.pad_token_id == vocabulary.pad_id


def test_sampled_segmentation_varies_and_spells_the_same_text(vocabulary):
    sampled = vocabulary.sampled(alpha=0.1)
    drawn = [sampled.encode(CORPUS[:1])[0] for _ in range(8)]
    assert len({tuple(ids) for ids in drawn}) > 1
    assert {vocabulary.decode(ids) for ids in drawn} == {
        vocabulary.decode(vocabulary.encode(CORPUS[:1])[0])
    }
    assert vocabulary.encode(CORPUS[:1]) == vocabulary.encode(CORPUS[:1])


def test_long_runs_of_white_space_take_linear_time(vocabulary):
    blank = " " * 100_000
    assert vocabulary.encode([f"a{blank}b", f"a{blank}\n{blank}b"]) == vocabulary.encode(
        ["a b", "a\nb"]
    )


def test_a_size_without_room_for_the_characters_is_refused():
    with pytest.raises(ValueError, match="needs at least"):
        Vocabulary.train(CORPUS, 270)


def test_alpha_must_be_positive(vocabulary):
    with pytest.raises(ValueError, match=r"alpha must be > 0, got 0.0"):
        vocabulary.sampled(0.0)
