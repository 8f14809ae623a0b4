"""Plans and results of changes to property sets.

Source: the pages of GetPropertySets, AddPropertySetRow, UpdatePropertySetRow and DeletePropertySetRow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import attrs

from ...contract.plain import Plain
from ..fields import READS_ROWS
from ..steps import Result, Step

if TYPE_CHECKING:
    from .row_changes import KnownSet, RowChange
    from .stored_rows import StoredRow

    Rows: TypeAlias = Mapping[str, Sequence[StoredRow]]


@attrs.frozen(kw_only=True)
class RowStep(Step):
    """The change of one row.

    Attributes:
        change: the change.
        known: the definition that was used to check it.
    """

    change: RowChange
    known: KnownSet = attrs.field(repr=False, eq=False)

    def to_dict(self) -> dict[str, Any]:
        """See `Step`; also "change", which is what happens to the row."""
        return {**super().to_dict(), "change": self.change.to_dict()}

    def named(self, reads: str) -> tuple[str, ...]:
        """See `Step`."""
        return READS_ROWS, self.operation


@attrs.frozen(kw_only=True)
class PropertyPlan(Plain):
    """The plan of a change of properties.

    Attributes:
        path: the document or folder with the properties.
        steps: the changed rows, in order: updates, new rows, removals; set by set.
    """

    READS: ClassVar[str] = READS_ROWS
    ALSO = ("operations",)

    path: str
    steps: tuple[RowStep, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations in order, with those that read."""
        return tuple(name for step in self.steps for name in step.named(READS_ROWS))


@attrs.frozen(kw_only=True)
class PropertyResult(Result):
    """The result of a change of properties.

    Attributes:
        path: the document or folder with the properties.
        changes: the written rows.
    """

    path: str
    changes: tuple[RowChange, ...] = ()
