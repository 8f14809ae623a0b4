"""Plan the update of a document: choose the one operation of this contract that can make it.

Of UpdateDocumentProperties, UpdateDocumentProperties1 and UpdateDocumentProperties2, the smallest one with every
changed field is chosen. Its other fields are kept by null where null is known to keep; otherwise they are read and sent
again, since the reference says both that null keeps them and that it clears them. SetDocumentImportance is used if only
the importance changes, or if none of the others can set it. A form POST has no null: the caller must give the fields to
keep, or they are read and sent again.

Source: the pages of UpdateDocumentProperties, UpdateDocumentProperties1, UpdateDocumentProperties2 and
SetDocumentImportance. They do not say what an empty text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from ..calls.form_post import NO_NULL, offered
from ..contract.contract import Contract
from ..contract.model import Operation, Parameter
from ..contract.xsd import check_text
from ..errors import ArgumentError, ContractError, NullNotAllowed, UnknownOperation
from ..values import CLEAR, KEEP
from .fields import LEVELS, PROPERTIES, VARIANTS, importance_level
from .steps import Nulls, Plan, Step, check, says_nothing, text_problems, to_change, unknown

_NUMBERED: Final = re.compile(r"(?:~D)?([0-9]{1,18})|~D([0-9]{1,18})\..*", re.IGNORECASE | re.DOTALL)


@attrs.frozen(kw_only=True)
class DocumentUpdatePlan(Plan):
    """The plan of a document update: its steps in order, with the values to send."""

    READS = "GetDocument"

    path: str


def address(path_or_id: str | int) -> str:
    """Return the key of a document: its path, or `~D` with its number.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(path_or_id, int) and not isinstance(path_or_id, bool) and path_or_id > 0:
        return f"~D{path_or_id}"
    if not isinstance(path_or_id, str):
        raise ValueError(f"expected the path or the number of a document, not {path_or_id!r}")
    if not path_or_id.strip():
        raise ValueError("the path of the document is empty")
    check_text(path_or_id)
    return f"~D{path_or_id}" if path_or_id.isascii() and path_or_id.isdecimal() else path_or_id


def numbered(path: str) -> int | None:
    """Return the number in `1001` or `~D1001.xlsx`; None for a path."""
    found = _NUMBERED.fullmatch(path)
    return int(found[1] or found[2]) if found else None


def plan(
    contract: Contract, path_or_id: str | int, fields: Mapping[str, Any], nulls: Nulls = "say"
) -> DocumentUpdatePlan:
    """Plan an update.

    Args:
        contract: the server's contract.
        path_or_id: the document's current path, or its number.
        fields: the value for each field, as in `Documents.update`.
        nulls: how to keep a value: send null, or, where null cannot be sent, refuse or read the value.

    Raises:
        ArgumentError: unknown fields, no field, or wrong values: all problems at once.
        NullNotAllowed: a field would have to be kept by null, which cannot be sent.
        UnknownOperation: this contract cannot change a field.
        ContractError: this contract's operation has other parameters.
    """
    path = ""
    problems = unknown(fields, tuple(PROPERTIES))
    said = to_change(fields)
    problems += [problem for key, value in said.items() if key in PROPERTIES for problem in _problems(key, value)]
    try:
        path = address(path_or_id)
    except ValueError as exc:
        problems.insert(0, str(exc))
    if says_nothing(said, fields) and not problems:
        problems.append("nothing to change: give at least one field")
    if problems:
        raise ArgumentError("update", tuple(problems))
    if "importance" in said:
        said["importance"] = importance_level(said["importance"])
    return DocumentUpdatePlan(path=path, steps=tuple(_steps(contract, path, said, nulls)) if said else ())


def _steps(contract: Contract, path: str, said: dict[str, Any], nulls: Nulls) -> Iterator[Step]:
    apart = "importance" in said and "SetDocumentImportance" in contract
    if not apart or len(said) > 1:
        try:
            yield _properties(contract, path, said, nulls)
            return
        except ContractError:
            if not apart:
                raise
    yield _importance(contract, path, said.pop("importance"))
    if said:
        yield _properties(contract, path, said, nulls)


def _importance(contract: Contract, path: str, level: int) -> Step:
    step = Step(operation="SetDocumentImportance", arguments={"Path": path, "Importance": level})
    check(contract[step.operation], step)
    return step


def _properties(contract: Contract, path: str, said: Mapping[str, Any], nulls: Nulls) -> Step:
    """Find the smallest operation that can set all of this and needs no read; otherwise the smallest."""
    found: Step | None = None
    needed = max([*PROPERTIES].index(field) for field in said)
    refused: ContractError | None = None
    for name in sorted(VARIANTS, key=lambda name: VARIANTS[name] <= needed):
        if name not in contract:
            continue
        operation = contract[name]
        fields = _fields(operation)
        if said.keys() <= {*fields}:
            try:
                step = _step(operation, path, said, fields, nulls)
            except ContractError as exc:
                refused = refused or exc
                continue
            if not step.resends:
                return step
            found = found or step
            # If null keeps but this operation cannot send it, a larger one may; only needed operations are described.
            if nulls != "say" or not any(_of(operation, each).on_null == "keeps" for each in step.resends):
                break
    if found is not None:
        return found
    names = ", ".join(PROPERTIES[field] for field in said)
    raise refused or UnknownOperation(
        [*VARIANTS][-1],
        message=f"{_and(said)} cannot be changed: no UpdateDocumentProperties of this contract has {names}",
    )


def _step(operation: Operation, path: str, said: Mapping[str, Any], fields: list[str], nulls: Nulls) -> Step:
    kept = [field for field in fields if field not in said]
    if nulls == "say":
        null = [field for field in kept if field == "importance" or _keeps(operation, PROPERTIES[field])]
        resends = tuple(PROPERTIES[field] for field in kept if field not in null)
        values: Mapping[str, Any] = {**dict.fromkeys(null, KEEP), **said}
    else:
        resends, values = tuple(PROPERTIES[field] for field in kept), said
        why = offered(operation)
        if why is not None:
            raise UnknownOperation(operation.name, message=f"{operation.name} cannot be called by form POST: {why}")
        if kept and (nulls == "refuse" or "Importance" in resends):
            raise NullNotAllowed(
                "update", (f"{_and(said)}: {NO_NULL.format('the ' + _and(kept), 'give all of that')}",)
            )
    arguments = {"Path": path, **{PROPERTIES[field]: values[field] for field in fields if field in values}}
    step = Step(operation=operation.name, arguments=arguments, resends=resends)
    check(operation, step)
    return step


def _keeps(operation: Operation, parameter: str) -> bool:
    """Return whether null keeps the value of a parameter and can be sent."""
    return _of(operation, parameter).on_null == "keeps" and _of(operation, parameter).null != "none"


def _of(operation: Operation, parameter: str) -> Parameter:
    return operation.parameters[operation.spell(parameter)]


def _fields(operation: Operation) -> list[str]:
    names = {name.casefold() for name in operation.parameters}
    return [field for field, parameter in PROPERTIES.items() if parameter.casefold() in names]


def _and(fields: Mapping[str, Any] | list[str]) -> str:
    *first, last = (field.replace("_", " ") for field in fields)
    return f"{', '.join(first)} and {last}" if first else last


def _problems(field: str, value: Any) -> Iterator[str]:
    if field != "importance":
        yield from text_problems(field, value, required=field == "name")
    elif importance_level(value) is None:
        levels = ", ".join(f"{level} ({name})" for name, level in LEVELS.items())
        blank = value is CLEAR or (isinstance(value, str) and not value.strip())
        shown = "it cannot be empty" if blank else f"{value!r} is not a level"
        yield f"importance: {shown}; the levels are {levels}"
