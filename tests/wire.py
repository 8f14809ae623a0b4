"""Raw requests to a SOAP service and what came of them: bytes written by hand, sent with `http.client`.

Nothing of the client is used here, nor any SOAP library, so that a wrong idea of theirs cannot pass its own test.
"""

from __future__ import annotations

import datetime
import http.client
import json
import re
import urllib.parse
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

NAMESPACE = "http://tempuri.org/"
SOAP = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
MEDIA_TYPE = {"1.1": "text/xml", "1.2": "application/soap+xml"}
FAULT_CODE = {"Client": "Sender", "Server": "Receiver"}  # SOAP 1.1 to 1.2; the others have the same name
XSI = "http://www.w3.org/2001/XMLSchema-instance"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'


@dataclass(frozen=True)
class Request:
    """One HTTP request to `srv.asmx`, `path` being what comes after it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str | None:
        """The media type, without its parameters."""
        content_type = self.headers.get("content-type")
        return None if content_type is None else content_type.partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that the `Content-Type` names."""
        match = re.search(r"charset=\"?([\w-]+)", self.headers.get("content-type", ""))
        return match.group(1).lower() if match else None


@dataclass(frozen=True)
class Call:
    """What the called method received: every argument by its exact name, None for null, text for the others."""

    operation: str
    arguments: Mapping[str, str | None]

    @property
    def given(self) -> dict[str, str]:
        """The arguments that are not null."""
        return {name: value for name, value in self.arguments.items() if value is not None}


@dataclass(frozen=True)
class Fault:
    """A SOAP fault, its code without prefix."""

    version: str
    code: str
    reason: str
    detail_is_empty: bool | None


class Backend(Protocol):
    """A service that tells what arrived."""

    name: str
    url: str

    def arrived(self) -> Call | None:
        """Return the last call since `forget`."""

    def forget(self) -> None:
        """Forget the calls."""

    def will_throw(self, operation: str, text: str) -> None:
        """Prepare for a call of `operation` that throws an exception with this text."""


class AsmxBackend:
    """The service of `.ci/asmx`, asked through its page `arrived.ashx`."""

    name = "asmx"

    def __init__(self, url: str) -> None:
        self.url = url
        self._page = urllib.parse.urljoin(url, "arrived.ashx")

    def arrived(self) -> Call | None:
        """Return the last call since `forget`."""
        answer = send(self._page, Request("GET", "", {}))
        assert answer.status == 200, answer
        last = json.loads(answer.body)
        return last and Call(last["operation"], {name: text_of(value) for name, value in last["arguments"].items()})

    def forget(self) -> None:
        """Forget the calls, and put users and tickets back to the seed."""
        assert send(self._page, Request("GET", "?reseed=1", {})).status == 200

    def will_throw(self, operation: str, text: str) -> None:
        """Do nothing: its GetUser throws for certain user names."""


class SimulatorBackend:
    """The simulator, served over HTTP; the operations that it has no behaviour for answer a refusal."""

    name = "simulator"

    def __init__(self, simulator: Any, url: str) -> None:
        self.url = url
        self._simulator = simulator
        for operation in ("UpdateDocumentProperties2", "SearchRecycledItems", "DownloadDocument"):
            simulator.fail("error", operation=operation, times=None, text="Document not found")

    def arrived(self) -> Call | None:
        """Return the last call since `forget`."""
        if not self._simulator.arrived:
            return None
        last = self._simulator.arrived[-1]
        return Call(last.operation, {name: text_of(value) for name, value in last.arguments.items()})

    def forget(self) -> None:
        """Forget the calls."""
        self._simulator.arrived.clear()

    def will_throw(self, operation: str, text: str) -> None:
        """Let the next call of `operation` answer as a method that throws."""
        self._simulator.fail("fault", operation=operation, text=f"{text}  at srv.{operation}()\n")


def text_of(value: object) -> str | None:
    """Return `value` as text that compares equal on every backend."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return _moment(value.isoformat())
    return _moment(str(value))


def _moment(text: str) -> str:
    """Return a point in time in UTC where it has a zone, without trailing zeros; other text as it is."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?", text)
    if match is None:
        return text
    fraction = (match[2] or "").ljust(6, "0")[:6]
    zone = (match[3] or "").replace("Z", "+00:00")
    moment = datetime.datetime.fromisoformat(f"{match[1]}.{fraction}{zone}")
    return (moment.astimezone(datetime.timezone.utc) if zone else moment).isoformat()


def send(url: str, request: Request) -> Answer:
    """Send `request` as it is: no header is added but Host and Content-Length."""
    parts = urllib.parse.urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        connection.putrequest(request.method, parts.path + request.path, skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value)
        if request.method in ("POST", "PUT"):
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body or None)
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def wrapper(operation: str, parameters: str = "", namespace: str = NAMESPACE) -> str:
    """Return the element of `operation` around `parameters`."""
    return f'<{operation} xmlns="{namespace}">{parameters}</{operation}>'


def envelope(version: str, body: str, *, header: str = "", declaration: str = DECLARATION) -> str:
    """Return an envelope with the prefix `s` for SOAP and `xsi` for schema instances."""
    return (
        f'{declaration}<s:Envelope xmlns:s="{SOAP[version]}" xmlns:xsi="{XSI}">'
        f"{header}<s:Body>{body}</s:Body></s:Envelope>"
    )


def headers(version: str, action: str | None, *, charset: str = "utf-8", quote: str = '"') -> dict[str, str]:
    """Return the headers of a SOAP request; `action` is the whole action, or None for none."""
    content_type = f"{MEDIA_TYPE[version]}; charset={charset}"
    if action is None:
        return {"Content-Type": content_type}
    if version == "1.1":
        return {"Content-Type": content_type, "SOAPAction": f"{quote}{action}{quote}"}
    return {"Content-Type": f"{content_type}; action={quote}{action}{quote}"}


def soap(version: str, operation: str, parameters: str = "") -> Request:
    """Return a plain call of `operation`."""
    return raw(version, operation, envelope(version, wrapper(operation, parameters)))


def raw(version: str, operation: str, text: str | bytes) -> Request:
    """Return a request with the action of `operation` and any bytes."""
    body = text.encode() if isinstance(text, str) else text
    return Request("POST", "", headers(version, NAMESPACE + operation), body)


def with_headers(request: Request, replaced: Mapping[str, str]) -> Request:
    """Return `request` with `replaced` for its headers."""
    return Request(request.method, request.path, replaced, request.body)


def get(operation: str, query: str | Mapping[str, str] = "") -> Request:
    """Return a GET of `operation`."""
    text = query if isinstance(query, str) else urllib.parse.urlencode(query)
    return Request("GET", f"/{operation}" + (f"?{text}" if text else ""), {})


def form(
    operation: str,
    fields: str | Mapping[str, str] = "",
    content_type: str | None = "application/x-www-form-urlencoded",
) -> Request:
    """Return a form POST of `operation`."""
    text = fields if isinstance(fields, str) else urllib.parse.urlencode(fields)
    return Request("POST", f"/{operation}", {"Content-Type": content_type} if content_type else {}, text.encode())


def body_of(answer: Answer, version: str) -> ET.Element:
    """Return the one child of the answer's `Body`, having checked the envelope around it."""
    root = ET.fromstring(answer.body)
    assert root.tag == f"{{{SOAP[version]}}}Envelope"
    body = root[-1]  # an Upgrade header may come before it
    assert body.tag == f"{{{SOAP[version]}}}Body"
    (child,) = body
    return child


def fault_of(answer: Answer) -> Fault:
    """Return the SOAP fault in `answer`."""
    version = next(version for version, namespace in SOAP.items() if namespace.encode() in answer.body)
    fault = body_of(answer, version)
    soap_name = f"{{{SOAP[version]}}}"
    assert fault.tag == f"{soap_name}Fault"
    if version == "1.1":
        code, reason, detail = fault.findtext("faultcode"), fault.findtext("faultstring"), fault.find("detail")
    else:
        code = fault.findtext(f"{soap_name}Code/{soap_name}Value")
        reason = fault.findtext(f"{soap_name}Reason/{soap_name}Text")
        detail = fault.find(f"{soap_name}Detail")
    assert code is not None
    assert reason is not None
    prefix, _, local = code.partition(":")
    assert prefix == "soap"
    empty = None if detail is None else not len(detail) and not detail.text
    return Fault(version, local, reason, empty)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a request is expected to do.

    Attributes:
        status: the HTTP status.
        media_type: the media type of the answer; "soap" for that of the request's SOAP version, None for none,
            "any" for whatever it is, as it is for a failure without a body.
        operation: the method that is called, or None for none.
        arguments: what it receives that is not null.
        fault: the local name of the fault's code in SOAP 1.1's words.
        text: parts that the fault's reason, or a body that is no XML, has in this order, the first one at its start.
        empty: whether the body has no bytes.
        answered_as: the SOAP version of the answer where it is not the request's.
    """

    status: int = 200
    media_type: str | None = "soap"
    operation: str | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None
    text: tuple[str, ...] = ()
    empty: bool = False
    answered_as: str | None = None


def check(backend: Backend, version: str, request: Request, expected: Outcome) -> Answer:
    """Send `request`, compare what came of it with `expected`, and return the answer."""
    backend.forget()
    answer = send(backend.url, request)
    call = backend.arrived()
    shown = f"{answer.status} {answer.headers.get('content-type')} {answer.body[:600]!r}; arrived: {call}"
    version = expected.answered_as or version
    assert answer.status == expected.status, shown
    if expected.media_type != "any" and not (expected.empty and expected.status >= 400):
        media_type = MEDIA_TYPE[version] if expected.media_type == "soap" else expected.media_type
        assert answer.media_type == media_type, shown
        assert media_type is None or answer.charset == "utf-8", shown
    assert (call and call.operation) == expected.operation, shown
    if call is not None:
        assert call.given == {name: text_of(value) for name, value in expected.arguments.items()}, shown
    assert (answer.body == b"") == expected.empty, shown
    text = answer.body.decode()
    if expected.fault is not None:
        fault = fault_of(answer)
        assert fault.version == version, shown
        assert fault.code == (expected.fault if version == "1.1" else FAULT_CODE.get(expected.fault, expected.fault))
        text = fault.reason
    position = 0
    for index, part in enumerate(expected.text):
        found = text.find(part, position)
        assert found == 0 if index == 0 else found > 0, shown
        position = found + len(part)
    return answer
