"""OpenAI's embedding route."""

import base64

import numpy as np
import openai
import pytest
from tiny_model import PROGRAMS

from contracode.encoders.code.embedder import Embedder


def post(client, **body):
    return client.post("/v1/embeddings", json={"model": "tiny", **body})


def test_a_program_gets_the_vector_that_the_model_gives(client, places):
    model = Embedder.load(places["model_dir"])
    answer = post(client, input=list(PROGRAMS)).json()
    got = np.array([item["embedding"] for item in answer["data"]])
    assert got == pytest.approx(model.embed_texts(PROGRAMS), abs=1e-6)
    assert [item["index"] for item in answer["data"]] == [0, 1, 2, 3]
    assert answer["model_digest"] == model.model_digest
    assert answer["tokenizer_digest"] == model.tokenizer_digest
    tokens = sum(map(len, model.tokenize(PROGRAMS)))
    assert answer["usage"] == {"prompt_tokens": tokens, "total_tokens": tokens}


def test_base64_holds_the_same_numbers(client):
    numbers = post(client, input="x + 1").json()["data"][0]["embedding"]
    text = post(client, input="x + 1", encoding_format="base64").json()["data"][0]["embedding"]
    assert np.frombuffer(base64.b64decode(text), "<f4").tolist() == pytest.approx(numbers)


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_the_stock_openai_client_works(client, encoding):
    stock = openai.OpenAI(api_key="none", base_url="http://testserver/v1", http_client=client)
    answer = stock.embeddings.create(model="tiny", input=["x + 1", "y"], encoding_format=encoding)
    assert len(answer.data) == 2
    assert stock.embeddings.create(model="tiny", input="x + 1").data[0].embedding == pytest.approx(
        post(client, input="x + 1").json()["data"][0]["embedding"]
    )
    assert [model.id for model in stock.models.list()] == ["tiny", "tiny-images"]


def test_the_stock_openai_client_understands_a_refusal(client):
    stock = openai.OpenAI(
        api_key="none", base_url="http://testserver/v1", http_client=client, max_retries=0
    )
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        stock.embeddings.create(model="tiny", input="let x = ;")
    assert refused.value.code == "unreadable_source"
    assert refused.value.body["line"] == 1
    assert refused.value.body["column"] == 9


def test_unreadable_programs_of_a_list_have_their_own_errors(client):
    answer = post(client, input=["x + 1", "let x =\n  ;", "y"])
    assert answer.status_code == 200
    good, bad, _ = answer.json()["data"]
    assert good["error"] is None
    assert bad["embedding"] is None
    assert (bad["error"]["line"], bad["error"]["column"]) == (2, 3)
    assert bad["error"]["param"] == "input.1"
    alone = post(client, input=["x + 1"]).json()["data"][0]["embedding"]
    assert good["embedding"] == pytest.approx(alone, abs=1e-6)


def test_a_list_without_a_readable_program_is_refused(client):
    answer = post(client, input=["let x = ;", "}"])
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == "input.0"


def test_a_program_that_is_too_long_is_refused_with_its_length(client):
    answer = post(client, input="work();" * 100)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "input_too_long"
    assert error["limit"] == 128
    assert error["tokens"] > 200


def test_a_truncation_that_was_asked_for_is_reported(client):
    long, short = post(client, input=["work();" * 100, "x"], truncate=True).json()["data"]
    assert long["truncation"]["tokens"] - long["truncation"]["tokens_left_out"] == 128
    assert len(long["embedding"]) == 16
    assert short["truncation"] is None


def test_a_request_over_its_token_limit_is_too_large(client):
    answer = post(client, input=["const add = (a, b) => a + b;"] * 300)
    assert answer.status_code == 413
    assert answer.json()["error"]["limit"] == 2000


@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        ({"input": ""}, 422, "input"),
        ({"input": ["x", " \n"]}, 422, None),
        ({"input": []}, 422, None),
        ({"input": ["x"] * 2049}, 422, None),
        ({"input": "x", "model": "gpt"}, 404, "model"),
        ({"input": "x", "dimensions": 8}, 422, "dimensions"),
        ({"input": "x", "truncat": True}, 422, "truncat"),
        ({"input": [1, 2]}, 422, None),
    ],
)
def test_what_does_not_fit_is_refused(client, body, status, param):
    answer = post(client, **body)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert param is None or error["param"].split(".")[0] == param


def test_the_models_own_dimensions_may_be_named(client):
    assert post(client, input="x", dimensions=16, user="someone").status_code == 200


HOSTILE = {
    "lone surrogate": b'"\\ud800"',
    "NUL": b'"\\u0000"',
    "nested": b'"' + b"(" * 50_000 + b'"',
    "nested JSON": b"[" * 50_000,
    "number": b"1" * 5000,
    "not UTF-8": b'"\xff"',
    "unquoted": b"x",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_is_the_callers_fault(client, text):
    answer = client.post(
        "/v1/embeddings",
        content=b'{"model": "tiny", "input": ' + text + b"}",
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]
    assert post(client, input="x").status_code == 200
