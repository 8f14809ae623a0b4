"""Content-Encoding as servers and proxies write it, over real sockets, and pieces of any size."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import SUCCESS, RawServer, envelope, http

from soapclient import Client, Ticket, errors
from soapclient.wire import bodies

OPERATION = "UpdateUserContactInfo"
GOOD = envelope(OPERATION, SUCCESS)
TICKET = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


HALVES = GOOD[:99], GOOD[99:]
READ = {
    "gzip": ("gzip", gzip.compress(GOOD)),
    "x-gzip": ("x-gzip", gzip.compress(GOOD)),
    "capital letters": ("GZIP", gzip.compress(GOOD)),
    "two members": ("gzip", b"".join(map(gzip.compress, HALVES))),
    "a member for each byte": ("gzip", b"".join(gzip.compress(GOOD[n : n + 1]) for n in range(len(GOOD)))),
    "an empty member": ("gzip", gzip.compress(b"") + gzip.compress(GOOD) + gzip.compress(b"")),
    "padding behind": ("gzip", gzip.compress(GOOD) + bytes(20)),
    "deflate": ("deflate", zlib.compress(GOOD)),
    "raw deflate": ("deflate", raw_deflate(GOOD)),
    "gzip called deflate": ("deflate", gzip.compress(GOOD)),
    "deflate called gzip": ("gzip", zlib.compress(GOOD)),
    "twice": ("gzip, gzip", gzip.compress(gzip.compress(GOOD))),
    "twice, two kinds": ("deflate,gzip", gzip.compress(zlib.compress(GOOD))),
    "taken off already": ("gzip", GOOD),
    "taken off already, behind a mark": ("gzip", b"\xef\xbb\xbf" + GOOD),
    "taken off once": ("gzip, gzip", gzip.compress(GOOD)),
    "deflate, taken off already": ("deflate", GOOD),
    "with identity": ("identity, gzip", gzip.compress(GOOD)),
    "with a character set": ("gzip, utf-8", gzip.compress(GOOD)),
    **{name: (name, GOOD) for name in ("utf-8", "UTF-8", "none", "identity", "", " ", "binary", "8bit", "text/xml")},
}  # fmt: skip


def client(server):
    return Client(server.url, auth=Ticket(TICKET), wsdl="bundled", timeout=5)


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(("coding", "body"), READ.values(), ids=READ)
def test_what_is_read(coding, body, chunked):
    """Every coding that can be taken off is, however it is named and cut."""
    reply = http("200 OK", body, "text/xml", f"Content-Encoding: {coding}")
    if chunked:
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n"
        )
        pieces = [body[n : n + 7] for n in range(0, len(body), 7)]
        reply = (
            head.encode() + b"\r\n" + b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces) + b"0\r\n\r\n"
        )
    with RawServer(lambda connection, request: connection.sendall(reply)) as server, client(server) as ir:
        assert "true" == ir.service.UpdateUserContactInfo(userName="jdoe").attributes["success"]
        ir.service.UpdateUserContactInfo(userName="jdoe")
    assert 1 == server.connections


@pytest.mark.parametrize(
    ("coding", "body", "match"),
    [
        ("br", GOOD, "compressed with 'br'"),
        ("gzip, zstd", gzip.compress(GOOD), "compressed with"),
        (", ".join(["gzip"] * 5), GOOD, "compressed with"),
        ("gzip", b"x" + GOOD, "damaged"),
        ("gzip, gzip", gzip.compress(b"x" + GOOD), "damaged"),
        ("deflate", b"<" + GOOD, "damaged"),
        ("gzip", gzip.compress(GOOD)[:-9], "ends too early"),
        ("gzip", gzip.compress(HALVES[0]) + gzip.compress(HALVES[1])[:-9], "ends too early"),
        ("gzip", b"\x1f", "ends too early"),
        ("deflate", raw_deflate(GOOD)[:-3], "ends too early"),
        ("gzip", b"".join([gzip.compress(b"")] * 100_001) + gzip.compress(GOOD), "too many parts"),
    ],
)
def test_what_is_not_read(coding, body, match):
    """What is damaged, cut short or in a coding that nothing here takes off is an error in doubt."""
    reply = http("200 OK", body, "text/xml", f"Content-Encoding: {coding}")
    with RawServer(lambda connection, request: connection.sendall(reply)) as server, client(server) as ir:
        with pytest.raises(errors.UnexpectedReply, match=match) as caught:
            ir.service.UpdateUserContactInfo(userName="jdoe")
    assert caught.value.maybe_applied


class Raw:
    """Stands for urllib3's response: gives a body in pieces."""

    length_remaining = None

    def __init__(self, pieces):
        self._pieces = iter(pieces)

    def read(self, size, decode_content):
        return next(self._pieces, b"")


@given(
    parts=st.lists(st.binary(max_size=200), min_size=1, max_size=5),
    ways=st.lists(st.sampled_from(["gzip", "deflate", "raw"]), max_size=3),
    cut=st.integers(1, 50),
)
def test_any_bytes_in_any_pieces(parts, ways, cut):
    """Any bytes come out as they went in, in members, codings one over the other and pieces of any size."""
    data = b"".join(map(gzip.compress, parts))
    for way in ways:
        data = {"gzip": gzip.compress, "deflate": zlib.compress, "raw": raw_deflate}[way](data)
    coding = ", ".join(["gzip", *("deflate" if way == "raw" else way for way in ways)])
    pieces = [data[n : n + cut] for n in range(0, len(data), cut)]
    assert b"".join(parts) == bodies.read(Raw(pieces), coding, 10_000)


def test_a_bomb_inside_a_bomb():
    """What unpacks to too much on the way is too large, in little memory."""
    bomb = gzip.compress(gzip.compress(bytes(300 * 2**20)))
    tracemalloc.start()
    try:
        with pytest.raises(errors.ReplyTooLarge):
            bodies.read(Raw([bomb]), "gzip, gzip", 4 * 2**20)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 16 * 2**20 > peak


@pytest.mark.parametrize(
    ("limit", "operation", "fits"),
    [
        (None, "GetUser", False),
        (None, "DownloadDocument", True),
        (2**20, "DownloadDocument", False),
        (2**27, "GetUser", True),
    ],
)
def test_the_limit(limit, operation, fits):
    """A reply has 64 MiB, one that is a document 256, and what the caller says holds for both."""
    filler = b"<!--" + b"x" * 2**20 + b"-->"
    body = envelope(operation, "AAEC" if operation == "DownloadDocument" else SUCCESS)
    long = b"QUJD" * (66 * 2**18) if operation == "DownloadDocument" else b""
    body = body.replace(b"AAEC", long) if long else body + filler * 66
    reply = http("200 OK", gzip.compress(body, 1), "text/xml", "Content-Encoding: gzip")
    options = {} if limit is None else {"max_reply_bytes": limit}
    with RawServer(lambda connection, request: connection.sendall(reply)) as server:
        with Client(server.url, auth=Ticket(TICKET), wsdl="bundled", **options) as ir:
            flags = {each.name: "x" for each in ir.contract[operation].own_parameters}
            if fits:
                ir.service[operation](**flags)
            else:
                with pytest.raises(errors.ReplyTooLarge):
                    ir.service[operation](**flags)
