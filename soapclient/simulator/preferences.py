"""The XML of UpdateUserPreferences: the preferences in it, and their values.

The reference contradicts itself: its notes merge attributes, its examples replace the whole block by child elements.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from .generation import Generation
from .messages import BAD_PREFERENCE, BAD_PREFERENCES, Refusal
from .reading import Malformed, parse

NOTIFICATION_TYPES: Final = ("NONE", "INSTANT", "DAILY REPORT")
_EMAIL_TYPES: Final = ("HTML", "TEXT")
_BOOLEANS: Final = {"TRUE": True, "FALSE": False}


def changes(xml: str, generation: Generation) -> dict[str, Any]:
    """Return the columns that a <Preferences> document sets.

    The classic generation merges attributes and child elements, the current one only attributes. If
    null does not keep, either one replaces the whole block by child elements; a daily report is then DAILY, too.

    Raises:
        Refusal: it is not XML, or has an impossible value.
    """
    try:
        root = parse(xml)
    except Malformed:
        raise Refusal(BAD_PREFERENCES) from None
    elements = {str(child.tag): child.text or "" for child in root}
    if not generation.null_keeps:
        if elements.get("NotificationType", "").strip().upper() == "DAILY":
            elements["NotificationType"] = NOTIFICATION_TYPES[2]
        return {**_DEFAULTS, **_read(elements)}
    return _read(dict(root.attrib) if generation.current else dict(root.attrib) | elements)


def _read(named: Mapping[str, str]) -> dict[str, Any]:
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
_DEFAULTS: Final[Mapping[str, Any]] = {
    "language": "en",
    "default_portal": "",
    "show_archives": False,
    "show_hiddens": False,
    "notification_type": 1,
    "email_type": "HTML",
    "attach_document_to_email": False,
}
