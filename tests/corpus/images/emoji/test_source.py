"""The emoji data set from packages to splits, on two vendors that draw squares."""

import pytest
from image_datasets import build, place_of, write_emoji

from contracode.corpus.dataset import build_dataset
from contracode.corpus.images.emoji.families import neutral_code
from contracode.corpus.images.reading import CorpusImages, read_images
from contracode.corpus.images.records import IMAGES, ImageRecord
from contracode.corpus.manifest import corpus_digest, read_manifest
from contracode.corpus.parts import Parts
from contracode.corpus.tables import read_rows
from contracode.errors import CorpusError

EMOJI = {"1F43B": "bear", "1F438": "frog", "1F1F3-1F1F4": "flag: Norway", "1F1E7-1F1FB": "flag: B"}


def square(colour, side=4):
    return {"body": f'<path fill="{colour}" d="M0 0h{side}v{side}h-{side}z"/>'}


SETS = {
    "one": (
        {
            "bear": square("#a00"),
            "frog": square("#0a0"),
            "norway": square("#00a"),
            "b": square("#00a"),
            "logo": square("#aaa"),
        },
        {"1f43b": "bear", "1f438": "frog", "1f1f3-1f1f4": "norway", "1f1e7-1f1fb": "b"},
    ),
    "two": (
        {"bear": square("#a00", 5), "frog": {"body": "<broken"}, "flag-norway": {"body": ""}},
        {},
    ),
}


@pytest.fixture
def place(tmp_path):
    place = place_of(tmp_path, "tiny")
    write_emoji(place, SETS, EMOJI)
    return place


def rows(corpus):
    return {row.id: row for row in read_rows(corpus, IMAGES, ImageRecord)}


def test_every_drawing_tells_emoji_kind_and_vendor(place):
    found = rows(build(place))
    assert list(found) == [
        "emoji/one/1F43B",
        "emoji/one/1F438",
        "emoji/one/1F1F3-1F1F4",
        "emoji/one/1F1E7-1F1FB",
        "emoji/two/1F43B",
    ]
    frog = found["emoji/one/1F438"]
    assert (frog.name, frog.group, frog.subgroup, frog.licence) == ("frog", "things", "odd", "MIT")
    assert (frog.height, frog.width, frog.channels) == (8, 8, 3)


def test_what_is_left_out_is_counted_with_its_reason(place):
    left_out = read_manifest(build(place))["left_out"]["images"]
    assert left_out.pop("one colour all over") == 1
    assert left_out.pop("stands for no emoji, or for one in a skin tone") == 1
    ((reason, count),) = left_out.items()
    assert (reason.split(":")[0], count) == ("not drawable", 1)


def test_the_same_emoji_of_two_vendors_is_one_concept(place):
    train = read_images(build(place), "train")
    bears = train.concepts == train.concepts[0]
    assert [train.domain_names[domain] for domain in train.domains[bears]] == ["one", "two"]
    assert len(set(train.concepts.tolist())) == 4


def test_labels_tell_the_column_that_is_asked_for(place):
    corpus = build(place)
    names = CorpusImages(corpus=corpus, labelled_by="name").read("train")
    assert [names.classes[label] for label in names.labels] == [*EMOJI.values(), "bear"]
    assert read_images(corpus, "train").classes == ("odd", "round")


@pytest.mark.parametrize("shares", [(0.3, 0.3), (0.2, 0.5), (0.5, 0.2)])
def test_vendors_of_an_emoji_and_emoji_that_look_the_same_share_a_split(tmp_path, shares):
    place = place_of(tmp_path, "tiny")
    many = {f"1F{number:03X}": f"thing {number}" for number in range(40)} | EMOJI
    # Two neighbours each are of one colour.
    icons = {f"thing-{number}": square(f"#{8 * (number // 2):03x}") for number in range(40)}
    icons["norway"] = icons["b"] = square("#bad")
    codes = {"1f1f3-1f1f4": "norway", "1f1e7-1f1fb": "b"}
    write_emoji(place, {"one": (icons, codes), "two": (icons, codes)}, many, shares)
    found = rows(build(place)).values()
    assert len({row.split for row in found}) == 3
    for key in ("name", "family", "pixels", "concept"):
        splits = {}
        for row in found:
            assert splits.setdefault(getattr(row, key), row.split) == row.split
    flags = [row for row in found if row.name.startswith("flag")]
    assert {row.family for row in flags} == {"flag: Norway"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1F3C3-200D-2640-FE0F", "1F3C3"),
        ("1F468-200D-1F3EB", "1F9D1-200D-1F3EB"),
        ("1F44B-1F3FD", "1F44B"),
        ("1F466", "1F9D2"),
    ],
)
def test_sex_and_skin_make_no_other_family(one, other):
    assert neutral_code(one) == neutral_code(other)


@pytest.mark.parametrize("code", ["2640-FE0F", "1F3FB", "2642"])
def test_a_sign_that_stands_alone_keeps_its_own_family(code):
    assert neutral_code(code) == code


def test_a_killed_build_paints_only_the_rest_and_gives_the_same_bytes(place, monkeypatch):
    whole = corpus_digest(build(place))
    (place.out / "manifest.json").unlink()

    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("contracode.corpus.images.build.write_manifest", killed)
        with pytest.raises(KeyboardInterrupt):
            build_dataset(place)
    parts = sorted((place.out / "parts").iterdir())
    assert [part.name.split("-")[0] for part in parts] == ["one", "two"]
    parts[1].unlink()
    before = parts[0].stat().st_mtime_ns
    monkeypatch.setattr(Parts, "remove", lambda _self: None)
    assert corpus_digest(build(place)) == whole
    assert parts[0].stat().st_mtime_ns == before
    assert parts[1].exists()


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("one/icons.json", "{", "icons.json can't be read"),
        ("one/info.json", "{}", "one does not hold an icon set as expected: KeyError"),
        ("names/en/data.json", '[{"group": 0}]', "names does not hold names of emoji"),
        ("names/meta/groups.json", None, r"no file .*groups\.json"),
    ],
)
def test_a_package_laid_out_otherwise_is_named(place, path, content, message):
    file = place.packages / "tiny" / "node_modules" / path
    file.unlink()
    if content is not None:
        file.write_text(content)
    with pytest.raises(CorpusError, match=message):
        build_dataset(place)


def test_shares_that_leave_nothing_to_train_on_are_refused(place):
    write_emoji(place, SETS, EMOJI, shares=(0.5, 0.5))
    with pytest.raises(CorpusError, match="leave nothing to train on"):
        build_dataset(place)
