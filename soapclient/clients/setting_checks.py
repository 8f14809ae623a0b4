"""Check connection settings: choices, numbers, files, and that no URL carries a password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "auth": ("password", "windows"),
    "soap_version": ("1.1", "1.2"),
    "transport": ("soap", "http-post"),
    "on_null": ("refuse", "read"),
    "on_clear": ("refuse", "verify", "send"),
}
FILES: Final = ("ca_file", "cert", "cert_key")
INFOROUTERS: Final = ("auto", "remote", "cached", "bundled", "bundled-2019")


def problems_of(values: Mapping[str, Any]) -> list[str]:
    """List what is wrong with settings, without quoting a value that may hold a password.

    Args:
        values: the settings by name.
    """
    found = []
    for name, known in CHOICES.items():
        if values.get(name, known[0]) not in known:
            found.append(f"{name} is {' or '.join(known)}, not {values[name]!r}")
    try:
        float(values.get("timeout", 1))
    except (TypeError, ValueError):
        found.append(f"timeout must be a number of seconds, not {values['timeout']!r}")
    if "cert_key" in values and "cert" not in values:
        found.append("cert_key is the key of a client certificate: give cert, too")
    found += [
        f"{key}: there is no file {values[key]!r}" for key in FILES if key in values and not _is_there(values[key])
    ]
    if ":" in user_of(values.get("proxy", "")):
        found.append("proxy must not carry a password: set HTTPS_PROXY instead")
    found += [
        f"{key} must not carry a user or password: give username, and keep the password elsewhere"
        for key in ("server", "wsdl")
        if is_url(values.get(key)) and user_of(values[key])
    ]
    return found


def is_url(text: Any) -> bool:
    """Tell whether a setting is a URL."""
    return isinstance(text, str) and text.lower().startswith(("http://", "https://"))


def is_file(wsdl: str | None) -> bool:
    """Tell whether a WSDL is named by its path."""
    return wsdl is not None and wsdl not in INFOROUTERS and not is_url(wsdl)


def login_places(server: str | None, wsdl: str | None) -> tuple[str, ...]:
    """List where a login may send a password: the server, and the WSDL where it is elsewhere or names the server.

    Args:
        server: the server.
        wsdl: the WSDL.
    """
    if server is None:
        return () if wsdl is None else (str(Path(wsdl).resolve()) if is_file(wsdl) else wsdl,)
    # A client of any service also logs in where its WSDL is.
    return (server, wsdl) if wsdl is not None and is_url(wsdl) and _origin(wsdl) != _origin(server) else (server,)


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3]).lower()


def user_of(url: str) -> str:
    """Return the user and password that a URL carries, also one without a scheme or with a slash in its password.

    Args:
        url: the URL.
    """
    rest = url.partition("//")[2] if "//" in url else url
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in host:
        return host.rpartition("@")[0]
    port = host.rpartition("]")[2].partition(":")[2]  # of an IPv6 address, too
    return rest.rpartition("@")[0] if port and not port.isdigit() else ""


def _is_there(file: str) -> bool:
    try:
        return Path(file).exists()
    except (OSError, ValueError):
        return False
