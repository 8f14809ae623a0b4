"""Documents as the target of a bulk run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from ..bulk.target import Shape, Target, Value
from ..errors import ArgumentError
from .document_update import DocumentUpdatePlan, numbered
from .fields import PROPERTIES, VARIANTS, importance_level
from .steps import exactly

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from .models.contents import Document
    from .steps import Plan

DOCUMENTS: Final = Shape(
    name="documents",
    key="path",
    what="document's path",
    numbered=True,
    fields={field: "number" if field == "importance" else "text" for field in PROPERTIES},
)
_NUMBER: Final = "document_id"
_RENAMED: Final = "name: a document to be renamed is named by its number, as ~D1001, since its path will be another"


class _Documents(Protocol):
    """What the target needs of `Documents`, which makes it."""

    server: str

    @property
    def contract(self) -> Contract: ...

    @property
    def update(self) -> Callable[..., object]: ...

    @property
    def get(self) -> Callable[..., Document]: ...

    @property
    def plan_update(self) -> Callable[..., DocumentUpdatePlan]: ...


class DocumentsTarget(Target):
    """The documents of one client.

    Args:
        documents: the client's `Documents`.
    """

    shape = DOCUMENTS
    operations = ("GetDocument", *VARIANTS, "SetDocumentImportance")

    def __init__(self, documents: _Documents) -> None:
        self._documents = documents
        self.server = documents.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        return self._documents.contract

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """See `Target`; importance is said and read in words and in numbers."""
        level = importance_level(values.get("importance"))
        return values if level is None else {**values, "importance": str(level)}

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        planned = self._documents.plan_update(key, **exactly(values))
        if "name" in values and numbered(planned.path) is None:
            raise ArgumentError("update", (_RENAMED,))
        return planned.operations

    def identity(self, key: str, there: Mapping[str, Value | None]) -> str:
        """See `Target`; a document has a path, in several spellings, and a number."""
        number = numbered(key) or there.get(_NUMBER)
        return str(number) if number else f"/{key.replace(chr(92), '/').strip('/').casefold()}"

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        planned: Plan = self._documents.plan_update(key, **exactly(values))
        return planned.resends

    def read(self, key: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """See `Target`."""
        document = self._documents.get(key)
        found: dict[str, Value | None] = {
            field: None if field in document.repaired else getattr(document, field) for field in fields
        }
        if "importance" in found:
            level = importance_level(document.importance)
            found["importance"] = None if level is None else str(level)
        return {**found, _NUMBER: str(document.document_id or "")}

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        self._documents.update(key, **exactly(values))

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        changed = {*operations} & {*self.operations} - {"GetDocument"}
        if changed == {"SetDocumentImportance"}:
            return tuple(field for field in fields if field == "importance")
        return tuple(fields) if changed else ()
