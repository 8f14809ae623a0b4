"""The destination of a client's calls: the URL of a server, or an embedded simulator."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from ..errors import ArgumentError
from ..wire.heads import sendable
from ..wire.redact import hide_url

if TYPE_CHECKING:
    from ..contract.model import SoapVersion
    from ..simulator import Simulator

EMBEDDED: Final = "http://simulator.invalid/srv.asmx"


class Endpoint(NamedTuple):
    """The destination of calls, known when the client is constructed.

    Attributes:
        url: the URL of the service.
        soap_version: the SOAP version of the calls.
    """

    url: str
    soap_version: SoapVersion


def embedded(server: str, wsdl: str | os.PathLike[str]) -> Simulator | None:
    """Return the simulator that `server` names, or None for a URL.

    Raises:
        ArgumentError: its file could not be opened.
    """
    if not server.startswith("sim:"):
        return None
    from ..simulator import Simulator

    try:
        return Simulator(
            server[len("sim:") :] or None, contract="bundled-2019" if wsdl == "bundled-2019" else "bundled"
        )
    except (ValueError, OSError) as exc:
        raise ArgumentError(None, (f"could not open the simulator: {exc}",)) from exc


def named(server: str) -> str:
    """Return the name of an embedded simulator that holds in any working directory: "sim:" and its absolute path."""
    file = server.removeprefix("sim:")
    return f"sim:{Path(file).resolve()}" if file else server


def checked_url(server: str) -> str:
    """Return the URL of a server, without `?WSDL`.

    Raises:
        ArgumentError: it is not a URL, or has a part that it may not have.
    """
    hint = "server must be the URL of srv.asmx, such as https://dms.example.com/srv.asmx, or sim:"
    try:
        parts = urlsplit(server)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(char.isspace() or ord(char) < 32 for char in server):
        raise ArgumentError(None, (f"{hint}; not {hide_url(server)!r}",))
    if parts.username or parts.password:
        raise ArgumentError(None, ("a URL must not contain a user or password: give username and password, or auth",))
    if parts.query.lower() not in ("", "wsdl") or parts.fragment:
        raise ArgumentError(None, (f"{hint}, without query or fragment",))
    return parts._replace(query="", fragment="").geturl()


def checked_server(server: object) -> str:
    """Return the URL that a client of any service should call; it may have a query.

    Raises:
        ArgumentError: it is not a URL, or has a part that it may not have.
    """
    if not isinstance(server, str):
        raise ArgumentError(None, (f"server must be the URL to call, not {type(server).__name__}",))
    return _checked(server, "server must be the URL to call, such as https://erp.example.com/orders.svc")


def checked_wsdl(wsdl: str) -> str:
    """Return the URL of a WSDL.

    Raises:
        ArgumentError: it is not a URL, or has a part that it may not have.
    """
    return _checked(wsdl, "wsdl must be a URL such as https://erp.example.com/orders.svc?wsdl, a path, or bytes")


def _checked(url: str, hint: str) -> str:
    try:
        parts = urlsplit(sendable(url))
    except ArgumentError:
        raise ArgumentError(None, (f"{hint}; not {hide_url(url)!r}",)) from None
    if parts.username or parts.password:
        raise ArgumentError(None, ("a URL must not contain a user or password: give http_auth",))
    return parts._replace(fragment="").geturl()
