"""The API page works on a machine without a way out."""

import re

from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings


def test_the_api_page_loads_its_scripts_from_the_service_itself(places):
    with TestClient(create_app(Settings(**places))) as client:
        page = client.get("/docs").text
        wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert len(wanted) >= 2
        for address in wanted:
            assert address.startswith("/static"), address
            assert client.get(address).status_code == 200
        assert client.get("/openapi.json").json()["info"]["title"] == "ContraCode"
