"""Show a new user one real answer of the running service, and how to get it again."""

import json
import shlex
import sys
import threading
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import Any

# A linked list turned round, as a minifier leaves it; one of the indexed packages has it in full.
CODE = """\
function r(n) {
  let e = null, t = null, l = n;
  for (; null !== l; ) t = l.prev, l.prev = e, e = l, l = t;
  return e;
}
"""
_LIMIT = 3
_POLL_S = 0.2
# Requests go to this machine: a proxy set for the outside must not see them.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class FirstQuery(threading.Thread):
    """Waits until the service is ready, asks it once, and prints the question and the answer.

    Ends with the process; prints nothing if the service never gets ready.
    """

    def __init__(self, address: str) -> None:
        super().__init__(name="first-query", daemon=True)
        self._address = address

    def run(self) -> None:
        """Wait, ask, print."""
        while not is_ready(self._address):
            time.sleep(_POLL_S)
        started = time.monotonic()
        answer = ask(self._address)
        milliseconds = (time.monotonic() - started) * 1000
        sys.stdout.write(report(self._address, answer, milliseconds))
        sys.stdout.flush()


def is_ready(address: str) -> bool:
    """Whether the service answers requests."""
    try:
        with _direct.open(f"{address}/health/ready", timeout=5) as response:
            return bool(response.status == HTTPStatus.OK)
    except OSError:
        return False


def body() -> str:
    """The query, as sent."""
    return json.dumps({"code": CODE, "limit": _LIMIT})


def ask(address: str) -> dict[str, Any]:
    """The service's answer to the query."""
    request = urllib.request.Request(
        f"{address}/v1/clones/search",
        data=body().encode(),
        headers={"Content-Type": "application/json"},
    )
    with _direct.open(request, timeout=60) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def curl_line(address: str) -> str:
    """The shell command that sends the same query."""
    parts = ["curl", "-sS", f"{address}/v1/clones/search"]
    parts += ["-H", "Content-Type: application/json", "-d", body()]
    return shlex.join(parts)


def report(address: str, answer: dict[str, Any], milliseconds: float) -> str:
    """The query, its answer and where to go on, as text."""
    matches = answer["data"][0]["matches"]
    lines = ["", "Where else is this function?", "", *(f"    {line}" for line in CODE.splitlines())]
    lines += ["", f"cosine  lexical  match (of {answer['model']}, {milliseconds:.0f} ms)"]
    lines += [_row(match) for match in matches] or ["(the index is empty)"]
    lines += ["", "Ask again:", "", curl_line(address), "", f"API pages: {address}/docs", ""]
    return "\n".join(lines)


def _row(match: dict[str, Any]) -> str:
    name = f"{match['owner']}.{match['name']}" if match["owner"] else match["name"]
    place = f"{match['package']}/{match['file']}:{match['start_line']}"
    return f"{match['cosine']:6.3f}  {match['lexical_similarity']:7.3f}  {name}  {place}"
