"""The result of one call."""

from __future__ import annotations

from lxml import etree

from soapclient import Reply


class TestReply:
    """What a reply gives access to."""

    def test_xml(self):
        """An XML result gives its element, attributes and direct text, on whichever side of a child it is."""
        reply = Reply(operation="GetX", element=etree.fromstring("<root a='1' b=''>x<c>no</c>y<!-- no -->z</root>"))
        assert {"a": "1", "b": ""} == reply.attributes
        assert (reply.text, reply.bytes, reply.element.tag) == ("xyz", b"", "root")
        assert repr(reply) == "<Reply GetX: <root>, 2 children>"

    def test_bytes(self):
        """A result of bytes has no attributes and no text, and its repr does not show the bytes."""
        reply = Reply(operation="GetX", bytes=b"S3CRET")
        assert (reply.attributes, reply.text, reply.bytes, reply.element) == ({}, "", b"S3CRET", None)
        assert repr(reply) == "<Reply GetX: 6 bytes>"
