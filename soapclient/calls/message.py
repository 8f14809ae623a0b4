"""What a call sends: where to, which bytes, under which headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from ..contract.contract import Contract
from ..contract.model import Operation, SoapVersion
from . import form_post

MEDIA: Final[Mapping[SoapVersion, str]] = {
    "1.1": "text/xml; charset=utf-8",
    "1.2": "application/soap+xml; charset=utf-8",
}


class Message(NamedTuple):
    """One HTTP request."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def write(
    contract: Contract, operation: Operation, parts: Mapping[str, Any], url: str, version: SoapVersion | None
) -> Message:
    """Write a call.

    Args:
        contract: the contract.
        operation: the operation.
        parts: its parameters, as `request.bind` or `form.complete` resolved them.
        url: the URL of the service.
        version: the version of the SOAP envelope, or None for a form, which goes to the operation's own URL.
    """
    if version is None:
        return Message(f"{url}/{operation.name}", form_post.encode(operation, parts), form_post.HEADERS)
    body = contract.encode(operation, parts, version)
    action = operation.actions[version]
    if version == "1.1":
        return Message(url, body, {"Content-Type": MEDIA["1.1"], "SOAPAction": f'"{action}"'})
    return Message(url, body, {"Content-Type": f'{MEDIA["1.2"]}; action="{action}"'})
