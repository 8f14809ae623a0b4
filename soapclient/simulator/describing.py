"""The <User> element in its forms."""

from __future__ import annotations

from .preferences import NOTIFICATION_TYPES
from .stored import StoredUser
from .writing import attributes, text


def basic(user: StoredUser) -> str:
    """Return <User> with the attributes that every form has."""
    return f"<User{_basic(user, mobile=False)} />"


def with_preference_attributes(user: StoredUser, *, mobile: bool) -> str:
    """Return <User> with preferences as attributes; the reference promises the mobile number only from GetUser."""
    return f"<User{_full(user, mobile=mobile)}><Preferences{attributes(_preferences(user))} /></User>"


def with_preference_elements(user: StoredUser) -> str:
    """Return <User> as GetCurrentUser has it: preferences as elements."""
    inner = "".join(_element(name, value) for name, value in _preferences(user).items())
    return f"<User{_full(user, mobile=True)}><Preferences>{inner}</Preferences><TaskRedirection /></User>"


def _basic(user: StoredUser, *, mobile: bool) -> str:
    values = {
        "exists": "true",
        "UserID": str(user.user_id),
        "FirstName": user.first_name,
        "LastName": user.last_name,
        "Email": user.email,
    }
    if mobile:
        values["MobileNumber"] = user.mobile
    return attributes(values | {"Enabled": _flag(user.enabled), "UserName": user.user_name})


def _full(user: StoredUser, *, mobile: bool) -> str:
    return _basic(user, mobile=mobile) + attributes(
        {
            "Domain": user.domain,
            "LastLogonDate": user.last_logon,
            "LastPasswordChangeDate": user.last_password_change,
            "AuthenticationAuthority": user.authority,
            "ReadOnlyUser": _flag(user.read_only),
        }
    )


def _preferences(user: StoredUser) -> dict[str, str]:
    return {
        "Language": user.language,
        "DefaultPortal": user.default_portal,
        "ShowArchives": _flag(user.show_archives),
        "ShowHiddens": _flag(user.show_hiddens),
        "NotificationType": NOTIFICATION_TYPES[user.notification_type],
        "NotificationTypeId": str(user.notification_type),
        "EmailType": user.email_type,
        "AttachDocumentToEmail": _flag(user.attach_document_to_email),
    }


def _element(name: str, value: str) -> str:
    return f"<{name}>{text(value)}</{name}>" if value else f"<{name} />"


def _flag(value: bool) -> str:
    return "TRUE" if value else "FALSE"
