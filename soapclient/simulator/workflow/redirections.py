"""Temporary redirections of a user's tasks to another user."""

from __future__ import annotations

from datetime import datetime

from ..behaviour import Call, behaves
from ..content.dates import kept, now
from ..messages import NO_USER, Refusal
from ..stored import StoredUser
from ..writing import ResultElement, text
from .wordings import BAD_RANGE, SAME_USER, TARGET_REDIRECTED


@behaves("SetUserTaskRedirection")
def set_user_task_redirection(call: Call) -> ResultElement:
    """Redirect a user's future tasks to another until a moment; a start in the past means now."""
    user = call.own_or_any(call.arguments.get("userName"))
    target = call.user(call.arguments.get("redirectTasksToUser"))
    if user.user_id == target.user_id:
        raise Refusal(SAME_USER)
    start = max(_moment(call.arguments["startOn"]), now())
    until = _moment(call.arguments["endOn"])
    if until <= start:
        raise Refusal(BAD_RANGE)
    store = call.world.users
    if not target.enabled or store.rows("SELECT 1 FROM redirections WHERE user_id = ?", target.user_id):
        raise Refusal(TARGET_REDIRECTED)
    store.change("INSERT OR REPLACE INTO redirections VALUES (?, ?, ?, ?)", user.user_id, target.user_id, start, until)
    return ResultElement()


@behaves("RemoveUserTaskRedirection")
def remove_user_task_redirection(call: Call) -> ResultElement:
    """End the redirection of a user's tasks; ending a missing one succeeds."""
    user = call.own_or_any(call.arguments.get("userName"))
    call.world.users.change("DELETE FROM redirections WHERE user_id = ?", user.user_id)
    return ResultElement()


@behaves("GetUserTaskRedirectionTo")
def get_user_task_redirection_to(call: Call) -> ResultElement:
    """Return who gets a user's tasks, also before and after the time; empty without a redirection."""
    call.caller()
    user = call.user(call.arguments.get("userName"))
    sql = "SELECT to_id, start, until FROM redirections WHERE user_id = ?"
    return ResultElement(inner="".join(_told(call, *row) for row in call.world.users.rows(sql, user.user_id)))


@behaves("GetUserTaskRedirectionsFrom")
def get_user_task_redirections_from(call: Call) -> ResultElement:
    """List the users whose tasks a user gets."""
    call.caller()
    user = call.user(call.arguments.get("userName"))
    sql = "SELECT user_id, start, until FROM redirections WHERE to_id = ? ORDER BY user_id"
    inner = "".join(_told(call, *row) for row in call.world.users.rows(sql, user.user_id))
    return ResultElement(inner=f"<TaskRedirections>{inner}</TaskRedirections>")


def _told(call: Call, user_id: int, start: str, until: str) -> str:
    user: StoredUser | None = call.world.users.by_id(user_id)
    if user is None:
        raise Refusal(NO_USER)
    values = {
        "UserId": str(user_id),
        "UserName": user.user_name,
        "FullName": user.full_name,
        "Email": user.email,
        "StartDate": start,
        "EndDate": until,
    }
    inner = "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
    return f"<TaskRedirection>{inner}</TaskRedirection>"


def _moment(value: datetime) -> str:
    return "" if value.year == 1 else kept(value.isoformat())
