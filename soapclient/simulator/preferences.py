"""The XML of UpdateUserPreferences: which preferences it names, and with which values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from .messages import BAD_PREFERENCE, BAD_PREFERENCES, Refusal
from .reading import Malformed, parse

NOTIFICATION_TYPES: Final = ("NONE", "INSTANT", "DAILY REPORT")
_EMAIL_TYPES: Final = ("HTML", "TEXT")
_BOOLEANS: Final = {"TRUE": True, "FALSE": False}


def merged(xml: str) -> dict[str, Any]:
    """Return the columns that a <Preferences> document changes; what it does not name is not among them.

    Raises:
        Refusal: it is no XML, or has a value that the preference cannot have.
    """
    try:
        root = parse(xml)
    except Malformed:
        raise Refusal(BAD_PREFERENCES) from None
    named = dict(root.attrib) | {str(child.tag): child.text or "" for child in root}
    columns: dict[str, Any] = {}
    for name, value in named.items():
        known = _PREFERENCES.get(name)
        if known is not None:
            column, read = known
            try:
                columns[column] = read(value)
            except (KeyError, ValueError):
                raise Refusal(BAD_PREFERENCE, name, value) from None
    return columns


def _boolean(value: str) -> bool:
    return _BOOLEANS[value.strip().upper()]


def _email_type(value: str) -> str:
    return _EMAIL_TYPES[_EMAIL_TYPES.index(value.strip().upper())]


def _notification_type(value: str) -> int:
    return NOTIFICATION_TYPES.index(value.strip().upper())


def _notification_type_id(value: str) -> int:
    number = int(value)
    if not 0 <= number < len(NOTIFICATION_TYPES):
        raise ValueError(value)
    return number


_PREFERENCES: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "Language": ("language", str),
    "DefaultPortal": ("default_portal", str),
    "ShowArchives": ("show_archives", _boolean),
    "ShowHiddens": ("show_hiddens", _boolean),
    "NotificationTypeId": ("notification_type", _notification_type_id),
    "NotificationType": ("notification_type", _notification_type),
    "EmailType": ("email_type", _email_type),
    "AttachDocumentToEmail": ("attach_document_to_email", _boolean),
}
