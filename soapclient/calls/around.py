"""The layers around a message and its reply: addressing, security, MTOM parts.

The order matters. Addressing comes first, so its headers are signed. The signature covers the bytes as base64 in the
envelope, as XOP requires. Only then are they moved out of the envelope.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from ..contract.contract import Contract
from ..contract.model import Operation, SoapVersion
from ..errors import ArgumentError, UnexpectedReply
from ..wire.redact import hide_xml
from . import large
from . import mtom as beside
from .message import Message
from .wss.protection import Protection, Security, secrets_in

if TYPE_CHECKING:
    from .addressing import Addressing
    from .mtom import Held, Mtom


@attrs.frozen(eq=False)
class Sent:
    """A message that is ready to send.

    Attributes:
        message: the message.
        identifier: the message identifier that its reply must relate to; empty without addressing.
    """

    message: Message
    identifier: str = ""


class Around:
    """The layers that a client puts around each message.

    Args:
        security: a protection such as `UsernameToken`, or several.
        addressing: the headers of WS-Addressing.
        mtom: whether bytes are sent next to the envelope.

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
        self._actions: dict[tuple[Contract, str, SoapVersion], str] = {}

    def __bool__(self) -> bool:
        return not (self.security is None and self.addressing is None and self.mtom is None)

    def hold(self, operation: Operation, arguments: Mapping[str, Any]) -> tuple[Mapping[str, Any], Held | None]:
        """Replace the files and large bytes of a call by tokens; see `Mtom.hold`."""
        if self.mtom is None:
            return large.hold(operation, arguments)
        try:
            return self.mtom.hold(arguments)
        except ArgumentError as exc:
            raise ArgumentError(operation.name, exc.problems) from None

    def put(
        self, message: Message, contract: Contract, operation: Operation, version: SoapVersion, held: Held | None = None
    ) -> Sent:
        """Add all layers to a message; called again for each sending.

        Args:
            message: a message with an envelope, as `message.write` wrote it.
            contract: the contract.
            operation: the operation.
            version: the version of the envelope.
            held: the sources that `hold` replaced by tokens.

        Raises:
            ArgumentError: an argument is not in the envelope, or a protection cannot be applied.
        """
        try:
            return self._put(message, contract, operation, version, held)
        except ArgumentError as exc:
            raise ArgumentError(operation.name, exc.problems) from None

    def _put(
        self, message: Message, contract: Contract, operation: Operation, version: SoapVersion, held: Held | None
    ) -> Sent:
        envelope = _parsed(message.body)
        identifier = ""
        if self.addressing is not None:
            action = self._action(contract, operation, version)
            identifier = self.addressing.apply(envelope, to=message.url, action=action)
        placed = held.placed(envelope) if held is not None else {}
        if self.security is not None:
            if self.security.signs:
                beside.inline(placed)
            self.security.apply(envelope)
        secrets = (*message.secrets, *secrets_in(envelope))
        headers, body = message.headers, message.body
        if self.mtom is not None:
            written, body = beside.package(envelope, placed, operation.actions[version])
            headers = {**headers, **written}
        elif placed and not (self.security is not None and self.security.signs):
            body = beside.streamed(envelope, placed)
        else:
            body = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        return Sent(attrs.evolve(message, body=body, headers=headers, secrets=secrets), identifier)

    def _action(self, contract: Contract, operation: Operation, version: SoapVersion) -> str:
        key = contract, operation.name, version
        found = self._actions.get(key)
        if found is None:
            found = self._actions[key] = _action(contract, operation, version)
        return found

    def show(
        self,
        envelope: bytes,
        url: str,
        contract: Contract,
        operation: Operation,
        version: SoapVersion,
        held: Held | None = None,
    ) -> str:
        """Render an envelope as it would be sent, without secrets, signatures and parts.

        Args:
            envelope: the envelope, its own secrets hidden.
            url: the address of the service.
            contract: the contract.
            operation: the operation that is called.
            version: the version of the envelope.
            held: the sources that `hold` replaced by tokens.
        """
        root = _parsed(envelope)
        if held is not None and self.mtom is not None:
            beside.show(held.placed(root))
        if self.addressing is not None:
            self.addressing.apply(root, to=url, action=self._action(contract, operation, version))
        if self.security is not None:
            self.security.show(root)
        shown = hide_xml(etree.tostring(root, encoding="unicode"))
        return shown if held is None else held.shown(shown)

    def check(self, envelope: etree._Element, sent: Sent) -> None:
        """Check a reply before anything in it is used.

        Args:
            envelope: the root of the reply, its XOP parts inlined.
            sent: the message that it should answer.

        Raises:
            UnexpectedReply: it lacks a required signature, or answers another message.
        """
        if self.security is not None:
            self.security.check(envelope)
        if self.addressing is not None:
            try:
                self.addressing.check(envelope, sent.identifier)
            except ValueError as exc:
                raise UnexpectedReply(f"The reply cannot be used: {exc}", maybe_applied=True) from None


def chosen(security: Any, addressing: Any, mtom: Any) -> Around:
    """Return the layers for the messages of a client, by its options.

    Args:
        security: a protection, several, or None.
        addressing: an `Addressing`, True or False.
        mtom: an `Mtom`, True or False.

    Raises:
        ArgumentError: an option has another type.
    """
    from .addressing import Addressing
    from .mtom import Mtom

    given = {"addressing": (addressing, Addressing), "mtom": (mtom, Mtom)}
    made: dict[str, Any] = {}
    for name, (value, kind) in given.items():
        if value is not None and not isinstance(value, (bool, kind)):
            raise ArgumentError(None, (f"{name} must be {kind.__name__}(), True or False, not {type(value).__name__}",))
        made[name] = kind() if value is True else value or None
    return Around(security, **made)


def _action(contract: Contract, operation: Operation, version: SoapVersion) -> str:
    """Return the WS-Addressing action of an operation's request; see `contract.wsdl.actions`."""
    definitions = contract.definitions
    named = {each.name: {port.name for port in each.ports} for each in contract.services}
    ports = [
        port
        for each in definitions.services.values()
        for port in each.ports.values()
        if port.name in named.get(each.name, ())
    ]
    for binding in (*(port.binding for port in ports), *definitions.bindings.values()):
        if operation.name in binding.operations:
            return definitions.input_action(binding.port_type, operation.name, operation.actions[version])
    return operation.actions[version]


def _parsed(body: Any) -> etree._Element:
    return etree.fromstring(bytes(body), etree.XMLParser(resolve_entities=False, huge_tree=True))
