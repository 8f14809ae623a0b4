"""Bytes that are written to a sink while the reply arrives: never another verdict than that of the whole reply."""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import json
import types

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from servers import RawServer, envelope, http, judge

from soapclient import Client, Contract, SoapClient, Ticket, errors
from soapclient.calls import large
from soapclient.calls.flow import Blocking
from soapclient.contract.bundled import bundled
from soapclient.inforouter.profile import INFOROUTER
from soapclient.replies.base64_bytes import Base64Decoder, decoded
from soapclient.wire import connections
from soapclient.wire.exchange import WireExchange
from soapclient.wire.transport import Transport

CONTRACT = Contract.load()
DOWNLOAD = CONTRACT["DownloadDocument"]
XML, JSON = "text/xml; charset=utf-8", "application/json; charset=utf-8"
SOAP_11, SOAP_12 = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"


def outcome(action):
    """Say what became of a reply: its bytes, or the kind of its error."""
    try:
        return action()
    except errors.SoapClientError as exc:
        return type(exc), getattr(exc, "code", None), getattr(exc, "maybe_applied", None)


def whole(body, media, status=200, *, plain=False, **headers):
    """Judge a reply that is there as a whole."""
    fields = CaseInsensitiveDict({"Content-Type": media, **headers})
    return outcome(lambda: judge(DOWNLOAD, status, fields, body, plain=plain))


def streamed(pieces, media, status=200, *, plain=False, **headers):
    """Judge a reply that comes in pieces, and return what the sink has."""
    fields = CaseInsensitiveDict({"Content-Type": media, **headers})
    sink = io.BytesIO()
    intake = large.intake(DOWNLOAD, sink, INFOROUTER.verdict, plain=plain)
    intake.begin(status, fields)
    for piece in pieces:
        intake.feed(piece)
    rest = intake.end()

    def judged():
        result = judge(DOWNLOAD, status, fields, rest, plain=plain, intake=intake)
        if not intake.streamed:
            intake.pour(result)
        assert intake.matched == intake.streamed
        assert intake.written == len(sink.getvalue())
        return sink.getvalue()

    return outcome(judged)


def cut(body, places):
    """Cut a body into pieces."""
    ends = sorted({place % (len(body) + 1) for place in places} | {0, len(body)})
    return [body[start:end] for start, end in itertools.pairwise(ends)]


def split_text(text, ways):
    """Write base64 in one of the ways that XML has: line ends, references, CDATA, comments."""
    forms = {
        "plain": lambda each: each,
        "line": lambda each: f"{each}\r\n",
        "blank": lambda each: f"  {each}\t",
        "cr": lambda each: f"{each}&#13;\n",
        "hex": lambda each: "".join(f"&#x{ord(char):X};" for char in each),
        "cdata": lambda each: f"<![CDATA[{each}]]>",
        "comment": lambda each: f"{each}<!-- AAAA -->",
        "pi": lambda each: f"<?x AAAA?>{each}",
    }
    step = max(1, len(text) // max(1, len(ways)))
    parts = [text[place : place + step] for place in range(0, len(text), step)]
    ways = [*ways, *["plain"] * len(parts)]
    return "".join(forms[way](part) for way, part in zip(ways, parts, strict=False))


WAYS = st.lists(st.sampled_from(["plain", "plain", "line", "blank", "cr", "hex", "cdata", "comment", "pi"]), max_size=6)
CUTS = st.lists(st.integers(0, 5000), max_size=12)
HEADS = st.sampled_from(
    ["", '<?xml version="1.0" encoding="utf-8"?>\n', "\ufeff", "\n ", "<!-- <a> -->", "<!DOCTYPE a>"]
)


@st.composite
def envelopes(draw, data=None):
    """Draw a reply in SOAP: mostly good ones, and ones that are not."""
    data = draw(st.binary(max_size=120)) if data is None else data
    text = split_text(base64.b64encode(data).decode(), draw(WAYS))
    inside = draw(
        st.sampled_from(
            ["@"] * 8 + ["@!", "@<x/>", "<x/>@", "@&nbsp;", "@\x01", "@\xff", "@=", "@====", "QQ==@", "@]]>"]
        )
    ).replace("@", text)
    space = draw(st.sampled_from(["http://tempuri.org/"] * 6 + ["urn:other", ""]))
    name = draw(st.sampled_from(["DownloadDocumentResult"] * 6 + ["Other", "DownloadDocumentResults"]))
    wrapper = draw(st.sampled_from(["DownloadDocumentResponse"] * 6 + ["GetUserResponse"]))
    prefix = draw(st.sampled_from(["", "", "p:"]))
    declared = f' xmlns{":p" if prefix else ""}="{space}"'
    attribute = draw(st.sampled_from(["", "", ' a="x>y"', ' xsi:nil="true"', "  "]))
    result = f"<{prefix}{name}{attribute}>{inside}</{prefix}{name}>"
    result = draw(st.sampled_from([result] * 6 + [result + result, f"<!-- {result} -->", "", f"<{prefix}{name}/>"]))
    answer = f"<{prefix}{wrapper}{declared}>{result}</{prefix}{wrapper}>"
    fault = "<s:Fault><faultcode>s:Server</faultcode><faultstring>[901] Session expired</faultstring></s:Fault>"
    answer = draw(
        st.sampled_from([answer] * 8 + [answer + answer, answer + fault, fault, f"<!-- {answer} -->{answer}", ""])
    )
    header = draw(st.sampled_from(["", "", "<s:Header/>", f"<s:Header>{answer}</s:Header>"]))
    soap = draw(st.sampled_from([SOAP_11, SOAP_11, SOAP_12, "urn:none"]))
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    tail = draw(st.sampled_from(["", "", "\n", "<!-- -->", "x", "<a/>"]))
    document = f'{draw(HEADS)}<s:Envelope xmlns:s="{soap}" {xsi}>{header}<s:Body>{answer}</s:Body></s:Envelope>{tail}'
    encoding = draw(st.sampled_from(["utf-8"] * 6 + ["utf-16", "latin-1"]))
    return document.encode(encoding, "replace")


MEDIA = st.sampled_from([XML] * 5 + ["application/soap+xml", "text/html", "", "text/xml; charset=utf-16", JSON])


class TestSameVerdict:
    """What is judged in pieces is what it is as a whole."""

    @given(envelopes(), CUTS, MEDIA, st.sampled_from([200, 200, 200, 500, 302, 404]))
    def test_envelopes(self, body, places, media, status):
        """Any envelope, in any pieces, is the same bytes or the same kind of error."""
        assert whole(body, media, status) == streamed(cut(body, places), media, status)

    @given(envelopes(), CUTS, st.integers(0, 2000), st.integers(0, 3), st.binary(max_size=3))
    def test_damage(self, body, places, place, gone, other):
        """So is any envelope that is cut off, or has other bytes somewhere."""
        place %= len(body) + 1
        for damaged in (body[:place], body[:place] + other + body[place + gone :]):
            assert whole(damaged, XML) == streamed(cut(damaged, places), XML)

    @given(st.binary(max_size=300), CUTS, MEDIA, st.booleans())
    def test_anything(self, body, places, media, plain):
        """So are bytes that are no reply at all."""
        assert whole(body, media, plain=plain) == streamed(cut(body, places), media, plain=plain)

    @given(st.binary(max_size=100), WAYS, CUTS, st.sampled_from(["", " ", "x", "<a/>"]), HEADS)
    def test_forms(self, data, ways, places, tail, head):
        """So is the `base64Binary` that a form POST is answered with."""
        text = split_text(base64.b64encode(data).decode(), ways)
        body = f'{head}<base64Binary xmlns="http://tempuri.org/">{text}</base64Binary>{tail}'.encode()
        assert whole(body, XML, plain=True) == streamed(cut(body, places), XML, plain=True)

    @given(
        st.binary(max_size=100),
        st.lists(
            st.sampled_from(["plain", "\\u", "\\/", "\\r\\n", " ", "\\u0020", "\n", '\\"', "\\", "\\\\", '"', "é"]),
            max_size=8,
        ),
        CUTS,
        st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16-le", "utf-16", "utf-32-le"]),
        st.sampled_from(["", "", " \n", "x", "]"]),
        st.integers(0, 400),
    )
    @example(b"abc", ["plain"], [5, 6], "utf-16-le", "", 400)
    @example(b"abc", ["\\"], [5, 6, 7], "utf-8", "", 400)
    def test_json(self, data, ways, places, encoding, around, end):
        """So is a JSON string of base64, escaped, spaced or cut off."""
        text = base64.b64encode(data).decode()
        step = max(1, len(text) // max(1, len(ways)))
        parts = [text[place : place + step] for place in range(0, len(text), step)] or [""]
        ways = [*ways, *["plain"] * len(parts)]
        told = "".join(
            part if way == "plain" else "".join(f"\\u{ord(each):04x}" for each in part) if way == "\\u" else part + way
            for way, part in zip(ways, parts, strict=False)
        )
        body = f'{around}"{told}"{around}'.encode(encoding)[:end]
        assert whole(body, JSON, plain=True) == streamed(cut(body, places), JSON, plain=True)

    @pytest.mark.parametrize("end", [1, 20, 100])
    def test_a_long_comment(self, end):
        """What a parser puts off, since it waits for the end of something long, is read when all has come."""
        text = f"QUJD<!-- {'x' * 10_000} -->QUJD"
        body = REPLY.replace(b"@", text.encode())
        place = body.index(b"-->") + 3 - end
        assert b"ABCABC" == whole(body, XML) == streamed(cut(body, [place]), XML)
        assert whole(body[:-5], XML) == streamed(cut(body[:-5], [place]), XML)

    @pytest.mark.parametrize("body", [b"", b"null", b'""', b"{}", b'"Document not found"', b'" "', b'"QUJD\\"'])
    def test_json_that_is_none(self, body):
        """So is JSON that says no bytes, in one piece and byte by byte."""
        expected = whole(body, JSON, plain=True)
        assert isinstance(expected, tuple)
        assert expected == streamed([body], JSON, plain=True) == streamed(cut(body, range(20)), JSON, plain=True)

    @pytest.mark.parametrize("status", [200, 401, 500])
    @pytest.mark.parametrize("number", ["4010", "4041", ""])
    def test_errors_in_headers(self, status, number):
        """An error in the headers is that error, and nothing of the body is written."""
        told = {"X-InfoRouter-ErrorCode": number, "X-InfoRouter-Error": "no"}
        body = json.dumps(base64.b64encode(b"page" * 100).decode()).encode()
        found = streamed([body], JSON, status, plain=True, **told)
        assert found == whole(body, JSON, status, plain=True, **told)
        assert isinstance(found, tuple)


class TestDecoder:
    """Base64 in pieces."""

    @given(st.text("QJ+/= \n-", max_size=60), CUTS)
    @example("QJQJ====", [4])
    @example("QJQJ====", [5, 7])
    @example("QJQJ=", [4])
    @example("QJQJ", [2])
    def test_cuts_make_no_difference(self, text, places):
        """What is decoded in pieces is what is decoded as a whole, or neither is."""
        body = text.encode()

        def in_pieces():
            decoder = Base64Decoder()
            found = b"".join([decoder.feed(piece) for piece in cut(body, places)])
            decoder.finish()
            return found

        def result(action):
            try:
                return action()
            except ValueError:
                return "none"

        assert result(lambda: decoded(body)) == result(in_pieces)

    @given(st.binary(max_size=200), CUTS)
    def test_any_bytes(self, data, places):
        """Any bytes come back."""
        decoder = Base64Decoder()
        assert data == b"".join([decoder.feed(piece) for piece in cut(base64.b64encode(data), places)])
        decoder.finish()


DATA = bytes(range(256)) * 5000
REPLY = (
    f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{SOAP_11}"><s:Body><DownloadDocumentResponse'
    ' xmlns="http://tempuri.org/"><DownloadDocumentResult>@</DownloadDocumentResult></DownloadDocumentResponse></s:Body>'
    "</s:Envelope>"
).encode()
GOOD = REPLY.replace(b"@", base64.b64encode(DATA))


def called(server, sink, transport="soap", operation="DownloadDocument", **options):
    """Call an operation whose bytes go into a sink."""
    with Client(server.url, auth=Ticket("secret-ticket"), wsdl="bundled", transport=transport, **options) as ir:
        caller = ir.wiring.caller
        flow = caller.call(caller.find(operation), {"Path": "/a/b"}, into=sink)
        return Blocking(ir.wiring.send).carry(flow)


def answering(*replies):
    """Serve replies, one after the other, on connections that are then closed."""
    left = list(replies)

    def answer(connection, request):
        connection.sendall(left.pop(0))
        return True

    return RawServer(answer)


class Full:
    """A sink that is full after some bytes."""

    def __init__(self, room):
        self.left = room

    def write(self, data):
        self.left -= len(data)
        if self.left < 0:
            raise OSError(28, "No space left on device")


class TestOverTheWire:
    """Replies that arrive over a socket."""

    @pytest.mark.parametrize("way", ["length", "chunked", "closed", "gzip", "two gzips"])
    def test_ways_of_http(self, way):
        """A reply is written to the sink with a length, in chunks, up to the end of the connection, and compressed."""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\n"
        if way == "length":
            reply = http(body=GOOD)
        elif way == "chunked":
            parts = [GOOD[place : place + 70_001] for place in range(0, len(GOOD), 70_001)]
            body = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"
            reply = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + body
        elif way == "closed":
            reply = f"{head}Connection: close\r\n\r\n".encode() + GOOD
        else:
            packed = gzip.compress(GOOD) if way == "gzip" else gzip.compress(GOOD[:999]) + gzip.compress(GOOD[999:])
            reply = f"{head}Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed
        sink = io.BytesIO()
        with answering(reply) as server:
            answer = called(server, sink)
        assert sink.getvalue() == DATA
        assert (len(DATA), f"<Reply DownloadDocument: {len(DATA)} bytes>") == (answer.written, repr(answer))
        with pytest.raises(ValueError, match="written to the sink"):
            _ = answer.bytes

    @pytest.mark.parametrize("small", [b"", b"QQ=="])
    def test_small(self, small):
        """No bytes are the service's refusal, and one byte is written."""
        sink = io.BytesIO()
        with answering(http(body=REPLY.replace(b"@", small))) as server:
            if small:
                assert 1 == called(server, sink).written
            else:
                with pytest.raises(errors.EmptyBytes):
                    called(server, sink)
        assert (b"A" if small else b"") == sink.getvalue()

    @pytest.mark.parametrize("transport", ["soap", "http-post"])
    @pytest.mark.parametrize("cut", [10, 100_000])
    def test_cut_off(self, cut, transport):
        """A reply whose end is missing is an error, by its length, its chunks or its form."""
        body = GOOD if transport == "soap" else b'"' + base64.b64encode(DATA) + b'"'
        media = XML if transport == "soap" else JSON
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n"
        chunk = f"{len(body):x}\r\n".encode() + body[:-cut]
        replies = [
            http(body=body, media=media)[:-cut],
            f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk,
            f"{head}Connection: close\r\n\r\n".encode() + body[:-cut],
        ]
        kinds = [errors.ConnectError, errors.ConnectError, errors.UnexpectedReply]
        for reply, kind in zip(replies, kinds, strict=True):
            with answering(reply) as server, pytest.raises(kind) as caught:
                called(server, io.BytesIO(), transport)
            assert not caught.value.maybe_applied

    def test_damaged_gzip(self):
        """A damaged compressed reply is an error."""
        packed = bytearray(gzip.compress(GOOD))
        packed[len(packed) // 2] ^= 255
        with answering(http("200 OK", bytes(packed), XML, "Content-Encoding: gzip")) as server:
            with pytest.raises(errors.UnexpectedReply):
                called(server, io.BytesIO())

    def test_a_sink_that_is_full(self):
        """What a sink raises comes out as it is, and the connection is not used again."""
        with answering(http(body=GOOD), http(body=REPLY.replace(b"@", b"QQ=="))) as server:
            with pytest.raises(OSError, match="No space left") as caught:
                called(server, Full(500_000))
            assert 28 == caught.value.errno
            with pytest.raises(OSError, match="No space left"):
                called(server, Full(0))

    def test_a_file_without_a_buffer(self):
        """A sink that takes less than it is given is given the rest."""

        class Slow(io.BytesIO):
            def write(self, data):
                return super().write(data[:7000])

        sink = Slow()
        with answering(http(body=GOOD)) as server:
            assert len(DATA) == called(server, sink).written
        assert sink.getvalue() == DATA

    def test_the_limit_is_for_what_is_kept(self):
        """A document may be larger than a reply may be; what comes beside it may not."""
        with answering(http(body=GOOD), http(body=GOOD.replace(b"</s:Env", b" " * 300_000 + b"</s:Env"))) as server:
            assert len(DATA) == called(server, io.BytesIO(), max_reply_bytes=200_000).written
            with pytest.raises(errors.ReplyTooLarge):
                called(server, io.BytesIO(), max_reply_bytes=200_000)

    def test_the_log(self, caplog):
        """A log shows how many bytes there are, and none of them."""
        caplog.set_level("DEBUG", "soapclient.transport")
        with answering(http(body=GOOD)) as server:
            called(server, io.BytesIO())
        assert f"... {len(DATA):,} bytes" in caplog.text
        assert base64.b64encode(DATA)[:40].decode() not in caplog.text
        assert "secret-ticket" not in caplog.text

    def test_any_service(self):
        """Of a service that is known by its WSDL alone what is answered is not known to be bytes."""
        with answering() as server, SoapClient(bundled("srv.wsdl"), server=server.url) as any_service:
            with pytest.raises(errors.ArgumentError, match="does not return bytes"):
                any_service.service.DownloadDocument.into(io.BytesIO(), Path="/a")

    @pytest.mark.parametrize("operation", ["DocumentExists", "DeleteDocument"])
    def test_what_returns_no_bytes(self, operation):
        """An operation that returns no bytes has nothing for a sink, and is not called."""
        with answering() as server, pytest.raises(errors.ArgumentError, match="does not return bytes"):
            called(server, io.BytesIO(), operation=operation)

    def test_a_transport_without_a_sink(self):
        """A reply that came as a whole, as from a transport of a test, is written to the sink."""
        sink = io.BytesIO()
        with (
            Client("http://x.invalid/srv.asmx", auth=Ticket("t"), wsdl="bundled") as ir,
            answering(http(body=GOOD)) as server,
        ):
            with Transport(server.url) as transport:
                carrier = Blocking(lambda one: transport.post(server.url, one.body, one.headers, document=True))
                flow = ir.wiring.caller.call(ir.contract["DownloadDocument"], {"Path": "/a"}, into=sink)
                assert len(DATA) == carrier.carry(flow).written
        assert sink.getvalue() == DATA


class TestExpiredTickets:
    """A session that is over."""

    def test_bytes_came_before(self):
        """Where a reply has bytes and then says that the session is over, they are not written a second time."""
        login = http(body=envelope("AuthenticateUser", '<response xmlns="" success="true" error="" ticket="new" />'))
        fault = b"<s:Fault><faultcode>s:S</faultcode><faultstring>[901]Session expired</faultstring></s:Fault></s:Body>"
        sink = io.BytesIO()
        with answering(login, http(body=GOOD.replace(b"</s:Body>", fault)), login, login) as server:
            with Client(server.url, username="a", password="b", wsdl="bundled") as ir:
                with pytest.raises(errors.UnexpectedReply, match="bytes had come before"):
                    ir.service.DownloadDocument.into(sink, Path="/a")
            assert 1 == len([request for request in server.requests if b"DownloadDocument" in request])
        assert sink.getvalue() == DATA

    def test_the_call_is_made_again(self):
        """After a new login the bytes are written once."""
        expired = http("401 No", b'""', JSON, "X-InfoRouter-ErrorCode: 4010", "X-InfoRouter-Error: over")
        login = http(body=b'<response success="true" error="" ticket="new" />')
        good = http(body=b'"' + base64.b64encode(DATA) + b'"', media=JSON)
        sink = io.BytesIO()
        with answering(login, expired, login, good, login) as server:
            with Client(server.url, username="a", password="b", wsdl="bundled", transport="http-post") as ir:
                flow = ir.wiring.caller.call(ir.contract["DownloadDocument"], {"Path": "/a"}, into=sink)
                assert len(DATA) == Blocking(ir.wiring.send).carry(flow).written
        assert sink.getvalue() == DATA


class TestTime:
    """How long a reply may take."""

    @pytest.mark.parametrize(
        ("renews", "each", "late"), [(False, 2**20, True), (True, 2**20, False), (True, 2**10, True)]
    )
    def test_a_deadline(self, monkeypatch, renews, each, late):
        """The time is for the whole reply, and of one that goes into a sink for each megabyte: none trickles."""
        now = [0.0]
        monkeypatch.setattr(connections, "time", types.SimpleNamespace(monotonic=lambda: now[0]))
        timeouts = [10.0]
        sock = types.SimpleNamespace(gettimeout=lambda: timeouts[-1], settimeout=timeouts.append)

        class Raw:
            def readinto(self, buffer):
                now[0] += 3
                return each

            def close(self):
                """Close nothing."""

        reading = connections._Deadline(Raw(), sock, WireExchange((10, 10), renews=renews))
        read = 0
        try:
            while read < 10 * each:
                read += reading.readinto(bytearray(each))
                assert timeouts[-1] <= 10
        except TimeoutError:
            read = -read
        assert late is (read < 0)
        assert not late or read == -4 * each
