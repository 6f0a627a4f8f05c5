"""Wait for a service that loads in the background."""

import time


def wait_until_ready(client):
    """Return once the service answers; fail with its reason if it never does."""
    deadline = time.monotonic() + 60
    while client.get("/health/ready").status_code != 200:
        assert time.monotonic() < deadline, client.app.state.service.failure
        time.sleep(0.05)
