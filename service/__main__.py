"""Start the service: ``python -m service --model-dir DIR --index-dir DIR``."""

import sys
from dataclasses import dataclass
from pathlib import Path

import tyro
import uvicorn
from pydantic import ValidationError

from compiler_aug import AugmentError
from contracode.errors import ContracodeError
from service.first_query import FirstQuery
from service.listener import listen
from service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve:
    """Serve embeddings and clone search over HTTP.

    What is not given here is read from the environment: CONTRACODE_MODEL_DIR, CONTRACODE_PORT and
    so on, see service/settings.py.
    """

    model_dir: Path | None = None
    """Checkpoint that makes the vectors."""
    index_dir: Path | None = None
    """Clone index made by that checkpoint."""
    qdrant_url: str | None = None
    """Qdrant server that holds the index instead; needs contracode[qdrant]."""
    qdrant_collection: str | None = None
    """Its collection, as `contracode index push` called it."""
    image_model_dir: Path | None = None
    """Checkpoint of an image model, for /v1/images/embeddings."""
    host: str | None = None
    """Address to listen on."""
    port: int | None = None
    """Port to listen on; 0 takes a free one."""
    first_query: bool = False
    """Once ready, send one clone query to this server and show how to repeat it with curl."""


_SETTINGS = (
    "model_dir",
    "index_dir",
    "qdrant_url",
    "qdrant_collection",
    "image_model_dir",
    "host",
    "port",
)


def main() -> int:
    """Serve until a signal comes; 0 after an orderly end, 2 if the service can't start."""
    command = tyro.cli(Serve, description=Serve.__doc__)
    try:
        settings = _settings(command)
        return _serve(settings, first_query=command.first_query)
    except _CannotStartError as error:
        sys.stderr.write(f"service: {error}\n")
        return 2


class _CannotStartError(Exception):
    """What the operator has to change."""


def _settings(command: Serve) -> Settings:
    given = {name: getattr(command, name) for name in _SETTINGS}
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{_named(fault['loc'])}{fault['msg']}" for fault in error.errors())
        raise _CannotStartError(faults) from error


def _named(place: tuple[int | str, ...]) -> str:
    """A setting by its flag and its variable; nothing where all of them are at fault together."""
    if not place:
        return ""
    name = str(place[0])
    return f"{name} (--{name.replace('_', '-')} or CONTRACODE_{name.upper()}): "


def _serve(settings: Settings, *, first_query: bool) -> int:
    try:
        listener = listen(settings.host, settings.port)
    except OSError as error:
        raise _CannotStartError(
            f"can't listen on {settings.host}:{settings.port}: {error.strerror}; stop what listens "
            "there or choose another --port"
        ) from error
    # Imported late: loading torch takes seconds, and a mistake in the flags should not.
    from service.app import create_app
    from service.server import OrderlyServer

    app = create_app(settings)
    state = app.state.service
    server = OrderlyServer(uvicorn.Config(app, log_level="warning", lifespan="on"), state)
    address = f"http://{_shown(settings.host)}:{listener.getsockname()[1]}"
    sys.stderr.write(f"service: {address} (loading; ready when {address}/health/ready says so)\n")
    if first_query:
        FirstQuery(address).start()
    server.run(sockets=[listener])
    if isinstance(state.failure, ContracodeError | AugmentError):
        raise _CannotStartError(str(state.failure)) from state.failure
    if state.failure is not None:
        raise state.failure
    return 0


def _shown(host: str) -> str:
    """Host by which this machine reaches the service."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    return everywhere.get(host, f"[{host}]" if ":" in host else host)


if __name__ == "__main__":
    sys.exit(main())
