"""What is put around a message before it is sent, and looked for in its reply: addressing, security, parts beside it.

The order matters. Addressing comes first, so that its headers are signed; the signature is made over the bytes as
base64 in the envelope, as XOP demands; and only then do they go beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from ..errors import UnexpectedReply
from ..wire.redact import hide_xml
from . import mtom as beside
from .message import Message
from .wss.protection import Protection, Security, secrets_in

if TYPE_CHECKING:
    from .addressing import Addressing
    from .mtom import Held, Mtom


@attrs.frozen(eq=False)
class Sent:
    """A message that is ready to be sent.

    Attributes:
        message: the message.
        identifier: what its reply has to relate to; empty without addressing.
    """

    message: Message
    identifier: str = ""


class Around:
    """What a client puts around each message.

    Args:
        security: a protection such as `UsernameToken`, or several.
        addressing: the headers of WS-Addressing.
        mtom: whether bytes go beside the envelope.

    Raises:
        ArgumentError: `security` is something else.
    """

    def __init__(
        self,
        security: Protection | Iterable[Protection] | None = None,
        addressing: Addressing | None = None,
        mtom: Mtom | None = None,
    ) -> None:
        if security is not None and not isinstance(security, Security):
            security = Security(security)
        self.security: Security | None = security
        self.addressing = addressing
        self.mtom = mtom

    def __bool__(self) -> bool:
        return not (self.security is None and self.addressing is None and self.mtom is None)

    def hold(self, arguments: Mapping[str, Any]) -> tuple[Mapping[str, Any], Held | None]:
        """Hold back the files and bytes of a call that go beside its envelope; see `Mtom.hold`."""
        return (arguments, None) if self.mtom is None else self.mtom.hold(arguments)

    def put(self, message: Message, action: str, held: Held | None = None, *, soap_action: str = "") -> Sent:
        """Put everything around a message; for each sending anew.

        Args:
            message: a message with an envelope, as `message.write` wrote it.
            action: what it is about; see `contract.wsdl.actions`.
            held: what `hold` held back of its arguments.
            soap_action: the SOAP action, which the head of a request in parts has to say again.

        Raises:
            ArgumentError: something that was given is not in the envelope, or a protection cannot be applied.
        """
        envelope = _parsed(message.body)
        identifier = ""
        if self.addressing is not None:
            identifier = self.addressing.apply(envelope, to=message.url, action=action)
        placed = held.placed(envelope) if held is not None else {}
        if self.security is not None:
            if self.security.signs:
                beside.inline(placed)
            self.security.apply(envelope)
        secrets = (*message.secrets, *secrets_in(envelope))
        headers, body = message.headers, message.body
        if self.mtom is not None:
            written, body = beside.package(envelope, placed, soap_action)
            headers = {**headers, **written}
        else:
            body = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        return Sent(attrs.evolve(message, body=body, headers=headers, secrets=secrets), identifier)

    def show(self, envelope: bytes, url: str, action: str) -> str:
        """Write an envelope as it would be sent, to be shown: without secrets and signatures.

        Args:
            envelope: the envelope, its own secrets hidden.
            url: the address of the service.
            action: what the message is about.
        """
        root = _parsed(envelope)
        if self.addressing is not None:
            self.addressing.apply(root, to=url, action=action)
        if self.security is not None:
            self.security.show(root)
        return hide_xml(etree.tostring(root, encoding="unicode"))

    def check(self, envelope: etree._Element, sent: Sent) -> None:
        """Check a reply before anything in it is believed.

        Args:
            envelope: the root of the reply, its XOP parts inlined.
            sent: what it is to be a reply to.

        Raises:
            UnexpectedReply: it is not signed as it has to be, or answers another message.
        """
        if self.security is not None:
            self.security.check(envelope)
        if self.addressing is not None:
            try:
                self.addressing.check(envelope, sent.identifier)
            except ValueError as exc:
                raise UnexpectedReply(f"The reply cannot be used: {exc}", maybe_applied=True) from None


def _parsed(body: Any) -> etree._Element:
    return etree.fromstring(bytes(body), etree.XMLParser(resolve_entities=False, huge_tree=True))
