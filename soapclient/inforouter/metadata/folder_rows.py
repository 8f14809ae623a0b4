"""Folders as the target of a bulk run: their description, and their property sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ...bulk.target import Shape, Target, Value
from ...calls.flow import Flow
from ...errors import SoapClientError
from .. import paths
from ..steps import exactly
from .property_columns import PropertyColumns, changed, resent, split

if TYPE_CHECKING:
    from ...contract.contract import Contract
    from .folder_metadata import FolderMetadataFlows

FOLDERS: Final = Shape(
    name="folders",
    key="path",
    what="folder's path",
    fields={"description": "text"},
    barred={"name": "not set by a bulk run, since it changes the paths of the folders below"},
    dotted=True,
)
_UPDATE: Final = "UpdateFolderProperties"


class FoldersTarget(Target):
    """The folders of one client.

    Args:
        folders: folder workflows that nobody else uses; they keep the definitions that they read.
    """

    operations = ("GetFolder", "DocumentExists", _UPDATE, *PropertyColumns.operations)

    def __init__(self, folders: FolderMetadataFlows) -> None:
        self._folders: Any = folders
        self._columns = PropertyColumns(folders)
        self.shape = attrs.evolve(FOLDERS, resolve=self._columns.resolve)
        self.server = folders.server

    @property
    def contract(self) -> Contract:
        """See `Target`."""
        found: Contract = self._folders.contract
        return found

    def normal(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """See `Target`; numbers, dates and booleans have one spelling."""
        return self._columns.normal(values)

    def identity(self, key: str, there: Mapping[str, Value | None]) -> str:
        """See `Target`; a path has several spellings."""
        return paths.normal(key).casefold()

    def plan(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        own, properties = split(values)
        paths.normal(key)
        planned: tuple[str, ...] = self._folders.plan_update(key, **exactly(own)).operations if own else ()
        return (*self._columns.plan(properties), *planned)

    def resends(self, key: str, values: Mapping[str, Value]) -> tuple[str, ...]:
        """See `Target`."""
        own, properties = split(values)
        planned: tuple[str, ...] = self._folders.plan_update(key, **exactly(own)).resends if own else ()
        return (*planned, *resent(properties))

    def read(self, key: str, fields: Iterable[str]) -> dict[str, Value | None]:
        """See `Target`."""
        wanted = list(fields)
        folder = self._carry(self._folders._folder(key))
        found: dict[str, Value | None] = {}
        if "description" in wanted:
            found["description"] = None if "description" in folder.repaired else folder.description
        return {**found, **self._columns.read(paths.normal(key), wanted)}

    def send(self, key: str, values: Mapping[str, Value], *, again: bool = False) -> None:
        """See `Target`."""
        own, properties = split(values)
        done: tuple[str, ...] = ()
        if properties:
            said = self._columns.said(paths.normal(key), properties)
            result = self._folders.set_properties(key, said["properties"], remove_rows=said["remove_rows"])
            done = tuple(change.name for change in result.changes)
        if own:
            try:
                self._folders.update(key, **exactly(own))
            except SoapClientError as exc:
                exc.done = (*done, *exc.done)
                raise

    def changed_by(self, operations: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
        """See `Target`."""
        done, wanted = list(operations), list(fields)
        own = [field for field in wanted if field == "description" and _UPDATE in done]
        return (*own, *changed(done, wanted))

    def _carry(self, flow: Flow[Any]) -> Any:
        return self._folders.carrier.carry(flow)
