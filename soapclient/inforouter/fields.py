"""The table of updatable fields: the operation's parameter, the model's field, and where to read it back.

The model itself knows the attributes of a field (`named`).

Source: the pages of the operations named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple


class Stored(NamedTuple):
    """A kind of stored thing, and how to read one.

    Attributes:
        reads: the operation that reads one.
        key: its parameter that identifies the thing.
        element: the element that describes the thing.
        arguments: the other arguments of the operation.
    """

    reads: str
    key: str
    element: str
    arguments: Mapping[str, Any] = MappingProxyType({})


class Update(NamedTuple):
    """The fields of a stored thing that an operation changes.

    Attributes:
        stored: the kind of thing.
        key: the operation's parameter that identifies the thing.
        fields: the fields by the names of the parameters that set them.
    """

    stored: Stored
    key: str
    fields: Mapping[str, str]

    def field(self, parameter: str) -> str | None:
        """Return the field that a parameter sets, in any letter case; None for another parameter."""
        folded = parameter.casefold()
        return next((field for name, field in self.fields.items() if name.casefold() == folded), None)


READS_ROWS: Final = "GetPropertySets"  # the rows of a document's or folder's property sets
USER: Final = Stored("GetUser", "UserName", "User")
# GetDocument is asked only for the document's properties.
DOCUMENT: Final = Stored(
    "GetDocument",
    "Path",
    "document",
    dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), False),
)

# GetFolder is asked only for the folder's properties, too.
FOLDER: Final = Stored(
    "GetFolder",
    "Path",
    "folder",
    dict.fromkeys(("WithRules", "withPropertySets", "withSecurity", "withOwner"), False),
)

PROFILE: Final = {
    "NewUserName": "user_name",
    "NewFirstName": "first_name",
    "NewLastName": "last_name",
    "AuthenticateSource": "authentication_authority",
}
# The entries of a user's preferences.
PREFERENCES: Final = {
    "language": "Language",
    "default_portal": "DefaultPortal",
    "show_archives": "ShowArchives",
    "show_hiddens": "ShowHiddens",
    "notification_type": "NotificationType",
    "email_type": "EmailType",
    "attach_document_to_email": "AttachDocumentToEmail",
}
FLAGS: Final = frozenset({"show_archives", "show_hiddens", "attach_document_to_email"})
# The properties of a document, in the order in which the variants of the operation add them.
PROPERTIES: Final = {
    "name": "NewDocumentName",
    "description": "NewDescription",
    "update_instructions": "NewUpdateInstructions",
    "source": "NewDocumentSource",
    "language": "NewDocumentLanguage",
    "author": "NewDocumentAuthor",
    "importance": "Importance",
}
# The properties of a folder.
FOLDER_PROPERTIES: Final = {"name": "NewFolderName", "description": "NewDescription"}
# How many of these each variant has by the reference, so that no more of the contract is read than necessary.
VARIANTS: Final = {"UpdateDocumentProperties": 3, "UpdateDocumentProperties1": 6, "UpdateDocumentProperties2": 7}

# The levels of importance, as SetDocumentImportance names them.
LEVELS: Final = {"NoMarkings": -1, "Low": 0, "Normal": 1, "High": 2, "Vital": 3}
_LEVELS: Final = {text: level for name, level in LEVELS.items() for text in (name.casefold(), str(level))}

UPDATES: Final[Mapping[str, Update]] = {
    "SetDocumentImportance": Update(DOCUMENT, "Path", {"Importance": "importance"}),
    "UpdateFolderProperties": Update(
        FOLDER, "Path", {parameter: field for field, parameter in FOLDER_PROPERTIES.items()}
    ),
    "UpdateUserContactInfo": Update(USER, "userName", {"emailAddress": "email", "mobileNumber": "mobile"}),
    "UpdateUserEmail": Update(USER, "UserName", {"NewEmailAddress": "email"}),
    "UpdateUserProfile": Update(USER, "UserName", PROFILE),
    **{
        name: Update(DOCUMENT, "Path", {parameter: field for field, parameter in [*PROPERTIES.items()][:count]})
        for name, count in VARIANTS.items()
    },
}


def importance_level(importance: object) -> int | None:
    """Read a level of importance, as a number or the service's word; None for anything else."""
    if isinstance(importance, bool) or not isinstance(importance, (int, str)):
        return None
    return _LEVELS.get(str(importance).strip().casefold())
