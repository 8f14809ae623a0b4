"""Leavers, as the target of a bulk run: disabled, removed from groups, and their belongings transferred.

An undo enables them and adds them to their groups again; transferred belongings stay transferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ...bulk.target import Shape, Target, Value
from ...errors import ArgumentError, SoapClientError, UserNotFound
from ..workflow import AsyncBulkUpdates, BulkUpdates
from . import memberships
from .leaving import TRANSFERS
from .naming import library_of, same

if TYPE_CHECKING:
    from ...contract.contract import Contract
    from ..models.people import Group
    from ..users import Users
    from .groups import Groups

LEAVERS: Final = Shape(
    name="leavers",
    key="user_name",
    what="leaving user's name",
    fields={"enabled": "flag", "groups": "text", "transfer_to": "text"},
)
_STATUS, _IN, _OUT = "ChangeUserStatus", "AddUsergroupMember", "RemoveUsergroupMember"


class LeaversTarget(Target):
    """The leaving accounts of one client.

    Args:
        users: the client's `Users`.
        groups: the client's `Groups`.
    """

    shape = LEAVERS
    operations = ("GetUser", "GetGroupMembershipsOfUser", _STATUS, _IN, _OUT, *TRANSFERS.values())

    def __init__(self, users: Users, groups: Groups) -> None:
        self._users = users
        self._groups = groups
        self._me = ""
        self._given: set[str] = set()
        self._leaving: set[str] = set()
        self._givers: dict[str, str] = {}
        self.server = users.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._users.contract

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """See `Target`; a leaver is disabled, and stays only in the named groups."""
        groups = memberships.listed(str(values.get("groups", "")))
        return {"enabled": False, **values, "groups": groups}

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        to = str(values.get("transfer_to", "")).strip()
        if "transfer_to" in values and not to:
            raise ArgumentError("transfer", ("transfer_to: name the new owner",))
        if to and same(to) == same(key):
            raise ArgumentError("transfer", (f"transfer_to: {key} is the leaver, who would lose everything",))
        for name in memberships.names(str(values.get("groups", ""))):
            memberships.group_of(name)
        operations = [_STATUS] if "enabled" in values else []
        operations += [*TRANSFERS.values()] if to else []
        operations += ([_IN] if values["groups"] else [_OUT]) if "groups" in values else []
        for each in operations:
            self.contract[each]  # the contract may lack it
        return tuple(operations)

    def read(self, key: str, fields: Mapping[str, Sequence[Value | None]]) -> dict[str, Value | None]:
        """See `Target`; a transfer is known to be complete only if it was made here.

        Tasks, definitions and notices cannot be listed: somebody who owns nothing may still have some.

        Raises:
            ArgumentError: it is the client's own account, it is not in a group to stay in, or
                the new owner leaves in the same run.
            UserNotFound: the user or the new owner does not exist.
        """
        user = self._users.get(key)
        self._me = self._me or self._users.current().user_name
        if same(self._me) == same(user.user_name):
            raise ArgumentError("disable", (f"{key} makes this call; another administrator must do it",))
        found: dict[str, Value | None] = {}
        if "enabled" in fields:
            found["enabled"] = user.enabled
        if "groups" in fields:
            groups = [*self._users.groups(key)]
            found["groups"] = memberships.told(groups)
            if len(fields["groups"]) == 1:  # planned for the first time, neither undone nor resumed
                _check_stay(key, str(fields["groups"][0] or ""), groups)
        if "transfer_to" in fields:
            to = fields["transfer_to"][0]
            if to:
                self._check_taker(str(to))
            given = same(key) in self._given and self._users.belongings(key).nothing
            found["transfer_to"] = to if given else None
        if all(len(each) == 1 for each in fields.values()):
            self._check_stays(key, str(fields.get("transfer_to", ("",))[0] or ""))
        return found

    def _check_stays(self, key: str, to: str) -> None:
        """Refuse a new owner who leaves in the same run: the belongings would be lost too.

        Raises:
            ArgumentError: the new owner leaves, in this row or an earlier one.
        """
        self._leaving.add(same(key))  # if two rows are read at once, each finds the other
        if to:
            self._givers[same(to)] = key
        if to and same(to) in self._leaving:
            raise ArgumentError("transfer", (f"transfer_to: {to} leaves in this run, too; name somebody who stays",))
        if same(key) in self._givers:
            why = f"{key} gets the belongings of {self._givers[same(key)]} in this run; name somebody who stays there"
            raise ArgumentError("transfer", (why,))

    def _check_taker(self, name: str) -> None:
        try:
            taker = self._users.get(name)
        except UserNotFound as exc:
            raise UserNotFound(
                f"transfer_to: the user {name} does not exist", operation=exc.operation, text=exc.text, code=exc.code
            ) from None
        if taker.enabled is False:
            raise ArgumentError("transfer", (f"transfer_to: {name} is disabled; name a user who can log in",))

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        done: list[str] = []
        try:
            if "enabled" in values:
                (self._users.enable if values["enabled"] else self._users.disable)(key)
                done.append(_STATUS)
            if values.get("transfer_to"):
                done += self._users.transfer(key, str(values["transfer_to"]))
                self._given.add(same(key))
            if "groups" in values:
                self._be_in(key, str(values["groups"]))
        except SoapClientError as exc:
            exc.done = (*done, *(each for each in exc.done if each not in done))
            raise

    def _be_in(self, key: str, cell: str) -> None:
        """Make a user a member of exactly the groups in a cell."""
        wanted = {same(each): each for each in memberships.names(cell)}
        there = _by_name(self._users.groups(key))
        changed = []
        try:
            for each, (name, library) in there.items():
                if each not in wanted:
                    self._groups.remove(name, key, library=library)
                    changed.append(f"out of {name}")
            for each, said in wanted.items():
                if each not in there:
                    name, library = memberships.group_of(said)
                    self._groups.add(name, key, library=library)
                    changed.append(f"into {name}")
        except SoapClientError as exc:
            exc.done = (*exc.done, *changed)
            raise

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`; only the error tells which groups were changed."""
        made = {*operations}
        changed = {"enabled"} if _STATUS in made else set()
        changed |= {"transfer_to"} if {*TRANSFERS.values()} <= made else set()
        return tuple(field for field in fields if field in changed)


def _by_name(groups: Iterable[Group]) -> dict[str, tuple[str, str | None]]:
    """Return groups and their libraries from a cell."""
    found = {}
    for group in groups:
        library, name = library_of(group.domain), group.name or ""
        found[same(name if library is None else f"{library}/{name}")] = name, library
    return found


def _check_stay(key: str, cell: str, groups: Iterable[Group]) -> None:
    """Refuse to keep a leaver in a group without membership: leavers are added to no group.

    Raises:
        ArgumentError: the user is not in one of the groups.
    """
    there = _by_name(groups)
    others = [each for each in memberships.names(cell) if same(each) not in there]
    if others:
        raise ArgumentError("groups", (f"groups: {key} is not in {', '.join(others)}, and is added to no group",))


class Leavers(BulkUpdates):
    """The leavers of one server: `plan_bulk` of rows; use it as `Client.leavers`."""

    def _target(self) -> Target:
        from ..users import Users
        from .groups import Groups

        parts = self._caller, self.carrier, self.server, self._nulls
        return LeaversTarget(Users(*parts), Groups(*parts))


class AsyncLeavers(AsyncBulkUpdates):
    """The leavers of one server for asyncio; use it as `AsyncClient.leavers`."""

    def _called(self) -> Leavers:
        return Leavers(self._caller, self.carrier.blocking, self.server, self._nulls)
