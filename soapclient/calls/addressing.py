"""WS-Addressing: the destination and action of a message, and the message that a reply answers.

Source: WS-Addressing 1.0 Core and SOAP Binding; WS-Addressing of August 2004.
"""

from __future__ import annotations

import uuid
from typing import Final, Literal, get_args

from lxml import etree

from ..errors import ArgumentError, UnexpectedReply
from ..wire.redact import one_line
from .soap_header import blocks, header_of, must_understand

AddressingVersion = Literal["1.0", "2004/08"]

_NAMESPACES: Final[dict[AddressingVersion, str]] = {
    "1.0": "http://www.w3.org/2005/08/addressing",
    "2004/08": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
}
_ANONYMOUS: Final[dict[AddressingVersion, str]] = {
    "1.0": "http://www.w3.org/2005/08/addressing/anonymous",
    "2004/08": "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous",
}
_RELATES: Final = tuple(f"{{{namespace}}}RelatesTo" for namespace in _NAMESPACES.values())
_OWN: Final = ("To", "Action", "MessageID", "ReplyTo", "FaultTo")
# The relationship type of a reply; 2004/08 writes it as a qualified name.
_REPLIES: Final = ("", "http://www.w3.org/2005/08/addressing/reply")
# The RelatesTo of a fault if the server could not read which message it is about.
_UNSPECIFIED: Final = frozenset(
    {
        "http://www.w3.org/2005/08/addressing/unspecified",
        "http://schemas.xmlsoap.org/ws/2004/08/addressing/id/unspecified",
    }
)


class Addressing:
    """The headers of WS-Addressing, added to each message; a reply must relate to the message that was sent.

    Args:
        reply_to: the destination of the reply: "anonymous" for the same connection, a URI, or None for no ReplyTo.
        version: "1.0", or "2004/08" for older servers.
        must_understand: whether a server without WS-Addressing must refuse the message.

    Raises:
        ArgumentError: an option cannot be used.
    """

    def __init__(
        self,
        *,
        reply_to: str | None = "anonymous",
        version: AddressingVersion = "1.0",
        must_understand: bool = False,
    ) -> None:
        problems = []
        if version not in get_args(AddressingVersion):
            problems.append(f"the version of addressing must be '1.0' or '2004/08', not {version!r}")
        absolute = isinstance(reply_to, str) and ":" in reply_to and reply_to.isprintable() and " " not in reply_to
        if not (reply_to is None or reply_to == "anonymous" or absolute):
            problems.append("reply_to must be 'anonymous', an absolute URI or None")
        if problems:
            raise ArgumentError(None, tuple(problems))
        self.version: AddressingVersion = version
        self.reply_to = reply_to
        self._must_understand = must_understand

    def apply(self, envelope: etree._Element, *, to: str, action: str) -> str:
        """Add the headers to an envelope; they replace existing ones.

        Args:
            envelope: the root of the message, before it is signed.
            to: the address of the service.
            action: the action of the message; see `contract.wsdl.actions`.

        Returns:
            The identifier of the message, new for each sending.
        """
        namespace = _NAMESPACES[self.version]
        header = header_of(envelope)
        for old in blocks(envelope, *(f"{{{namespace}}}{name}" for name in _OWN)):
            header.remove(old)
        identifier = f"urn:uuid:{uuid.uuid4()}"
        said = {"To": to, "Action": action, "MessageID": identifier}
        for name, value in said.items():
            block = etree.SubElement(header, f"{{{namespace}}}{name}", nsmap={"wsa": namespace})
            block.text = value
            if self._must_understand:
                must_understand(block)
        if self.reply_to is not None:
            block = etree.SubElement(header, f"{{{namespace}}}ReplyTo", nsmap={"wsa": namespace})
            address = _ANONYMOUS[self.version] if self.reply_to == "anonymous" else self.reply_to
            etree.SubElement(block, f"{{{namespace}}}Address").text = address
        return identifier

    def check(self, envelope: etree._Element, identifier: str) -> None:
        """Check that a reply that names the message it answers names this one.

        Args:
            envelope: the root of the reply, in either SOAP version.
            identifier: what `apply` returned for the message that was sent.

        Raises:
            UnexpectedReply: it answers another message; the request may have been carried out.
        """
        related = [block for block in blocks(envelope, *_RELATES) if _is_reply(block)]
        found = {"".join(map(str, block.itertext())).strip() for block in related} - _UNSPECIFIED
        if found - {identifier}:
            shown = one_line(next(iter(sorted(found - {identifier}))), 80)
            message = f"The reply answers another message: its RelatesTo is {shown!r}, and {identifier!r} was sent"
            raise UnexpectedReply(message, maybe_applied=True)

    def __repr__(self) -> str:
        return f"Addressing(reply_to={self.reply_to!r}, version={self.version!r})"


def _is_reply(block: etree._Element) -> bool:
    kind = (block.get("RelationshipType") or "").strip()
    return kind in _REPLIES or kind.rpartition(":")[2] == "Reply"
