"""Plan the update of a user from the contract alone; nothing here calls a server.

The fewest operations of the contract are chosen. Null keeps the e-mail address and mobile number where it can. Names
are read and sent again, since UpdateUserProfile has no other way; the call itself does so with the rest of the
preferences (`whole`). A form POST has no null: the e-mail address then has its own operation, and is kept beside
a new mobile number only by reading it.

Source: the pages of UpdateUserContactInfo, UpdateUserEmail, UpdateUserProfile and UpdateUserPreferences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import attrs

from ..calls.form_post import NO_NULL
from ..contract.contract import Contract
from ..errors import ArgumentError, NullNotAllowed, UnknownOperation
from ..values import CLEAR, KEEP
from .fields import FLAGS, PREFERENCES, PROFILE
from .steps import Nulls, Plan, Step, check, says_nothing, text_problems, to_change, unknown

_CHOICES: Final = {"email_type": ("HTML", "TEXT"), "notification_type": ("NONE", "INSTANT", "DAILY REPORT")}
_NAMES: Final = {field: parameter for parameter, field in PROFILE.items() if parameter.startswith("New")}


@attrs.frozen(kw_only=True)
class UpdatePlan(Plan):
    """The plan of a user update: its steps in order, with the values to send."""

    READS = "GetUser"

    user_name: str


def plan(contract: Contract, name: str, fields: Mapping[str, Any], nulls: Nulls = "say") -> UpdatePlan:
    """Plan an update.

    Args:
        contract: the server's contract.
        name: the user's current name.
        fields: the value for each field, as in `Users.update`.
        nulls: how to keep a value: send null, or, where null cannot be sent, refuse or read the value.

    Raises:
        ArgumentError: unknown fields, no field, or wrong values: all problems at once.
        NullNotAllowed: the e-mail address would have to be kept by null, which cannot be sent.
        UnknownOperation: this contract cannot change a field.
        ContractError: this contract's operation has other parameters.
    """
    known = ("email", "mobile", *_NAMES, *PREFERENCES)
    problems = unknown(fields, known)
    said = to_change(fields)
    problems += [problem for key, value in said.items() if key in known for problem in _problems(key, value)]
    if not isinstance(name, str) or not name.strip():
        problems.insert(0, "the user name is empty")
    elif says_nothing(said, fields) and not problems:
        problems.append("nothing to change: give at least one field")
    if problems:
        raise ArgumentError("update", tuple(problems))
    steps = [_contact(contract, name, said, nulls), _preferences(contract, name, said), _profile(contract, name, said)]
    planned = UpdatePlan(user_name=name, steps=tuple(step for step in steps if step))
    for step in planned.steps:
        check(contract[step.operation], step)
    return planned


def _has(contract: Contract, operation: str, *names: str) -> bool:
    if operation not in contract:
        return False
    return {name.casefold() for name in names} <= {name.casefold() for name in contract[operation].parameters}


def _contact(contract: Contract, name: str, said: Mapping[str, Any], nulls: Nulls) -> Step | None:
    if "email" not in said and "mobile" not in said:
        return None
    if _has(contract, "UpdateUserContactInfo", "userName", "emailAddress", "mobileNumber"):
        operation = contract["UpdateUserContactInfo"]
        kept = [own for field, own in (("email", "emailAddress"), ("mobile", "mobileNumber")) if field not in said]
        if not kept or (
            nulls == "say" and all(operation.parameters[operation.spell(own)].null != "none" for own in kept)
        ):
            arguments = {
                "userName": name,
                "emailAddress": said.get("email", KEEP),
                "mobileNumber": said.get("mobile", KEEP),
            }
            return Step(operation="UpdateUserContactInfo", arguments=arguments)
        if nulls == "read" and "mobile" in said:
            arguments = {"userName": name, "mobileNumber": said["mobile"]}
            return Step(operation="UpdateUserContactInfo", arguments=arguments, resends=("emailAddress",))
        if nulls == "refuse" and "mobile" in said:
            raise NullNotAllowed("update", ("mobile: " + NO_NULL.format("the e-mail address", "give that too"),))
    if "mobile" in said:
        raise UnknownOperation(
            "UpdateUserContactInfo",
            message="The mobile number cannot be changed: this server's contract has no UpdateUserContactInfo "
            "that can keep the e-mail address; it can change the e-mail address alone, by UpdateUserEmail",
        )
    _require(contract, "UpdateUserEmail", "The e-mail address")
    return Step(operation="UpdateUserEmail", arguments={"UserName": name, "NewEmailAddress": said["email"]})


def _preferences(contract: Contract, name: str, said: Mapping[str, Any]) -> Step | None:
    chosen = {attribute: said[key] for key, attribute in PREFERENCES.items() if key in said}
    if not chosen:
        return None
    _require(contract, "UpdateUserPreferences", "Preferences")
    attributes = " ".join(f"{key}={quoteattr(_preference(value))}" for key, value in chosen.items())
    arguments = {"UserName": name, "xmlPreferences": f"<Preferences {attributes} />"}
    whole = contract["UpdateUserPreferences"].whole
    completes = tuple(each for each in PREFERENCES.values() if each not in chosen) if whole else ()
    return Step(operation="UpdateUserPreferences", arguments=arguments, completes=completes)


def _profile(contract: Contract, name: str, said: Mapping[str, Any]) -> Step | None:
    changed = {parameter: said[key] for key, parameter in _NAMES.items() if key in said}
    if not changed:
        return None
    _require(contract, "UpdateUserProfile", "Names")
    resends = tuple(parameter for parameter in PROFILE if parameter not in changed)
    return Step(operation="UpdateUserProfile", arguments={"UserName": name, **changed}, resends=resends)


def _require(contract: Contract, operation: str, what: str) -> None:
    if operation not in contract:
        raise UnknownOperation(operation, message=f"{what} cannot be changed: this contract has no {operation}")


def _preference(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is CLEAR else str(value)


def _problems(field: str, value: Any) -> Iterator[str]:
    if field in FLAGS:
        if not isinstance(value, bool):
            yield f"{field}: expected True or False, not {value!r}"
        return
    yield from text_problems(field, value, required=field in _CHOICES or field == "user_name")
    if isinstance(value, str) and value and value not in _CHOICES.get(field, (value,)):
        yield f"{field}: {value!r} is not one of {', '.join(_CHOICES[field])}"
