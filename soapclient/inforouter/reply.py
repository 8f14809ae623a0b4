"""The reply of an infoRouter call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs
from lxml import etree

from ..contract.plain import Plain, element_data, plain, without_secrets
from ..errors import UnexpectedReply
from ..replies.answer import Answer

if TYPE_CHECKING:
    import typing_extensions as typing_with_defaults

    from .models.entity import Entity, VersionNumber

    I_co = typing_with_defaults.TypeVar("I_co", covariant=True, default="Entity | etree._Element")
else:
    I_co = TypeVar("I_co", covariant=True)
T = TypeVar("T")


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Reply(Answer, Plain, Generic[I_co]):
    """The answer of one call that succeeded; iterating over it iterates over its `items`.

    A type checker knows what an operation lists: `ir.service.GetAllUsers()` is a `Reply[User]`.

    Attributes:
        operation: the name of the operation.
        element: the root of the result's XML, an lxml element; None for bytes and for an operation without a result.
        bytes: the bytes of a document; empty for a result in XML, refused where they were written to a sink.
        written: how many bytes were written to the sink that was given to the call; None where none was.
        places: where the items of a list are, below the root.
        counted: the "attribute" of the root that counts items, and whether "of" this "page" or "all".
        resent: the parameters whose current value was read just before and sent again, since null could not be said.
    """

    places: tuple[str, ...] = ()
    counted: Mapping[str, str] = MappingProxyType({})

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of the result's root, such as `totalusercount`."""
        if self.element is None:
            return {}
        return {str(name): str(value) for name, value in self.element.attrib.items()}

    @property
    def text(self) -> str:
        """The text directly in the result's root, as some operations give content."""
        if self.element is None:
            return ""
        return "".join((self.element.text or "", *(child.tail or "" for child in self.element)))

    @property
    def data(self) -> dict[str, Any] | None:
        """The whole XML as plain data, secrets included: "@name" for attributes, "#text", lists of children by name."""
        return None if self.element is None else element_data(self.element)

    @property
    def items(self) -> tuple[I_co, ...]:
        """What the reply lists: users, documents, ... as models where there is a class for them, else as elements.

        The reply of an operation that lists nothing has one item, the thing it describes, if that has a class.

        Raises:
            UnexpectedReply: the reply lists what nothing knows, or another number of items than it counts.
        """
        if self.element is None:
            return ()
        from . import counts
        from .models.read import read

        found: tuple[Any, ...] = tuple(read(self.element, self.places, self.operation))
        counts.check(self.operation, self.attributes, self.counted, len(found))
        return found

    def __iter__(self) -> Iterator[I_co]:
        return iter(self.items)

    def to_dict(self) -> dict[str, Any]:
        """Return the reply as plain data.

        Returns:
            "operation"; "attributes" of the root, as text; "items", as the models' `to_dict` gives them; "data", the
            whole XML, or None; "bytes" or None; "written"; "resent"; "repaired". A ticket or password is hidden:
            `attributes` and `data` have it.

        Raises:
            UnexpectedReply: as `items` does.
        """
        return {
            "operation": self.operation,
            "attributes": without_secrets(self.attributes),
            "items": plain(self.items),
            "data": plain(self.element),
            "bytes": None if self.element is not None or self.written is not None else self.bytes,
            "written": self.written,
            "resent": list(self.resent),
            "repaired": list(self.repaired),
        }

    def flag(self, name: str) -> bool | None:
        """Return an attribute of the root as a bool, None where it is missing or empty.

        Raises:
            UnexpectedReply: it is another text.
        """
        from .models import entity

        return self._typed(name, entity.flag, "a boolean")

    def number(self, name: str) -> int | None:
        """Return an attribute of the root as an int, None where it is missing or empty.

        Raises:
            UnexpectedReply: it is another text.
        """
        from .models import entity

        return self._typed(name, entity.number, "a whole number")

    def moment(self, name: str) -> dt.datetime | None:
        """Return an attribute of the root as a datetime, None where it is missing or means no date.

        Raises:
            UnexpectedReply: it is another text.
        """
        from .models import entity

        return self._typed(name, entity.moment, "a date", entity.NO_DATE)

    def revision(self, name: str) -> VersionNumber | None:
        """Return an attribute of the root as the number of a version, None where it is missing, empty or 0.

        Raises:
            UnexpectedReply: it is another text.
        """
        from .models import entity

        return self._typed(name, entity.revision, "the number of a version", ("0",))

    def _typed(self, name: str, read: Callable[[str], T | None], what: str, none: tuple[str, ...] = ()) -> T | None:
        told = self.attributes.get(name, "").strip()
        value = read(told)
        if value is None and told and not (none and told.startswith(none)):
            raise UnexpectedReply(f"{self.operation}: the attribute {name} is not {what}", operation=self.operation)
        return value
