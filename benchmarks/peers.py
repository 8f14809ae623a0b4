"""One peer of the comparison, in a process of its own: `peers.py PEER (first|calls) URL WSDL CALLS`.

Every peer does the same work: log in, then change the e-mail of one user CALLS times, keeping the mobile number, and
look whether the service said success. It prints JSON: CPU seconds until the first reply, or per call.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable

Update = Callable[[str], None]


def soapclient(url: str, wsdl: str) -> Update:
    from soapclient import Client

    ir = Client(url, username="admin", password="admin", wsdl=wsdl)

    def update(email: str) -> None:
        ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress=email)

    return update


def auto(url: str, wsdl: str) -> Update:
    """The same on the server's own WSDL, which an earlier run has left in the cache."""
    return soapclient(url, "auto")


def zeep(url: str, wsdl: str) -> Update:
    import zeep

    client = zeep.Client(wsdl)
    service = client.create_service(str(next(iter(client.wsdl.bindings))), url)
    ticket = service.AuthenticateUser(UID="admin", PWD="admin").get("ticket")

    def update(email: str) -> None:
        reply = service.UpdateUserContactInfo(authenticationTicket=ticket, userName="jdoe", emailAddress=email)
        if reply.get("success") != "true":
            raise RuntimeError(reply.get("error"))

    return update


def suds(url: str, wsdl: str) -> Update:
    from pathlib import Path

    import suds.client

    client = suds.client.Client(Path(wsdl).resolve().as_uri(), location=url, cache=None)
    reply = client.service.AuthenticateUser(UID="admin", PWD="admin")
    ticket = reply.root._ticket

    def update(email: str) -> None:
        reply = client.service.UpdateUserContactInfo(authenticationTicket=ticket, userName="jdoe", emailAddress=email)
        if reply.response._success != "true":
            raise RuntimeError(reply.response._error)

    return update


def by_hand(post: Callable[[bytes, dict[str, str]], bytes]) -> Update:
    """A string for an envelope, lxml for the reply."""
    from xml.sax.saxutils import escape

    from lxml import etree

    envelope = (
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        '<s:Body><{0} xmlns="http://tempuri.org/">{1}</{0}></s:Body></s:Envelope>'
    )

    def call(operation: str, **parts: str) -> etree._Element:
        body = envelope.format(operation, "".join(f"<{key}>{escape(value)}</{key}>" for key, value in parts.items()))
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"http://tempuri.org/{operation}"'}
        result = next(iter(etree.fromstring(post(body.encode(), headers))[0][0][0]))
        if result.get("success") != "true":
            raise RuntimeError(result.get("error"))
        return result

    ticket = call("AuthenticateUser", UID="admin", PWD="admin").get("ticket") or ""

    def update(email: str) -> None:
        call("UpdateUserContactInfo", authenticationTicket=ticket, userName="jdoe", emailAddress=email)

    return update


def plain(url: str, wsdl: str) -> Update:
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)

    def post(body: bytes, headers: dict[str, str]) -> bytes:
        connection.request("POST", parts.path, body, headers)
        return connection.getresponse().read()

    return by_hand(post)


def requests_lxml(url: str, wsdl: str) -> Update:
    import requests

    session = requests.Session()
    return by_hand(lambda body, headers: session.post(url, body, headers=headers, timeout=60).content)


PEERS = {
    "soapclient": soapclient,
    "warm auto": auto,
    "zeep": zeep,
    "suds": suds,
    "plain": plain,
    "requests": requests_lxml,
}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(peer: str, mode: str, url: str, wsdl: str, calls: str) -> None:
    update = PEERS[peer](url, wsdl)
    update("first@example.com")
    if mode == "first":
        print(json.dumps({"first_cpu": cpu()}), flush=True)
        return
    for number in range(50):
        update(f"warm{number}@example.com")
    before = cpu()
    for number in range(int(calls)):
        update(f"user{number}@example.com")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"cpu_per_call": (cpu() - before) / int(calls), "peak_kb": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
