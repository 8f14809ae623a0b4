"""Users as the target of a bulk run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from .target import Kind, Shape, Target, Value

if TYPE_CHECKING:
    from ..contract import Contract
    from ..models import User
    from ..users import Users

_PREFERENCES: Final[Mapping[str, Kind]] = {
    "language": "text",
    "default_portal": "text",
    "show_archives": "flag",
    "show_hiddens": "flag",
    "notification_type": "text",
    "email_type": "text",
    "attach_document_to_email": "flag",
}
USERS: Final = Shape(
    name="users",
    key="user_name",
    what="user's name",
    fields={"email": "text", "mobile": "text", "first_name": "text", "last_name": "text", **_PREFERENCES},
)


class UsersTarget(Target):
    """The users of one client.

    Args:
        users: they.
    """

    shape = USERS
    operations = (
        "GetUser",
        "UpdateUserContactInfo",
        "UpdateUserEmail",
        "UpdateUserPreferences",
        "UpdateUserProfile",
    )

    def __init__(self, users: Users) -> None:
        self._users = users
        self.server = users.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._users.contract

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        return self._users.plan_update(key, **values).operations

    def read(self, key: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """See `Target`."""
        user = self._users.get(key)
        return {field: _current(user, field) for field in fields}

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        said: dict[str, Any] = dict(values)
        self._users.update(key, **said)

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        changed: set[str] = set()
        for operation in operations:
            if operation == "UpdateUserProfile":
                changed |= {"first_name", "last_name"}
            elif operation == "UpdateUserPreferences":
                changed |= {*_PREFERENCES}
            else:
                changed |= {"email", "mobile"}
        return tuple(field for field in fields if field in changed)


def _current(user: User, field: str) -> Value | None:
    found: Value | None = getattr(user.preferences if field in _PREFERENCES else user, field, None)
    return found
