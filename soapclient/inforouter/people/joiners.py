"""Joiners, as the target of a bulk run: new accounts with their groups and libraries.

An existing user with the same values counts as done; one with other values is an error. Groups and libraries are
added, and nothing is removed. Rows contain no passwords: an account gets a random one that nobody knows; set
another with `set_password` or the server's mail for forgotten passwords.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ...bulk.target import Shape, Target, Value
from ...errors import AlreadyExists, ArgumentError, SoapClientError, UserNotFound
from ..workflow import AsyncBulkUpdates, BulkUpdates
from . import memberships
from .naming import same

if TYPE_CHECKING:
    from ...contract.contract import Contract
    from ..models.people import User
    from ..users import Users
    from .groups import Groups
    from .libraries import Libraries

JOINERS: Final = Shape(
    name="joiners",
    key="user_name",
    what="new user's name",
    fields={
        "first_name": "text",
        "last_name": "text",
        "email": "text",
        "library": "text",
        "read_only": "flag",
        "groups": "text",
        "libraries": "text",
    },
    barred={"password": "a secret, which no plan and no journal may hold"},
)
_ACCOUNT: Final = ("first_name", "last_name", "email", "library", "read_only")
_NAMES: Final = ("first_name", "last_name")
_ADDS: Final = {"groups": "AddUsergroupMember", "libraries": "AddUserAsDomainMember"}


class JoinersTarget(Target):
    """The wanted accounts of one client.

    Args:
        users: the client's `Users`.
        groups: the client's `Groups`.
        libraries: the client's `Libraries`.
    """

    shape = JOINERS
    operations = ("GetUser", "CreateUser", "GetUserGroupMembers", "GetDomainMembers", *_ADDS.values())

    def __init__(self, users: Users, groups: Groups, libraries: Libraries) -> None:
        self._users = users
        self._groups = groups
        self._libraries = libraries
        self.server = users.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._users.contract

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """See `Target`; groups and libraries may be listed in any order."""
        cells = {field: memberships.listed(values[field]) for field in _ADDS if isinstance(values.get(field), str)}  # type: ignore[arg-type]
        return {**values, **cells}

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        problems = []
        created = any(field in values for field in _ACCOUNT)
        if created:
            problems = [
                f"{field}: required for a new user" for field in _NAMES if not str(values.get(field, "")).strip()
            ]
        for name in memberships.names(str(values.get("groups", ""))):
            try:
                memberships.group_of(name)
            except ArgumentError as exc:
                problems += exc.problems
        problems += [
            f"libraries: {each!r} is not the name of a library"
            for each in memberships.names(str(values.get("libraries", "")))
            if "/" in each
        ]
        if problems:
            raise ArgumentError("create", tuple(problems))
        operations = ["CreateUser"] if created else []
        operations += [operation for field, operation in _ADDS.items() if values.get(field)]
        for each in operations:
            self.contract[each]  # the contract may lack it
        return tuple(operations)

    def read(self, key: str, fields: Mapping[str, Sequence[Value | None]]) -> dict[str, Value | None]:
        """See `Target`; values that are already as wanted are returned in the row's spelling, and no others.

        Raises:
            AlreadyExists: a user of this name exists with other values, or is disabled.
        """
        try:
            user = self._users.get(key)
        except UserNotFound:
            if not all(field in fields for field in _NAMES):
                raise
            return dict.fromkeys(fields)
        wanted = {field: values[0] for field, values in fields.items()}
        found: dict[str, Value | None] = {field: _same(user, field, wanted[field]) for field in wanted}
        others = [field for field in wanted if field in _ACCOUNT and found[field] is None]
        if others:
            raise AlreadyExists(
                f"the user {key} already exists, with another {' and another '.join(others)}",
                operation="GetUser",
                text="the user exists",
            )
        if user.enabled is False:
            raise AlreadyExists(
                f"the user {key} already exists but is disabled; enable it first", operation="GetUser",
                text="the user exists",
            )  # fmt: skip
        if wanted.get("groups"):
            there = memberships.told(self._users.groups(key))
            inside = {same(each) for each in memberships.names(there or "")}
            found["groups"] = _all_of(wanted["groups"], inside)
        if wanted.get("libraries"):
            inside = {same(each.name or "") for each in self._users.libraries(key)}
            found["libraries"] = _all_of(wanted["libraries"], inside)
        return found

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        done: list[str] = []
        try:
            if any(field in values for field in _ACCOUNT):
                self._users.create(
                    key,
                    first_name=str(values["first_name"]),
                    last_name=str(values["last_name"]),
                    email=str(values.get("email", "")),
                    password=None,
                    library=str(values["library"]) if values.get("library") else None,
                    read_only=bool(values.get("read_only", False)),
                )
                done.append("CreateUser")
            for name in memberships.names(str(values.get("groups", ""))):
                group, library = memberships.group_of(name)
                self._groups.add(group, key, library=library)
            if values.get("groups"):
                done.append("AddUsergroupMember")
            for name in memberships.names(str(values.get("libraries", ""))):
                self._libraries.add_user(name, key)
        except SoapClientError as exc:
            exc.done = (*done, *(each for each in exc.done if each not in done))
            raise

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        made = {*operations}
        changed = {*_ACCOUNT} if "CreateUser" in made else set()
        changed |= {field for field, operation in _ADDS.items() if operation in made}
        return tuple(field for field in fields if field in changed)


class Joiners(BulkUpdates):
    """The joiners of one server: `plan_bulk` of rows; use it as `Client.joiners`."""

    def _target(self) -> Target:
        from ..users import Users
        from .groups import Groups
        from .libraries import Libraries

        parts = self._caller, self.carrier, self.server, self._nulls
        return JoinersTarget(Users(*parts), Groups(*parts), Libraries(*parts))


class AsyncJoiners(AsyncBulkUpdates):
    """The joiners of one server for asyncio; use it as `AsyncClient.joiners`."""

    def _called(self) -> Joiners:
        return Joiners(self._caller, self.carrier.blocking, self.server, self._nulls)


def _same(user: User, field: str, wanted: Any) -> Value | None:
    """Return the wanted values of an account if it has them, otherwise None."""
    if field in _ADDS:
        return "" if wanted == "" else None
    now: Any = (user.domain or "") if field == "library" else getattr(user, field)
    if field == "library":
        return wanted if same(now) == same(str(wanted)) else None
    return wanted if now == wanted else None


def _all_of(wanted: Value | None, inside: set[str]) -> Value | None:
    return wanted if all(same(each) in inside for each in memberships.names(str(wanted))) else None
