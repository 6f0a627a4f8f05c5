"""Alive at once, ready when warm, refusing while stopping."""

import threading

from fastapi.testclient import TestClient
from readiness import wait_until_ready

from service.app import create_app
from service.engine import Engine
from service.settings import Settings


def test_it_is_alive_but_not_ready_while_it_loads(places):
    go_on = threading.Event()

    def load(settings):
        go_on.wait(30)
        return Engine.load(settings)

    with TestClient(create_app(Settings(**places), load)) as client:
        assert client.get("/health/live").status_code == 200
        for path in ("/health/ready", "/v1/models"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] == "not_ready"
        go_on.set()
        wait_until_ready(client)


def test_it_refuses_everything_but_liveness_while_it_stops(places):
    app = create_app(Settings(**places))
    with TestClient(app) as client:
        wait_until_ready(client)
        app.state.service.drain.begin()
        assert client.get("/health/live").status_code == 200
        for path in ("/health/ready", "/v1/models", "/docs"):
            assert client.get(path).status_code == 503


def test_a_failure_to_load_is_kept_for_who_started_it(places, tmp_path):
    app = create_app(Settings(model_dir=tmp_path, index_dir=places["index_dir"]))
    with TestClient(app) as client:
        while app.state.service.failure is None:
            assert client.get("/health/ready").status_code == 503
        assert "unfinished model" in str(app.state.service.failure)


def test_unknown_paths_and_methods_have_the_one_error_body(client):
    assert client.get("/nowhere").json()["error"]["code"] == "http_404"
    assert client.get("/v1/embeddings").json()["error"]["code"] == "http_405"
