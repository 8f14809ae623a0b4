"""The definitions of property sets: stored and written."""

from __future__ import annotations

from typing import Final

import attrs

from ..behaviour import Call, behaves
from ..messages import Refusal
from ..store import Store
from ..writing import ResultElement, attributes
from .wordings import FILTERED, NO_FIELD, NO_SUCH_SET

LISTS: Final = ("COMBO BOX", "LIST BOX", "RADIO BUTTON")
LOOKUP: Final = "LOOKUP"
_SETS: Final = (
    "SELECT set_id, name, caption, for_documents, for_folders, for_users, system, private, domains"
    " FROM set_definitions {} ORDER BY name"
)
_FIELDS: Final = (
    "SELECT name, caption, data_type, length, required, control_size, control_order, control_type FROM set_fields"
    " WHERE set_name = ? ORDER BY control_order, name"
)
_OPTIONS: Final = "SELECT value FROM set_options WHERE set_name = ? AND field = ? ORDER BY value"


@attrs.frozen
class StoredField:
    """A field of a property set."""

    name: str
    caption: str
    data_type: str
    length: int
    required: int
    control_size: int
    control_order: int
    control_type: str


@attrs.frozen
class StoredSet:
    """The definition of a property set, `domains` separated by commas and empty for all libraries."""

    set_id: int
    name: str
    caption: str
    for_documents: int
    for_folders: int
    for_users: int
    system: int
    private: int
    domains: str

    def fields(self, store: Store) -> list[StoredField]:
        """Return its fields in their order."""
        return [StoredField(*row) for row in store.rows(_FIELDS, self.name)]

    def field(self, store: Store, name: str) -> StoredField:
        """Return the field with this name, ignoring letter case.

        Raises:
            Refusal: it does not exist.
        """
        for field in self.fields(store):
            if field.name.casefold() == name.strip().casefold():
                return field
        raise Refusal(NO_FIELD)


def all_sets(store: Store) -> list[StoredSet]:
    """Return every definition, by name."""
    return [StoredSet(*row) for row in store.rows(_SETS.format(""))]


def find_set(store: Store, name: str) -> StoredSet | None:
    """Return the set with this name, ignoring letter case."""
    rows = store.rows(_SETS.format("WHERE name = ?"), name.strip())
    return StoredSet(*rows[0]) if rows else None


def called_set(call: Call) -> StoredSet:
    """Return the set that a call names.

    Raises:
        Refusal: it does not exist, or the ticket is invalid.
    """
    call.caller()
    found = find_set(call.world.users, call.text("PropertySetName"))
    if found is None:
        raise Refusal(NO_SUCH_SET)
    return found


@behaves("GetPropertySetDefinition")
def get_property_set_definition(call: Call) -> ResultElement:
    """Describe a property set with its fields."""
    found = called_set(call)
    fields = "".join(_field(call, found, each) for each in found.fields(call.world.users))
    return ResultElement(inner=_described(call, found, f"<Fields>{fields}</Fields>" if fields else "<Fields />"))


@behaves("GetPropertySetDefinitions", "GetPropertySetDefinitions1")
def get_property_set_definitions(call: Call) -> ResultElement:
    """List property sets without their fields; every given filter must match."""
    call.caller()
    library = call.text("DomainNameFilter").strip().casefold()
    wanted = [name for name in ("Documents", "Folders", "Users") if call.arguments.get(f"AppliesTo{name}")]
    inner = "".join(
        _described(call, each)
        for each in all_sets(call.world.users)
        if all(getattr(each, f"for_{name.casefold()}") for name in wanted)
        and (not library or not each.domains or library in each.domains.casefold().split(","))
    )
    return ResultElement(inner=f"<PropertySets>{inner}</PropertySets>" if inner else "<PropertySets />")


@behaves("GetPropertySetFieldOptions")
def get_property_set_field_options(call: Call) -> ResultElement:
    """List the options of a field; a filter is only for lookups, which older servers do not enforce."""
    found = called_set(call)
    field = found.field(call.world.users, call.text("PropertyFieldName"))
    if call.text("OptionFilter") and field.control_type != LOOKUP and call.world.generation.current:
        raise Refusal(FILTERED)
    inner = _options(call.world.users, found, field)
    return ResultElement(inner=f"<options>{inner}</options>" if inner else "<options />")


def options(store: Store, of: StoredSet, field: StoredField) -> list[str]:
    """Return the options of a field."""
    return [value for (value,) in store.rows(_OPTIONS, of.name, field.name)]


def _options(store: Store, of: StoredSet, field: StoredField) -> str:
    return "".join(f"<option{attributes({'value': value})} />" for value in options(store, of, field))


def _described(call: Call, found: StoredSet, inner: str = "") -> str:
    values = {
        "Name": found.name,
        "Caption": found.caption,
        "AppliesToDocuments": _flag(found.for_documents),
        "AppliesToFolders": _flag(found.for_folders),
        "AppliesToUsers": _flag(found.for_users),
        "SystemUseOnly": _flag(found.system),
        "PrivatePropertySet": _flag(found.private),
    }
    if call.world.generation.current:
        values = {"Id": str(found.set_id), **values}
    domains = "".join(f"<Domain{attributes({'Name': name})} />" for name in found.domains.split(",") if name)
    globally = attributes({"Global": _flag(not domains)})
    limits = f"<DomainRestrictions{globally}>{domains}</DomainRestrictions>"
    return f"<PropertySet{attributes(values)}>{limits}{inner}</PropertySet>"


def _field(call: Call, of: StoredSet, field: StoredField) -> str:
    values = {
        "FieldName": field.name,
        "Caption": field.caption,
        "DataType": field.data_type,
        "DataLength": str(field.length),
        "Required": _flag(field.required),
        "ControlSize": str(field.control_size),
        "ControlOrder": str(field.control_order),
        "ControlType": field.control_type,
    }
    # Servers of today return the options here too.
    inner = _options(call.world.users, of, field) if call.world.generation.current else ""
    return f"<field{attributes(values)}>{inner}</field>"


def _flag(value: object) -> str:
    return "TRUE" if value else "FALSE"
