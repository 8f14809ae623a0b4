"""Users: find, create, change and delete them."""

from __future__ import annotations

from .behaviour import Call, behaves, today
from .describing import with_preference_attributes, with_preference_elements
from .messages import BAD_CODE, LOGIN_FAILED, NO_SOURCE, NO_USER, USER_TAKEN, Refusal
from .passwords import hashed, matches
from .preferences import changes
from .store import NameTaken
from .stored import StoredUser
from .writing import ResultElement

_MEMBER = "INSERT INTO library_users SELECT library_id, ? FROM libraries WHERE name = ?"
# The reference mentions the first two and gives no list.
_SOURCES = frozenset(("native", "inforouter", "ldap"))


@behaves("UserExists")
def user_exists(call: Call) -> ResultElement:
    """Return whether a user exists; success="false" means no."""
    call.caller()
    call.user(call.arguments.get("UserName"))
    return ResultElement()


@behaves("GetUser")
def get_user(call: Call) -> ResultElement:
    """Describe a user; without a name, the caller."""
    caller = call.caller()
    name = call.arguments.get("UserName")
    return ResultElement(inner=with_preference_attributes(call.user(name) if name else caller, mobile=True))


@behaves("GetCurrentUser")
def get_current_user(call: Call) -> ResultElement:
    """Describe the caller, preferences as elements."""
    return ResultElement(inner=with_preference_elements(call.caller()))


@behaves("UpdateUserContactInfo")
def update_user_contact_info(call: Call) -> ResultElement:
    """Set e-mail and mobile: null keeps, empty clears."""
    user = call.own_or_any(call.arguments.get("userName"))
    arguments = call.arguments
    _found(call.world.users.update_contact(user.user_id, arguments.get("emailAddress"), arguments.get("mobileNumber")))
    return ResultElement()


@behaves("UpdateUserEmail")
def update_user_email(call: Call) -> ResultElement:
    """Set the e-mail address."""
    user = call.own_or_any(call.arguments.get("UserName"))
    _found(call.world.users.update(user.user_id, {"email": call.text("NewEmailAddress")}))
    return ResultElement()


@behaves("UpdateUserPreferences")
def update_user_preferences(call: Call) -> ResultElement:
    """Change the preferences, by the simulator's reading of the reference."""
    user = call.own_or_any(call.arguments.get("UserName"))
    columns = changes(call.required("xmlPreferences"), call.world.generation)
    _found(call.world.users.update(user.user_id, columns))
    return ResultElement()


@behaves("UpdateUserProfile")
def update_user_profile(call: Call) -> ResultElement:
    """Set the user name, first and last name and authentication source; nothing is kept."""
    call.administrator()
    user = call.user(call.arguments.get("UserName"))
    values = {
        "user_name": call.required("NewUserName"),
        "first_name": call.text("NewFirstName"),
        "last_name": call.text("NewLastName"),
        "authority": _source(call, call.text("AuthenticateSource")),
    }
    try:
        _found(call.world.users.update(user.user_id, values))
    except NameTaken:
        raise Refusal(USER_TAKEN) from None
    return ResultElement()


@behaves("CreateUser")
def create_user(call: Call) -> ResultElement:
    """Add a user."""
    call.administrator()
    password = call.text("Password")
    values = {
        "user_name": call.required("UserName"),
        "first_name": call.text("FirstName"),
        "last_name": call.text("LastName"),
        "email": call.text("EmailAddress"),
        "domain": call.text("DomainName"),
        "authority": _source(call, call.text("AuthenticationSource") or "native"),
        "read_only": call.arguments.get("ReadOnlyUser", False),
        "password": hashed(password) if password else None,
        "last_password_change": today(),
    }
    try:
        number = call.world.users.insert(values)
    except NameTaken:
        raise Refusal(USER_TAKEN) from None
    call.world.users.change(_MEMBER, number, values["domain"])
    return ResultElement({"id": str(number)})


@behaves("DeleteUser")
def delete_user(call: Call) -> ResultElement:
    """Remove a user, given by name or as `ID:` with the number."""
    call.administrator()
    return _delete(call)


@behaves("DeleteUser1")
def delete_user1(call: Call) -> ResultElement:
    """Remove a user after checking the administrator's own password.

    The current generation checks the password only if its policy says so; the default policy does not.
    """
    caller = call.administrator()
    if not call.world.generation.current and not matches(
        call.text("UserPassword"), call.world.users.password(caller.user_id)
    ):
        raise Refusal(LOGIN_FAILED)
    return _delete(call)


@behaves("ChangeUserStatus")
def change_user_status(call: Call) -> ResultElement:
    """Enable or disable a user."""
    return _set_flag(call, "enabled", "StatusCode", {0: False, 1: True})


@behaves("ChangeUserType")
def change_user_type(call: Call) -> ResultElement:
    """Make a user an author or a read-only user."""
    return _set_flag(call, "read_only", "UserType", {1: False, 2: True})


def _set_flag(call: Call, column: str, parameter: str, codes: dict[int, bool]) -> ResultElement:
    call.administrator()
    user = call.user(call.arguments.get("UserName"))
    code = call.arguments.get(parameter)
    if code not in codes:
        raise Refusal(BAD_CODE, parameter, code)
    _found(call.world.users.update(user.user_id, {column: codes[code]}))
    return ResultElement()


def _delete(call: Call) -> ResultElement:
    _found(call.world.users.delete(_numbered(call).user_id))
    return ResultElement()


def _numbered(call: Call) -> StoredUser:
    name = call.text("UserName")
    if not name.upper().startswith("ID:"):
        return call.user(name)
    number = name[3:].strip()
    user = call.world.users.by_id(int(number)) if number.isdecimal() else None
    if user is None:
        raise Refusal(NO_USER)
    return user


def _source(call: Call, name: str) -> str:
    if call.world.generation.current and name.casefold() not in _SOURCES:
        raise Refusal(NO_SOURCE, name)
    return name


def _found(there: bool) -> None:
    # Another process may have removed the user since it was looked up.
    if not there:
        raise Refusal(NO_USER)
