"""What a hostile reply costs at the most: each is sent over a socket to a client in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator

import pytest
from servers import SUCCESS, RawServer, envelope

MOST = 600
PROGRAM = """
import sys, warnings
from soapclient import Client, Ticket, errors
warnings.simplefilter("ignore")
url, operation, transport = sys.argv[1:]
ir = Client(url, auth=Ticket("t"), wsdl="bundled", timeout=120, transport=transport)
parameters = ir.contract[operation].own_parameters
said = {each.name: {"int": 1, "boolean": False}.get(each.type, "/a/b") for each in parameters}
try:
    reply = ir.service[operation](**said)
except errors.SoapClientError as error:
    told = type(error).__name__
    str(error), repr(error)
else:
    told = f"{len(reply.bytes)} bytes" if reply.bytes else "read"
high = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(told, int(high.split()[1]) // 1024, sep="|")
"""
MEGABYTE = 2**20
ROOM = 63 * MEGABYTE

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")


def cost(pieces: Callable[[], Iterator[bytes]], operation: str = "GetUser", transport: str = "soap", **headers: str):
    """Send a reply to a client: what became of it, and the megabytes of the process at its peak."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    head = {"Content-Type": "text/xml; charset=utf-8", "Connection": "close", **said}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())

    def answer(connection, request):
        connection.sendall(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode())
        for piece in pieces():
            connection.sendall(piece)
        return True

    with RawServer(answer) as server:
        command = [sys.executable, "-c", PROGRAM, server.url, operation, transport]
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert 0 == run.returncode, run.stderr
    told, megabytes = run.stdout.strip().split("|")
    print(told, megabytes, "MB")
    return told, int(megabytes)


def around(operation: str, inside: str) -> tuple[bytes, bytes]:
    """Cut an answer in two at the place of `@`."""
    before, _, after = envelope(operation, inside).partition(b"@")
    return before, after


def filled(operation: str, inside: str, unit: bytes, size: int, *, last: bytes = b"") -> Callable[[], Iterator[bytes]]:
    """Write an answer with as many units in the place of `@` as there is room for."""
    before, after = around(operation, inside)
    block = unit * max(1, MEGABYTE // len(unit))

    def pieces() -> Iterator[bytes]:
        yield before
        for _ in range(size // len(block)):
            yield block
        yield last + after

    return pieces


def packed(pieces: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    """Compress an answer."""

    def small() -> Iterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        for piece in pieces():
            yield packer.compress(piece)
        yield packer.flush()

    return small


RESULT = '<response xmlns="" success="true">@</response>'
ERROR = '<response xmlns="" success="false" error="@" />'
MARKUP = {
    "elements": b"<a/>",
    "elements with text": b"<a>x</a>",
    "elements with attributes": b"<a b='1' c=''>x</a>\n",
    "attributes": b"<a b='1' c='2' d='3' e='4' f='5' g='6' h='7'/>",
    "wide attributes": b"<a b = '1'\tc\n=\n'' d= '0123456789012345'/>",
    "comments": b"<!---->",
    "instructions": b"<?x y?>",
    "namespaces": b"<a xmlns='urn:x'/>",
}


@pytest.mark.parametrize("unit", MARKUP.values(), ids=MARKUP)
def test_small_gzip_of_much_markup(unit):
    """As much markup as the limit of bytes allows is refused before it costs, whatever it is made of."""
    told, megabytes = cost(packed(filled("GetUser", RESULT, unit, ROOM)), Content_Encoding="gzip")
    assert "UnexpectedReply" == told
    assert 250 > megabytes


@pytest.mark.parametrize(
    ("unit", "count"),
    [(b"<a/>", 1_900_000), (b"<a b='1'/>", 1_000_000), (b"<a b='1'>x</a>", 1_900_000), (b"<a>x</a>", 1_400_000)],
    ids=["tags", "tags with attributes", "more of both", "tags with texts"],
)
def test_markup_that_is_read_or_not(unit, count):
    """What is below the limit of markup costs less than the limit of memory, and what is above costs nearly nothing."""
    told, megabytes = cost(packed(filled("GetUser", RESULT, unit, count * len(unit))), Content_Encoding="gzip")
    assert told in ("read", "UnexpectedReply")
    assert MOST > megabytes


def test_names_by_the_million():
    """Names that are all different are counted with their letters."""
    before, after = around("GetUser", RESULT)

    def pieces() -> Iterator[bytes]:
        yield before
        for start in range(0, 1_900_000, 10_000):
            yield b"".join(b"<name%d/>" % number for number in range(start, start + 10_000))
        yield after

    _, megabytes = cost(packed(pieces), Content_Encoding="gzip")
    assert MOST > megabytes


@pytest.mark.parametrize(
    ("unit", "last"),
    [(b"x ---> ", b""), (b" x", "\U0001f600".encode()), (b"x", b"&#x1E;")],
    ids=["ascii", "far characters", "repaired"],
)
def test_a_long_error_text(unit, last):
    """An error text as long as a reply may be is one bounded error, also where one character widens all others."""
    told, megabytes = cost(filled("GetUser", ERROR, unit, ROOM, last=last))
    assert told in ("ServiceError", "UnexpectedReply")
    assert MOST > megabytes


@pytest.mark.parametrize("unit", [b"\x80", b"\x80\x80\x80xxxxx"], ids=["all", "some"])
@pytest.mark.parametrize(("inside", "last"), [(ERROR, b""), (ERROR, b"&#x1E;"), (RESULT, b"&#x1E;<a b='&#x1E;'/>")])
def test_an_encoding_that_is_shorter_than_utf8(inside, unit, last):
    """Nor does it cost more where a byte of the reply's encoding stands for three of UTF-8."""
    pieces = filled("GetUser", inside, unit, ROOM, last=last)
    told, megabytes = cost(pieces, Content_Type="text/xml; charset=windows-1252")
    assert told in ("read", "ServiceError", "UnexpectedReply")
    assert MOST > megabytes


@pytest.mark.parametrize("name", ["success", "errorCode"])
def test_a_long_word(name):
    """The same is so of every attribute that is looked at."""
    result = f'<response xmlns="" {name}="@" error="x" />'
    told, megabytes = cost(filled("GetUser", result, b" x", ROOM, last="\U0001f600".encode()))
    assert told in ("ServiceError", "UnexpectedReply")
    assert MOST > megabytes


@pytest.mark.parametrize("place", ["faultstring", "faultactor", "detail"])
def test_a_long_fault(place):
    """And of everything that a fault says."""
    fault = f'<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><{place} xmlns="">@</{place}></s:Fault>'
    told, megabytes = cost(filled("GetUser", fault, b" x", ROOM, last="\U0001f600".encode()))
    assert "ServerFault" == told
    assert MOST > megabytes


@pytest.mark.parametrize(("size", "told"), [(65, "ReplyTooLarge"), (250, "ReplyTooLarge")])
def test_more_than_a_reply_may_have(size, told):
    """Above 64 MiB a reply that is no document is too large."""
    found, megabytes = cost(filled("GetUser", ERROR, b"x", size * MEGABYTE))
    assert told == found
    assert 300 > megabytes


@pytest.mark.parametrize("transport", ["soap", "http-post"])
def test_a_large_document(transport):
    """The bytes of a document of 180 MB are read, from 240 MB of base64."""
    pieces = filled("DownloadDocument", "@", b"QUJD", 240 * MEGABYTE)
    if transport == "http-post":

        def pieces() -> Iterator[bytes]:
            yield b'<?xml version="1.0"?><base64Binary xmlns="http://tempuri.org/">'
            for _ in range(240):
                yield b"QUJD" * (MEGABYTE // 4)
            yield b"</base64Binary>"

    told, megabytes = cost(pieces, "DownloadDocument", transport)
    assert f"{180 * MEGABYTE} bytes" == told
    assert MOST > megabytes


def test_a_large_document_in_json():
    """So are those that come as a JSON string, with escapes."""

    def pieces() -> Iterator[bytes]:
        yield b'"'
        for _ in range(40):
            yield b"QU\\u002BD" * (MEGABYTE // 2)
        yield b'"'

    told, megabytes = cost(pieces, "DownloadDocument", "http-post", Content_Type="application/json")
    assert f"{60 * MEGABYTE} bytes" == told
    assert MOST > megabytes


@pytest.mark.parametrize(
    "inside", [ERROR, "<x>@</x>", "QUJD<!-- @ -->", "@ not base64"], ids=["error", "element", "comment", "text"]
)
def test_a_document_that_is_none(inside):
    """What is long and is not the bytes of the document is refused in little memory."""
    told, megabytes = cost(filled("DownloadDocument", inside, b"x", 250 * MEGABYTE), "DownloadDocument")
    assert "UnexpectedReply" == told
    assert MOST > megabytes


def test_lists_in_json():
    """JSON that is no string is not unpacked."""
    pieces = lambda: iter([b"[" + b"[]," * 20 * MEGABYTE, b"0]"])  # noqa: E731
    told, megabytes = cost(pieces, "DownloadDocument", "http-post", Content_Type="application/json")
    assert "UnexpectedReply" == told
    assert MOST > megabytes


def test_success_is_still_read():
    """The program that measures reads a good reply."""
    assert "read" == cost(lambda: iter([envelope("GetUser", SUCCESS)]))[0]
