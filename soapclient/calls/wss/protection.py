"""What all protections have in common: the Security header, times, and the order in which several are applied."""

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
    """One thing that is added to each message, or asked of each reply."""

    last = False
    """Whether it is applied after those that are not: a signature is made over what they add."""

    def apply(self, envelope: etree._Element) -> None:
        """Add it to an envelope that is about to be sent, in place.

        Args:
            envelope: the root of the message.
        """

    def show(self, envelope: etree._Element) -> None:
        """Add it to an envelope that is shown and not sent: with no secret in it, and no key used.

        Args:
            envelope: the root of the message.
        """

    def check(self, envelope: etree._Element) -> None:
        """Check a reply, before anything in it is believed.

        Args:
            envelope: the root of the reply, its XOP parts inlined.

        Raises:
            UnexpectedReply: it is not what the server was to send.
        """


class Security(Protection):
    """Several protections of one message, in one Security header.

    Args:
        protections: a protection, or several.
        must_understand: whether a server that does not know WS-Security has to refuse the message.

    Raises:
        ArgumentError: one of them is none.
    """

    def __init__(self, protections: Protection | Iterable[Protection], *, must_understand: bool = True) -> None:
        if isinstance(protections, Protection):
            given: tuple[Protection, ...] = (protections,)
        else:
            given = tuple(protections) if isinstance(protections, Iterable) else (protections,)
        for each in given:
            if not isinstance(each, Protection):
                named = type(each).__name__
                problem = f"security is a protection such as UsernameToken, or a list of them; not {named}"
                raise ArgumentError(None, (problem,))
        self._protections = sorted(given, key=lambda each: each.last)
        self._must_understand = must_understand

    @property
    def signs(self) -> bool:
        """Whether one of them comes last, over what the others add."""
        return any(each.last for each in self._protections)

    def apply(self, envelope: etree._Element) -> None:
        """Add all protections to an envelope: tokens and timestamps first, then signatures over them."""
        for each in self._protections:
            each.apply(envelope)
        self._demand(envelope)

    def show(self, envelope: etree._Element) -> None:
        """Add all protections as they are to be shown."""
        for each in self._protections:
            each.show(envelope)
        self._demand(envelope)

    def check(self, envelope: etree._Element) -> None:
        """Check a reply by all protections."""
        for each in self._protections:
            each.check(envelope)

    def _demand(self, envelope: etree._Element) -> None:
        for block in blocks(envelope, SECURITY) if self._must_understand else ():
            must_understand(block)

    def __repr__(self) -> str:
        return f"Security({self._protections!r})"


def security_header(envelope: etree._Element) -> etree._Element:
    """Return the Security header of an envelope that is about to be sent, made where there is none."""
    header = header_of(envelope)
    found = header.find(SECURITY)
    return etree.SubElement(header, SECURITY, nsmap=_PREFIXES) if found is None else found


def secrets_in(envelope: etree._Element) -> tuple[str, ...]:
    """Return the passwords and password digests that an envelope has, to be hidden from messages and logs."""
    return tuple(each.text for each in envelope.iter(PASSWORD) if each.text and each.text != HIDDEN)


def add_timestamp(security: etree._Element, seconds: float) -> etree._Element:
    """Add a timestamp to a Security header, or return the one that it has.

    Args:
        security: the header.
        seconds: for how long the message is good.

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
    """Return the time of the clock here, in UTC."""
    return datetime.now(timezone.utc)


def instant(when: datetime) -> str:
    """Write a time as WS-Security has it: in UTC, to the millisecond."""
    return when.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def checked_seconds(name: str, value: float) -> float:
    """Return a number of seconds that an option may have.

    Raises:
        ArgumentError: it is none, or not greater than 0.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise ArgumentError(None, (f"{name} must be finite seconds greater than 0, not {value!r}",))
    return value
