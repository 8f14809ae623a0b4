"""Users as the target of a bulk run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from ..bulk.target import USERS, Target, Value
from .fields import PREFERENCES
from .steps import exactly
from .user_update import UpdatePlan

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from .models.people import User
    from .steps import Plan


class _Users(Protocol):
    """The parts of `Users` that the target needs."""

    server: str

    @property
    def contract(self) -> Contract: ...

    @property
    def update(self) -> Callable[..., object]: ...

    @property
    def get(self) -> Callable[..., User]: ...

    @property
    def plan_update(self) -> Callable[..., UpdatePlan]: ...


class UsersTarget(Target):
    """The users of one client.

    Args:
        users: the client's `Users`.
    """

    shape = USERS
    operations = (
        "GetUser",
        "UpdateUserContactInfo",
        "UpdateUserEmail",
        "UpdateUserPreferences",
        "UpdateUserProfile",
    )

    def __init__(self, users: _Users) -> None:
        self._users = users
        self.server = users.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._users.contract

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        return self._users.plan_update(key, **exactly(values)).operations

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        planned: Plan = self._users.plan_update(key, **exactly(values))
        return planned.resends

    def read(self, key: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """See `Target`."""
        user = self._users.get(key)
        return {field: _current(user, field) for field in fields}

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        self._users.update(key, **exactly(values))

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        changed: set[str] = set()
        for operation in operations:
            if operation == "UpdateUserProfile":
                changed |= {"first_name", "last_name"}
            elif operation == "UpdateUserPreferences":
                changed |= {*PREFERENCES}
            else:
                changed |= {"email", "mobile"}
        return tuple(field for field in fields if field in changed)


def _current(user: User, field: str) -> Value | None:
    owner = user.preferences if field in PREFERENCES else user
    if owner is None or field in owner.repaired:  # not the stored value, so never restore it
        return None
    found: Value | None = getattr(owner, field, None)
    return found
