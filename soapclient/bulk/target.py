"""The target of a bulk run: it describes the rows, and plans, reads and sends one row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from ..errors import BulkError

if TYPE_CHECKING:
    from ..contract.contract import Contract

Value = str | bool  # an empty string clears a field
Kind = Literal["text", "flag", "number", "value"]


@attrs.frozen(kw_only=True)
class Shape:
    """The columns of a target's rows, which a plan's file records.

    Attributes:
        name: the objects that the target changes, in the plural.
        key: the column that identifies the object of a row; empty if rows have only a number.
        what: the content of that column, for messages.
        fields: the kind of each field, by name; the key may be among them.
        operation: the only operation, called with the fields as given; empty for updates.
        barred: names that look like fields, each with the reason why it is not one.
        numbered: whether the key may be given as a number.
        dotted: whether there are also fields in two parts, such as SET.FIELD: given as a text, a number or a flag.
        resolve: returns the field of a column in two parts, or raises a ValueError with the reason why it is not one.
    """

    name: str
    key: str
    what: str
    fields: Mapping[str, Kind]
    operation: str = ""
    barred: Mapping[str, str] = MappingProxyType({})
    numbered: bool = False
    dotted: bool = False
    resolve: Callable[[str], str] | None = attrs.field(default=None, eq=False, repr=False)

    def kind(self, field: str) -> Kind | None:
        """Return the kind of a field; None for an unknown field."""
        return self.fields.get(field) or ("value" if self.dotted and "." in field else None)

    @property
    def readable(self) -> bool:
        """Whether the values can be read: to plan, verify, resume and undo."""
        return not self.operation

    @property
    def unread(self) -> str:
        """Why they cannot be read."""
        return f"the changes of {self.operation} cannot be read"

    def to_json(self) -> dict[str, Any]:
        """Write it as a JSON object."""
        found: dict[str, Any] = {"name": self.name, "key": self.key, "what": self.what, "fields": dict(self.fields)}
        found |= {"dotted": True} if self.dotted else {}
        return {**found, "operation": self.operation} if self.operation else found

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Shape:
        """Read a shape that `to_json` wrote.

        Raises:
            ValueError: the object is not a shape.
        """
        texts: dict[str, Any] = {name: found.get(name) for name in ("name", "key", "what")}
        texts["operation"] = found.get("operation", "")
        fields = found.get("fields")
        if not all(isinstance(text, str) for text in texts.values()) or not isinstance(fields, dict):
            raise ValueError("it does not describe its rows")
        return cls(**texts, fields=fields, dotted=found.get("dotted") is True)


# The only kind known here: plans of version 1 are for users without recording it, and so is a file read on its own.
USERS: Final = Shape(
    name="users",
    key="user_name",
    what="user's name",
    fields={
        "email": "text",
        "mobile": "text",
        "first_name": "text",
        "last_name": "text",
        "language": "text",
        "default_portal": "text",
        "show_archives": "flag",
        "show_hiddens": "flag",
        "notification_type": "text",
        "email_type": "text",
        "attach_document_to_email": "flag",
    },
)


class Target(ABC):
    """One kind of object on one server, which a bulk run changes.

    Attributes:
        shape: the columns of its rows.
        server: the server's name in plans.
        operations: the operations that its runs may call, for the contract's fingerprint.
        danger: why a run needs the user's explicit consent; empty if it does not.
        unrepeatable: why a row whose outcome is unknown must not be sent again; empty if it may.
    """

    shape: Shape
    server: str
    operations: tuple[str, ...]

    @property
    def danger(self) -> str:
        """See the class."""
        return ""

    @property
    def unrepeatable(self) -> str:
        """See the class."""
        return f"{self.shape.name} whose outcome is unknown are read, and missing changes are made"

    @property
    @abstractmethod
    def contract(self) -> Contract:
        """The contract that calls are bound to."""

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return values in the spelling of `read`, if several spellings mean the same."""
        return values

    def identity(self, key: str, there: Mapping[str, Value | None]) -> str:
        """Return one identity for all spellings of a key; empty if a key has only one.

        Args:
            key: the row's.
            there: the values that were read, if any.
        """
        return ""

    @abstractmethod
    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the operations that `send` would call, without calling any.

        Raises:
            ContractError: the values cannot be set.
        """

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the fields that `send` would read first and send again, because they could be lost otherwise."""
        return ()

    @property
    def guarded(self) -> bool:
        """Whether each row is read again before sending, and left alone if its values have changed since the plan.

        For targets whose current values a change would hide.
        """
        return False

    @abstractmethod
    def read(self, key: str, fields: Mapping[str, Sequence[Value | None]]) -> dict[str, Value | None]:
        """Return the current values of at least these fields; None for a field that the service does not return.

        Args:
            key: the row's.
            fields: the new or old values, by field; a current value with the same meaning may be returned in the same
                spelling.

        Raises:
            SoapClientError: the values cannot be read.
        """

    @abstractmethod
    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """Set these fields and leave the others alone.

        Args:
            key: the row's.
            values: the values to set.
            again: whether they may have been set already.

        Raises:
            SoapClientError: the service refused, or no answer came; `done` names the operations that were done before.
        """

    @abstractmethod
    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """Return the fields that these operations change."""


# Returns the target of a plan or a journal that is read.
Find = Callable[[Shape], Target]


def only(target: Target) -> Find:
    """Return a function that finds this target, and no other.

    Raises:
        BulkError: raised by that function if a plan is for another target.
    """

    def find(shape: Shape) -> Target:
        if shape.name != target.shape.name:
            raise BulkError(f"this is a plan for {shape.name}, not for {target.shape.name}")
        return target

    return find


def folded(name: str) -> str:
    """Return the name of a column or field without letter case, underscores, hyphens and blanks."""
    return "".join(char for char in name.casefold() if char not in "_- \t\u00a0")


_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def flag(text: str) -> bool | None:
    """Read a flag: true, yes, 1, false, no or 0 in any letter case; None for other text."""
    return _WORDS.get(text.strip().casefold())
