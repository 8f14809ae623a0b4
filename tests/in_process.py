"""Clients of a simulator in this process, and what tests of workflows ask of both."""

from __future__ import annotations

from soapclient import Client

PLACE = "http://simulator.invalid/"
READS = ("Get", "Authenticate", "DocumentAccess", "FolderAccess", "get")


def client_of(simulator, user="admin", password="admin", *, wsdl="bundled", **options):
    """Return a client of a simulator in this process."""
    client = Client(f"{PLACE}srv.asmx", username=user, password=password, wsdl=wsdl, **options)
    client.wiring.transport.mount(PLACE, simulator.adapter())
    return client


def names(found):
    """Return the names of users, groups or libraries."""
    return [getattr(each, "user_name", None) or each.name for each in found]


def changes(simulator):
    """Return which operations that change something arrived, in order."""
    arrived = [each.operation for each in simulator.arrived]
    return [each for each in arrived if not each.startswith(READS) and "Exists" not in each]


def success(operation, ir):
    """Return a success of an operation, as this transport has it."""
    root = '<response xmlns="" success="true" error="" />'
    if ir.wiring.caller.transport == "http-post":
        return root.encode()
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<{operation}Response xmlns="{ir.contract[operation].namespace}"><{operation}Result>{root}</{operation}Result>'
        f"</{operation}Response></s:Body></s:Envelope>"
    ).encode()
