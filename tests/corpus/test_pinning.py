"""Lock files of data sets, asked of a registry that runs inside the test."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from contracode.corpus.pinning import pin_packages
from contracode.errors import CorpusError

VERSIONS = {
    "queue": {
        version: {
            "name": "queue",
            "version": version,
            "license": "MIT",
            "dependencies": {"list": "^3.0.0"},
            "dist": {"integrity": "sha512-AAAA", "tarball": "http://127.0.0.1:9/queue.tgz"},
        }
        for version in ("1.2.3", "2.0.0", "2.1.0")
    }
}


class Registry(BaseHTTPRequestHandler):
    """Answers as an npm registry does."""

    def do_GET(self):
        versions = VERSIONS.get(self.path.strip("/"))
        body = {"name": self.path.strip("/"), "versions": versions or {}, "dist-tags": {}}
        self.send_response(200 if versions else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def dataset(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = tmp_path / "tiny"
    folder.mkdir()
    npmrc = f"registry=http://127.0.0.1:{server.server_port}/\ncache={tmp_path / 'npm-cache'}\n"
    (folder / ".npmrc").write_text(npmrc + "fetch-retries=0\n")
    yield folder
    server.shutdown()
    server.server_close()


def want(dataset, **dependencies):
    about = {"name": "tiny", "private": True, "dependencies": dependencies}
    (dataset / "package.json").write_text(json.dumps(about))


def test_the_lock_names_the_packages_alone_and_no_address(dataset):
    want(dataset, queue="1.2.3")
    assert pin_packages(dataset) == 1
    text = (dataset / "package-lock.json").read_text()
    lock = json.loads(text)
    assert lock["packages"] == {
        "": {"name": "tiny", "dependencies": {"queue": "1.2.3"}},
        "node_modules/queue": {"version": "1.2.3", "integrity": "sha512-AAAA", "license": "MIT"},
    }
    assert "http" not in text


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("^1.0.0", r"pinned exactly: \^1\.0\.0 means 1\.2\.3"),
        ("^2.0.0", r"\^2\.0\.0 means 2 versions of queue; give one"),
    ],
)
def test_a_range_is_refused(dataset, wanted, message):
    want(dataset, queue=wanted)
    with pytest.raises(CorpusError, match=message):
        pin_packages(dataset)


def test_a_package_that_the_registry_lacks_is_named(dataset):
    want(dataset, stack="1.0.0")
    with pytest.raises(CorpusError, match=r"tiny was not pinned: `npm view stack@1\.0\.0` failed"):
        pin_packages(dataset)
    assert not (dataset / "package-lock.json").exists()


@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_data_set_without_dependencies_is_refused(dataset, content):
    if content is not None:
        (dataset / "package.json").write_text(content)
    with pytest.raises(CorpusError, match="must hold `dependencies`"):
        pin_packages(dataset)
