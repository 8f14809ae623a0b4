"""One peer of the comparison of documents, in a process of its own: `document_peers.py PEER (up|down|idle) URL WSDL F`.

Every peer does the same: the bytes of a file are uploaded in one call, or those of a document downloaded to a file in
one call. It prints JSON: CPU seconds of that, and the peak of the process's memory in kB. A small call is made before.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

Way = Callable[[Path], object]
TICKET = "f9a5e1a0-0000-0000-0000-000000000000"


def soapclient(url: str, wsdl: str) -> tuple[Way, Way]:
    from soapclient import Client, Ticket

    ir = Client(url, auth=Ticket(TICKET), wsdl=wsdl, timeout=600)

    def up(path: Path) -> None:
        ir.service.UploadDocument(Path="/a/b", FileContent=path)

    def down(path: Path) -> None:
        with path.open("wb") as file:
            ir.service.DownloadDocument.into(file, Path="/a/b")

    return up, down


def zeep(url: str, wsdl: str) -> tuple[Way, Way]:
    import zeep

    client = zeep.Client(wsdl, transport=zeep.Transport(operation_timeout=600))
    client.settings.xml_huge_tree = True  # without it libxml2 refuses a text of 10 MB
    service = client.create_service(str(next(iter(client.wsdl.bindings))), url)

    def up(path: Path) -> None:
        reply = service.UploadDocument(AuthenticationTicket=TICKET, Path="/a/b", FileContent=path.read_bytes())
        if reply.get("success") != "true":
            raise RuntimeError(reply.get("error"))

    def down(path: Path) -> None:
        path.write_bytes(service.DownloadDocument(AuthenticationTicket=TICKET, Path="/a/b"))

    return up, down


def suds(url: str, wsdl: str) -> tuple[Way, Way]:
    import suds.client

    client = suds.client.Client(Path(wsdl).resolve().as_uri(), location=url, cache=None, timeout=600)

    def up(path: Path) -> None:
        text = base64.b64encode(path.read_bytes()).decode("ascii")
        reply = client.service.UploadDocument(AuthenticationTicket=TICKET, Path="/a/b", FileContent=text)
        if reply.response._success != "true":
            raise RuntimeError(reply.response._error)

    def down(path: Path) -> None:
        path.write_bytes(base64.b64decode(client.service.DownloadDocument(AuthenticationTicket=TICKET, Path="/a/b")))

    return up, down


def requests_lxml(url: str, wsdl: str) -> tuple[Way, Way]:
    """A string for an envelope, lxml for the reply."""
    import requests
    from lxml import etree

    session = requests.Session()
    envelope = (
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
        '<s:Body><{0} xmlns="http://tempuri.org/">{1}</{0}></s:Body></s:Envelope>'
    )

    def call(operation: str, **parts: str) -> etree._Element:
        body = envelope.format(operation, "".join(f"<{key}>{value}</{key}>" for key, value in parts.items()))
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"http://tempuri.org/{operation}"'}
        reply = session.post(url, body.encode(), headers=headers, timeout=600)
        return etree.fromstring(reply.content, etree.XMLParser(huge_tree=True))[0][0][0]

    def up(path: Path) -> None:
        text = base64.b64encode(path.read_bytes()).decode("ascii")
        result = call("UploadDocument", AuthenticationTicket=TICKET, Path="/a/b", FileContent=text)
        if result[0].get("success") != "true":
            raise RuntimeError(result[0].get("error"))

    def down(path: Path) -> None:
        text = call("DownloadDocument", AuthenticationTicket=TICKET, Path="/a/b").text or ""
        path.write_bytes(base64.b64decode(text))

    return up, down


PEERS = {"soapclient": soapclient, "zeep": zeep, "suds": suds, "requests": requests_lxml}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak() -> int:
    """Return the peak of memory; that of `getrusage` begins with what the parent had."""
    with Path("/proc/self/status").open() as lines:
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def main(peer: str, way: str, url: str, wsdl: str, file: str) -> None:
    up, down = PEERS[peer](url, wsdl)
    small = Path(file).with_suffix(f".{peer}.small")
    small.write_bytes(b"small")
    up(small)
    small.unlink()
    before = cpu()
    if way == "up":
        up(Path(file))
    elif way == "down":
        target = Path(file).with_suffix(f".{peer}.down")
        down(target)
        if target.stat().st_size != Path(file).stat().st_size:
            raise RuntimeError(f"{target.stat().st_size} bytes")
        target.unlink()
    print(json.dumps({"cpu": cpu() - before, "peak": peak()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
