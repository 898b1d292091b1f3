"""Every operation of the API, asked whatever its own description allows and much that it does not."""

import hypothesis.strategies as st
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kahui.site.wsgi import application
from kahui.web.api.v1 import described

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DAYS = st.sampled_from(["2014-11-30", "2016-12-31", "2017-07-30", "2021-09-30", "0001-01-01"])
THERE = {
    "id": st.sampled_from([99000, 99051, 99180]),
    "number": st.sampled_from([1, 1237]),
    "name": st.sampled_from(["uptake"]),
}
OPERATIONS = [path["get"]["operationId"] for path in described()["paths"].values()]


@pytest.fixture
def kept_open():
    """The server closes its database after each request; here the test's own is asked by all of them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(operation, mode, data, there):
    """Draw a call of the operation, make it, check the answer against the description; its status.

    With `there`, the call is led to a day and to things that are on record.
    """
    case = data.draw(operation.as_strategy(generation_mode=mode))
    if there:
        case.query = {**(case.query or {}), "on": data.draw(DAYS)}
        case.query.pop("known", None)
        case.path_parameters = {name: data.draw(THERE[name]) for name in case.path_parameters or {}}
    response = case.call(headers={"Accept-Encoding": "identity"})
    case.validate_response(response, checks=CHECKS)
    return response.status_code


@pytest.mark.parametrize("operation_id", OPERATIONS)
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not_allowed"]
)
def test_every_answer_is_as_described_and_none_is_a_fault_of_ours(
    operation_id, mode, public_record, kept_open
):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = (found.ok() for found in schema.get_all_operations())
    operation = next(o for o in operations if o.definition.raw["operationId"] == operation_id)

    @settings(max_examples=4 if operation_id == "get_report" else 10, suppress_health_check=list(HealthCheck))
    @given(data=st.data(), there=st.booleans())
    def calls(data, there):
        assert ask(operation, mode, data, there) in (200, 400, 404)

    calls()
