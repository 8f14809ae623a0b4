"""The WSDL of the contract as the service returns it, with the requested address.

A server declares what may be null of its value types as nillable and never as absent, which the bundled contract leaves
open: there it is written as servers write it. Any other WSDL is handed out in its own bytes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..contract.bundled import BUNDLED, bundled
from ..wire import forks
from .writing import Response, attribute, plain_error, respond

if TYPE_CHECKING:
    from ..contract.contract import Contract

_OPEN: Final = re.compile(rb"""minOccurs="0"([^<>]* nillable="true")""")
_ADDRESS: Final = re.compile(rb"""(<(?:[\w.-]+:)?address\b[^>]*?\blocation\s*=\s*)(?:"[^"]*"|'[^']*')""")


class WsdlDocument:
    """A WSDL cut at the addresses of its ports."""

    def __init__(self, contract: Contract) -> None:
        self._source = contract.source
        self._pieces: list[bytes] | None = None
        self._lock = forks.lock()

    def respond(self, address: str) -> Response:
        """Answer the WSDL with every port at this address."""
        with self._lock:
            if self._pieces is None:
                try:
                    self._pieces = _cut(_document(self._source))
                except OSError as exc:
                    return plain_error(f"The WSDL of this contract is not at hand: {exc.strerror}")
        quoted = f'"{attribute(address)}"'.encode()
        return respond(200, "text/xml; charset=utf-8", quoted.join(self._pieces))


def _document(source: str) -> bytes:
    name = BUNDLED.get(source)
    if name is None:
        return Path(source).read_bytes()
    return _OPEN.sub(rb'minOccurs="1"\1', bundled(name).read_bytes())


def _cut(data: bytes) -> list[bytes]:
    pieces, last = [], 0
    for found in _ADDRESS.finditer(data):
        pieces.append(data[last : found.end(1)])
        last = found.end()
    return [*pieces, data[last:]]
