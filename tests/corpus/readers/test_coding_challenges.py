"""ContraCode's file of solutions by difficulty and challenge."""

import gzip
import json

import pytest

from contracode.corpus.readers.coding_challenges import read_coding_challenges
from contracode.errors import CorpusError

SUM = {
    "slug": "simple-sum",
    "max_score": 10,
    "success_ratio": 0.98,
    "preview": "Add numbers.",
    "difficulty_name": "Easy",
    "tag_names": ["warmup"],
    "srcs": ["let a;", None, "let a;", "", "let b;"],
    "hacker_ids": [7, 8, 9, 10, "eleven"],
    "dissimilarity_matrix": [[0.0]],
}


def read(tmp_path, content):
    path = tmp_path / "full_data.json.gz"
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    return list(read_coding_challenges(path))


def test_solutions_bear_challenge_difficulty_and_author(tmp_path):
    tree = {"slug": "tree", "srcs": ["let a;"]}
    solutions = read(tmp_path, {"easy": {"simple-sum": SUM}, "hard": {"tree": tree}})
    assert [(row.id, row.problem, row.group, row.author, row.source) for row in solutions] == [
        ("simple-sum/0", "simple-sum", "easy", "7", "let a;"),
        ("simple-sum/4", "simple-sum", "easy", "eleven", "let b;"),
        ("tree/0", "tree", "hard", "", "let a;"),
    ]
    assert {row.language for row in solutions} == {"JavaScript"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"easy": {"simple-sum": {**SUM, "hacker_ids": [1]}}}, "simple-sum: .*as srcs, 5, got 1"),
        ({"easy": {"simple-sum": {}}}, r"easy\.simple-sum\.srcs: Field required"),
        ({"easy": [SUM]}, "wanted difficulties.* at easy"),
    ],
)
def test_anything_else_is_told_by_its_place(tmp_path, content, message):
    with pytest.raises(CorpusError, match=message):
        read(tmp_path, content)
