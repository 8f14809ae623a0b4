"""Bytes beside the envelope: what is sent, piece by piece and again, and what readers make of it."""

from __future__ import annotations

import base64
import dataclasses
import email
import io
import logging
import os
import tracemalloc

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from requests.auth import HTTPDigestAuth
from servers import RawServer, http, reset

from soapclient import KEEP
from soapclient.calls.mtom import Mtom, inline, package
from soapclient.calls.soap_header import SOAP_11, SOAP_12
from soapclient.errors import ArgumentError, TransportError
from soapclient.replies import multipart
from soapclient.wire.outgoing import Source, StreamedBody
from soapclient.wire.transport import Transport

BIG = os.urandom(2_000_003)
CHUNKS = st.binary(max_size=300) | st.just(b"\r\n--uuid") | st.just(b"--\r\n\r\n") | st.just(b"\0" * 2000)


def envelope(*contents: str, namespace: str = SOAP_11):
    """Make an envelope with an element for each text."""
    inside = "".join(f"<d>{each}</d>" for each in contents)
    return etree.fromstring(
        f"<s:Envelope xmlns:s='{namespace}'><s:Body><m xmlns='urn:m'>{inside}</m></s:Body></s:Envelope>"
    )


def written(arguments, threshold=0, namespace=SOAP_11):
    """Write the arguments as those of a call: "d" in elements of base64Binary; return headers and body."""
    taken, held = Mtom(threshold=threshold).hold(arguments)
    root = envelope(*[base64.b64encode(each).decode() for each in taken["d"]], namespace=namespace)
    return package(root, held.placed(root), "urn:do")


def received(headers, body):
    """Read a request as a reply is read; returns its bytes."""
    parts = multipart.read(headers["Content-Type"], b"".join(body))
    root = etree.fromstring(parts.root)
    multipart.inlined(root, parts.others)
    return [base64.b64decode(each.text or "") for each in root.iter("{urn:m}d")]


class TestPackage:
    """What a request in parts is."""

    @given(st.lists(CHUNKS, max_size=5), st.sampled_from([0, 10, 100_000]), st.sampled_from([SOAP_11, SOAP_12]))
    def test_our_reader_reads_it(self, values, threshold, namespace):
        """Whatever the bytes are, beside the envelope or in it, they are read as they were given."""
        headers, body = written({"d": values}, threshold, namespace)
        assert values == received(headers, body)
        assert len(body) == len(b"".join(body))

    @pytest.mark.parametrize(
        ("namespace", "soap", "head", "action"),
        [
            (SOAP_11, "text/xml", '"urn:do"', None),
            (SOAP_12, "application/soap+xml", None, "urn:do"),
        ],
    )
    def test_media_types(self, namespace, soap, head, action):
        """Another reader finds the media types of both versions of SOAP, the root, and each part by its name."""
        headers, body = written({"d": [b"one", b"\r\ntwo\r\n"]}, 0, namespace)
        assert head == headers.get("SOAPAction")
        raw = "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\n" + b"".join(body)
        read = email.message_from_bytes(raw)
        expected = ("application/xop+xml", soap, action)
        assert expected == tuple(read.get_param(name) for name in ("type", "start-info", "action"))
        root, *parts = read.get_payload()
        assert read.get_param("start") == root["Content-ID"]
        assert ("application/xop+xml", "UTF-8", soap) == (
            root.get_content_type(), root.get_param("charset"), root.get_param("type"),
        )  # fmt: skip
        hrefs = [each.get("href") for each in etree.fromstring(root.get_payload(decode=True)).iter(multipart.INCLUDE)]
        assert hrefs == [f"cid:{each['Content-ID'][1:-1]}" for each in parts]
        assert [b"one", b"\r\ntwo\r\n"] == [each.get_payload(decode=True) for each in parts]
        assert {"binary"} == {each["Content-Transfer-Encoding"] for each in (root, *parts)}

    def test_an_action_with_quotes(self):
        """An action is a quoted text in the media type of SOAP 1.2, whatever it has; one that is empty is left out."""
        for action in ['urn:a"b\\c', ""]:
            headers, _ = package(envelope(namespace=SOAP_12), {}, action)
            read = email.message_from_string(f"Content-Type: {headers['Content-Type']}\n\n")
            assert (action or None) == read.get_param("action")

    def test_media_type_of_a_part(self):
        """A part has the media type that its element says, unless that is none for a header."""
        for said, expected in [("image/png", "image/png"), ("a/b&#10;X: y", "application/octet-stream")]:
            root = envelope()
            element = etree.SubElement(root[0][0], "d")
            element.set("{http://www.w3.org/2005/05/xmlmime}contentType", said.replace("&#10;", "\n"))
            headers, body = package(root, {element: Source(b"x")})
            (part,) = multipart.read(headers["Content-Type"], b"".join(body)).rest
            assert expected == part.media

    def test_without_bytes(self):
        """A message without bytes is one part, for servers that take nothing else."""
        headers, body = written({"d": []})
        parts = multipart.read(headers["Content-Type"], b"".join(body))
        assert (0, b"<s:Envelope") == (len(parts.rest), parts.root[:11])


class TestHold:
    """What goes beside the envelope, and what stays in it."""

    def test_threshold(self, tmp_path):
        """Bytes that are fewer stay; files, and what is open, never do; nothing else is touched."""
        path = tmp_path / "f"
        path.write_bytes(b"")
        given = {"a": b"12", "b": b"123", "c": bytearray(b"123"), "d": {"e": [memoryview(b"1234"), "text", None, 5]}}
        taken, _ = Mtom(threshold=3).hold({**given, "p": path, "f": io.BytesIO(b"")})
        same = {name: taken[name] == given[name] for name in "abc"}
        assert {"a": True, "b": False, "c": False} == same
        assert given["d"]["e"][1:] == taken["d"]["e"][1:]
        assert [48] * 3 == [len(taken["p"]), len(taken["f"]), len(taken["d"]["e"][0])]

    def test_what_has_fields(self):
        """Dataclasses and attrs classes are looked into; what has nothing to hold back stays the very same object."""

        @dataclasses.dataclass
        class Scan:
            name: str
            data: object

        @attrs.define
        class Page:
            scans: list

        plain = [{"a": (1, "x")}, Scan("n", b"1"), Page([]), None, KEEP]
        taken, held = Mtom(threshold=3).hold({"p": Page([Scan("n", b"12345"), Scan("m", b"1")]), "q": plain})
        assert plain is taken["q"]
        first, second = taken["p"]["scans"]
        assert ("n", 48, Scan("m", b"1")) == (first["name"], len(first["data"]), second)
        with pytest.raises(ArgumentError, match=r"p\.scans\[0\]\.data"):
            held.placed(envelope())

    def test_what_contains_itself(self):
        """An argument that contains itself is refused in a sentence."""
        endless = []
        endless.append(endless)
        with pytest.raises(ArgumentError, match="contains itself"):
            Mtom().hold({"a": endless})

    def test_empty_bytes_stay(self):
        """Empty bytes mean that something is cleared, and are left to the rule for that."""
        assert {"a": b""} == Mtom(threshold=0).hold({"a": b""})[0]

    @pytest.mark.parametrize("threshold", [-1, "5", True, 1.5, None])
    def test_options(self, threshold):
        """A threshold that is no number of bytes is refused."""
        with pytest.raises(ArgumentError, match="threshold"):
            Mtom(threshold=threshold)

    def test_all_problems_at_once(self, tmp_path):
        """Files that cannot be read are all named, each by its place."""
        closed = io.BytesIO()
        closed.close()
        bad = {"a": tmp_path / "none", "b": {"c": [b"x", closed]}, "d": io.StringIO("x"), "e": tmp_path}
        with pytest.raises(ArgumentError) as caught:
            Mtom().hold(bad)
        told = "|".join(caught.value.problems)
        assert 4 == len(caught.value.problems)
        assert all(
            each in told for each in ("a: ", "No such file", "not a closed file", "d: the file is open in text mode")
        )

    def test_what_is_not_in_the_envelope(self):
        """Bytes that were given and are not in the message are told by their place: nothing is left out."""
        _, held = Mtom(threshold=0).hold({"a": b"x", "b": [b"y"]})
        with pytest.raises(ArgumentError, match=r"a, b\[0\]: a file or bytes cannot be sent"):
            held.placed(envelope())

    def test_where_a_part_cannot_stand(self):
        """In an attribute, in a list, or as hexBinary, the bytes are written into the envelope."""
        taken, held = Mtom(threshold=0).hold({"a": b"\xffone", "b": b"two", "c": b"\xab\xcd", "d": b"four"})
        token = {name: base64.b64encode(value).decode() for name, value in taken.items()}
        root = envelope(f"{token['b']} {token['d']}", taken["c"].hex().upper())
        root[0][0].set("a", token["a"])
        assert {} == held.placed(root)
        first, second = root.iter("{urn:m}d")
        assert (base64.b64encode(b"\xffone").decode(), "dHdv Zm91cg==", "ABCD") == (
            root[0][0].get("a"),
            first.text,
            second.text,
        )

    def test_signed_in_the_envelope(self):
        """Before a signature is made the bytes are in the envelope as base64, and beside it only after that."""
        taken, held = Mtom(threshold=0).hold({"d": b"\x00\xffbytes"})
        root = envelope(base64.b64encode(taken["d"]).decode())
        placed = held.placed(root)
        inline(placed)
        assert base64.b64encode(b"\x00\xffbytes").decode() == next(root.iter("{urn:m}d")).text
        assert [b"\x00\xffbytes"] == received(*package(root, placed))


class Once(io.RawIOBase):
    """A pipe: what can be read once."""

    def __init__(self, data):
        self._data = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._data.readinto(buffer)


class TestSource:
    """Bytes that can be read more than once."""

    @pytest.mark.parametrize("kind", ["bytes", "bytearray", "memoryview", "strided", "path", "file", "middle", "pipe"])
    def test_it_is_read_again(self, tmp_path, kind):
        """Bytes, paths, open files from where they stand, and what is no file at all, are read twice."""
        path = tmp_path / "f"
        path.write_bytes(BIG)
        with path.open("rb") as file:
            if kind == "middle":
                file.seek(1_000_000)
            value = {
                "bytes": BIG, "bytearray": bytearray(BIG), "memoryview": memoryview(BIG), "path": path, "file": file,
                "strided": memoryview(BIG)[::2], "middle": file, "pipe": Once(BIG),
            }[kind]  # fmt: skip
            expected = {"strided": BIG[::2], "middle": BIG[1_000_000:]}.get(kind, BIG)
            source = Source(value)
            body = StreamedBody([b"<", source, b">"])
            for _ in range(2):
                assert b"<" + expected + b">" == b"".join(body)
            assert len(expected) + 2 == len(body)

    @pytest.mark.parametrize("change", ["shorter", "longer", "gone"])
    def test_it_has_changed(self, tmp_path, change):
        """A file that is another when it is sent is an error, in doubt, and never a message of another length."""
        path = tmp_path / "f"
        path.write_bytes(b"12345")
        source = Source(path)
        if change == "gone":
            path.unlink()
        else:
            path.write_bytes(b"1234" if change == "shorter" else b"123456")
        with pytest.raises(TransportError, match=f"{path.name}' .*while being sent") as caught:
            b"".join(source.pieces())
        assert caught.value.maybe_applied

    def test_the_same_file_again(self):
        """A file that is given again is sent again: it stands where it stood; a pipe that was read is refused."""
        file, pipe = io.BytesIO(BIG), Once(b"once")
        file.seek(5)
        assert [BIG[5:]] * 2 == [Source(file).whole(), Source(file).whole()]
        assert b"once" == Source(pipe).whole()
        with pytest.raises(ValueError, match="nothing left to read from the file"):
            Source(pipe)

    def test_closed_meanwhile(self):
        """A file that was closed before it is sent is an error of ours."""
        file = io.BytesIO(b"x")
        source = Source(file)
        file.close()
        with pytest.raises(TransportError, match="could not be read"):
            source.whole()


def sent(url, body, headers, **options):
    """Send a body."""
    with Transport(url, timeout=10, **options) as transport:
        return transport.post(url, body, headers)


class TestWire:
    """A body that goes out piece by piece."""

    def test_it_arrives(self, tmp_path, caplog):
        """A file arrives whole, under its length, and a log shows the envelope only."""
        caplog.set_level(logging.DEBUG, "soapclient.transport")
        path = tmp_path / "f"
        path.write_bytes(BIG)
        headers, body = written({"d": [path]})
        with RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
            assert b"<ok/>" == sent(server.url, body, headers).body
        head, _, arrived = server.requests[0].partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert b"chunked" not in head.lower()
        assert [BIG] == received(headers, [arrived])
        assert "xop:Include" in caplog.text
        assert f"({len(body)} bytes)" in caplog.text
        assert len(caplog.text) < 5000

    def test_no_more_than_a_piece_is_in_memory(self, tmp_path):
        """Of a large file only a piece is in memory while it is sent."""
        path = tmp_path / "f"
        with path.open("wb") as file:
            file.truncate(50_000_000)
        _, body = written({"d": [path]})
        count = 0
        tracemalloc.start()
        try:
            for piece in body:
                count += len(piece)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert len(body) == count
        assert peak < 5_000_000

    def test_it_is_sent_again_from_the_beginning(self, tmp_path):
        """Where a kept connection was closed, a call that only reads is sent again whole, also from an open file."""
        answered = []

        def answer(connection, request):
            if len(answered) == 1:
                answered.append("reset")
                return reset(connection)
            answered.append("ok")
            return connection.sendall(http(body=b"<ok/>"))

        headers, body = written({"d": [io.BytesIO(BIG)]})
        with RawServer(answer) as server, Transport(server.url, timeout=10) as transport:
            for _ in range(2):
                assert 200 == transport.post(server.url, body, headers, safe=True).status
        assert ["ok", "reset", "ok"] == answered
        bodies = [request.partition(b"\r\n\r\n")[2] for request in server.requests]
        assert [b"".join(body)] * 3 == bodies

    def test_with_a_login_of_several_steps(self):
        """Each step of a login sends the body from its beginning, also of an open file."""
        challenge = http("401 No", b"", "text/plain", 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"')
        left = [challenge, http(body=b"<ok/>")]
        headers, body = written({"d": [io.BytesIO(BIG)]})
        with RawServer(lambda connection, request: connection.sendall(left.pop(0))) as server:
            assert 200 == sent(server.url, body, headers, auth=HTTPDigestAuth("me", "x")).status
        assert [b"".join(body)] * 2 == [request.partition(b"\r\n\r\n")[2] for request in server.requests]

    def test_a_file_that_shrinks(self, tmp_path):
        """A file that is shorter when it is sent is an error of ours, and not a request of another length."""
        path = tmp_path / "f"
        path.write_bytes(BIG)
        headers, body = written({"d": [path]})
        path.write_bytes(BIG[:100])
        with RawServer(lambda connection, request: connection.sendall(http(body=b"<ok/>"))) as server:
            with pytest.raises(TransportError, match="became shorter") as caught:
                sent(server.url, body, headers)
        assert caught.value.maybe_applied
