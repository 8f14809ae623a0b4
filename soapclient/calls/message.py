"""What a call sends: where to, which bytes, under which headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from ..contract.contract import Contract
from ..contract.model import Operation, SoapVersion
from ..wire.redact import hide_url
from . import form_post

MEDIA: Final[Mapping[SoapVersion, str]] = {
    "1.1": "text/xml; charset=utf-8",
    "1.2": "application/soap+xml; charset=utf-8",
}


@attrs.frozen(repr=False, eq=False)
class Message:
    """One HTTP request; its repr shows nothing of what is sent.

    Attributes:
        url: where to.
        body: the bytes to be sent.
        headers: HTTP headers.
        secrets: what is secret in it, to be hidden from logs.
        safe: whether it changes nothing, so that it may be repeated where no answer came.
    """

    url: str
    body: bytes
    headers: Mapping[str, str]
    secrets: tuple[str, ...] = ()
    safe: bool = False

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
    safe = not operation.changes
    if version is None:
        return Message(f"{url}/{operation.name}", form_post.encode(operation, parts), form_post.HEADERS, secrets, safe)
    body = contract.encode(operation, parts, version)
    action = operation.actions[version]
    if version == "1.1":
        return Message(url, body, {"Content-Type": MEDIA["1.1"], "SOAPAction": f'"{action}"'}, secrets, safe)
    return Message(url, body, {"Content-Type": f'{MEDIA["1.2"]}; action="{action}"'}, secrets, safe)
