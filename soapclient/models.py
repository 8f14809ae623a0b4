"""What the service tells about users, as frozen attrs classes in Python's types.

Source: the User and Preferences elements of the operation pages; their booleans are TRUE/FALSE or true/false, their
dates are plain days or date-times without a zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import attrs
from lxml import etree

from .values import plain_iso

_NUMBER = re.compile(r"[+-]?[0-9]{1,400}")
_NO_DATE = ("0001-01-01", "1900-01-01")


def flag(text: str | None) -> bool | None:
    """Read a boolean of any of the service's spellings; None for an absent or unknown one."""
    return {"true": True, "1": True, "false": False, "0": False}.get((text or "").strip().lower())


def number(text: str | None) -> int | None:
    """Read a whole number; None for an absent or unreadable one."""
    text = (text or "").strip()
    return int(text) if _NUMBER.fullmatch(text) else None


def moment(text: str | None) -> dt.datetime | None:
    """Read one of the service's dates; None for its three ways to say that there is none, or an unreadable one."""
    text = (text or "").strip()
    if not text or text.startswith(_NO_DATE):
        return None
    try:
        return dt.datetime.fromisoformat(plain_iso(text))
    except ValueError:
        return None


@attrs.frozen(kw_only=True)
class Preferences:
    """A user's preferences.

    Attributes:
        language: the display language.
        default_portal: the portal shown first, empty for none.
        show_archives: whether archived domains are listed.
        show_hiddens: whether hidden domains are listed.
        notification_type: "NONE", "INSTANT" or "DAILY REPORT".
        email_type: "HTML" or "TEXT".
        attach_document_to_email: whether notifications carry the document.
    """

    language: str | None = None
    default_portal: str | None = None
    show_archives: bool | None = None
    show_hiddens: bool | None = None
    notification_type: str | None = None
    email_type: str | None = None
    attach_document_to_email: bool | None = None

    @classmethod
    def read(cls, element: etree._Element) -> Preferences:
        """Read a Preferences element, whether it has attributes or child elements."""
        found = _values(element)
        return cls(
            language=found.get("Language"),
            default_portal=found.get("DefaultPortal"),
            show_archives=flag(found.get("ShowArchives")),
            show_hiddens=flag(found.get("ShowHiddens")),
            notification_type=found.get("NotificationType"),
            email_type=found.get("EmailType"),
            attach_document_to_email=flag(found.get("AttachDocumentToEmail")),
        )


@attrs.frozen(kw_only=True)
class User:
    """A user, with None for what this operation of this server does not tell.

    Attributes:
        user_name: the name to log in with.
        user_id: the number.
        email: the e-mail address, empty for none.
        mobile: the mobile number, empty for none.
        first_name: the first name.
        last_name: the last name.
        enabled: whether the account is enabled.
        read_only: whether the user may only read.
        domain: the library of a local user, empty for a global one.
        authentication_authority: "native", or the authority that checks the password.
        last_logon: when the user last logged in.
        last_password_change: when the password was last changed.
        preferences: the preferences.
        attributes: everything the element says, by the service's own names.
    """

    user_name: str
    user_id: int | None = None
    email: str | None = None
    mobile: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    enabled: bool | None = None
    read_only: bool | None = None
    domain: str | None = None
    authentication_authority: str | None = None
    last_logon: dt.datetime | None = None
    last_password_change: dt.datetime | None = None
    preferences: Preferences | None = None
    attributes: Mapping[str, str] = attrs.field(factory=dict, repr=False, eq=False)

    @property
    def full_name(self) -> str:
        """First and last name."""
        return " ".join(name for name in (self.first_name, self.last_name) if name)

    @classmethod
    def read(cls, element: etree._Element) -> User:
        """Read a User element."""
        found = {str(name): str(value) for name, value in element.attrib.items()}
        preferences = element.find("{*}Preferences")
        return cls(
            user_name=found.get("UserName", ""),
            user_id=number(found.get("UserID")),
            email=found.get("Email"),
            mobile=found.get("MobileNumber"),
            first_name=found.get("FirstName"),
            last_name=found.get("LastName"),
            enabled=flag(found.get("Enabled")),
            read_only=flag(found.get("ReadOnlyUser")),
            domain=found.get("Domain"),
            authentication_authority=found.get("AuthenticationAuthority"),
            last_logon=moment(found.get("LastLogonDate")),
            last_password_change=moment(found.get("LastPasswordChangeDate")),
            preferences=Preferences.read(preferences) if preferences is not None else None,
            attributes=found,
        )


def _values(element: etree._Element) -> dict[str, str]:
    found = {str(name): str(value) for name, value in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(etree.QName(child).localname, child.text or "")
    return found
