"""Every operation of both contracts, called over a socket in both SOAP versions: the server reads what was said."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import plausible
import pytest
from servers import keeping

from soapclient import Client, Operation, Ticket, errors
from soapclient.calls.arguments import sayings
from soapclient.simulator import Simulator

pytest.importorskip("waitress", reason="the extra simulator is not installed")

TICKET = "a-ticket-that-was-given"


@pytest.fixture(scope="module", params=["bundled", "bundled-2019"])
def service(request):
    """A simulator of one contract on a socket, and its URL."""
    with Simulator(contract=request.param) as simulator, simulator.serve() as server:
        yield simulator, server.url


@pytest.fixture(params=["1.1", "1.2"])
def ir(request, service):
    """A client in one SOAP version, bound to the WSDL that this server publishes, which sends what it is told."""
    options = {"wsdl": "remote", "written_for": None, "soap_version": request.param, "trust_env": False}
    with Client(service[1], auth=Ticket(TICKET), **options) as client:
        keeping(client, *(name for name in client.contract if client.contract[name].whole))
        yield client


def call(ir: Client, simulator: Simulator, spelling: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Call an operation, and return what arrived; that the service then refuses it is no matter."""
    simulator.arrived.clear()
    try:
        ir.service[spelling](**arguments)
    except errors.ServiceError as error:
        assert not isinstance(error, errors.ServerFault) or "has no behaviour" in error.text
    (arrived,) = simulator.arrived
    assert ir.contract[spelling].name == arrived.operation
    assert {"1.1": "soap11", "1.2": "soap12"}[ir.soap_version] == arrived.protocol
    return dict(arrived.arguments)


def expected(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    """Return what must arrive: what was given, null for the rest, and the client's ticket."""
    ticket = {operation.session_parameter.name: TICKET} if operation.session_parameter else {}
    return dict.fromkeys(operation.parameters) | given | ticket


def canonical(operation: Operation, arguments: dict[str, Any]) -> dict[str, Any]:
    """Write XML in one way, so that it can be compared."""
    return {
        name: ET.canonicalize(value) if operation.parameters[name].type == "xml" and value is not None else value
        for name, value in arguments.items()
    }


def test_every_value_arrives(service, ir):
    """Each operation arrives, and each parameter of it with exactly the value that was given, by either spelling."""
    for name in ir.contract:
        operation = ir.contract[name]
        for spelling in (name, operation.python_name):
            given = plausible.values(operation)
            said = (
                given if spelling == name else {operation.parameters[each].python_name: given[each] for each in given}
            )
            arrived = call(ir, service[0], spelling, said)
            assert canonical(operation, expected(operation, given)) == canonical(operation, arrived), name


def test_what_is_left_out_arrives_as_null(service, ir):
    """What may be left out arrives as null, and what is said beside it as it was said."""
    seen = 0
    for name in ir.contract:
        operation = ir.contract[name]
        left_out = {each.name for each in operation.own_parameters if "nothing" in sayings(operation, each)}
        given = {key: value for key, value in plausible.values(operation).items() if key not in left_out}
        if left_out:
            seen += 1
            arrived = call(ir, service[0], name, given)
            assert canonical(operation, expected(operation, given)) == canonical(operation, arrived), name
    assert seen > 10
