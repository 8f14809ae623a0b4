"""Documents made from text: shortcuts, addresses and pages."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content.documents import called_document, document_at, find, folder_and_name
from ..content.folders import folder_at
from ..content.media import extension
from ..content.options import UploadOptions, read_options
from ..content.uploads import staged_of
from ..content.versions import StoredVersion, add_version
from ..messages import DOCUMENT_TAKEN, Refusal
from ..writing import ResultElement
from .wordings import BAD_EXTENSION, BAD_SHORTCUT

_SHORTCUT: Final = "UPDATE documents SET target_id = ? WHERE document_id = ?"
_URL: Final = "[InternetShortcut]\r\nURL={}\r\n"
_PUBLISH: Final = {1: True, 2: False}


@behaves("CreateDocumentShortcut")
def create_document_shortcut(call: Call) -> ResultElement:
    """Create a shortcut to a document; its name must end in .lnk, which is checked first."""
    path = call.required("Path")
    call.caller()
    if extension(path) != "lnk":
        raise Refusal(BAD_SHORTCUT)
    target = document_at(call, call.text("TargetDocumentPath"))
    version = _create(call, path, target.path, UploadOptions())
    call.world.users.change(_SHORTCUT, target.document_id, version.document_id)
    return ResultElement()


@behaves("CreateURL")
def create_url(call: Call) -> ResultElement:
    """Create a document that is an address; over an existing one, classic servers add a version and today's refuse."""
    call.caller()
    path, address = call.required("Path"), call.required("AddressURL")
    if not call.world.generation.current and extension(path) != "url":
        raise Refusal(BAD_EXTENSION, "url")
    text = _URL.format(address)
    if call.world.generation.current:
        _create(call, path, text, UploadOptions())
    else:
        add_version(call, path, staged_of(call, text.encode()))
    return ResultElement()


@behaves("UpdateURLDocument")
def update_url_document(call: Call) -> ResultElement:
    """Add a version with another address to an address document."""
    return _update(call, "url", _URL.format(call.required("address")), UploadOptions(publish=_publishes(call)))


@behaves("CreateHtmlDocument")
def create_html_document(call: Call) -> ResultElement:
    """Create a page in a folder, with the options in xmlParameters."""
    call.caller()
    folder, name = folder_at(call, call.text("folderPath")), call.required("name")
    if extension(name) not in ("htm", "html"):
        raise Refusal(BAD_EXTENSION, "html")
    options = read_options(call.text("xmlParameters"))
    version = _create(call, f"{folder.path}/{name}", call.text("htmlContent"), options)
    return ResultElement({"documentId": str(version.document_id)})


@behaves("UpdateHtmlDocument")
def update_html_document(call: Call) -> ResultElement:
    """Add a version to a page: a null description keeps, an empty one clears."""
    options = UploadOptions(publish=_publishes(call), description=call.arguments.get("description"))
    return _update(call, "html", call.text("htmlContent"), options)


def _create(call: Call, path: str, text: str, options: UploadOptions) -> StoredVersion:
    folder, name = folder_and_name(path)
    folder_at(call, folder)
    if find(call.world.users, f"{folder.rstrip('/')}/{name}") is not None:
        raise Refusal(DOCUMENT_TAKEN)
    return add_version(call, path, staged_of(call, text.encode()), options=options, new_only=True)


def _update(call: Call, kind: str, text: str, options: UploadOptions) -> ResultElement:
    document = called_document(call, "change", "documentpath")
    known = extension(document.name)
    if known != kind and (kind, known) != ("html", "htm"):
        raise Refusal(BAD_EXTENSION, kind)
    add_version(call, document, staged_of(call, text.encode()), options=options, held=True)
    return ResultElement()


def _publishes(call: Call) -> bool | None:
    """Return the meaning of publishOption: 1 publishes, 2 does not, anything else follows the document's rule."""
    return _PUBLISH.get(call.arguments.get("publishOption", 0))
