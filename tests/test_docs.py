"""Documents say everything: no place to be filled is left in them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("datasets/**/README.md")]
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_no_figure_is_still_to_be_filled_in(document):
    assert not re.findall(r"@[A-Z_]+@|\bTODO\b|\bTBD\b", document.read_text())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text())
    files = [each for each in links if not re.match(r"[a-z]+:", each)]
    assert [each for each in files if not (document.parent / each).exists()] == []
