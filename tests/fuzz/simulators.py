"""The simulator: requests as anybody may send them, to a server of either generation."""

from __future__ import annotations

import io
import re

from lxml import etree

from soapclient import Contract
from soapclient.simulator import Simulator

from .target import Finding, Target

ENVELOPES = {
    "text/xml; charset=utf-8": "http://schemas.xmlsoap.org/soap/envelope/",
    "application/soap+xml; charset=utf-8": "http://www.w3.org/2003/05/soap-envelope",
}
CALLS = {
    "GetUser": "<UserName>jdoe</UserName>",
    "UpdateUserContactInfo": "<userName>jdoe</userName><emailAddress>x@example.com</emailAddress>",
    "UpdateUserPreferences": "<UserName>jdoe</UserName><xmlPreferences>&lt;Preferences Language='en'/&gt;"
    "</xmlPreferences>",
    "GetAllUsers1": "<StartingRow>1</StartingRow><RowCount>10</RowCount><SortBy>x</SortBy><ascending>true</ascending>",
    "GetDocumentsByPage": "<Path>/Finance/Reports</Path><pageSize>2</pageSize><pageNumber>1</pageNumber>",
    "UpdateDocumentProperties1": "<Path>/Finance/Reports/Budget.xlsx</Path><newDescription>x</newDescription>",
    "AddPropertySetRow": "<Path>/Finance</Path><xmlpset>&lt;propertyset name='PROJECT'/&gt;</xmlpset>",
    "ServerInfo": "",
}


_CONTROL = re.compile(rb"&#x(?:[0-9A-F]|1[0-9A-F]|FFF[EF]);")


class Simulators(Target):
    """An input is a request as it comes over the wire, with the generation in its first line."""

    words = (
        *(
            b"SOAPAction: ",
            b"Content-Type: text/xml",
            b"application/json",
            b"charset=utf-16",
            b"charset=rot13",
            b"POST",
        ),
        *(b"GET", b"?WSDL", b"/srv.asmx", b"xsi:nil='true'", b"<UserName/>", b"%00", b"%FF", b"+", b"&", b"Host: x\t"),
        *(
            b"soap:mustUnderstand='1'",
            b"Cookie: ticket=x",
            b"<soap:Header><x/></soap:Header>",
            b"xmlns=''",
            b"%0d%0aX: y",
        ),
        b"charset=undefined",
    )

    def __init__(self) -> None:
        self._contract = Contract.load("bundled")
        kinds = ("classic", "current")
        self.corpus = tuple(request for kind in kinds for request in (*_soap(kind), *_plain(kind)))

    def check(self, data: bytes) -> str:
        """Answer a request by a simulator of its own."""
        kind, _, request = data.partition(b"\n")
        with Simulator(contract=self._contract, generation="current" if kind == b"current" else "classic") as simulator:
            return self._answer(simulator, request)

    def _answer(self, simulator: Simulator, request: bytes) -> str:
        ticket = simulator._world.tickets.issue(1)[0]
        head, _, body = request.replace(b"TICKET", ticket.encode()).partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        method, _, target = line.partition(" ")
        path, _, query = target.partition(" ")[0].partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
        }
        for each in lines:
            name, _, value = each.partition(":")
            key = name.upper().replace("-", "_")
            environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.strip()
        return _answer(simulator, environ)


def _answer(simulator: Simulator, environ: dict) -> str:
    head: list = []
    body = b"".join(simulator.wsgi(environ, lambda status, headers, *_: head.extend((status, headers))))
    status, headers = head
    number = int(status.partition(" ")[0])
    if not 200 <= number < 600:
        raise Finding(f"the status is {status!r}")
    for name, value in headers:
        value.encode("latin-1")
        if any(char in name + value for char in "\r\n\0"):
            raise Finding(f"a header has more than one line: {name}: {value!r}")
    media = dict(headers).get("Content-Type", "")
    if "xml" in media and body:
        body = _CONTROL.sub(b"?", body)  # as .NET writes what XML cannot say
        etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    return status


def _soap(generation: str) -> list[bytes]:
    found = []
    for media, namespace in ENVELOPES.items():
        for name, inner in CALLS.items():
            body = (
                f'<soap:Envelope xmlns:soap="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
                f'<soap:Body><{name} xmlns="http://tempuri.org/"><AuthenticationTicket>TICKET</AuthenticationTicket>'
                f"<authenticationTicket>TICKET</authenticationTicket>{inner}</{name}></soap:Body></soap:Envelope>"
            )
            head = f'POST /srv.asmx HTTP/1.1\r\nContent-Type: {media}\r\nSOAPAction: "http://tempuri.org/{name}"'
            found.append(f"{generation}\n{head}\r\n\r\n{body}".encode())
    return found


def _plain(generation: str) -> list[bytes]:
    form = "Content-Type: application/x-www-form-urlencoded"
    fields = "authenticationTicket=TICKET&AuthenticationTicket=TICKET&UserName=jdoe"
    requests = (
        f"POST /srv.asmx/GetUser HTTP/1.1\r\n{form}\r\n\r\n{fields}",
        f"GET /srv.asmx/GetUser?{fields} HTTP/1.1\r\n\r\n",
        f"POST /srv.asmx/UpdateUserEmail HTTP/1.1\r\n{form}\r\n\r\n{fields}&NewEmailAddress=x%40example.com",
        "GET /srv.asmx?WSDL HTTP/1.1\r\nHost: localhost:80\r\n\r\n",
        "GET /srv.asmx HTTP/1.1\r\n\r\n",
    )
    return [f"{generation}\n{request}".encode() for request in requests]
