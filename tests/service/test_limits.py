"""The limit on bodies, announced or not."""

import pytest

LARGE = b'{"model": "tiny", "input": "' + b"x" * 1_000_000 + b'"}'


def post(client, content, **headers):
    return client.post(
        "/v1/embeddings", content=content, headers={"Content-Type": "application/json", **headers}
    )


def test_a_large_body_is_refused_by_its_announced_length(client):
    answer = post(client, LARGE)
    assert answer.status_code == 413
    assert answer.json()["error"]["limit"] == 1_000_000


def test_a_large_body_that_announces_nothing_is_refused_by_count(client):
    answer = post(client, (LARGE[start : start + 1000] for start in range(0, len(LARGE), 1000)))
    assert answer.status_code == 413


def test_a_small_body_in_chunks_arrives_whole(client):
    body = b'{"model": "tiny", "input": "x + 1"}'
    answer = post(client, (body[start : start + 5] for start in range(0, len(body), 5)))
    assert answer.status_code == 200


@pytest.mark.parametrize("length", ["-1", "x", ""])
def test_a_strange_length_does_not_break_the_service(client, length):
    body = b'{"model": "tiny", "input": "x + 1"}'
    assert post(client, body, **{"Content-Length": length}).status_code == 200
