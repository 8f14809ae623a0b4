"""The message of a call: its URL, bytes and headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..contract.contract import Contract
from ..contract.model import Operation, SoapVersion
from ..wire.outgoing import StreamedBody
from ..wire.redact import hide_url
from . import form_post

if TYPE_CHECKING:
    from ..wire.bodies import Taker

MEDIA: Final[Mapping[SoapVersion, str]] = {
    "1.1": "text/xml; charset=utf-8",
    "1.2": "application/soap+xml; charset=utf-8",
}


@attrs.frozen(repr=False, eq=False)
class Message:
    """One HTTP request; its repr does not show the content.

    Attributes:
        url: the URL to call.
        body: the bytes to send, whole or piece by piece.
        headers: HTTP headers.
        secrets: the secrets in it, to hide from logs.
        safe: whether it changes nothing and moves nothing forward, so it may be repeated after a lost answer.
        document: whether the reply is the bytes of a document, which may be large.
        holds: whether its flow must clean up if nobody waits for it any more.
        cleans: whether it is part of a cleanup, so it is sent although nobody waits.
        into: the intake that takes the reply while it arrives, or None.
    """

    url: str
    body: bytes | StreamedBody
    headers: Mapping[str, str]
    secrets: tuple[str, ...] = ()
    safe: bool = False
    document: bool = False
    holds: bool = False
    cleans: bool = False
    into: Taker | None = None

    def __repr__(self) -> str:
        return f"<Message to {hide_url(self.url)}: {len(self.body)} bytes>"


def write(
    contract: Contract,
    operation: Operation,
    parts: Mapping[str, Any],
    url: str,
    version: SoapVersion | None,
    secrets: tuple[str, ...] = (),
) -> Message:
    """Write the message of a call.

    Args:
        contract: the contract.
        operation: the operation.
        parts: its parameters, as bound by `arguments.bind`.
        url: the URL of the service.
        version: the version of the SOAP envelope, or None for a form, which is sent to the operation's own URL.
        secrets: the secrets in it.
    """
    # A read may still move something forward, such as the cursor of a list.
    safe, document = operation.retry_safe and not operation.changes, operation.returns == "bytes"
    if version is None:
        form = form_post.encode(operation, parts)
        return Message(f"{url}/{operation.name}", form, form_post.HEADERS, secrets, safe, document)
    body = contract.encode(operation, parts, version)
    action = operation.actions[version]
    if version == "1.1":
        headers = {"Content-Type": MEDIA["1.1"], "SOAPAction": f'"{action}"'}
    elif action:
        quoted = action.replace("\\", "\\\\").replace('"', '\\"')
        headers = {"Content-Type": f'{MEDIA["1.2"]}; action="{quoted}"'}
    else:
        headers = {"Content-Type": MEDIA["1.2"]}
    return Message(url, body, headers, secrets, safe, document)
