"""The OpenAPI document: as committed, and kept by the service."""

import itertools
import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

GOLDEN = Path(__file__).parent / "golden" / "openapi.json"
load_all_checks()
CONFORMANCE = CHECKS.get_by_names(
    (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "response_headers_conformance",
    )
)


def test_the_document_is_the_committed_one(app, pytestconfig):
    document = json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"
    if pytestconfig.getoption("--update-golden"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(document, encoding="utf-8")
    assert document == GOLDEN.read_text(encoding="utf-8"), "run pytest with --update-golden"


def test_every_refusal_has_the_one_error_body(app):
    for path, operations in app.openapi()["paths"].items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status != "200":
                    schema = response["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/ErrorBody"}, (path, status)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/v1/models", GenerationMode.POSITIVE),
        *itertools.product(
            ["/v1/embeddings", "/v1/images/embeddings", "/v1/clones/search"], GenerationMode
        ),
    ],
)
def test_no_request_breaks_the_service_and_every_response_is_as_documented(client, path, mode):
    schema = schemathesis.openapi.from_dict(client.app.openapi())
    (operation,) = (each.ok() for each in schema.include(path=path).get_all_operations())

    @given(operation.as_strategy(mode))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def send(case):
        case.validate_response(client.request(**request_of(case)), checks=CONFORMANCE)

    send()


def request_of(case):
    """The request of a generated case, as our own client sends it."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    names = ("method", "url", "headers", "json", "data", "params")
    given = {name: sent[name] for name in names if sent.get(name) is not None}
    return {"content" if name == "data" else name: value for name, value in given.items()}
