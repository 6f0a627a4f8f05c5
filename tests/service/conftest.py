"""A running service with tiny real models and a tiny real index."""

import anyio
import pytest
from fastapi.testclient import TestClient
from readiness import wait_until_ready
from tiny_image_model import write_tiny_image_model
from tiny_model import PROGRAMS, write_tiny_model

from compiler_aug import Augmenter
from contracode.encoders.code.embedder import Embedder
from contracode.index import build_index, open_source
from service.app import create_app
from service.settings import Settings

# anyio imports this when it is first asked for, and pytest parses what it rewrites. Python 3.11
# can't do that while another thread parses (SystemError: AST constructor recursion depth).
_ = anyio.open_file


@pytest.fixture(scope="session")
def places(tmp_path_factory):
    """Folders of a model, of its index of the model's programs, and of an image model."""
    folder = tmp_path_factory.mktemp("service")
    model = write_tiny_model(folder / "model")
    source = folder / "pack"
    source.mkdir()
    for number, program in enumerate(PROGRAMS):
        (source / f"{number}.js").write_text(program)
    with Augmenter(workers=1) as augmenter:
        functions = open_source(source, augmenter, pytest.fail)
        build_index(functions, Embedder.load(model), folder / "index")
    images = write_tiny_image_model(folder / "images")
    return {"model_dir": model, "index_dir": folder / "index", "image_model_dir": images}


@pytest.fixture(scope="session")
def app(places):
    return create_app(Settings(**places, max_body_bytes=1_000_000, max_request_tokens=2000))


@pytest.fixture(scope="session")
def client(app):
    with TestClient(app, raise_server_exceptions=False) as ready_client:
        wait_until_ready(ready_client)
        yield ready_client
