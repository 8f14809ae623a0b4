"""Files as the rows of a bulk run: each becomes a document, or a new version of one, with its metadata.

A plan writes a row's `file` as CRC-32, size and path, `89ABCDEF:1024:/scans/a.pdf`, and a document's content
as CRC-32 and size. So a document with the same content is left alone, a file that was changed since the
plan is not sent, and a read shows whether a lost upload was made.

Source: the pages of the operations in `there` and `carrying`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from ...bulk.target import Kind, Shape, Target, Value
from ...errors import ArgumentError, ContractError, DocumentNotFound, SoapClientError
from .. import paths
from ..document_rows import DOCUMENTS, DocumentsTarget
from . import placing
from .here import would_be_cleaned

if TYPE_CHECKING:
    from ...calls.flow import Flow
    from ...contract.contract import Contract
    from ..documents import Documents
    from ..models.contents import Document
    from .carrying import Carrying

T = TypeVar("T")
_OWN: Final[Mapping[str, Kind]] = {"file": "text", "comment": "text", "keywords": "text"}
_FILE: Final = ("file", "comment")
UPLOADS: Final = Shape(
    name="uploads",
    key="path",
    what="document's path",
    fields={**_OWN, **{field: kind for field, kind in DOCUMENTS.fields.items() if field != "name"}},
    barred={"name": "not set by an upload: the name is the last part of path"},
    dotted=True,
)
UPLOAD: Final = "UploadDocument"
_DELETE: Final = "DeleteDocument"
_KEYWORDS: Final = "UpdateDocumentKeywords"
_WRONG: Final = "!"
_CONTENT: Final = re.compile(r"[0-9A-F]{8}:[0-9]{1,18}:(.+)", re.DOTALL)
# The fields that a server may set itself when a document is created.
_DEFAULTED: Final = ("importance", "author", "language", "source")
_SEPARATORS: Final = re.compile(r"[,;|\t]")


class UploadsTarget(Target):
    """Files that become documents of one client.

    Args:
        documents: document workflows that nobody else uses.
        carrying: moves bytes.
    """

    operations = ("DocumentExists", UPLOAD, _DELETE, "GetDocumentKeywords", _KEYWORDS, *DocumentsTarget.operations)

    def __init__(self, documents: Documents, carrying: Carrying) -> None:
        self._documents = documents
        self._metadata = DocumentsTarget(documents)
        self._carrying = carrying
        self.shape = attrs.evolve(UPLOADS, resolve=self._metadata.shape.resolve)
        self.server = documents.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._documents.contract

    @property
    def guarded(self) -> bool:
        """See `Target`; an upload never covers a document that somebody else created since the plan."""
        return True

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """See `Target`; a file is read, and `plan` reports its problems."""
        found = {**values, **self._metadata.normal(_others(values))}
        if "file" in found:
            found["file"] = content_of(str(found["file"]))
        if "keywords" in found:
            found["keywords"] = ", ".join(_keywords(found["keywords"]))
        return found

    def identity(self, key: str, there: Mapping[str, Value | None]) -> str:
        """See `Target`."""
        return paths.normal(key).casefold()

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`; an empty file means a document that an undo deletes."""
        _checked(key)
        if values.get("file") == "":
            return (_DELETE,)
        operations: tuple[str, ...] = ()
        if "file" in values:
            _file_of(str(values["file"]))
            operations = (UPLOAD,)
        if "keywords" in values:
            operations += (_KEYWORDS,)
        others = _others(values)
        if others:
            operations += self._metadata.plan(key, others)
        if not operations:
            raise ContractError("the row names no file to upload", operation=UPLOAD)
        return operations

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        others = {} if values.get("file") == "" else _others(values)
        return self._metadata.resends(key, others) if others else ()

    def read(self, key: str, fields: Mapping[str, Sequence[Value | None]]) -> dict[str, Value | None]:
        """See `Target`; every field of a missing document is empty."""
        document = self._there(key)
        if document is None:
            why = would_be_cleaned(paths.normal(key).strip("/"))
            if why and any(each for each in fields.get("file", ())):
                raise ContractError(why.replace("rename the file", "change the path"), operation=UPLOAD)
            return dict.fromkeys(fields, "")
        others = _others(fields)
        found: dict[str, Value | None] = dict(self._metadata.read(key, others)) if others else {}
        if "file" in fields or "comment" in fields:
            found["file"] = now = self._content(key, document, fields.get("file", ()))
            if "comment" in fields:  # a comment belongs to its version
                known = zip(fields.get("file", ()), fields["comment"], strict=False)
                found["comment"] = next((comment for file, comment in known if file == now), "")
        if "keywords" in fields:
            found["keywords"] = self._keywords_of(key, document, fields["keywords"])
        after, *before = fields.get("file", ("",))
        if before == [""]:  # the run creates it; if it differs, it is left as a whole
            ours = after == found["file"]
            for field in fields:
                if field not in _FILE and (not ours or (field in _DEFAULTED and found[field] not in fields[field])):
                    found[field] = "" if ours else None
        return found

    def _there(self, key: str) -> Document | None:
        try:
            return self._documents.get(_checked(key))
        except DocumentNotFound:
            return None

    def _content(self, key: str, document: Document, known: Sequence[Value | None]) -> str | None:
        seen = self._carried(self._carrying.seen(_checked(key), document))
        if seen is None:
            return None
        now = f"{seen.crc:08X}:{seen.size}"
        return next((each for each in known if isinstance(each, str) and f"{each}:".startswith(f"{now}:")), now)

    def _keywords_of(self, key: str, document: Document, known: Sequence[Value | None]) -> str:
        """Return the caller's keywords, without those that the server generated and appended."""
        there = [*self._documents.keywords(_checked(key))]
        if document.ai_enhanced:
            for each in known:
                own = _keywords(each or "")
                if there[: len(own)] == own:
                    return ", ".join(own)
        return ", ".join(there)

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        path = _checked(key)
        if values.get("file") == "":
            self._carried(self._carrying.recycle(path))
            return
        done: tuple[str, ...] = ()
        try:
            if "file" in values:
                self._upload(path, str(values["file"]), values.get("comment"), again=again)
                done += (UPLOAD,)
            if "keywords" in values:
                self._documents.set_keywords(path, _keywords(values["keywords"]))
                done += (_KEYWORDS,)
            others = _others(values)
            if others:
                self._metadata.send(path, others, again=again)
        except SoapClientError as exc:
            exc.done = (*done, *exc.done)
            raise

    def _upload(self, path: str, content: str, comment: Value | None, *, again: bool) -> None:
        source = _file_of(content)
        if content_of(str(source)) != content:
            raise ContractError(f"{source} was changed since the plan was made; plan again", operation=UPLOAD)
        document = self._there(path)
        if document is not None and again:
            self._carried(self._carrying.release(document.document_id or 0))
            if self._content(path, document, (content,)) == content:
                return
        said = str(comment) if comment else None
        stored = self._carried(self._carrying.send(source, path, new=document is None, comment=said))
        if not content.startswith(f"{stored.crc:08X}:{stored.size}:"):
            error = ContractError(
                f"{source} was changed while it was uploaded: {path} now differs from the plan; plan again",
                operation=UPLOAD,
            )
            error.done = (UPLOAD,)
            raise error

    def _carried(self, flow: Flow[T]) -> T:
        return self._carrying.carrier.blocking.carry(flow)

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        done, wanted = {*operations}, [*fields]
        if _DELETE in done:
            return tuple(wanted)
        changed = {*self._metadata.changed_by(done, _others(dict.fromkeys(wanted)))}
        changed |= {*_FILE} if UPLOAD in done else set()
        changed |= {"keywords"} if _KEYWORDS in done else set()
        return tuple(field for field in wanted if field in changed)


def _others(values: Mapping[str, T]) -> dict[str, T]:
    """Return the values of the fields that an update of the document sets."""
    return {field: value for field, value in values.items() if field not in _OWN}


def _keywords(text: Any) -> list[str]:
    """Split keywords at commas, semicolons or bars."""
    return [each for part in _SEPARATORS.split(str(text)) if (each := " ".join(part.split()))]


def content_of(file: str) -> str:
    """Return CRC-32, size and full path of a file, as written in a plan; for an unreadable file, "!" and its name.

    Args:
        file: the file, or an earlier result of this function.
    """
    said = _CONTENT.fullmatch(file)
    name = said[1] if said else file
    for each in (name, name.removeprefix(_WRONG)):
        found = _read(each)
        if isinstance(found, str):
            return found
    return f"{_WRONG}{name.removeprefix(_WRONG)}"


def _read(name: str) -> str | ContractError:
    """Read a file, or explain why it cannot be read."""
    path = Path.cwd() / name
    why = ""
    if not name.strip():
        why = "the row names no file to upload"
    else:
        try:
            if path.is_file():
                crc, size = placing.checksum(path)
                return f"{crc:08X}:{size}:{path}"
            why = f"{path} is {'not a file' if path.exists() else 'missing'}"
        except (OSError, ValueError) as exc:
            why = f"{path} cannot be read ({getattr(exc, 'strerror', None) or exc})"
    return ContractError(why, operation=UPLOAD)


def _file_of(content: str) -> Path:
    """Return the path of a file from its content in a plan.

    Raises:
        ContractError: it could not be read, or names no file: the content is that of an earlier version.
    """
    if content.startswith(_WRONG):
        found = _read(content[len(_WRONG) :])
        raise (
            found
            if isinstance(found, ContractError)
            else ContractError("the file exists now; plan again", operation=UPLOAD)
        )
    said = _CONTENT.fullmatch(content)
    if said is None:
        raise ContractError("an undo cannot remove a new version; delete that version yourself", operation=UPLOAD)
    return Path(said[1])


def _checked(key: str) -> str:
    """Return the path of a row's document.

    Raises:
        ArgumentError: it cannot be a document's path.
    """
    try:
        names = paths.split(key)
    except ArgumentError as exc:
        raise ArgumentError(UPLOAD, exc.problems) from None
    if len(names) < 2 or key[-1:] in "/\\":
        raise ArgumentError(UPLOAD, (f"{key!a} is not the path of a document: a library, folders and a name",))
    return paths.normal(key)
