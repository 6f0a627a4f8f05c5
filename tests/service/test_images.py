"""Embeddings of images over HTTP."""

import base64
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import openai
import pytest
from fastapi.testclient import TestClient
from held_model import HeldModel
from readiness import wait_until_ready
from tiny_image_model import encoded, tiny_images

from contracode.encoders.images import ImageEmbedder
from service import image_engine
from service.app import create_app
from service.image_engine import load_image_engine
from service.settings import Settings

IMAGES = tiny_images(5)


def as_text(pixels, form="PNG", *, url=False):
    text = base64.b64encode(encoded(pixels, form)).decode()
    return f"data:image/{form.lower()};base64,{text}" if url else text


ONE = as_text(IMAGES[0])


def post(client, **body):
    return client.post("/v1/images/embeddings", json={"model": "tiny-images", **body})


@pytest.fixture(scope="module")
def model(places):
    return ImageEmbedder.load(places["image_model_dir"])


def test_an_image_gets_the_vector_that_the_model_gives(client, model):
    answer = post(client, input=[as_text(image) for image in IMAGES]).json()
    got = np.array([item["embedding"] for item in answer["data"]])
    assert got == pytest.approx(model.embed(IMAGES), abs=1e-6)
    assert [item["index"] for item in answer["data"]] == [0, 1, 2, 3, 4]
    assert all(item["object"] == "embedding" for item in answer["data"])
    assert (answer["object"], answer["model"]) == ("list", "tiny-images")
    assert answer["model_digest"] == model.model_digest
    assert answer["usage"] == {"images": 5}


def test_base64_may_have_lines_and_a_data_url_is_as_good(client):
    alone = post(client, input=ONE).json()["data"]
    lines = "\n".join(ONE[start : start + 20] for start in range(0, len(ONE), 20))
    assert post(client, input=lines).json()["data"] == alone
    assert post(client, input=as_text(IMAGES[0], url=True)).json()["data"] == alone


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_photographs_of_any_size_are_read(client, form):
    photograph = np.random.default_rng(0).integers(0, 256, (30, 50, 3), dtype=np.uint8)
    answer = post(client, input=as_text(photograph, form))
    assert answer.status_code == 200
    assert np.linalg.norm(answer.json()["data"][0]["embedding"]) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("encoding", ["float", "base64"])
def test_the_stock_openai_client_works(client, model, encoding):
    stock = openai.OpenAI(
        api_key="none", base_url="http://testserver/v1/images", http_client=client
    )
    answer = stock.embeddings.create(model="tiny-images", input=[ONE], encoding_format=encoding)
    (vector,) = (each.embedding for each in answer.data)
    if encoding == "base64":
        vector = np.frombuffer(base64.b64decode(vector), "<f4")
    assert vector == pytest.approx(model.embed(IMAGES[:1])[0], abs=1e-6)
    default = stock.embeddings.create(model="tiny-images", input=ONE).data[0].embedding
    assert default == pytest.approx(model.embed(IMAGES[:1])[0], abs=1e-6)


def test_the_list_of_models_tells_what_each_reads(client, model):
    code, image = client.get("/v1/models").json()["data"]
    assert (code["id"], code["kind"]) == ("tiny", "code")
    assert image == {
        "id": "tiny-images",
        "object": "model",
        "created": 0,
        "owned_by": "contracode",
        "kind": "image",
        "dimensions": 16,
        "size": 8,
        "channels": 1,
        "model_digest": model.model_digest,
    }


def test_unreadable_images_of_a_list_have_their_own_errors(client):
    answer = post(client, input=[ONE, "bm90IGFuIGltYWdl", "!!", ONE])
    assert answer.status_code == 200
    body = answer.json()
    good, no_image, no_base64, last = body["data"]
    assert good["error"] is None
    assert good["embedding"] == pytest.approx(last["embedding"])
    assert no_image["embedding"] is None
    assert no_image["error"]["code"] == "unreadable_image"
    assert no_image["error"]["param"] == "input.1"
    assert "wanted the base64 of an image's file" in no_base64["error"]["message"]
    assert no_base64["error"]["param"] == "input.2"
    assert body["usage"] == {"images": 2}


CUT_OFF = base64.b64encode(encoded(tiny_images(1)[0])[:60]).decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bm90IGFuIGltYWdl", "wanted a whole PNG, JPEG or WebP image"),
        (CUT_OFF, "wanted a whole PNG, JPEG or WebP image"),
        ("abc", "wanted the base64 of an image's file"),
        ("é", "wanted the base64 of an image's file"),
        ("data:image/png,abc", "a data URL of an image begins with"),
        ("data:image/png;base64", "a data URL of an image begins with"),
    ],
)
def test_an_unreadable_image_is_refused_by_its_place(client, text, reason):
    for given, place in ((text, "input"), ([text, text], "input.0")):
        answer = post(client, input=given)
        assert answer.status_code == 422
        error = answer.json()["error"]
        assert error["code"] == "unreadable_image"
        assert error["param"] == place
        assert reason in error["message"]


@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        ({"input": ""}, 422, "input"),
        ({"input": []}, 422, None),
        ({"input": [ONE] * 257}, 422, None),
        ({"input": [1]}, 422, None),
        ({}, 422, "input"),
        ({"input": ONE, "model": "tiny"}, 404, "model"),
        ({"input": ONE, "dimensions": 8}, 422, "dimensions"),
        ({"input": ONE, "language": "js"}, 422, "language"),
        ({"input": ONE, "encoding_format": "int8"}, 422, "encoding_format"),
    ],
)
def test_what_does_not_fit_is_refused(client, body, status, param):
    answer = post(client, **body)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert param is None or error["param"].split(".")[0] == param


def test_as_many_images_as_a_request_may_have_are_answered(client):
    answer = post(client, input=[ONE] * 256, dimensions=16, user="someone")
    assert answer.json()["usage"] == {"images": 256}


@pytest.fixture(scope="module")
def held_service(places):
    """Client and image model of a service with small limits."""

    def load(settings):
        engine = load_image_engine(settings)
        engine.model = HeldModel(engine.model)
        return engine

    limits = {"max_queued_images": 3, "max_request_pixels": 1000, "deadline_s": 3.0}
    app = create_app(Settings(**places, **limits, parse_workers=1), load_images=load)
    with TestClient(app, raise_server_exceptions=False) as client:
        wait_until_ready(client)
        yield client, app.state.service.image_engine.model
        app.state.service._image_engine.model.free.set()


def test_too_many_images_are_refused_with_429_and_a_time_and_programs_are_answered(held_service):
    client, model = held_service
    model.held.clear()
    model.free.clear()
    with ThreadPoolExecutor(1) as caller:
        first = caller.submit(post, client, input=[ONE] * 2)
        assert model.held.wait(10)
        refused = post(client, input=[ONE] * 2)
        code = client.post("/v1/embeddings", json={"model": "tiny", "input": "x"})
        model.free.set()
        assert first.result().status_code == 200
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "2 images are waiting, 2 more" in refused.json()["error"]["message"]
    assert code.status_code == 200
    assert client.app.state.service.admission.images == 0


def test_an_answer_that_takes_too_long_is_given_up(held_service):
    client, model = held_service
    model.free.clear()
    answer = post(client, input=ONE)
    model.free.set()
    assert answer.status_code == 429
    assert "not answered within 3 s" in answer.json()["error"]["message"]
    assert client.app.state.service.admission.images == 0


def test_more_images_than_are_ever_let_in_are_too_large(held_service):
    answer = post(held_service[0], input=[ONE] * 4)
    assert answer.status_code == 413
    assert answer.json()["error"]["limit"] == 3


def test_more_pixels_than_are_decoded_for_a_request_are_too_large(held_service):
    large = as_text(np.zeros((30, 20), np.uint8))
    client, _ = held_service
    assert post(client, input=large).status_code == 200
    answer = post(client, input=[large, large])
    assert answer.status_code == 413
    error = answer.json()["error"]
    assert (error["limit"], error["param"]) == (1000, "input")
    assert "1200 pixels" in error["message"]


def test_a_defect_is_a_500_that_tells_nothing_of_the_inside(held_service):
    client, model = held_service

    def break_down(_):
        raise RuntimeError("secret place")

    model.embed = break_down
    answer = post(client, input=ONE)
    del model.embed
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert post(client, input=ONE).status_code == 200


def test_without_an_image_model_the_route_says_how_to_start_with_one(places, monkeypatch, tmp_path):
    monkeypatch.setattr(image_engine, "SHIPPED", tmp_path / "none")
    settings = Settings(**{**places, "image_model_dir": None}, parse_workers=1)
    with TestClient(create_app(settings)) as client:
        wait_until_ready(client)
        answer = post(client, input=ONE)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "no_image_model"
        assert "--image-model-dir DIR" in answer.json()["error"]["message"]
        assert [each["kind"] for each in client.get("/v1/models").json()["data"]] == ["code"]


def test_a_model_that_comes_with_the_package_is_served_unless_another_is_named(places, monkeypatch):
    monkeypatch.setattr(image_engine, "SHIPPED", places["image_model_dir"])
    engine = load_image_engine(Settings(**{**places, "image_model_dir": None}))
    assert engine.model.name == "tiny-images"
    engine.close()
