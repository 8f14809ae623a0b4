"""Read the user that the client is logged in as.

Source: the pages of GetCurrentUser and GetUser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls.flow import Flow
from ...errors import UnexpectedReply
from ..workflow import Workflows

if TYPE_CHECKING:
    from ..models.people import User


class CallerReading(Workflows):
    """Workflows that read the user of their own session."""

    def _me(self) -> Flow[User]:
        """Read the user that the client is logged in as."""
        from ..models.people import User

        if "GetCurrentUser" in self.contract:
            reply = yield from self._call("GetCurrentUser")
        else:
            reply = yield from self._call("GetUser", UserName="")
        found = [] if reply.element is None else [User.read(each) for each in reply.element.iter("{*}User")]
        if len(found) != 1 or not found[0].user_name:
            raise UnexpectedReply(f"{reply.operation}: the reply contains no user", operation=reply.operation)
        return found[0]
