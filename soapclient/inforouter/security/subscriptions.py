"""Subscriptions: who is notified about a document or a folder.

The service replaces all events of a subscription at once. So existing events are read and sent again.

Source: the pages of GetSubscribers and of the operations Add...Subscribers and Remove...Subscribers.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import ArgumentError, UnexpectedReply
from ..people.naming import named, same
from ..turns import in_turn
from .reading import ByPath, DocumentByPath

if TYPE_CHECKING:
    from ..models.activity import Subscription

EVENTS: Final = ("read", "change", "update", "checkout", "approve", "reject", "comment", "move", "delete", "checkin")
_NEW: Final = "newdoc"


class SubscriptionFlows(ByPath):
    """The workflows for subscriptions to documents and folders."""

    THING: ClassVar[str] = "Folder"
    OFFERED: ClassVar[tuple[str, ...]] = (*EVENTS, _NEW)

    @listing
    def subscribers(self, path: str | int) -> Listing[Subscription]:
        """Iterate over the subscribed users and groups.

        Raises:
            NotFound: nothing exists at this path.
        """
        yield Page((yield from self._subscribers((yield from self._path_of(path, "subscribers")))))

    def _subscribers(self, path: str) -> Flow[list[Subscription]]:
        from ..models.activity import Subscription

        reply = yield from self._call("GetSubscribers", Path=path)
        return [each for each in reply if isinstance(each, Subscription)]

    def _subscribe(
        self, path: str | int, user: str | None, group: str | None, events: Collection[str], below: bool | None
    ) -> Flow[frozenset[str]]:
        name, wanted = _whom(user, group, "subscribe"), self._events(events, "subscribe")
        if not wanted:
            raise ArgumentError("subscribe", (f"name at least one event: {', '.join(self.OFFERED)}",))
        place = yield from self._path_to_change(path, "subscribe")
        part = self._subscribed(place, name, group is not None, wanted, below)
        return (yield from in_turn(self._caller, "subscribers", place, part))

    def _subscribed(
        self, place: str, name: str, is_group: bool, wanted: frozenset[str], below: bool | None
    ) -> Flow[frozenset[str]]:
        now = self._told_of((yield from self._subscribers(place)), name, is_group)
        if wanted <= now and not below:
            return now
        yield from self._set_events(place, name, is_group, now | wanted, below)
        return (yield from self._require_events(place, name, is_group, now | wanted))

    def _unsubscribe(
        self,
        path: str | int,
        user: str | None,
        group: str | None,
        events: Collection[str] | None,
        below: bool | None,
    ) -> Flow[frozenset[str]]:
        name = _whom(user, group, "unsubscribe")
        if below and events is not None:
            why = "the service cannot remove single events below a folder; leave out events to remove all"
            raise ArgumentError("unsubscribe", (f"include_below: {why}",))
        gone = frozenset(self.OFFERED) if events is None else self._events(events, "unsubscribe")
        place = yield from self._path_to_change(path, "unsubscribe")
        part = self._unsubscribed(place, name, group is not None, gone, below)
        return (yield from in_turn(self._caller, "subscribers", place, part))

    def _unsubscribed(
        self, place: str, name: str, is_group: bool, gone: frozenset[str], below: bool | None
    ) -> Flow[frozenset[str]]:
        now = self._told_of((yield from self._subscribers(place)), name, is_group)
        left = now - gone
        if left and left != now:
            yield from self._set_events(place, name, is_group, left, below)
        elif (now and not left) or below:
            who = "Usergroup" if is_group else "User"
            said: dict[str, Any] = {f"{self.THING}Path": place, "groupName" if is_group else "UserName": name}
            if below is not None:
                said["IncludeSubObjects"] = below
            yield from self._call(f"Remove{who}From{self.THING}Subscribers", **said)
        else:
            return now
        return (yield from self._require_events(place, name, is_group, left))

    def _set_events(
        self, place: str, name: str, is_group: bool, events: frozenset[str], below: bool | None
    ) -> Flow[None]:
        said: dict[str, Any] = {f"ON_{each.upper()}": each in events for each in self.OFFERED}
        if below is not None:
            said["IncludeSubObjects"] = below
        who = {"groupName" if is_group else "UserName": name}
        operation = f"Add{'Usergroup' if is_group else 'User'}To{self.THING}Subscribers"
        yield from self._call(operation, **{f"{self.THING}Path": place, **who, **said})

    def _require_events(self, place: str, name: str, is_group: bool, wanted: frozenset[str]) -> Flow[frozenset[str]]:
        now = self._told_of((yield from self._subscribers(place)), name, is_group)
        if now != wanted:
            told = ", ".join(sorted(now)) or "nothing"
            raise UnexpectedReply(
                f"GetSubscribers: {name}, read back, is subscribed to {told} at {place}, not to "
                f"{', '.join(sorted(wanted)) or 'nothing'}",
                operation="GetSubscribers",
                maybe_applied=True,
            )
        return now

    def _told_of(self, subscriptions: list[Subscription], name: str, is_group: bool) -> frozenset[str]:
        """Return the events that a user or group is subscribed to, among those that can be set here.

        Raises:
            UnexpectedReply: the state of an event is unknown, so it would be lost.
        """
        for each in subscriptions:
            there = each.group_name if is_group else each.user_name
            if there is not None and same(there) == same(name):
                told = each.told_events
                unknown = [event for event in self.OFFERED if told.get(event) is None]
                if unknown:
                    raise UnexpectedReply(
                        f"GetSubscribers: the reply does not say whether {name} is subscribed to {', '.join(unknown)}",
                        operation="GetSubscribers",
                    )
                return frozenset(event for event in self.OFFERED if told[event])
        return frozenset()

    def _events(self, events: Collection[str], operation: str) -> frozenset[str]:
        said = [events] if isinstance(events, str) else [*events]
        unknown = [repr(each) for each in said if each not in self.OFFERED]
        if unknown:
            known = ", ".join(self.OFFERED)
            raise ArgumentError(operation, (f"unknown event {', '.join(unknown)}; the events are {known}",))
        return frozenset(said)


class DocumentSubscriptionFlows(DocumentByPath, SubscriptionFlows):
    """The workflows for subscriptions to documents."""

    THING = "Document"
    OFFERED = EVENTS

    @workflow
    def subscribe(
        self, path: str | int, *, user: str | None = None, group: str | None = None, events: Collection[str]
    ) -> Flow[frozenset[str]]:
        """Subscribe a user or a global group to events of a document; existing events stay.

        Args:
            path: the document's path or number.
            user: the user.
            group: the group, which must be global: the service does not find local groups here.
            events: "read", "change", "update", "checkout", "approve", "reject", "comment", "move", "delete", "checkin".

        Returns:
            All events that they are subscribed to now.

        Raises:
            ArgumentError: an event is unknown, or neither a user nor a group is named; nothing was sent.
            NotFound: the document, user or global group does not exist.
            UnexpectedReply: the subscription reads back differently.
        """
        return (yield from self._subscribe(path, user, group, events, None))

    @workflow
    def unsubscribe(
        self,
        path: str | int,
        *,
        user: str | None = None,
        group: str | None = None,
        events: Collection[str] | None = None,
    ) -> Flow[frozenset[str]]:
        """Unsubscribe a user or a global group from some events of a document, or from all.

        Args:
            path: the document's path or number.
            user: the user.
            group: the group.
            events: the events; None for all.

        Returns:
            The events that they are still subscribed to.

        Raises:
            ArgumentError, NotFound, UnexpectedReply: as for `subscribe`.
        """
        return (yield from self._unsubscribe(path, user, group, events, None))


class FolderSubscriptionFlows(SubscriptionFlows):
    """The workflows for subscriptions to folders."""

    @workflow
    def subscribe(
        self,
        path: str | int,
        *,
        user: str | None = None,
        group: str | None = None,
        events: Collection[str],
        include_below: bool = False,
    ) -> Flow[frozenset[str]]:
        """Subscribe a user or a global group to events of a folder; existing events stay.

        Args:
            path: the folder's path.
            user: the user.
            group: the group, which must be global: the service does not find local groups here.
            events: those of a document, and "newdoc".
            include_below: do the same for everything that is below it now, replacing the events there; that is
                not read back. Later additions are not covered.

        Returns:
            All events that they are subscribed to now.

        Raises:
            ArgumentError: an event is unknown, or neither a user nor a group is named; nothing was sent.
            NotFound: the folder, user or global group does not exist.
            Conflict: a document has this path, and the service would return its subscriptions.
            UnexpectedReply: the subscription reads back differently.
        """
        return (yield from self._subscribe(path, user, group, events, include_below))

    @workflow
    def unsubscribe(
        self,
        path: str | int,
        *,
        user: str | None = None,
        group: str | None = None,
        events: Collection[str] | None = None,
        include_below: bool = False,
    ) -> Flow[frozenset[str]]:
        """Unsubscribe a user or a global group from some events of a folder, or from all.

        Args:
            path: the folder's path.
            user: the user.
            group: the group.
            events: the events; None for all.
            include_below: do the same for everything below it, which is not read back. Only with all events: to remove
                single ones, the service would replace the events there, or create subscriptions.

        Returns:
            The events that they are still subscribed to.

        Raises:
            ArgumentError, NotFound, UnexpectedReply: as for `subscribe`.
        """
        return (yield from self._unsubscribe(path, user, group, events, include_below))


def _whom(user: str | None, group: str | None, operation: str) -> str:
    if (user is None) == (group is None):
        raise ArgumentError(operation, ("name either a user or a group",))
    return named(user or "", "user", operation) if group is None else named(group, "group", operation)
