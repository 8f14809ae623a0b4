"""Change the name and the description of a folder.

UpdateFolderProperties always writes both; the reference says that a missing description is kept and that it is
cleared. So the value that does not change is read and sent again.

Source: the page of UpdateFolderProperties.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...contract.contract import Contract
from ...errors import ArgumentError
from ...values import KEEP, Clear, Keep
from ..fields import FOLDER_PROPERTIES
from ..steps import Step, check, says_nothing, text_problems, to_change, unknown
from .base import FolderBase, folder_path

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .results import FolderUpdatePlan, FolderUpdateResult


class FolderFields(TypedDict, total=False):
    """The changes that `update` makes to a folder."""

    name: str | Keep | None
    description: str | Keep | Clear | None


class FolderUpdateFlows(FolderBase):
    """The workflows that change properties of folders."""

    @workflow
    def update(
        self,
        path: str,
        /,
        *,
        name: str | Keep | None = KEEP,
        description: str | Keep | Clear | None = KEEP,
        verify: bool = False,
    ) -> Flow[FolderUpdateResult]:
        """Change the name or the description of a folder and leave the other alone.

        A field not given, `KEEP` or None keeps its value: it is read and sent again, so a change that somebody
        else makes in between may be lost (`resent` names it). `CLEAR` empties the description.

        Args:
            path: the folder's current path.
            name: a new name, in the same folder.
            description: the description.
            verify: read it back, and raise `UnexpectedReply` if a field has another value than was sent.

        Raises:
            ArgumentError: no field is named, or a value is wrong; nothing was sent.
            InvalidValue: the service does not accept the name.
            AlreadyExists: the name is taken.
            FolderNotFound, AccessDenied: the service refused.
        """
        planned = plan(self.contract, path, {"name": name, "description": description})
        return (yield from self._update_folder(planned, verify))

    @workflow
    def plan_update(self, path: str, /, **fields: Unpack[FolderFields]) -> Flow[FolderUpdatePlan]:
        """Show what `update` would do with the same arguments; only the server's WSDL is read.

        Args:
            path: the folder's current path.
            fields: as in `update`.

        Raises:
            ArgumentError: unknown fields, no field, or wrong values.
        """
        yield from ()
        planned = plan(self.contract, path, fields)
        self._check_cleared(planned)
        return planned

    def _update_folder(self, planned: FolderUpdatePlan, verify: bool) -> Flow[FolderUpdateResult]:
        from .. import paths
        from .results import FolderUpdateResult

        sent, changes = yield from self._carry_out(planned, lambda: self._folder(planned.path))
        path = planned.path
        if planned.steps:
            path = paths.join(paths.parent(path), str(sent["NewFolderName"]))
            if verify:
                yield from self._verify(planned, sent, lambda: self._folder(path))
        return FolderUpdateResult(path=path, operations=planned.operations, resent=planned.resends, changes=changes)


def plan(contract: Contract, path: str, fields: Mapping[str, Any]) -> FolderUpdatePlan:
    """Plan an update.

    Raises:
        ArgumentError: unknown fields, no field, or wrong values: all problems at once.
    """
    from .. import paths
    from .results import FolderUpdatePlan

    problems = unknown(fields, tuple(FOLDER_PROPERTIES))
    said = to_change(fields)
    for field, value in said.items():
        problems += text_problems(field, value, required=field == "name") if field in FOLDER_PROPERTIES else ()
    if not problems and says_nothing(said, fields):
        problems.append("nothing to change: give at least one field")
    try:
        path = folder_path(path)
        if not problems and "name" in said:
            paths.check_name(said["name"], "name:")
    except ArgumentError as exc:
        problems += exc.problems
    if problems:
        raise ArgumentError("update", tuple(problems))
    if not said:
        return FolderUpdatePlan(path=path, steps=())
    arguments = {"Path": path, **{FOLDER_PROPERTIES[field]: value for field, value in said.items()}}
    resends = tuple(parameter for field, parameter in FOLDER_PROPERTIES.items() if field not in said)
    step = Step(operation="UpdateFolderProperties", arguments=arguments, resends=resends)
    check(contract[step.operation], step)
    return FolderUpdatePlan(path=path, steps=(step,))
