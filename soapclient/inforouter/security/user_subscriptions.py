"""All subscriptions of a user.

Source: the pages of GetSubscribedDocumentsByUser, GetSubscribedFoldersByUser and RemoveAllSubscriptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing
from ..people.naming import named
from ..read_back import spelled
from ..workflow import Workflows

if TYPE_CHECKING:
    from ..models.contents import Document, Folder


class UserSubscriptionFlows(Workflows):
    """The workflows for all subscriptions of a user, part of the user workflows."""

    @listing
    def subscriptions(self, user_name: str) -> Listing[Document | Folder]:
        """Iterate over the documents, then the folders, that a user has subscribed to.

        Raises:
            UserNotFound: the user does not exist.
            AccessDenied: it is another user, and the caller is not an administrator.
        """
        name, caller = named(user_name, "user", "subscriptions"), self._caller
        for operation in ("GetSubscribedDocumentsByUser", "GetSubscribedFoldersByUser"):
            found = caller.find(operation)
            yield from caller.profile.items(found, spelled(found, {"userName": name}), caller.call, caller.find)

    @workflow
    def remove_subscriptions(self, user_name: str) -> Flow[None]:
        """Remove all subscriptions of a user. This cannot be undone, and the service does not list what it removed.

        Raises:
            UserNotFound: the user does not exist.
        """
        yield from self._call("RemoveAllSubscriptions", userName=named(user_name, "user", "remove_subscriptions"))
