"""The common base of all protections: the Security header, times, and the order of several protections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Final

from lxml import etree

from ...errors import ArgumentError
from ...wire.redact import HIDDEN
from ..soap_header import blocks, header_of, must_understand

WSSE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
BASE64: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
SECURITY: Final = f"{{{WSSE}}}Security"
PASSWORD: Final = f"{{{WSSE}}}Password"
TIMESTAMP: Final = f"{{{WSU}}}Timestamp"
CREATED: Final = f"{{{WSU}}}Created"
EXPIRES: Final = f"{{{WSU}}}Expires"
ID: Final = f"{{{WSU}}}Id"
_PREFIXES: Final = {"wsse": WSSE, "wsu": WSU}


class Protection:
    """An object that adds something to each message, or checks each reply."""

    last = False
    """Whether it is applied last: a signature covers what the other protections add."""

    def apply(self, envelope: etree._Element) -> None:
        """Add it to an envelope before sending, in place.

        Args:
            envelope: the root of the message.
        """

    def show(self, envelope: etree._Element) -> None:
        """Add it to an envelope that is only shown, without secrets and without using a key.

        Args:
            envelope: the root of the message.
        """

    def check(self, envelope: etree._Element) -> None:
        """Check a reply before anything in it is used.

        Args:
            envelope: the root of the reply, its XOP parts inlined.

        Raises:
            UnexpectedReply: it lacks what the server must send.
        """


class Security(Protection):
    """The protections of a message, in one Security header.

    Args:
        protections: a protection, or several.
        must_understand: whether a server without WS-Security must refuse the message.

    Raises:
        ArgumentError: one of them is not a protection.
    """

    def __init__(self, protections: Protection | Iterable[Protection], *, must_understand: bool = True) -> None:
        if isinstance(protections, Protection):
            given: tuple[Protection, ...] = (protections,)
        else:
            given = tuple(protections) if isinstance(protections, Iterable) else (protections,)
        for each in given:
            if not isinstance(each, Protection):
                named = type(each).__name__
                problem = f"security must be a protection such as UsernameToken, or a list of them, not {named}"
                raise ArgumentError(None, (problem,))
        self._protections = sorted(given, key=lambda each: each.last)
        self._must_understand = must_understand

    @property
    def signs(self) -> bool:
        """Whether one of them is applied last."""
        return any(each.last for each in self._protections)

    def apply(self, envelope: etree._Element) -> None:
        """Add all protections to an envelope: tokens and timestamps first, then signatures over them."""
        for each in self._protections:
            each.apply(envelope)
        self._demand(envelope)

    def show(self, envelope: etree._Element) -> None:
        """Add all protections to an envelope that is only shown."""
        for each in self._protections:
            each.show(envelope)
        self._demand(envelope)

    def check(self, envelope: etree._Element) -> None:
        """Check a reply with all protections."""
        for each in self._protections:
            each.check(envelope)

    def _demand(self, envelope: etree._Element) -> None:
        for block in blocks(envelope, SECURITY) if self._must_understand else ():
            must_understand(block)

    def __repr__(self) -> str:
        return f"Security({self._protections!r})"


def security_header(envelope: etree._Element) -> etree._Element:
    """Return the Security header of an envelope; add it if missing."""
    header = header_of(envelope)
    found = header.find(SECURITY)
    return etree.SubElement(header, SECURITY, nsmap=_PREFIXES) if found is None else found


def secrets_in(envelope: etree._Element) -> tuple[str, ...]:
    """Return the passwords and password digests in an envelope, to hide them from messages and logs."""
    return tuple(each.text for each in envelope.iter(PASSWORD) if each.text and each.text != HIDDEN)


def add_timestamp(security: etree._Element, seconds: float) -> etree._Element:
    """Add a timestamp to a Security header, or return the existing one.

    Args:
        security: the header.
        seconds: how long the message is valid.

    Source: Web Services Security 1.1, section 10.
    """
    found = security.find(TIMESTAMP)
    if found is None:
        created = now()
        found = etree.SubElement(security, TIMESTAMP)
        etree.SubElement(found, CREATED).text = instant(created)
        etree.SubElement(found, EXPIRES).text = instant(created + timedelta(seconds=seconds))
    return found


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(timezone.utc)


def instant(when: datetime) -> str:
    """Format a time for WS-Security: in UTC, to the millisecond."""
    return when.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def checked_seconds(name: str, value: float) -> float:
    """Check an option that is a number of seconds, and return it.

    Raises:
        ArgumentError: it is not a number greater than 0.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ArgumentError(None, (f"{name} must be finite seconds greater than 0, not {value!r}",))
    return value
