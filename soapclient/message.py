"""What a call sends: where to, which bytes, under which headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from . import form
from .contract import Contract, Operation, SoapVersion

MEDIA: Final[Mapping[SoapVersion, str]] = {
    "1.1": "text/xml; charset=utf-8",
    "1.2": "application/soap+xml; charset=utf-8",
}


class Message(NamedTuple):
    """One HTTP request."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def envelope(
    contract: Contract, operation: Operation, parts: Mapping[str, Any], url: str, version: SoapVersion
) -> Message:
    """Write a call as a SOAP envelope."""
    body = contract.encode(operation, parts, version)
    action = operation.actions[version]
    if version == "1.1":
        return Message(url, body, {"Content-Type": MEDIA["1.1"], "SOAPAction": f'"{action}"'})
    return Message(url, body, {"Content-Type": f'{MEDIA["1.2"]}; action="{action}"'})


def post(operation: Operation, parts: Mapping[str, Any], url: str) -> Message:
    """Write a call as a form, which goes to the operation's own URL."""
    return Message(f"{url}/{operation.name}", form.encode(operation, parts), form.HEADERS)
