"""Mail, which goes only to the simulator's outbox."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, Mail, behaves
from ..content.documents import called_document
from ..content.items import item_at
from ..messages import NOT_SENT, Refusal
from ..writing import ResultElement
from .wordings import BAD_ADDRESS, NO_RECIPIENT, NO_STATUS

_SUBSCRIBERS: Final = "SELECT email FROM users WHERE user_id = ? AND email <> ''"


@behaves("SendEmail")
def send_email(call: Call) -> ResultElement:
    """Send documents and folders to addresses separated by semicolons; each repeat sends again."""
    call.caller()
    addresses = [each.strip() for each in call.text("recipients").split(";") if each.strip()]
    if not addresses:
        raise Refusal(NO_RECIPIENT)
    for address in addresses:
        name, at, domain = address.partition("@")
        if not (name and at and domain) or " " in address:
            raise Refusal(BAD_ADDRESS, address)
    paths = [each.strip() for each in call.text("itemPaths").split("|") if each.strip()]
    items = tuple(item_at(call, path.rstrip("/\\") if path.startswith("/") else path, "read").path for path in paths)
    for address in addresses:
        call.world.outbox.append(Mail(address, "", "", call.text("subject"), call.text("body"), items))
    return ResultElement()


@behaves("DistributeDocument")
def distribute_document(call: Call) -> ResultElement:
    """Send a document to its owner, who stands for all recipients here; each repeat sends again."""
    document = called_document(call, parameter="documentpath")
    for (email,) in call.world.users.rows(_SUBSCRIBERS, document.owner_id):
        call.world.outbox.append(Mail(email, "", "", document.name, "", (document.path,)))
    return ResultElement()


@behaves("SendWelcomeEmailForUser")
def send_welcome_email_for_user(call: Call) -> ResultElement:
    """Send a welcome mail to a user; each repeat sends again."""
    if not call.caller().administrator:
        raise Refusal(NO_STATUS)
    user = call.user(call.arguments.get("userName"))
    if not user.email:
        raise Refusal(NOT_SENT)
    call.world.outbox.append(Mail(user.email, user.user_name, "", "Welcome"))
    return ResultElement()
