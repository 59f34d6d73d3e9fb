"""The interface against its own description: schemathesis sends what the schema allows and what it forbids, and looks for drift and failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

#: What is on record, so that what may be sent reaches the deeds and not only "no such agreement".
REAL = {"family": "anzus", "slug": "treaty", "code": "NZL", "number": 3, "key": "0123456789abcdefghij"}


def operations() -> list[tuple[str, str]]:
    """Every operation of the description."""
    from foedera.api.service import api

    return [(method, path) for path, found in api.get_openapi_schema()["paths"].items() for method in found]


@pytest.fixture
def described(register: Any) -> Iterator[Any]:
    """The interface by its own description, over a register whose changes are rolled back."""
    from foedera.web.wsgi import application

    # A server's requests begin and end with a look at the connection, which would take the test's transaction for a forgotten one.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize(("method", "path"), operations())
def test_no_answer_departs_from_the_description(described: Any, token: Callable[..., str], method: str, path: str, mode: GenerationMode) -> None:
    """No 5xx, no undocumented status, media type or shape, for what may be sent and what may not."""
    key = token("treaty-officer", "administrator")
    operation = described[path][method.upper()]
    if mode is GenerationMode.NEGATIVE and not (list(operation.query) or list(operation.body)):
        pytest.skip("the operation takes nothing that could be malformed")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def send(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            case.path_parameters.update({name: REAL[name] for name in case.path_parameters if name in REAL})
        case.call_and_validate(headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}, checks=CHECKS)

    send()
