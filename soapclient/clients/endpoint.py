"""Where a client's calls go: the URL of a server, or an embedded simulator."""

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
    """Where calls go, known from the start.

    Attributes:
        url: the URL of the service.
        soap_version: the SOAP version that it is called in.
    """

    url: str
    soap_version: SoapVersion


def embedded(server: str, wsdl: str | os.PathLike[str]) -> Simulator | None:
    """Return the simulator that `server` asks for, or None where it is a URL.

    Raises:
        ArgumentError: its file cannot be opened.
    """
    if not server.startswith("sim:"):
        return None
    from ..simulator import Simulator

    try:
        return Simulator(
            server[len("sim:") :] or None, contract="bundled-2019" if wsdl == "bundled-2019" else "bundled"
        )
    except (ValueError, OSError) as exc:
        raise ArgumentError(None, (f"the simulator cannot be opened: {exc}",)) from exc


def named(server: str) -> str:
    """Return what names an embedded simulator wherever a program runs: "sim:" and the whole path of its file."""
    file = server.removeprefix("sim:")
    return f"sim:{Path(file).resolve()}" if file else server


def checked_url(server: str) -> str:
    """Return the URL of a server, without `?WSDL`.

    Raises:
        ArgumentError: it is none, or has what does not belong there.
    """
    hint = "server is the URL of srv.asmx, such as https://dms.example.com/srv.asmx, or sim:"
    try:
        parts = urlsplit(server)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(char.isspace() or ord(char) < 32 for char in server):
        raise ArgumentError(None, (f"{hint}; not {hide_url(server)!r}",))
    if parts.username or parts.password:
        raise ArgumentError(None, ("a URL must not carry a user or password: give username and password, or auth",))
    if parts.query.lower() not in ("", "wsdl") or parts.fragment:
        raise ArgumentError(None, (f"{hint}, without query and fragment",))
    return parts._replace(query="", fragment="").geturl()


def checked_server(server: object) -> str:
    """Return the URL that a client of any service is told to call: a query may belong to it.

    Raises:
        ArgumentError: it is none, or has what does not belong there.
    """
    if not isinstance(server, str):
        raise ArgumentError(None, (f"server is the URL to call, not {type(server).__name__}",))
    return _checked(server, "server is the URL to call, such as https://erp.example.com/orders.svc")


def checked_wsdl(wsdl: str) -> str:
    """Return the URL of a WSDL.

    Raises:
        ArgumentError: it is none, or has what does not belong there.
    """
    return _checked(wsdl, "wsdl is a URL such as https://erp.example.com/orders.svc?wsdl, a path, or bytes")


def _checked(url: str, hint: str) -> str:
    try:
        parts = urlsplit(sendable(url))
    except ArgumentError:
        raise ArgumentError(None, (f"{hint}; not {hide_url(url)!r}",)) from None
    if parts.username or parts.password:
        raise ArgumentError(None, ("a URL must not carry a user or password: give http_auth",))
    return parts._replace(fragment="").geturl()
