"""Documents as the target of a bulk run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..bulk.target import Shape, Target, Value
from ..errors import ArgumentError
from .document_update import DocumentUpdatePlan, numbered
from .fields import PROPERTIES, VARIANTS, importance_level
from .folders.base import whole_path
from .metadata.property_columns import PropertyColumns, changed, resent, split
from .steps import exactly

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from .metadata.document_metadata import DocumentMetadataFlows
    from .models.contents import Document
    from .steps import Plan

DOCUMENTS: Final = Shape(
    name="documents",
    key="path",
    what="document's path",
    numbered=True,
    fields={field: "number" if field == "importance" else "text" for field in PROPERTIES},
    dotted=True,
)
_NUMBER: Final = "document_id"
_OWN: Final = ("GetDocument", *VARIANTS, "SetDocumentImportance")
_RENAMED: Final = "name: give the number of a document that is renamed, such as ~D1001, since its path changes"


class DocumentsTarget(Target):
    """The documents of one client.

    Args:
        documents: document workflows that nobody else uses; they keep the definitions that they read.
    """

    operations = (*_OWN, *PropertyColumns.operations)

    def __init__(self, documents: DocumentMetadataFlows) -> None:
        self._documents: Any = documents
        self._columns = PropertyColumns(documents)
        self.shape = attrs.evolve(DOCUMENTS, resolve=self._columns.resolve)
        self.server = documents.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        found: Contract = self._documents.contract
        return found

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """See `Target`; importance has words and numbers, and values of sets have several spellings."""
        level = importance_level(values.get("importance"))
        said = values if level is None else {**values, "importance": str(level)}
        return self._columns.normal(said)

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        own, properties = split(values)
        rows = self._columns.plan(properties)
        if properties and not own:
            self._documents._address(key, "update")
            return rows
        planned: DocumentUpdatePlan = self._documents.plan_update(key, **exactly(own))
        if "name" in own and numbered(planned.path) is None:
            raise ArgumentError("update", (_RENAMED,))
        return (*rows, *planned.operations)

    def identity(self, key: str, there: Mapping[str, Value | None]) -> str:
        """See `Target`; a document has a path, in several spellings, and a number."""
        number = numbered(key) or there.get(_NUMBER)
        return str(number) if number else f"/{key.replace(chr(92), '/').strip('/').casefold()}"

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        own, properties = split(values)
        planned: Plan | None = self._documents.plan_update(key, **exactly(own)) if own else None
        return (*(planned.resends if planned else ()), *resent(properties))

    def read(self, key: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """See `Target`."""
        wanted = list(fields)
        document: Document = self._documents.get(key)
        own = [field for field in wanted if "." not in field]
        found: dict[str, Value | None] = {
            field: None if field in document.repaired else getattr(document, field) for field in own
        }
        if "importance" in found:
            level = importance_level(document.importance)
            found["importance"] = None if level is None else str(level)
        if len(own) < len(wanted):
            path = key if numbered(key) is None else whole_path(document)
            found |= self._columns.read(path, wanted)
        return {**found, _NUMBER: str(document.document_id or "")}

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        own, properties = split(values)
        said = exactly(own)
        if properties:
            path = key if numbered(key) is None else whole_path(self._documents.get(key))
            said |= self._columns.said(path, properties)
            if not own and not any(said.values()):
                return
        self._documents.update(key, **said)

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        done, wanted = list(operations), list(fields)
        own = [field for field in wanted if "." not in field]
        written = {*done} & {*_OWN} - {"GetDocument"}
        if written == {"SetDocumentImportance"}:
            own = [field for field in own if field == "importance"]
        return (*(own if written else ()), *changed(done, wanted))
