"""The target of a bulk run: it says what rows are made of, and plans, reads and sends one of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from ..errors import BulkError

if TYPE_CHECKING:
    from ..contract.contract import Contract

Value = str | bool  # an empty string is an empty field
Kind = Literal["text", "flag", "number", "value"]


@attrs.frozen(kw_only=True)
class Shape:
    """The columns of a target's rows: all that a plan's file says of its target.

    Attributes:
        name: what the target changes, in the plural.
        key: the column that says which one a row is about; empty where rows have only their number.
        what: what that column holds, for messages.
        fields: the kind of each field, by name; the key may be among them.
        operation: the one operation that is called with the fields as they are; empty for updates.
        barred: names that might be taken for fields, and why they are not.
        numbered: whether the key may be given as a number.
        dotted: whether there are also fields in two parts, as SET.FIELD: texts, given as one, a number or a flag.
        resolve: returns the field that a column in two parts is, or raises a ValueError that says why it is not one.
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
        """Return the kind of a field; None where there is no such field."""
        return self.fields.get(field) or ("value" if self.dotted and "." in field else None)

    @property
    def readable(self) -> bool:
        """Whether the values can be read: before, to verify, to resume, to take back."""
        return not self.operation

    @property
    def unread(self) -> str:
        """Why they cannot be read."""
        return f"what {self.operation} changes cannot be read"

    def to_json(self) -> dict[str, Any]:
        """Write it as a JSON object."""
        found: dict[str, Any] = {"name": self.name, "key": self.key, "what": self.what, "fields": dict(self.fields)}
        found |= {"dotted": True} if self.dotted else {}
        return {**found, "operation": self.operation} if self.operation else found

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Shape:
        """Read what `to_json` wrote.

        Raises:
            ValueError: the object is not a shape.
        """
        texts: dict[str, Any] = {name: found.get(name) for name in ("name", "key", "what")}
        texts["operation"] = found.get("operation", "")
        fields = found.get("fields")
        if not all(isinstance(text, str) for text in texts.values()) or not isinstance(fields, dict):
            raise ValueError("it does not tell what its rows are")
        return cls(**texts, fields=fields, dotted=found.get("dotted") is True)


# The one kind that is known here: plans of version 1 are for users without saying so, and so is a file read on its own.
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
    """One kind of thing on one server, which a bulk run changes.

    Attributes:
        shape: what its rows are made of.
        server: the server, as plans name it.
        operations: those that its runs may call, for the contract's fingerprint.
        danger: why a run needs the user's explicit consent; empty where it does not.
        unrepeatable: why a row whose outcome is unknown must not be sent again; empty where it may.
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
        return f"{self.shape.name} whose outcome is unknown are read, and what was not done is done"

    @property
    @abstractmethod
    def contract(self) -> Contract:
        """The contract that calls are bound to."""

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return values in the words of `read`, where other words mean the same."""
        return values

    def identity(self, key: str, there: Mapping[str, Value | None]) -> str:
        """Return one identity for all spellings of a key; empty where a key has only one.

        Args:
            key: the row's.
            there: the values that were read; empty where none were.
        """
        return ""

    @abstractmethod
    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the operations that `send` would call, without calling any.

        Raises:
            ContractError: the values cannot be set.
        """

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return what `send` would read just before and send again, since it could be lost otherwise."""
        return ()

    @property
    def guarded(self) -> bool:
        """Whether each row is read again just before it is sent, and left alone where its values moved since the plan.

        For those whose present values a change would hide.
        """
        return False

    @abstractmethod
    def read(self, key: str, fields: Mapping[str, Sequence[Value | None]]) -> dict[str, Value | None]:
        """Return the present values of at least these fields; None for one that the service does not return.

        Args:
            key: the row's.
            fields: the values that are wanted or were there, by field: a present one that means the same as one of
                these may be said in its words.

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
            SoapClientError: the service refuses, or no answer came; `done` names the operations that were done before.
        """

    @abstractmethod
    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """Return those of the fields that these operations change."""


# Gives a plan or a journal that is read its target.
Find = Callable[[Shape], Target]


def only(target: Target) -> Find:
    """Return how to find this target, and no other.

    Raises:
        BulkError: by what is returned, where a plan is for something else.
    """

    def find(shape: Shape) -> Target:
        if shape.name != target.shape.name:
            raise BulkError(f"this is a plan for {shape.name}, not for {target.shape.name}")
        return target

    return find


def folded(name: str) -> str:
    """Return a column's or field's name without letter case, underscores, hyphens and blanks."""
    return "".join(char for char in name.casefold() if char not in "_- \t\u00a0")


_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def flag(text: str) -> bool | None:
    """Read a flag: true, yes, 1, false, no or 0 in any letter case; None for other text."""
    return _WORDS.get(text.strip().casefold())
