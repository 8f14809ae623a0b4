"""Logging in and out, and passwords."""

from __future__ import annotations

from datetime import datetime, timezone

from .behaviour import Call, Mail, behaves, today
from .messages import (
    BAD_RESET_CODE,
    BAD_TICKET,
    EXPIRED,
    EXTERNAL,
    INSUFFICIENT_RIGHTS,
    LOGIN_FAILED,
    NO_ADDRESS,
    NO_EMAIL,
    NO_NAME,
    NO_TICKETS,
    NO_TICKETS_FOR_USER,
    NO_USER,
    NO_WINDOWS_USER,
    NOT_SENT,
    POLICY,
    SAME_PASSWORD,
    Refusal,
    Wording,
)
from .passwords import hashed, matches
from .stored import StoredUser
from .tickets import IssuedTicket, guid
from .writing import ResultElement


@behaves("AuthenticateUser", "AuthenticateUser1")
def authenticate_user(call: Call) -> ResultElement:
    """Issue a ticket for a user name and a password."""
    user = _checked(call, NO_TICKETS)
    return _ticket(call, user, *call.world.tickets.issue(user.user_id))


@behaves("RenewTicket")
def renew_ticket(call: Call) -> ResultElement:
    """Extend a ticket, or issue a new one; the password is always required."""
    old = call.arguments.get("OldTicket") or call.cookie
    if old and not guid(old):
        raise Refusal(BAD_TICKET)
    user = _checked(call, NO_TICKETS_FOR_USER)
    session = call.world.tickets.find(old) if old else None
    if old and session and session.user_id == user.user_id:
        call.world.tickets.extend(session)
        return _ticket(call, user, old, session)
    return _ticket(call, user, *call.world.tickets.issue(user.user_id))


@behaves("AuthenticateUserViaWindows")
def authenticate_user_via_windows(call: Call) -> ResultElement:
    """Refuse: there is no Windows identity over plain HTTP."""
    old = call.arguments.get("oldTicket") or call.cookie
    if old and not guid(old):
        raise Refusal(BAD_TICKET)
    raise Refusal(NO_WINDOWS_USER)


@behaves("CreateTicketforUser")
def create_ticket_for_user(call: Call) -> ResultElement:
    """Issue a ticket for another user to whoever knows the server's trusted password."""
    name = call.text("UserName")
    user = call.world.users.by_name(name) if name else None
    if call.arguments.get("TrustedUserPwd") != call.world.trusted_password or user is None or not user.enabled:
        raise Refusal(LOGIN_FAILED)
    if not user.may_have_tickets:
        raise Refusal(NO_TICKETS_FOR_USER)
    ticket, _ = call.world.tickets.issue(user.user_id)
    return ResultElement({"ticket": ticket})


@behaves("isValidTicket")
def is_valid_ticket(call: Call) -> ResultElement:
    """Return the user of a ticket, without extending the ticket."""
    return ResultElement(_identity(*call.signed_in(call.ticket or call.cookie or "")))


@behaves("LogOut")
def log_out(call: Call) -> ResultElement:
    """End a ticket."""
    ticket = call.ticket or call.cookie or ""
    if call.world.tickets.find(ticket) is None:
        raise Refusal(EXPIRED)
    call.world.tickets.forget(ticket)
    return ResultElement()


@behaves("ForgotPassword")
def forgot_password(call: Call) -> ResultElement:
    """Mail a reset code to the user of an e-mail address."""
    email = call.text("emailAddress")
    if not email:
        raise Refusal(NO_ADDRESS)
    user = call.world.users.by_email(email)
    if user is None:
        raise Refusal(NO_EMAIL)
    return _mail(call, user)


@behaves("ForgotPasswordByUserName")
def forgot_password_by_user_name(call: Call) -> ResultElement:
    """Mail a reset code to a user."""
    name = call.text("userName")
    if not name:
        raise Refusal(NO_NAME)
    user = call.world.users.by_name(name)
    if user is None:
        raise Refusal(NO_USER)
    return _mail(call, user)


@behaves("ChangePasswordUsingSecretText")
def change_password_using_secret_text(call: Call) -> ResultElement:
    """Set the password of the user with a valid reset code."""
    user = call.user(call.arguments.get("userName"))
    if user.authority.casefold() != "native":
        raise Refusal(EXTERNAL)
    if not call.world.codes.valid(user.user_id, call.text("secretText")):
        raise Refusal(BAD_RESET_CODE)
    _set_password(call, user, call.text("newPassword"))
    call.world.codes.use(user.user_id)
    return ResultElement()


@behaves("ChangeUserPassword")
def change_user_password(call: Call) -> ResultElement:
    """Set the caller's password, or any user's for an administrator."""
    user = call.own_or_any(call.arguments.get("UserName"), INSUFFICIENT_RIGHTS)
    _set_password(call, user, call.text("NewPassword"))
    return ResultElement()


@behaves("ServerInfo")
def server_info(call: Call) -> ResultElement:
    """Describe the server."""
    now = datetime.now(timezone.utc)
    return ResultElement(
        {
            "VersionNumber": "9.2.0",
            "Server_date_time": f"{now:%Y-%m-%d %H:%M:%S}",
            "Coordinated_Universal_Time": f"{now:%Y-%m-%d %H:%M:%S}",
            "UTC_Offset": "0",
            "Company": "Example",
            "ServerName": "simulator",
            "LicenseCount": "100",
            "SubscriptionEndDate": "2099-12-31",
            "WindowsAuthenticationIsOn": "false",
            "WorkflowIsOn": "true",
            "AnonymousAccessIsOn": "false",
            "ComplianceModuleIsOn": "false",
        }
    )


@behaves("MaintenanceBeat")
def maintenance_beat(call: Call) -> ResultElement:
    """Do nothing, as the real one does."""
    return ResultElement()


def _checked(call: Call, not_allowed: Wording) -> StoredUser:
    user = call.world.users.by_name(call.text("UID"))
    if user is None or not user.enabled or not matches(call.text("PWD"), call.world.users.password(user.user_id)):
        raise Refusal(LOGIN_FAILED)
    if not user.may_have_tickets:
        raise Refusal(not_allowed)
    call.world.users.update(user.user_id, {"last_logon": today()})
    return user


def _ticket(call: Call, user: StoredUser, ticket: str, session: IssuedTicket) -> ResultElement:
    return ResultElement({"ticket": ticket, **_identity(user, session)})


def _identity(user: StoredUser, session: IssuedTicket) -> dict[str, str]:
    return {
        "userid": str(user.user_id),
        "username": user.user_name,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "fullname": user.full_name,
        "email": user.email,
        "expireOn": session.expire_on,
        "isAuthenticated": "True",
    }


def _mail(call: Call, user: StoredUser) -> ResultElement:
    if not user.email:
        raise Refusal(NOT_SENT)
    call.world.outbox.append(Mail(user.email, user.user_name, call.world.codes.issue(user.user_id)))
    return ResultElement()


def _set_password(call: Call, user: StoredUser, password: str) -> None:
    if not password:
        raise Refusal(POLICY)
    if matches(password, call.world.users.password(user.user_id)):
        raise Refusal(SAME_PASSWORD)
    call.world.users.update(user.user_id, {"password": hashed(password), "last_password_change": today()})
