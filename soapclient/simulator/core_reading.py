"""Read requests as a server of the current generation does: SOAP by local names, forms by model binding."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from .large import Runs, restored
from .lexical import DEFAULTS, FORM_READERS
from .reading import NIL, TRUE, Unreadable, of_type

if TYPE_CHECKING:
    from ..contract.model import Operation, Parameter

# By their pages these are required, though an empty one means no filter.
_FILTERS: Final = frozenset(
    (
        *("firstNameFilter", "lastNameFilter", "userNameFilter", "emailFilter"),
        *("authenticationSourceFilter", "domainNameFilter"),
    )
)
# The reference calls it required and says that an empty one means the caller.
_OPTIONAL: Final = frozenset((("GetUser", "UserName"),))


class WrongWrapper(Exception):
    """The first element of the body is not the operation's."""


class Unbound(Exception):
    """Parameters of a form or query that model binding refuses, each with the reason."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


@attrs.frozen
class _Slot:
    parameter: Parameter
    value_type: bool
    must_be_there: bool
    may_be_empty: bool


class CoreReader:
    """The arguments of one operation.

    Attributes:
        takes_bytes: whether a parameter is bytes, which GET cannot carry.
    """

    def __init__(self, operation: Operation) -> None:
        parameters = operation.parameters.values()
        self.takes_bytes = any(each.type == "base64Binary" for each in parameters)
        self._wrapper = f"{{{operation.namespace}}}{operation.input}"
        self._namespaces = frozenset((operation.namespace, ""))
        self._slots = {each.name: _slot(operation.name, each) for each in parameters}
        self._absent = {
            name: DEFAULTS[slot.parameter.type] if slot.value_type else None for name, slot in self._slots.items()
        }

    def soap(self, children: Iterable[ET.Element], runs: Runs | None = None) -> dict[str, Any]:
        """Return the arguments that the server reads in a body.

        A parameter is found by its exact local name, in the operation's namespace or in none; the first of two counts,
        and an unknown element is ignored. A missing or nil parameter is null, even a string.

        Raises:
            WrongWrapper: the first element is another operation's.
            Unreadable: a value does not fit its type.
        """
        wrapper = next(iter(children), None)
        if wrapper is None or wrapper.tag != self._wrapper:
            raise WrongWrapper
        given: dict[str, Any] = {}
        for child in wrapper:
            namespace, _, name = str(child.tag).rpartition("}") if isinstance(child.tag, str) else ("", "", "")
            if name in self._slots and name not in given and namespace[1:] in self._namespaces:
                given[name] = _value(self._slots[name], child, runs or {})
        return self._absent | given

    def form(self, fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the arguments of a form or query, ignoring letter case; blank text is null.

        Raises:
            Unbound: a required parameter is missing or blank, or a value does not fit its type.
        """
        given: dict[str, str] = {}
        for name, value in fields:
            given.setdefault(name.casefold(), value)
        arguments: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for name, slot in self._slots.items():
            text = given.get(name.casefold())
            if text is None or not text.strip():
                arguments[name] = None
                if slot.must_be_there and not (text is not None and slot.may_be_empty):
                    errors[name] = f"The {name} field is required."
                continue
            try:
                arguments[name] = FORM_READERS.get(slot.parameter.type, str)(text)
            except (ValueError, OverflowError):
                errors[name] = f"The value '{text}' is not valid."
        if errors:
            raise Unbound(errors)
        return arguments


def _slot(operation: str, parameter: Parameter) -> _Slot:
    value_type = parameter.type in DEFAULTS and not parameter.nillable
    is_filter = parameter.name in _FILTERS and operation.startswith("GetAllUsers")
    is_ticket = parameter.name.casefold() == "authenticationticket"
    optional = is_ticket or (operation, parameter.name) in _OPTIONAL or not (parameter.required or value_type)
    return _Slot(parameter, value_type, is_filter or not optional, is_filter)


def _value(slot: _Slot, element: ET.Element, runs: Runs) -> Any:
    if element.get(NIL, "").strip() in TRUE:
        if slot.value_type:
            raise Unreadable
        return None
    parameter = slot.parameter
    elements = [child for child in element if isinstance(child.tag, str)]
    if parameter.type == "xml" and elements:
        return restored(ET.tostring(elements[0], "unicode"), runs)
    if elements:
        raise Unreadable
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    try:
        return of_type(parameter.type, text, runs)
    except (ValueError, OverflowError):
        raise Unreadable from None
