"""The judge: replies of a server, over SOAP and by form, with what callers read of them."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import etree
from requests.structures import CaseInsensitiveDict

from soapclient import Contract, errors
from soapclient.inforouter.profile import INFOROUTER
from soapclient.inforouter.reply import Reply
from soapclient.replies.faults import judge
from soapclient.replies.verdict import PLAIN

from .target import SECRET, Finding, Target, check_error

FOLDER = Path(__file__).parents[1] / "replies"
FORMS = (
    b"GetUser plain\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
    b'<response success="true" error=""><User UserName="jdoe" Email="a@b" Enabled="TRUE"/></response>',
    b"GetUser plain\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
    b'<response success="false" error="[901] Session expired or Invalid ticket" errorCode="4010"/>',
    b'DownloadDocument plain\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"JVBERi0="',
    b"DownloadDocument plain\nHTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
    b"X-InfoRouter-ErrorCode: 4041\r\nX-InfoRouter-Error: no such document\r\n\r\n{}",
    b"DownloadDocument plain\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
    b'<base64Binary xmlns="http://tempuri.org/">JVBERi0=</base64Binary>',
    b"UpdateUserContactInfo plain\nHTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n"
    b'{"errors": {"emailAddress": ["The emailAddress field is required."]}, "status": 400}',
    b"UpdateUserContactInfo plain\nHTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\n\r\n"
    b"System.InvalidOperationException: Missing parameter: emailAddress.\n  at System.Web (0)",
    b"GetDocuments1 soap\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetDocuments1Response '
    b'xmlns="http://tempuri.org/"><GetDocuments1Result><response xmlns="" success="true" error="" itemcount="2">'
    b'<d id="1" n="a" dformat="x" size="3" modificationDate="2024-01-15"/><d id="2" n="b"/></response>'
    b"</GetDocuments1Result></GetDocuments1Response></s:Body></s:Envelope>",
)


class Replies(Target):
    """An input is a line with an operation and a way, and a reply as it comes over the wire."""

    words = (
        *(b'success="true"', b'success="false"', b'error=""', b'errorCode="4010"', b'errorcode="0"', b"[901]", b"[x]"),
        *(b"<s:Fault>", b"<faultstring>", b"xsi:nil='true'", b"<response/>", b"<log><item>x</item></log>", b"plain"),
        *(b"Content-Type: text/html", b"Location: /x?ticket=" + SECRET.encode(), SECRET.encode(), b"HTTP/1.1 500 x"),
        *(b"System.Exception: ", b"   at System.Web (0)", b"--->", b"xmlns=''", b'xmlns="relative"', b"base64Binary"),
    )

    def __init__(self) -> None:
        self._contract = Contract.load("bundled")
        found = []
        for file in sorted(FOLDER.glob("*.json")):
            case = json.loads(file.read_text("utf-8"))
            reply = file.with_suffix(".http").read_bytes()
            for secret in case.get("secrets", ()):
                reply = reply.replace(secret.encode(), SECRET.encode())
            found.append(case["operation"].encode() + b" soap\n" + reply)
        self.corpus = (*found, *FORMS)

    def check(self, data: bytes) -> str:
        """Judge a reply, and read what it says."""
        first, _, reply = data.partition(b"\n")
        name, _, way = first.decode("utf-8", "replace").partition(" ")
        name = name if name in self._contract else "GetUser"
        operation = self._contract[name]
        head, _, body = reply.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        number = "".join(char for char in status.partition(" ")[2][:3] if char in "0123456789")
        headers = CaseInsensitiveDict(line.partition(": ")[::2] for line in lines)
        ways = {"plain": way == "plain", "verdict": PLAIN if way == "other" else INFOROUTER.verdict}
        try:
            result = judge(operation, int(number or 200), headers, body, (SECRET,), empty=("emailAddress",), **ways)
        except errors.SoapClientError as error:
            if error.operation != operation.name:
                raise Finding(f"an error of {operation.name} is about {error.operation}") from error
            return check_error(error, 1000)
        if not isinstance(result, etree._Element):
            return type(result).__name__
        if way != "other" and operation.returns == "xml" and _says_no(operation, result):
            raise Finding(f"a reply that says no is a success of {operation.name}: {etree.tostring(result)[:300]!r}")
        try:
            reply = Reply(operation=operation.name, element=result, places=operation.items)
            _ = reply.attributes, reply.text, [(repr(item), str(item)) for item in reply.items]
            _ = reply.flag("success"), reply.number("itemcount"), reply.moment("date"), reply.revision("version")
        except errors.UnexpectedReply as error:
            return f"read: {check_error(error, 1000)}"
        return "element"


def _says_no(operation, result) -> bool:
    """Tell by the plainest of words alone whether a result is a refusal."""
    return result.get("success", "").strip().lower() == "false" and not operation.negatives
