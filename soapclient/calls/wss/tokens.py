"""UsernameToken and Timestamp: a user's name and password, and the time at which a message expires.

Source: Web Services Security UsernameToken Profile 1.1; Web Services Security SOAP Message Security 1.1, section 10.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from ...contract import xsd
from ...errors import ArgumentError
from ...wire.redact import HIDDEN
from ...wire.secret import Secret
from .protection import (
    BASE64,
    CREATED,
    PASSWORD,
    WSSE,
    Protection,
    add_timestamp,
    checked_seconds,
    instant,
    now,
    security_header,
)

_PROFILE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
_TOKEN: Final = f"{{{WSSE}}}UsernameToken"
_NONCE_BYTES: Final = 16


class UsernameToken(Protection):
    """A user's name and password, in the Security header of each message.

    Args:
        username: the user's name.
        password: the password, a function that returns it, or None to send only the name.
        digest: send a digest of the password, nonce and time instead of the password.
        nonce: send a random value, new for each sending.
        created: send the time of sending.
        timestamp_seconds: how long the message is valid, sent in a Timestamp; None for no Timestamp.

    Raises:
        ArgumentError: an option cannot be used.
    """

    def __init__(
        self,
        username: str,
        password: str | Callable[[], str] | None = None,
        *,
        digest: bool = False,
        nonce: bool = True,
        created: bool = True,
        timestamp_seconds: float | None = None,
    ) -> None:
        self._password: Secret[str | Callable[[], str] | None] = Secret(password)
        del password  # so a traceback with locals does not show it
        self.username = username
        self._digest, self._nonce, self._created = digest, nonce, created
        problems = _problems(username, self._password)
        if digest and not self._password:
            problems.append("digest needs a password")
        if digest and not (nonce or created):
            problems.append("digest needs a nonce or the time: without either, it can be replayed like the password")
        if problems:
            raise ArgumentError(None, tuple(problems))
        self._seconds = None if timestamp_seconds is None else checked_seconds("timestamp_seconds", timestamp_seconds)

    def apply(self, envelope: etree._Element) -> None:
        """Add the token, with a new nonce and time for each sending."""
        self._add(envelope, self._revealed())

    def show(self, envelope: etree._Element) -> None:
        """Add the token with stars instead of the password, without calling the password function."""
        self._add(envelope, Secret(None if self._password == Secret(None) else HIDDEN), shown=True)

    def _revealed(self) -> Secret[str | None]:
        """Return the password, from the function if it is one."""
        given = self._password.reveal()
        if not callable(given):
            return Secret(given)
        found: Secret[str | None] = Secret(given())
        if not isinstance(found.reveal(), str) or not _sendable(found):
            problem = "the password function of UsernameToken returned no text that XML can carry"
            raise ArgumentError(None, (problem,))
        return found

    def _add(self, envelope: etree._Element, password: Secret[str | None], *, shown: bool = False) -> None:
        security = security_header(envelope)
        if self._seconds is not None:
            add_timestamp(security, self._seconds)
        for old in security.findall(_TOKEN):  # a placeholder, or the token of an earlier sending
            security.remove(old)
        token = etree.SubElement(security, _TOKEN)
        etree.SubElement(token, f"{{{WSSE}}}Username").text = self.username
        nonce = os.urandom(_NONCE_BYTES) if self._nonce else b""
        created = instant(now()) if self._created else ""
        if password.reveal() is not None:
            kind = "#PasswordDigest" if self._digest else "#PasswordText"
            written = etree.SubElement(token, PASSWORD, Type=_PROFILE + kind)
            hashed = self._digest and not shown
            written.text = password_digest(nonce, created, password) if hashed else password.reveal()
        if nonce:
            written = etree.SubElement(token, f"{{{WSSE}}}Nonce", EncodingType=BASE64)
            written.text = base64.b64encode(nonce).decode("ascii")
        if created:
            etree.SubElement(token, CREATED).text = created

    def __repr__(self) -> str:
        return f"UsernameToken({self.username!r}, {HIDDEN}{', digest=True' if self._digest else ''})"


class Timestamp(Protection):
    """The time of sending, and the time at which the message expires.

    Args:
        seconds: how long it is valid.

    Raises:
        ArgumentError: it is not a number of seconds.
    """

    def __init__(self, seconds: float = 300) -> None:
        self._seconds = checked_seconds("seconds", seconds)

    def apply(self, envelope: etree._Element) -> None:
        """Add the timestamp, unless the message has one."""
        add_timestamp(security_header(envelope), self._seconds)

    show = apply

    def __repr__(self) -> str:
        return f"Timestamp({self._seconds:g})"


def password_digest(nonce: bytes, created: str, password: Secret[str | None]) -> str:
    """Return the digest of a password: Base64(SHA-1(nonce + created + password)).

    Args:
        nonce: the bytes of the nonce, not its base64; empty for none.
        created: the time as sent; empty for none.
        password: the password.

    Source: UsernameToken Profile 1.1, section 3.1.
    """
    whole = nonce + created.encode("utf-8") + (password.reveal() or "").encode("utf-8")
    return base64.b64encode(hashlib.sha1(whole, usedforsecurity=False).digest()).decode("ascii")


def _problems(username: object, password: Secret[str | Callable[[], str] | None]) -> list[str]:
    problems = []
    if not isinstance(username, str) or not username or not _sendable(Secret(username)):
        problems.append("username must be a non-empty text of characters that XML can carry")
    kind = type(password.reveal())
    if password != Secret(None) and not callable(password.reveal()):
        if kind is not str:
            problems.append(f"password must be a text or a function that returns one, not {kind.__name__}")
        elif not _sendable(password):
            problems.append("password has a character that XML cannot carry")
    return problems


def _sendable(text: Secret[Any]) -> bool:
    try:
        xsd.check_text(text.reveal()).encode("utf-8")
    except ValueError:
        return False
    return True
