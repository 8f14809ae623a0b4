"""The columns of folder listings: everybody's, and those of a user in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ..behaviour import Call, behaves
from ..content.folders import called_folder
from ..messages import Refusal
from ..writing import ResultElement, text
from .wordings import BAD_COLUMNS, NO_COLUMNS, NO_SETTINGS_RIGHT

_ALL: Final[Mapping[str, str]] = {
    "ItemName": "Name",
    "ItemId": "Number",
    "OwnerName": "Owner",
    "Size": "Size",
    "ModificationDate": "Modified",
    "CreationDate": "Created",
    "VersionNumber": "Version",
    "DocTypeName": "Document type",
    "Importance": "Importance",
    "Description": "Description",
}
_KNOWN: Final = {name.casefold(): name for name in _ALL}
_DEFAULT: Final = ("ItemName", "Size", "ModificationDate", "VersionNumber", "OwnerName")
_OF_USERS: Final = ("ItemName", "ItemId", "OwnerName")
_SET: Final = "default columns"
_VECTORS: Final = frozenset(("asc", "desc"))
_FIND: Final = (
    "SELECT columns, property_set_id, sort_by, sort_vector, sort_by_property_set_id, sort_by_property_set_column"
    " FROM user_columns WHERE user_id = ? AND folder_id = ?"
)


@behaves("GetAllFolderColumns")
def get_all_folder_columns(call: Call) -> ResultElement:
    """List every column."""
    call.caller()
    return ResultElement(inner=f"<FolderColumns>{_defined(_ALL)}</FolderColumns>")


@behaves("GetDefaultFolderColumns")
def get_default_folder_columns(call: Call) -> ResultElement:
    """List everybody's columns, without an element around them."""
    call.caller()
    rows = call.world.users.rows("SELECT value FROM settings WHERE name = ?", _SET)
    return ResultElement(inner=_defined(rows[0][0].split() if rows else _DEFAULT))


@behaves("SetDefaultFolderColumns")
def set_default_folder_columns(call: Call) -> ResultElement:
    """Replace everybody's columns; one unknown name refuses all of them."""
    if not call.caller().administrator:
        raise Refusal(NO_SETTINGS_RIGHT)
    names = _names(call.text("columnNames"))
    if not names:
        raise Refusal(NO_COLUMNS)
    unknown = [each for each in names if each.casefold() not in _KNOWN]
    if unknown:
        raise Refusal(BAD_COLUMNS, ", ".join(unknown))
    known = " ".join(_KNOWN[each.casefold()] for each in names)
    call.world.users.change("INSERT OR REPLACE INTO settings VALUES (?, ?)", _SET, known)
    return ResultElement()


@behaves("GetUserFolderColumns")
def get_user_folder_columns(call: Call) -> ResultElement:
    """Return the caller's columns and order in a folder."""
    folder = called_folder(call, parameter="folderpath")
    rows = call.world.users.rows(_FIND, call.caller().user_id, folder.folder_id)
    columns, set_id, sort_by, vector, by_set, by_column = rows[0] if rows else ("", 0, "ItemName", "", 0, "")
    values = {
        "propertySetId": str(set_id),
        "sortBy": "CustomPropertySet" if by_set else sort_by,
        "sortVector": vector,
        "sortByPropertySetId": str(by_set),
        "sortByPropertySetColumnName": by_column,
    }
    inner = "".join(f"<{name}>{text(value)}</{name}>" if value else f"<{name} />" for name, value in values.items())
    listed = "".join(f"<column>{each}</column>" for each in columns.split() or _OF_USERS)
    return ResultElement(inner=f"{inner}<columns>{listed}</columns>")


@behaves("SetUserFolderColumns")
def set_user_folder_columns(call: Call) -> ResultElement:
    """Set the caller's columns and order in a folder; unknown ones are silently dropped."""
    folder, arguments = called_folder(call, parameter="folderpath"), call.arguments
    names = [_KNOWN[each.casefold()] for each in _names(call.text("columnNames")) if each.casefold() in _KNOWN]
    vector, by_set = call.text("sortVector"), arguments["sortByPropertySetId"]
    call.world.users.change(
        "INSERT OR REPLACE INTO user_columns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        call.caller().user_id,
        folder.folder_id,
        " ".join(names),
        arguments["propertySetId"],
        _KNOWN.get(call.text("sortBy").casefold(), ""),
        vector if vector in _VECTORS else "",
        by_set,
        call.text("sortByPropertySetColumnName") if by_set else "",
    )
    return ResultElement()


def _names(text_of_names: str) -> list[str]:
    return [each.strip() for each in text_of_names.split(",") if each.strip()]


def _defined(names: Iterable[str]) -> str:
    return "".join(
        f"<FolderColumnDef><ColumnName>{each}</ColumnName><ColumnText>{_ALL[each]}</ColumnText></FolderColumnDef>"
        for each in names
    )
