"""Documents: get, check whether one exists, update a property and leave the others alone.

Source: the pages of GetDocument, DocumentExists, UpdateDocumentProperties, UpdateDocumentProperties1,
UpdateDocumentProperties2 and SetDocumentImportance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

import attrs

from ..calls.faces import workflow
from ..calls.flow import Flow
from ..errors import SoapClientError
from ..values import KEEP, Clear, Keep
from .document_base import folder_and_name
from .document_update import DocumentUpdatePlan, numbered, plan
from .exchange.flows import ExchangeFlows
from .metadata.document_metadata import DocumentMetadataFlows
from .moving.flows import DocumentMoveFlows
from .security.access import DocumentAccessFlows
from .security.subscriptions import DocumentSubscriptionFlows
from .steps import FieldsResult, to_change
from .transfer.faces import AsyncTransfers, Transfers
from .turns import in_turn
from .versions.checkout import AsyncCheckingOut, CheckingOut
from .versions.flows import VersionFlows
from .workflow import AsyncBulkUpdates, BulkUpdates

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..bulk.target import Target
    from .metadata.property_plan import Rows
    from .models.contents import Document

Text = str | Keep | Clear | None


@attrs.frozen(kw_only=True)
class DocumentUpdateResult(FieldsResult):
    """The result of a document update.

    Attributes:
        path: the document's path after the update, or the number that was given.
        operations: the called operations, in order.
        resent: the parameters whose current value was read and sent again.
        changes: the fields that were changed, from what to what where that was read anyway.
    """

    path: str


class DocumentFields(TypedDict, total=False):
    """The changes that `update` makes to a document."""

    name: str | Keep | None
    description: Text
    update_instructions: Text
    source: Text
    language: Text
    author: Text
    importance: int | str | Keep | None
    properties: Mapping[str, Any]
    remove_rows: Mapping[str, Iterable[int]]


class DocumentFlows(
    DocumentMetadataFlows,
    DocumentMoveFlows,
    VersionFlows,
    ExchangeFlows,
    DocumentAccessFlows,
    DocumentSubscriptionFlows,
):
    """The document workflows, for both faces: `Documents` and `AsyncDocuments`.

    Name a document by its path, such as "/Finance/Reports/Budget.xlsx", or by its number, 1001 or "~D1001".
    """

    @workflow
    def get(self, path_or_id: str | int) -> Flow[Document]:
        """Read one document.

        Args:
            path_or_id: its path or its number.

        Raises:
            DocumentNotFound: the document does not exist.
            UnexpectedReply: the reply is about no document or another one.
        """
        return (yield from self._get(path_or_id))

    @workflow
    def exists(self, path_or_id: str | int) -> Flow[bool]:
        """Return whether a document exists.

        Raises:
            ServiceError: any other refusal than "Document not found", such as a missing right or ticket.
        """
        return (yield from self._ask("DocumentExists", Path=self._address(path_or_id, "DocumentExists")))

    @workflow
    def update(
        self,
        path_or_id: str | int,
        /,
        *,
        name: str | Keep | None = KEEP,
        description: Text = KEEP,
        update_instructions: Text = KEEP,
        source: Text = KEEP,
        language: Text = KEEP,
        author: Text = KEEP,
        importance: int | str | Keep | None = KEEP,
        properties: Mapping[str, Any] | None = None,
        remove_rows: Mapping[str, Iterable[int]] | None = None,
        verify: bool = False,
    ) -> Flow[DocumentUpdateResult]:
        """Change properties of a document and leave the others alone.

        A field not given, `KEEP` or None keeps its value. The reference says both that null keeps a field and that it
        clears it; so the document is read first, and every field of the operation is sent again. A change that somebody
        else makes in between may be lost (`resent` names the fields). If a probe has shown that null keeps on this
        server, null is sent and nothing is read. `CLEAR` sends an empty text; a blank text is refused, since in rows it
        means keep. A form POST has no null: see `Client`'s `on_null`.

        Args:
            path_or_id: the document's current path, or its number.
            name: a new name, in the same folder.
            description: the description.
            update_instructions: the update instructions.
            source: where the document is from.
            language: the language.
            author: the author.
            importance: -1, 0, 1, 2 or 3, or "NoMarkings", "Low", "Normal", "High" or "Vital".
            properties: the property sets to change, before anything else; see `set_properties`.
            remove_rows: the rows of property sets to remove; see `set_properties`.
            verify: read it back, and raise `UnexpectedReply` if a field has another value than was sent; rows of
                property sets are always read back.

        Returns:
            The document's path after the update and the called operations: none, with `nothing_to_do`, if
            all named fields are None.

        Raises:
            ArgumentError: no field is named, or a value is wrong; nothing was sent.
            NullNotAllowed: another field could not be kept; nothing was sent.
            UnknownOperation: this server's contract cannot change a field; nothing was sent.
            DocumentNotFound, AccessDenied: the service refused. If an earlier operation of the same update was
                made, the error's `done` names it.
        """
        said = {key: value for key, value in locals().items() if key not in ("self", "path_or_id", "verify")}
        return (yield from in_turn(self._caller, "rows", path_or_id, self._updated(path_or_id, said, verify)))

    def _updated(self, path_or_id: str | int, said: Mapping[str, Any], verify: bool) -> Flow[DocumentUpdateResult]:
        planned, rows = yield from self._plan(path_or_id, said)
        return (yield from self._apply(planned, verify, rows))

    @workflow
    def plan_update(self, path_or_id: str | int, /, **fields: Unpack[DocumentFields]) -> Flow[DocumentUpdatePlan]:
        """Show what `update` would do with the same arguments, without changing anything.

        The server's WSDL is read; with `properties` or `remove_rows` also the document, the definitions and
        the rows.

        Args:
            path_or_id: the document's current path, or its number.
            fields: as in `update`.

        Raises:
            ArgumentError: unknown fields, no field, or wrong values.
            NullNotAllowed: another field could not be kept.
            UnknownOperation: this server's contract cannot change a field.
        """
        planned, _ = yield from self._plan(path_or_id, fields)
        self._check_cleared(planned)
        return planned

    @workflow
    def apply(self, planned: DocumentUpdatePlan, *, verify: bool = False) -> Flow[DocumentUpdateResult]:
        """Carry out a plan; see `update`."""
        return (yield from self._apply(planned, verify))

    def _plan(self, path_or_id: str | int, said: Mapping[str, Any]) -> Flow[tuple[DocumentUpdatePlan, Rows | None]]:
        fields = {key: value for key, value in said.items() if key not in ("properties", "remove_rows")}
        properties, removed = said.get("properties") or {}, said.get("remove_rows") or {}
        if not properties and not removed:
            return plan(self.contract, path_or_id, fields, self._nulls), None
        path = self._address(path_or_id, "update")
        planned = DocumentUpdatePlan(path=path, steps=())
        if to_change(fields):
            planned = plan(self.contract, path_or_id, fields, self._nulls)
        rows_planned, rows = yield from self._plan_rows(path_or_id, properties, removed)
        return attrs.evolve(planned, steps=(*rows_planned.steps, *planned.steps)), rows

    def _apply(self, planned: DocumentUpdatePlan, verify: bool, rows: Rows | None = None) -> Flow[DocumentUpdateResult]:
        from .metadata.property_plan import PropertyPlan, RowStep

        first = tuple(step for step in planned.steps if isinstance(step, RowStep))
        if first:
            yield from self._write(PropertyPlan(path=first[0].arguments["Path"], steps=first), rows)
        rest = attrs.evolve(planned, steps=tuple(step for step in planned.steps if not isinstance(step, RowStep)))
        try:
            sent, changes = yield from self._carry_out(rest, lambda: self._get(planned.path))
        except SoapClientError as exc:
            exc.done = (*(step.change.name for step in first), *exc.done)
            raise
        path = planned.path
        if "NewDocumentName" in sent and sent["NewDocumentName"] is not KEEP and numbered(path) is None:
            path = f"{folder_and_name(path)[0]}/{sent['NewDocumentName']}"
        if verify and rest.steps:
            yield from self._verify(rest, sent, lambda: self._get(path))
        return DocumentUpdateResult(path=path, operations=planned.operations, resent=planned.resends, changes=changes)


class Documents(DocumentFlows, Transfers, CheckingOut, BulkUpdates):
    """The documents of one server; use it as `Client.documents`."""

    def _target(self) -> Target:
        from .document_rows import DocumentsTarget

        return DocumentsTarget(Documents(self._caller, self.carrier, self.server, self._nulls))


class AsyncDocuments(DocumentFlows, AsyncTransfers, AsyncCheckingOut, AsyncBulkUpdates):
    """The documents of one server for asyncio; use it as `AsyncClient.documents`."""

    def _called(self) -> Documents:
        return Documents(self._caller, self.carrier.blocking, self.server, self._nulls)
