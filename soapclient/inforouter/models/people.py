"""Models of users, groups and domains."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
from lxml import etree

from .entity import Entity, flag, moment, named, number


@attrs.frozen(kw_only=True, slots=False)
class Preferences(Entity):
    """A user's preferences, from attributes or child elements.

    Attributes:
        language: the display language.
        default_portal: the portal shown first, empty for none.
        show_archives: whether archived domains are listed.
        show_hiddens: whether hidden domains are listed.
        notification_type: "NONE", "INSTANT" or "DAILY REPORT".
        email_type: "HTML" or "TEXT".
        attach_document_to_email: whether notifications carry the document.
    """

    language: str | None = named("Language")
    default_portal: str | None = named("DefaultPortal")
    show_archives: bool | None = named("ShowArchives", read=flag)
    show_hiddens: bool | None = named("ShowHiddens", read=flag)
    notification_type: str | None = named("NotificationType")
    email_type: str | None = named("EmailType")
    attach_document_to_email: bool | None = named("AttachDocumentToEmail", read=flag)


@attrs.frozen(kw_only=True, slots=False)
class User(Entity):
    """A user; None marks a field that this operation of this server does not return.

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
    """

    user_name: str = named("UserName", default="")
    user_id: int | None = named("UserID", read=number)
    email: str | None = named("Email")
    mobile: str | None = named("MobileNumber")
    first_name: str | None = named("FirstName")
    last_name: str | None = named("LastName")
    enabled: bool | None = named("Enabled", read=flag)
    read_only: bool | None = named("ReadOnlyUser", read=flag)
    domain: str | None = named("Domain")
    authentication_authority: str | None = named("AuthenticationAuthority")
    last_logon: dt.datetime | None = named("LastLogonDate", read=moment)
    last_password_change: dt.datetime | None = named("LastPasswordChangeDate", read=moment)
    preferences: Preferences | None = None

    @property
    def full_name(self) -> str:
        """First and last name, or the full name if the reply has only that."""
        names = " ".join(name for name in (self.first_name, self.last_name) if name)
        return names or self.attributes.get("FullName", "")

    NESTED = frozenset({"preferences"})

    @classmethod
    def _nested(cls, element: etree._Element) -> dict[str, Any]:
        preferences = element.find("{*}Preferences")
        return {"preferences": Preferences.read(preferences) if preferences is not None else None}


@attrs.frozen(kw_only=True, slots=False)
class Group(Entity):
    """A user group.

    Attributes:
        group_id: the number.
        name: the name.
        domain_id: the number of its domain.
        domain: the name of its domain, empty for a global group.
        public: whether its members are shown to others.
    """

    group_id: int | None = named("GroupID", read=number)
    name: str | None = named("GroupName")
    domain_id: int | None = named("DomainID", read=number)
    domain: str | None = named("DomainName")
    public: bool | None = named("public", read=flag)


@attrs.frozen(kw_only=True, slots=False)
class Domain(Entity):
    """A domain (library).

    Attributes:
        domain_id: the number.
        name: the name.
        anonymous: whether it may be read without a login.
        archive: whether it is archived.
        hidden: whether it is hidden.
        welcome_message: the text that it greets with.
    """

    domain_id: int | None = named("DomainID", read=number)
    name: str | None = named("DomainName")
    anonymous: bool | None = named("AnonymousDomain", read=flag)
    archive: bool | None = named("IsArchive", read=flag)
    hidden: bool | None = named("IsHidden", read=flag)
    welcome_message: str | None = named("WelcomeMessage")
