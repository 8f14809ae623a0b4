"""Stored users, and which of them to list."""

from __future__ import annotations

from collections.abc import Sequence

import attrs


@attrs.frozen(slots=True)
class StoredUser:
    """A stored user; the password stays in the store."""

    user_id: int
    user_name: str
    first_name: str
    last_name: str
    email: str
    mobile: str
    enabled: bool = attrs.field(converter=bool)
    read_only: bool = attrs.field(converter=bool)
    domain: str
    authority: str
    administrator: bool = attrs.field(converter=bool)
    may_have_tickets: bool = attrs.field(converter=bool)
    last_logon: str
    last_password_change: str
    language: str
    default_portal: str
    show_archives: bool = attrs.field(converter=bool)
    show_hiddens: bool = attrs.field(converter=bool)
    notification_type: int
    email_type: str
    attach_document_to_email: bool = attrs.field(converter=bool)

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def __repr__(self) -> str:
        return f"<User {self.user_id}: {self.user_name!r}>"


@attrs.frozen(kw_only=True)
class UserPage:
    """The filter and order of a list of users.

    Attributes:
        where: SQL conditions with their values.
        order: column names.
        ascending: their direction.
        start: how many rows to skip.
        count: how many rows to return, or None for all.
    """

    where: Sequence[tuple[str, object]] = ()
    order: Sequence[str] = ("first_name", "last_name")
    ascending: bool = True
    start: int = 0
    count: int | None = None
