"""The formats by name."""

import pytest

from contracode.corpus.readers import FORMATS, AugmentedProgram, read_published
from contracode.errors import CorpusError


def test_a_format_is_read_by_its_name(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('["a;", "b;"]\n')
    assert list(read_published(path, "augmented")) == [
        AugmentedProgram(original="a;", variants=("b;",))
    ]


def test_an_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(CorpusError, match="'csn'; there are code-search-net, augmented"):
        read_published(tmp_path, "csn")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_what_it_can_not_read(tmp_path, name):
    with pytest.raises(CorpusError, match="can't read"):
        list(read_published(tmp_path / "nowhere", name))
