"""What servers that nobody here wrote make of a request, measured with bytes written by hand (`docs/interop.md`).

Nothing of the client is used here. The servers are those of `.ci/interop/all`; without them the tests are skipped.
"""

from __future__ import annotations

import re
from typing import Any

import foreign
import pytest
import wire

pytestmark = pytest.mark.interop
REFUSED = "refused"  # a fault
MISSING = "missing"  # the server can tell an element that is left out from one that is nil
VERSIONS = ("1.1", "1.2")


@pytest.fixture(params=foreign.NAMES)
def server(request: pytest.FixtureRequest) -> foreign.Server:
    """Each server, with nothing arrived yet."""
    return foreign.server(request.param)


def post(server: foreign.Server, version: str, operation: str, parameters: str = "") -> wire.Answer:
    """Call an operation with parameters that are written out."""
    text = wire.envelope(version, wire.wrapper(operation, parameters, server.namespace))
    headers = wire.headers(version, f"{server.namespace}/{operation}")
    return wire.send(
        server.url("orders" if version == "1.1" else "orders12"), wire.Request("POST", "", headers, text.encode())
    )


NULLS: dict[str, dict[str, tuple[Any, Any, Any]]] = {
    # Left out, xsi:nil="true", an empty element.
    "asmx": {
        "email": (None, "", ""),
        "mobile": (None, "", ""),
        "age": (0, REFUSED, REFUSED),
        "points": (None, None, REFUSED),
    },
    "php": {
        "email": (MISSING, None, ""),
        "mobile": (MISSING, None, ""),
        "title": (MISSING, None, ""),
        "age": (MISSING, None, None),
        "points": (MISSING, None, None),
    },
    "node": {
        "email": (MISSING, None, ""),
        "mobile": (MISSING, None, ""),
        "title": (MISSING, None, ""),
        "age": (MISSING, None, None),
        "points": (MISSING, None, None),
    },
    "gsoap": {
        "email": (None, None, ""),
        "mobile": (None, None, ""),
        "title": (None, None, ""),
        "age": (None, None, REFUSED),
        "points": (None, None, REFUSED),
    },
    "spyne": {
        "email": (None, REFUSED, ""),
        "mobile": (REFUSED, None, ""),
        "title": (None, None, ""),
        "age": (None, REFUSED, REFUSED),
        "points": (REFUSED, None, REFUSED),
    },
}
REQUIRED = {"mobile": "<mobile>1</mobile>", "age": "<age>1</age>", "points": "<points>1</points>"}


@pytest.mark.parametrize("form", ["left out", "nil", "empty"])
@pytest.mark.parametrize("parameter", ["email", "mobile", "title", "age", "points"])
def test_null(server: foreign.Server, parameter: str, form: str) -> None:
    """Each server makes of an element that is left out, nil or empty what the table says."""
    facts = NULLS[server.name]
    if parameter not in facts:
        pytest.skip("ASMX has no element that is optional and nillable")
    forms = {"left out": "", "nil": f'<{parameter} xsi:nil="true"/>', "empty": f"<{parameter}/>"}
    sent = {name: REQUIRED.get(name, "") for name in facts} | {parameter: forms[form]}

    answer = post(server, "1.1", "Update", "".join(sent.values()))

    expected = facts[parameter][list(forms).index(form)]
    arrived = server.arrived()
    if expected is REFUSED:
        assert arrived is None
        assert "Fault" in answer.body.decode()
    else:
        assert arrived is not None
        assert answer.status == 200
        assert arrived.read.get(parameter, MISSING) == expected


STATUS = {"asmx": (500, 500), "php": (500, 500), "node": (200, 200), "gsoap": (500, 400), "spyne": (500, 500)}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_declared_fault(server: foreign.Server, version: str) -> None:
    """A fault comes with the HTTP status of the table and with its detail in the server's own namespace."""
    answer = post(server, version, "Fail", "<code>7</code><reason>not today</reason>")

    assert answer.status == STATUS[server.name][VERSIONS.index(version)]
    text = answer.body.decode()
    assert "not today" in text
    assert re.search(r"<(\w+:)?code>7</", text)


def test_one_way(server: foreign.Server) -> None:
    """A one-way operation is answered with an empty body: 202, by ASMX on Mono 200 and never called; spyne has none."""
    answer = post(server, "1.1", "Notify", "<text>hello</text>")

    arrived = server.arrived()
    if server.name == "spyne":
        assert answer.status == 500
    elif server.name == "asmx":
        assert (answer.status, answer.media_type, answer.body) == (200, "text/html", b"")
        assert arrived is None
    else:
        assert (answer.status, answer.body) == (202, b"")
        assert arrived is not None
        assert arrived.read == {"text": "hello"}


def test_an_unknown_operation(server: foreign.Server) -> None:
    """An operation that the server does not have is a failure, and nothing is called."""
    answer = post(server, "1.1", "Nonsense", "<text>hello</text>")

    assert answer.status == 500
    assert server.arrived() is None


def mtom(server: foreign.Server, data: bytes, declaration: str) -> wire.Answer:
    """Call Store with the bytes beside the envelope."""
    include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:data@example.com"/>'
    store = wire.wrapper("Store", f"<name>n</name><data>{include}</data>", server.namespace)
    text = wire.envelope("1.1", store, declaration=declaration)
    media = 'application/xop+xml; charset=UTF-8; type="text/xml"'
    parts = ((media, "root", text.encode()), ("application/octet-stream", "data", data))
    body = b"".join(
        f"--limit\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\n"
        f"Content-ID: <{name}@example.com>\r\n\r\n".encode()
        + content
        + b"\r\n"
        for kind, name, content in parts
    )
    headers = {
        "Content-Type": 'multipart/related; boundary="limit"; type="application/xop+xml"; '
        'start="<root@example.com>"; start-info="text/xml"',
        "SOAPAction": f'"{server.namespace}/Store"',
    }
    return wire.send(server.url(), wire.Request("POST", "", headers, body + b"--limit--\r\n"))


@pytest.mark.parametrize("declaration", [wire.DECLARATION, ""])
def test_mtom_up(server: foreign.Server, declaration: str) -> None:
    """gSOAP reads bytes that are sent beside the envelope, spyne if there is no XML declaration; others refuse them."""
    data = bytes(range(256)) * 20

    answer = mtom(server, data, declaration)

    arrived = server.arrived()
    if server.name == "gsoap" or (server.name == "spyne" and not declaration):
        assert answer.status == 200
        assert arrived is not None
        assert arrived.read["size"] == len(data)
    else:
        assert answer.status >= 400
        assert arrived is None


def test_mtom_down(server: foreign.Server) -> None:
    """gSOAP sends bytes beside the envelope; the others write them into it."""
    answer = post(server, "1.1", "Fetch", "<size>5000</size>")

    assert answer.status == 200
    assert answer.media_type == ("multipart/related" if server.name == "gsoap" else "text/xml")
    raw = bytes(range(256)) * 19 in answer.body
    assert raw == (server.name == "gsoap")
