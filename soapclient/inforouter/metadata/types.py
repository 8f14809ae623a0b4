"""Document types: list them, and set a document's type.

Source: the pages of GetDocumentTypes, UpdateDocumentType and GetDocument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...calls.faces import listing, workflow
from ...calls.flow import Flow, Listing, Page
from ...errors import ArgumentError, SoapClientError, UnexpectedReply
from ...values import CLEAR, Clear
from ..document_base import DocumentReading
from ..models.entity import Entity
from ..steps import Result
from .property_flows import PropertyFlows

if TYPE_CHECKING:
    from .document_type import DocumentType

_READS: Final = "GetDocumentTypes"
_WRITES: Final = "UpdateDocumentType"


class TypeFlows(PropertyFlows, DocumentReading):
    """The workflows for document types."""

    @listing
    def types(self) -> Listing[DocumentType]:
        """List the document types."""
        yield Page((yield from self._types()))

    @workflow
    def set_type(self, path_or_id: str | int, /, kind: str | int | Clear, *, unfilled: bool = False) -> Flow[Result]:
        """Set the type of a document, or remove it.

        A type may require a property set, and may bring a retention schedule. The type is read back.

        Args:
            path_or_id: the document's path, or its number.
            kind: the name of a type, ignoring letter case, or its number; `CLEAR` to remove the type.
            unfilled: whether the document may lack a row of the property set that the type requires: then
                it may not be published, according to the reference.

        Returns:
            The called operations; none if the document already has this type.

        Raises:
            ArgumentError: the type does not exist, or the document has no row of the required set; nothing was
                changed.
            DocumentNotFound, AccessDenied: the service refused.
            UnexpectedReply: another type is read back.
        """
        path = yield from self._place(path_or_id, _WRITES)
        number, required = 0, ""
        if kind is not CLEAR:
            of = _named(kind, (yield from self._types()))
            number, required = of.type_id or 0, (of.property_set or "").strip()
        before = yield from self._type_of(path)
        if before == number:
            return Result(operations=())
        if required and not unfilled and required.upper() not in (yield from self._rows(path)):
            why = f"the type {kind!r} requires a row in the property set {required}; add one to {path} first"
            raise ArgumentError(_WRITES, (why,))
        yield from self._call(_WRITES, Path=path, DocumentTypeID=number)
        try:
            now = yield from self._type_of(path)
            if (now or 0) != number:
                told = f"{_WRITES}: read back, the type is {now}, not {number}"
                raise UnexpectedReply(told, operation=_WRITES, maybe_applied=True)
        except SoapClientError as exc:
            exc.done = (_WRITES,)
            raise
        return Result(operations=(_WRITES, "GetDocument"))

    def _type_of(self, path: str) -> Flow[int | None]:
        return (yield from self._get(path)).document_type_id

    def _types(self) -> Flow[tuple[DocumentType, ...]]:
        from .document_type import DocumentType

        reply = yield from self._call(_READS)
        found = tuple(DocumentType.read(each) for each in reply if not isinstance(each, Entity))
        if not all(each.type_id and each.name for each in found):
            raise UnexpectedReply(f"{_READS}: the reply lists a type without a name or a number", operation=_READS)
        return found


def _named(kind: Any, types: tuple[DocumentType, ...]) -> DocumentType:
    """Return the type with a name or a number.

    Raises:
        ArgumentError: it does not exist.
    """
    from .row_changes import nearest

    if isinstance(kind, str):
        found = [each for each in types if (each.name or "").casefold() == kind.strip().casefold()]
    else:
        found = [each for each in types if each.type_id == kind and not isinstance(kind, bool)]
    if len(found) != 1:
        names = [each.name or "" for each in types]
        hint = nearest(kind, names) if isinstance(kind, str) else f" (there are {', '.join(names)})"
        raise ArgumentError(_WRITES, (f"unknown document type {kind!r}{hint}",))
    return found[0]
