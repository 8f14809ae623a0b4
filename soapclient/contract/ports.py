"""Choose the port of a WSDL, and decide whether its address can be trusted.

Calls, with their credentials, go to an address. The address in a WSDL is used if the WSDL is the user's own file, or if
it names the WSDL's host and does not give up TLS. Any other address must be given by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from ..errors import ContractError, UnknownPort
from ..wire.heads import sendable
from ..wire.redact import hide_url, one_line, quote_source
from .model import Port, Service, SoapVersion
from .spelling import nearest

# Hosts that stand in for one that is still to be named (RFC 2606, and what ASP.NET writes), and all below them.
_NOBODY: Final = ("example", "invalid", "example.com", "example.net", "example.org", "tempuri.org")


def choose(
    services: Sequence[Service], service: str | None, port: str | None, version: SoapVersion | None, source: str
) -> tuple[Service, Port]:
    """Choose a port: the first in the document of those that fit.

    Args:
        services: the services of the WSDL with their SOAP ports.
        service: the name of the service; None for any.
        port: the name of the port; None for any.
        version: the SOAP version; None for any.
        source: the WSDL, for messages.

    Raises:
        UnknownPort: no port fits, or several have the name.
    """
    shown = quote_source(source)
    if service is not None and service not in (each.name for each in services):
        raise _unknown(f"The WSDL {shown} has no service", service, [each.name for each in services], "services")
    among = [(each, one) for each in services if service in (None, each.name) for one in each.ports]
    named = [(each, one) for each, one in among if port in (None, one.name)]
    if port is not None and not named:
        where = f"The WSDL {shown} has no SOAP port" if service is None else f"The service {service} has no SOAP port"
        raise _unknown(where, port, [one.name for _, one in among], "ports")
    if port is not None and len({each.name for each, _ in named}) > 1:
        homes = " and ".join(each.name for each, _ in named)
        raise UnknownPort(f"The WSDL {shown} has a port {port} in the services {homes}: give service= too")
    for each, one in named:
        if version in (None, one.soap_version):
            return each, one
    if port is not None:
        raise UnknownPort(f"The port {port} speaks SOAP {named[0][1].soap_version}: leave soap_version {version} out")
    of = "" if service is None else f" in the service {service}"
    raise UnknownPort(f"The WSDL {shown} has no SOAP {version or ''} port over HTTP{of}".replace("  ", " "))


def _unknown(what: str, name: str, names: list[str], kind: str) -> UnknownPort:
    close = nearest(name, names)
    known = ", ".join(names[:20]) or "none"
    hint = f"did you mean {' or '.join(close)}?" if close else f"its {kind} are: {known}"
    return UnknownPort(f"{what} {name!r}; {hint}", nearest=close)


def own_address(port: Port, source: str) -> str:
    """Return the address of a client's own port, if the caller gave no other.

    Args:
        port: the port.
        source: the source of the WSDL: a URL, or anything else for the user's own file.

    Raises:
        ContractError: it is missing, a placeholder, or on another host than the WSDL's; the message says what to give.
    """
    url = _usable(port)
    if "://" in source:
        _agree(url, source, f"The WSDL {hide_url(source)}", port, "give server= the URL that is right")
    return url


def other_address(port: Port, source: str, own: str) -> str:
    """Return the address of another port of the same WSDL.

    Args:
        port: the port.
        source: the source of the WSDL, as in `own_address`.
        own: the address of the client's own port.

    Raises:
        ContractError: it is missing, a placeholder, or names a host that this client does not call.
    """
    url = _usable(port)
    try:
        _agree(url, own, f"The client calls {hide_url(own)}", port, "make a client with service=, port= and server=")
    except ContractError:
        if "://" not in source:
            raise
        _agree(url, source, f"The WSDL {hide_url(source)}", port, "make a client with service=, port= and server=")
    return url


def _usable(port: Port) -> str:
    """Return the address of a port, if it is one that can be called."""
    url = port.address.strip()
    shown = hide_url(url) if "://" in url else one_line(url, 80)
    say = "give server= the URL to call"
    if not url:
        raise ContractError(f"The WSDL names no address of the port {port.name}: {say}")
    try:
        parts = urlsplit(sendable(url))
    except ContractError:
        problem = f"The WSDL names {shown!r} as the address of the port {port.name}, which is not an http or https URL"
        raise ContractError(f"{problem}: {say}") from None
    if parts.username or parts.password:
        raise ContractError(f"The WSDL has a user or password in the address of the port {port.name}: {say}")
    host = (parts.hostname or "").rstrip(".")
    if any(host == nobody or host.endswith("." + nobody) for nobody in _NOBODY):
        raise ContractError(f"The WSDL names {shown!r} as the address of the port {port.name}, a placeholder: {say}")
    return parts._replace(fragment="").geturl()


def _agree(url: str, trusted: str, who: str, port: Port, say: str) -> None:
    """Refuse an address on another host than a trusted one, or without TLS."""
    found, known = urlsplit(url), urlsplit(trusted)
    where = f"{who}, and the port {port.name} is at {hide_url(url)}"
    if (found.hostname or "").rstrip(".") != (known.hostname or "").rstrip("."):
        raise ContractError(f"{where}, another host: {say}")
    if known.scheme == "https" and found.scheme != "https":
        raise ContractError(f"{where}, without TLS: {say}")
