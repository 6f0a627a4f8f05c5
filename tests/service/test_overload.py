"""A service with too much to do says so, and goes on."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from held_model import HeldModel
from readiness import wait_until_ready

from service.app import create_app
from service.engine import Engine
from service.settings import Settings


@pytest.fixture
def held_service(places):
    """Client, model and state of a service with small limits."""

    def load(settings):
        engine = Engine.load(settings)
        engine.model = HeldModel(engine.model)
        return engine

    settings = Settings(
        **places, max_queued_requests=3, max_queued_tokens=40, deadline_s=1.0, parse_workers=1
    )
    app = create_app(settings, load)
    with TestClient(app) as client:
        wait_until_ready(client)
        yield client, app.state.service.engine.model
        app.state.service._engine.model.free.set()


def post(client, text="x + 1"):
    return client.post("/v1/embeddings", json={"model": "tiny", "input": text})


def test_too_many_tokens_are_refused_with_429_and_a_time(held_service):
    client, model = held_service
    model.free.clear()
    with ThreadPoolExecutor(1) as caller:
        first = caller.submit(post, client, "const add = (a, b) => a + b;")
        assert model.held.wait(10)
        refused = post(client, "const subtract = (a, b) => a - b;")
        model.free.set()
        assert first.result().status_code == 200
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json()["error"]["type"] == "rate_limit_error"
    assert post(client).status_code == 200


def test_too_many_requests_are_refused_and_the_rest_is_answered(held_service):
    client, model = held_service
    model.free.clear()
    with ThreadPoolExecutor(8) as callers:
        answers = [callers.submit(post, client, "x") for _ in range(8)]
        assert model.held.wait(10)
        while sum(answer.done() for answer in answers) < 5:
            pass
        model.free.set()
        statuses = sorted(answer.result().status_code for answer in answers)
    assert statuses == [200] * 3 + [429] * 5


def test_an_answer_that_takes_too_long_is_given_up(held_service):
    client, model = held_service
    model.free.clear()
    answer = post(client)
    assert answer.status_code == 429
    assert "not answered within 1 s" in answer.json()["error"]["message"]
    model.free.set()
    assert post(client).status_code == 200
    assert client.app.state.service.admission.tokens == 0


def test_work_of_a_caller_who_left_is_given_up(held_service):
    client, model = held_service
    body = json.dumps({"model": "tiny", "input": "x + 1"}).encode()
    sent = []
    model.free.clear()

    async def leave():
        messages = iter([{"type": "http.request", "body": body}])

        async def receive():
            for message in messages:
                return message
            await asyncio.to_thread(model.held.wait, 10)
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        headers = [(b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": "/v1/embeddings", "headers": headers}
        await client.app(scope | {"query_string": b"", "http_version": "1.1"}, receive, send)

    asyncio.run(leave())
    assert sent[0]["status"] == 499
    assert client.app.state.service.admission.tokens == 0
    model.free.set()
    assert post(client).status_code == 200


def test_a_defect_is_a_500_that_tells_nothing_of_the_inside(held_service):
    client, model = held_service

    def break_down(*_, **__):
        raise RuntimeError("secret place")

    model.embed = break_down
    quiet = TestClient(client.app, raise_server_exceptions=False)
    answer = post(quiet)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.json()["error"]["code"] == "internal_error"
