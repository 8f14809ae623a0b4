"""The definitions of property sets: their fields, types and options.

Source: the pages of GetPropertySetDefinition, GetPropertySetDefinitions, GetPropertySetDefinitions1 and
GetPropertySetFieldOptions.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import attrs

from ...calls.faces import Awaited, Called, listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import PropertySetNotFound, UnexpectedReply
from ...wire.safe_xml import local
from ..models.entity import told
from ..workflow import Workflows

if TYPE_CHECKING:
    from ..models.contents import PropertyField, PropertySet
    from .row_changes import KnownSet


class DefinitionReading(Workflows):
    """Workflows that read the definitions of property sets, for others to build on."""

    # The definitions that a bulk run has read, so that they are not read for each row; None for one update.
    _kept: dict[str, PropertySet] | None = None

    def _sets(
        self, *, documents: bool = False, folders: bool = False, users: bool = False, library: str = ""
    ) -> Flow[tuple[PropertySet, ...]]:
        from ..models.contents import PropertySet

        name = "GetPropertySetDefinitions1"
        wanted = {"AppliesToDocuments": documents, "AppliesToFolders": folders, "AppliesToUsers": users}
        if not any(wanted.values()) and not library and "GetPropertySetDefinitions" in self.contract:
            reply = yield from self._call("GetPropertySetDefinitions")
        else:
            reply = yield from self._call(name, DomainNameFilter=library, **wanted)
        return tuple(each for each in reply.items if isinstance(each, PropertySet))

    def _definition(self, name: str) -> Flow[PropertySet]:
        """Read the definition of one set, without options that are not part of it.

        Raises:
            PropertySetNotFound: the set does not exist, or is hidden from the caller; the message has the nearest name.
            UnexpectedReply: the reply is about no set or another one, or lacks its fields.
        """
        from ..models.contents import PropertySet
        from .row_changes import nearest

        kept = (self._kept or {}).get(name.strip().upper())
        if kept is not None:
            return kept
        operation = "GetPropertySetDefinition"
        try:
            reply = yield from self._call(operation, PropertySetName=name)
        except PropertySetNotFound as exc:
            names = [each.name or "" for each in (yield from self._sets())]
            text = f"{operation}: unknown property set {name!r}{nearest(name, names)}"
            raise PropertySetNotFound(text, operation=operation, code=exc.code, text=exc.text) from None
        found = [each for each in reply.items if isinstance(each, PropertySet)]
        if len(found) != 1 or (found[0].name or "").casefold() != name.strip().casefold():
            raise UnexpectedReply(f"{operation}: the reply is not about {name} alone", operation=operation)
        (of,) = found
        element = of.element
        fields = None if element is None else next((e for e in element if local(e.tag).casefold() == "fields"), None)
        if (
            fields is None
            or len(of.fields) != len([*fields.iterchildren("*")])
            or not all(each.name for each in of.fields)
        ):
            raise UnexpectedReply(f"{operation}: the reply does not list the fields of {name}", operation=operation)
        if self._kept is not None:
            of = yield from self._with_options(of)
            self._kept[name.strip().upper()] = of
        return of

    def _with_options(self, of: PropertySet) -> Flow[PropertySet]:
        from .values import has_options

        fields = []
        for field in of.fields:
            options = (yield from self._options(of.name or "", field)) if has_options(field) else field.options
            fields.append(attrs.evolve(field, options=options))
        return attrs.evolve(of, fields=tuple(fields))

    def _options(self, of: str, field: PropertyField) -> Flow[tuple[str, ...]]:
        """Read the options of a field whose values are chosen from a list."""
        if field.options is not None:
            return field.options
        operation = "GetPropertySetFieldOptions"
        reply = yield from self._call(operation, PropertySetName=of, PropertyFieldName=field.name, OptionFilter="")
        found = [] if reply.element is None else [*reply.element.iter("{*}option")]
        options = [told(each).get("value") for each in found]
        if any(option is None for option in options):
            raise UnexpectedReply(f"{operation}: an option of {of}.{field.name} has no value", operation=operation)
        return tuple(option for option in options if option is not None)

    def _known(self, name: str, fields: Collection[str]) -> Flow[KnownSet]:
        """Read a definition, with the options of these fields."""
        from .row_changes import KnownSet
        from .values import has_options

        of = yield from self._definition(name)
        options = {}
        for field in of.fields:
            if (field.name or "").upper() in fields and has_options(field):
                options[(field.name or "").upper()] = yield from self._options(of.name or name, field)
        return KnownSet(definition=of, options=options)


class PropertySetFlows(DefinitionReading):
    """The workflows for definitions of property sets, for both faces: `PropertySets` and `AsyncPropertySets`."""

    @listing
    def definitions(
        self, *, documents: bool = False, folders: bool = False, users: bool = False, library: str = ""
    ) -> Listing[PropertySet]:
        """List property sets, without their fields.

        The service leaves out sets that are restricted to other libraries, without a notice.

        Args:
            documents: only sets for documents.
            folders: only sets for folders.
            users: only sets for users.
            library: only sets that this library can use.
        """
        yield Page((yield from self._sets(documents=documents, folders=folders, users=users, library=library)))

    @workflow
    def definition(self, name: str) -> Flow[PropertySet]:
        """Read the definition of one property set: its fields, with the options of its lists.

        Args:
            name: its name, ignoring letter case.

        Raises:
            PropertySetNotFound: the set does not exist, or is hidden from the caller; the message has the nearest name.
            UnexpectedReply: the reply is about no set or another one, or lacks its fields.
        """
        return (yield from self._with_options((yield from self._definition(name))))


class PropertySets(PropertySetFlows, Called):
    """The property sets of one server; use it as `Client.property_sets`."""


class AsyncPropertySets(PropertySetFlows, Awaited):
    """The property sets of one server for asyncio; use it as `AsyncClient.property_sets`."""
