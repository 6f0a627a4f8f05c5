"""Clone search over HTTP."""

import pytest
from tiny_model import PROGRAMS

from contracode.tokens.lexical import lexical_similarity


def search(client, **body):
    return client.post("/v1/clones/search", json=body)


def test_an_indexed_function_finds_itself_with_its_place(client):
    answer = search(client, code=PROGRAMS[0], limit=2).json()
    (result,) = answer["data"]
    best, second = result["matches"]
    assert best["name"] == "clamp"
    assert (best["package"], best["file"], best["start_line"]) == ("pack", "0.js", 1)
    assert best["cosine"] == pytest.approx(1, abs=1e-5)
    assert best["lexical_similarity"] == 1
    assert best["source"] == PROGRAMS[0]
    assert second["lexical_similarity"] == lexical_similarity(PROGRAMS[0], second["source"])
    assert second["cosine"] <= best["cosine"]
    assert answer["index_generation"] == "g000001"


def test_each_program_of_a_list_has_its_own_result(client):
    answer = search(client, code=[PROGRAMS[1], "let x = ;", PROGRAMS[0]], limit=1)
    assert answer.status_code == 200
    add, bad, clamp = answer.json()["data"]
    assert (add["matches"][0]["name"], clamp["matches"][0]["name"]) == ("add", "clamp")
    assert bad["matches"] == []
    assert (bad["error"]["param"], bad["error"]["column"]) == ("code.1", 9)


def test_a_method_and_typescript_are_read(client):
    for code in ("push(item) { this.items.push(item); }", "const f = (a: number): number => a"):
        assert search(client, code=code).status_code == 200


def test_the_language_can_be_forced(client):
    answer = search(client, code="const f = (a: number) => a", language="js")
    assert answer.status_code == 422
    assert answer.json()["error"]["line"] == 1


def test_a_truncated_query_says_so(client):
    (result,) = search(client, code="work();" * 100, truncate=True).json()["data"]
    assert result["truncation"]["tokens_left_out"] > 0
    assert result["matches"]


@pytest.mark.parametrize("limit", [0, 101, "3", 1.5])
def test_a_limit_out_of_range_is_refused(client, limit):
    answer = search(client, code="x", limit=limit)
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == "limit"


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": ["x"] * 65}, {"code": "x", "k": 1}])
def test_what_does_not_fit_is_refused(client, body):
    assert search(client, **body).status_code == 422
