"""The servers that nobody here wrote: where they are, and what arrived at them (`docs/interop.md`)."""

from __future__ import annotations

import base64
import json
import os
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import wire

NAMES = ("asmx", "php", "node", "gsoap", "spyne")
VARIABLES = {f"SOAPCLIENT_{name.upper()}_URL": name for name in NAMES}
NAMESPACES = {"asmx": "urn:example:asmx", "spyne": "urn:example:spyne"}
ORDERS = "urn:example:orders"
CI = Path(__file__).resolve().parent.parent / ".ci"
SCHEMA = CI / "interop" / "wsdl" / "orders.xsd"


@dataclass(frozen=True)
class Arrived:
    """What a method of a server was called with.

    Attributes:
        operation: its name.
        read: its arguments, as the server's toolkit read them and JSON can say them.
        headers: the SOAP headers that it read.
        request: the bytes of the request, its media type and its SOAPAction.
    """

    operation: str
    read: dict[str, Any]
    headers: dict[str, Any]
    request: bytes
    media: str | None
    action: str | None


@dataclass(frozen=True)
class Server:
    """One of the servers."""

    name: str
    base: str

    @property
    def namespace(self) -> str:
        """The namespace of its operations."""
        return NAMESPACES.get(self.name, ORDERS)

    def url(self, contract: str = "orders") -> str:
        """Return where a contract of it is called: "orders", "orders12", "rpc" or "encoded"."""
        if self.name == "asmx":
            return urllib.parse.urljoin(self.base, f"{contract.removesuffix('12')}.asmx")
        return urllib.parse.urljoin(self.base, contract)

    def wsdl(self, contract: str = "orders") -> str:
        """Return where the WSDL of a contract is."""
        return f"{self.url(contract)}?wsdl"

    def around(self) -> Server:
        """Return the server of gSOAP that does with what is around SOAP: WS-Security and WS-Addressing."""
        told = wire.send(self.base, wire.Request("GET", "around", {}))
        return Server(self.name, told.body.decode())

    def arrived(self) -> Arrived | None:
        """Return the last call since `forget`."""
        told = json.loads(self._ask(""))
        if told is not None:
            told["request"] = base64.b64decode(told["request"])
        return told and Arrived(**told)

    def forget(self) -> None:
        """Forget what arrived."""
        self._ask("?reset=1")

    def _ask(self, query: str) -> bytes:
        page = urllib.parse.urljoin(self.base, "arrived.ashx" if self.name == "asmx" else "arrived")
        answer = wire.send(page, wire.Request("GET", query, {}))
        assert answer.status == 200, answer
        return answer.body


def server(name: str) -> Server:
    """Return a server, or skip the test where there is none."""
    variable = f"SOAPCLIENT_{name.upper()}_URL"
    if variable not in os.environ:
        pytest.skip("SOAPCLIENT_<NAME>_URL is not set: the servers of others are started by .ci/interop/all run")
    found = Server(name, urllib.parse.urljoin(os.environ[variable], "."))
    found.forget()
    return found
