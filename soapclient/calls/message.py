"""What a call sends: where to, which bytes, under which headers."""

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
    """One HTTP request; its repr shows nothing of what is sent.

    Attributes:
        url: where to.
        body: the bytes to be sent, at once or piece by piece.
        headers: HTTP headers.
        secrets: what is secret in it, to be hidden from logs.
        safe: whether it changes nothing and moves nothing on, so that it may be repeated where no answer came.
        document: whether the reply is the bytes of a document, which may be many.
        holds: whether its flow has something to clean up, should nobody wait for it any more.
        cleans: whether it is a part of that, and so is sent though nobody waits.
        into: takes the reply while it arrives, if anything.
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
    """Write a call.

    Args:
        contract: the contract.
        operation: the operation.
        parts: its parameters, as `arguments.bind` resolved them.
        url: the URL of the service.
        version: the version of the SOAP envelope, or None for a form, which goes to the operation's own URL.
        secrets: what is secret in it.
    """
    # What only reads may still move something on, such as the cursor of a list.
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
