"""The process: start, refusals to start, readiness, an orderly end, and the first query."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from service import first_query

ROOT = Path(__file__).parents[2]
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def command(*flags):
    return [sys.executable, "-m", "service", *flags]


@contextmanager
def running(places, *flags):
    """A server process and its address; killed at the end if it still runs."""
    model, index = str(places["model_dir"]), str(places["index_dir"])
    line = command("--model-dir", model, "--index-dir", index, "--port", "0", *flags)
    process = subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http://[\d.]+:\d+", process.stderr.readline())[0]
        yield process, address
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(address):
    deadline = time.monotonic() + 60
    while not first_query.is_ready(address):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def status_of(url, data=None):
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with direct.open(request, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@contextmanager
def unfinished_request(address):
    """A search whose body comes to its end with the block; the service has begun it meanwhile."""
    host, port = address.removeprefix("http://").split(":")
    body = json.dumps({"code": "const add = (a, b) => a + b"}).encode()
    head = (
        f"POST /v1/clones/search HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as caller:
        caller.sendall(head.encode())
        yield
        caller.sendall(body)
        assert caller.recv(64).startswith(b"HTTP/1.1 ")


def test_a_signal_lets_what_runs_be_answered_refuses_what_is_new_and_ends_in_order(places):
    body = json.dumps({"code": ["const add = (a, b) => a + b"] * 64, "limit": 100}).encode()
    statuses = []
    with running(places) as (process, address):
        wait_until_ready(address)
        search = f"{address}/v1/clones/search"
        callers = [
            threading.Thread(target=lambda: statuses.append(status_of(search, body)))
            for _ in range(8)
        ]
        # Without a request that lasts, the service might end before the new one comes.
        with unfinished_request(address):
            for caller in callers:
                caller.start()
            time.sleep(0.2)
            for _ in range(2):
                process.send_signal(signal.SIGTERM)
            while first_query.is_ready(address):
                time.sleep(0.01)
            assert status_of(search, body) == 503
            for caller in callers:
                caller.join()
        assert process.wait(timeout=20) == 0
        assert "Traceback" not in process.stderr.read()
    assert set(statuses) <= {200, 503}
    assert 200 in statuses


def test_the_first_query_prints_its_answer_and_a_line_that_repeats_it(places):
    with running(places, "--first-query") as (process, address):
        printed = []
        for line in process.stdout:
            printed.append(line.rstrip("\n"))
            if line.startswith("API pages"):
                break
        assert printed[-1] == f"API pages: {address}/docs"
        matches = first_query.ask(address)["data"][0]["matches"]
        assert len(matches) == 3
        for match in matches:
            place = f"{match['name']}  pack/{match['file']}:1"
            assert any(line.endswith(place) for line in printed)
        curl = next(line for line in printed if line.startswith("curl"))
        if shutil.which("curl"):
            asked = subprocess.run(
                ["bash", "-c", curl], capture_output=True, text=True, check=True, timeout=30
            )
            assert json.loads(asked.stdout)["data"][0]["matches"] == matches
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_the_curl_line_is_the_request_that_was_sent():
    _, _, url, _, header, _, data = shlex.split(first_query.curl_line("http://127.0.0.1:8000"))
    assert url == "http://127.0.0.1:8000/v1/clones/search"
    assert header == "Content-Type: application/json"
    assert json.loads(data) == json.loads(first_query.body())
    assert json.loads(data)["code"] == first_query.CODE


def refused(*flags):
    return subprocess.run(
        command(*flags), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_port_that_is_taken_is_named(places):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        model, index = str(places["model_dir"]), str(places["index_dir"])
        done = refused("--model-dir", model, "--index-dir", index, "--port", port)
    assert done.returncode == 2
    assert f"can't listen on 127.0.0.1:{port}: Address already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_model_is_named(places, tmp_path):
    model, index = str(tmp_path / "none"), str(places["index_dir"])
    done = refused("--model-dir", model, "--index-dir", index, "--port", "0")
    assert done.returncode == 2
    assert f"service: no model at {model}" in done.stderr


def test_a_missing_image_model_is_named(places, tmp_path):
    code = ("--model-dir", str(places["model_dir"]), "--index-dir", str(places["index_dir"]))
    images = str(tmp_path / "none")
    done = refused(*code, "--image-model-dir", images, "--port", "0")
    assert done.returncode == 2
    assert f"service: no model at {images}" in done.stderr


def test_a_missing_setting_names_its_flag_and_variable():
    assert "CONTRACODE_MODEL_DIR" not in os.environ
    done = refused("--index-dir", "index")
    assert done.returncode == 2
    assert "--model-dir or CONTRACODE_MODEL_DIR" in done.stderr
