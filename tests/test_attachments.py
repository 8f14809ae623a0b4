"""SOAP with attachments: what comes beside an envelope, by all of its names, and kept whole."""

from __future__ import annotations

import logging
import os
import tracemalloc
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from servers import RawServer, http

from soapclient.errors import ReplyTooLarge
from soapclient.replies import multipart
from soapclient.replies.attachments import Attachment, Attachments
from soapclient.wire.transport import Transport

ROOT = b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><m>%s</m></s:Body></s:Envelope>"
INCLUDE = b"<xop:Include xmlns:xop='http://www.w3.org/2004/08/xop/include' href='cid:%s'/>"


def reply(*parts: bytes, root: bytes = ROOT % b"", end: bytes = b"\r\n--b--\r\n"):
    """Write a reply of a root and parts, each with its head; return its media type and body."""
    whole = [b"Content-Type: text/xml\r\nContent-ID: <root>\r\n\r\n" + root, *parts]
    return 'multipart/related; boundary=b; type="text/xml"; start="<root>"', b"--b\r\n" + b"\r\n--b\r\n".join(
        whole
    ) + end


def read(*parts: bytes, **options) -> Attachments:
    """Read the attachments of a reply."""
    found = multipart.read(*reply(*parts, **options))
    return multipart.attachments(etree.fromstring(found.root), found)


class TestAttachments:
    """What is an attachment."""

    def test_all_that_comes_beside(self):
        """Each part has its names, media type and bytes, with or without a Content-ID, in the order of the reply."""
        found = read(
            b"Content-Type: image/png\r\nContent-ID: <one@x>\r\n\r\n\x89PNG\r\n",
            b'Content-Location: http://x/two\r\nContent-Disposition: attachment; filename="../a/b.pdf"\r\n\r\n%PDF',
            b"\r\nno head",
        )
        expected = [
            ("one@x", "image/png", "", "", b"\x89PNG\r\n"),
            ("", "", "b.pdf", "http://x/two", b"%PDF"),
            ("", "", "", "", b"no head"),
        ]
        assert expected == [(each.content_id, each.media, each.name, each.location, each.bytes) for each in found]
        assert (3, found[1:]) == (len(found), tuple(found)[1:])

    def test_bytes_of_the_document_are_none(self):
        """What the document refers to by xop:Include is a value of it, and no attachment."""
        root = ROOT % (INCLUDE % b"one%40x")
        found = read(b"Content-ID: <one@x>\r\n\r\nbytes", b"Content-ID: <two@x>\r\n\r\nmore", root=root)
        assert ["two@x"] == [each.content_id for each in found]

    @given(st.lists(st.binary(max_size=200), max_size=4), st.booleans())
    def test_what_another_writer_writes(self, values, as_base64):
        """Parts that Python's own library writes are read, in base64 or as they are."""
        whole = MIMEMultipart("related", type="text/xml", start="<root>")
        for number, value in enumerate([ROOT % b"", *values]):
            part = MIMEApplication(value)
            if not as_base64:
                del part["Content-Transfer-Encoding"]
                part["Content-Transfer-Encoding"] = "binary"
                part.set_payload(value.decode("latin-1"))
            part["Content-ID"] = f"<part{number}@x>" if number else "<root>"
            whole.attach(part)
        if as_base64:
            head, _, body = whole.as_bytes(policy=HTTP).partition(b"\r\n\r\n")
            media = whole["Content-Type"].replace("\n", "")
            assert head
        else:
            pieces = [
                b"".join(f"{name}: {value}\r\n".encode() for name, value in part.items()) + b"\r\n"
                + part.get_payload().encode("latin-1")
                for part in whole.get_payload()
            ]  # fmt: skip
            body = b"--zz\r\n" + b"\r\n--zz\r\n".join(pieces) + b"\r\n--zz--"
            media = 'multipart/related; boundary=zz; start="<root>"'
        found = multipart.read(media, body)
        assert values == [each.bytes for each in multipart.attachments(etree.fromstring(found.root), found)]

    @given(
        st.lists(
            st.sampled_from(
                [
                    b"--b",
                    b"--",
                    b"\r\n",
                    b"\n",
                    b"--b\r\n",
                    b"--b--",
                    b"Content-ID: <a>",
                    b"Content-Type: ",
                    b"\r\n\r\n",
                ]
            )
            | st.binary(max_size=20),
            max_size=20,
        ),
        st.sampled_from(["", '; start="<a>"', "; type=x", "; charset=\xff"]),
    )
    def test_any_bytes(self, pieces, more):
        """Whatever the bytes are, they are parts, each of them from the body, or refused in a sentence."""
        body = b"".join(pieces)
        try:
            found = multipart.read(f"multipart/related; boundary=b{more}", body)
        except multipart.NotParts as exc:
            assert str(exc)
            return
        assert found.root in body
        assert all(each.bytes in body for each in found.rest)

    def test_no_part_is_dropped(self):
        """A reply with more parts than are read, or whose last part has no end, is refused; its parts are not fewer."""
        with pytest.raises(multipart.NotParts, match="more than 1,000 parts"):
            read(*[b"\r\nx"] * 1001)
        assert 999 == len(read(*[b"\r\nx"] * 999))
        with pytest.raises(multipart.NotParts, match="ends within its last part"):
            read(b"\r\none", b"\r\ntw", end=b"")
        assert [b"one"] == [each.bytes for each in read(b"\r\none", end=b"\r\n--b\r\n")]

    def test_parts_that_are_meant_often(self):
        """A part may be meant more than once, but not so often that a small reply fills the memory."""
        one, others = ROOT % (b"<v>" + INCLUDE % b"a" + b"</v>"), {"a": bytes(2**20)}
        twice = etree.fromstring(one.replace(b"</m>", b"<v>" + INCLUDE % b"a" + b"</v></m>"))
        multipart.inlined(twice, others)
        assert [1398104] * 2 == [len(each.text) for each in twice.iter("v")]
        often = etree.fromstring(ROOT % ((b"<v>" + INCLUDE % b"a" + b"</v>") * 30))
        with pytest.raises(multipart.NotParts, match="it refers to the same parts so often"):
            multipart.inlined(often, others)


class TestLarge:
    """A reply with attachments that is larger than what is kept in memory."""

    def test_it_is_not_kept_in_memory(self, tmp_path, caplog):
        """A large reply comes over the wire into a file, its parts are read from there, and the bytes are the same."""
        caplog.set_level(logging.DEBUG, "soapclient.transport")
        data = os.urandom(1_000_000) * 30
        media, body = reply(b"Content-ID: <one@x>\r\n\r\n" + data, b"\r\nend")
        whole = http("200 OK", body, media)
        with RawServer(lambda connection, request: connection.sendall(whole)) as server:
            with Transport(server.url, timeout=20) as transport:
                tracemalloc.start()
                try:
                    raw = transport.post(server.url, b"<ask/>", {})
                    found = multipart.read(raw.headers["Content-Type"], raw.body)
                    found = multipart.attachments(etree.fromstring(found.root), found)
                    found[0].save(tmp_path / "file")
                    peak = tracemalloc.get_traced_memory()[1]
                finally:
                    tracemalloc.stop()
        assert (2, b"end") == (len(found), found[1].bytes)
        assert data == (tmp_path / "file").read_bytes()
        assert peak < 25_000_000
        assert f"({len(body)} bytes)" in caplog.text

    def test_the_limit_holds(self):
        """A reply beyond the limit is refused, wherever its bytes would go."""
        media, body = reply(b"\r\n" + b"x" * 12_000_000)
        with RawServer(lambda connection, request: connection.sendall(http("200 OK", body, media))) as server:
            with Transport(server.url, timeout=20, max_reply_bytes=10_000_000) as transport:
                with pytest.raises(ReplyTooLarge):
                    transport.post(server.url, b"<ask/>", {})


class TestFind:
    """An attachment by what refers to it."""

    FOUND = Attachments(
        [
            Attachment(content_id="one two@x", data=b"1"),
            Attachment(content_id="photo=9f3a@example.com", data=b"2"),
            Attachment(location="http://x/three", data=b"3"),
            Attachment(data=b"4"),
        ]
    )

    @pytest.mark.parametrize(
        ("uri", "expected"),
        [
            ("cid:one%20two@x", b"1"),
            ("CID:one two@x", b"1"),
            (" cid:photo=9f3a@example.com ", b"2"),
            ("cid:photo%3D9f3a@example.com", b"2"),
            ("http://x/three", b"3"),
            ("cid:", None),
            ("", None),
            ("cid:three", None),
        ],
    )
    def test_resolve(self, uri, expected):
        """A swaRef means the attachment of that Content-ID, escaped or not, or that location; nothing means none."""
        found = self.FOUND.resolve(uri)
        assert expected == (None if found is None else found.bytes)

    def test_part(self):
        """The part of a message is found by its name, which begins its Content-ID; a part of it is no name."""
        assert [b"2", None, None] == [
            None if (found := self.FOUND.part(name)) is None else found.bytes for name in ("photo", "phot", "")
        ]


class TestSave:
    """An attachment in a file."""

    def test_it_is_written(self, tmp_path):
        """All bytes are in the file, in the place of what was there, and nothing else is left in its folder."""
        data = os.urandom(2_500_000)
        target = tmp_path / "file"
        target.write_bytes(b"old")
        Attachment(data=memoryview(b"x" + data)[1:]).save(target)
        assert data == target.read_bytes()
        assert [target] == list(tmp_path.iterdir())

    def test_it_cannot_be_written(self, tmp_path):
        """Where the file cannot be written, nothing is left."""
        (tmp_path / "folder").mkdir()
        with pytest.raises(OSError):
            Attachment(data=b"x").save(tmp_path / "folder")
        assert [tmp_path / "folder"] == list(tmp_path.iterdir())

    def test_repr(self):
        """The repr says which and how large, and none of the bytes."""
        one = Attachment(name="a.pdf", data=b"hidden")
        assert "<Attachment 'a.pdf': 6 bytes>" == repr(one)
        assert "Attachments([<Attachment: 0 bytes>])" == repr(Attachments([Attachment()]))
        assert bool(Attachment())
