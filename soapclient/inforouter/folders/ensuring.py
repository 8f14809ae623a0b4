"""Bring a folder into a wanted state: compare, show, change and read back; a second run changes nothing.

Source: the pages of the operations in `making`, `updating` and `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...calls.form_post import offered
from ...errors import (
    ArgumentError,
    Conflict,
    InvalidValue,
    ServiceError,
    SoapClientError,
    UnexpectedReply,
    UnknownOperation,
)
from ...values import CLEAR, KEEP, Clear, Keep
from ..security.access import FolderAccessFlows
from ..steps import text_problems
from .base import folder_path
from .making import FolderMaking
from .rules import FolderRuleFlows, matched
from .updating import FolderUpdateFlows, plan

if TYPE_CHECKING:
    from ..models.access import AccessEntry
    from .ensure_plan import EnsurePlan, EnsureResult, EnsureWanted
    from .results import FolderUpdatePlan, FolderUpdateResult

_TRIES: Final = 3


class FolderEnsureFlows(FolderAccessFlows, FolderMaking, FolderRuleFlows, FolderUpdateFlows):
    """The workflows that bring a folder into a wanted state."""

    @workflow
    def plan_ensure(
        self,
        path: str,
        *,
        description: str | Keep | Clear | None = KEEP,
        rules: Mapping[str, str] | None = None,
        access: Iterable[AccessEntry] | None = None,
        force: bool = False,
    ) -> Flow[EnsurePlan]:
        """Show what `ensure` would do with the same arguments; nothing is changed.

        Args:
            path: as in `ensure`.
            description: as in `ensure`.
            rules: as in `ensure`.
            access: as in `ensure`.
            force: as in `ensure`.
        """
        return (yield from self._plan_ensure(folder_path(path), _wanted(description, rules, access, force)))

    @workflow
    def ensure(
        self,
        path: str,
        *,
        description: str | Keep | Clear | None = KEEP,
        rules: Mapping[str, str] | None = None,
        access: Iterable[AccessEntry] | None = None,
        force: bool = False,
    ) -> Flow[EnsureResult]:
        """Make sure that a folder exists and has this description, these rules and this access list.

        Only differences are changed, and then read back; `plan_ensure` shows them first. What is not given
        stays as it is.

        Args:
            path: the path of the folder; missing folders below the library are created.
            description: the description; `CLEAR` for none.
            rules: rules by name; other rules are kept.
            access: all entries of its access list (`AccessEntry`); anybody else gets no access from it.
            force: allow an access list that gives the caller less than before.

        Raises:
            ArgumentError: the path, a name in it that a server would change, a rule or an entry is not possible.
            AccessDenied: the caller lacks a right. The error's `done` names what was done before.
            Conflict: somebody else is changing the folder.
            UnexpectedReply: read back, the folder does not have the wanted state.
        """
        planned = yield from self._plan_ensure(folder_path(path), _wanted(description, rules, access, force))
        return (yield from self._ensure(planned))

    @workflow
    def apply(
        self, planned: FolderUpdatePlan | EnsurePlan, *, verify: bool = False
    ) -> Flow[FolderUpdateResult | EnsureResult]:
        """Carry out a plan of `plan_update` or `plan_ensure`.

        Args:
            planned: the plan.
            verify: read back what an update changes; `ensure` always does.

        Raises:
            Conflict: the folder has changed since `plan_ensure`; nothing was changed.
        """
        from .results import FolderUpdatePlan

        if isinstance(planned, FolderUpdatePlan):
            return (yield from self._update_folder(planned, verify))
        now = yield from self._plan_ensure(planned.path, planned._wanted)
        if now != planned:
            raise Conflict(f"{planned.path} has changed since it was planned; plan again. Now it would be: {now}")
        return (yield from self._ensure(now))

    def _plan_ensure(self, path: str, wanted: EnsureWanted) -> Flow[EnsurePlan]:
        from .. import paths
        from .ensure_plan import EnsurePlan, FolderChange

        if wanted.rules and self._caller.transport != "soap":
            why = offered(self._caller.find("SetFolderRules"))
            if why is not None:
                raise UnknownOperation(
                    "SetFolderRules", message=f"rules: SetFolderRules cannot be called by form POST: {why}"
                )
        folder = yield from self._folder_there(path)
        if folder is None:
            creates = yield from self._missing(path)
            if wanted.rules:  # the parent folder's rules are known before anything is created
                matched((yield from self._rules(paths.parent(creates[0]))), wanted.rules)
            changes = [FolderChange(what="description", before=None, after=wanted.description or "")]
            changes = changes if wanted.description else []
            changes += [FolderChange(what=f"rule {each}", before=None, after=to) for each, to in wanted.rules.items()]
            if wanted.access is not None:
                changes.append(FolderChange(what="access", before=None, after=shown(wanted.access)))
            return EnsurePlan(path=path, creates=creates, changes=tuple(changes), wanted=wanted)
        changes = []
        if wanted.description is not None and folder.description != wanted.description:
            if folder.description is None or "description" in folder.repaired:
                raise UnexpectedReply(f"GetFolder: the reply does not return the exact description of {path}")
            changes.append(FolderChange(what="description", before=folder.description, after=wanted.description))
        if wanted.rules:
            now = yield from self._rules(path)
            different = matched(now, wanted.rules)
            changes += [FolderChange(what=f"rule {each}", before=now[each], after=to) for each, to in different.items()]
        if wanted.access is not None:
            before = yield from self._access_differs(path, wanted.access)
            if before is not None:
                changes.append(FolderChange(what="access", before=before, after=shown(wanted.access)))
        return EnsurePlan(path=path, changes=tuple(changes), wanted=wanted)

    def _missing(self, path: str) -> Flow[tuple[str, ...]]:
        """Return the paths of the folders to create; the server must not change their names."""
        from .. import paths

        if len(paths.split(path)) == 1:
            raise InvalidValue(f"CreateFolder: {path} would be a library, not a folder", operation="CreateFolder")
        names = [*(yield from self._missing_above(path)), paths.name(path)]
        for name in names:
            if paths.cleaned(name) != name:
                why = f"a server of today stores the name {name!r} as {paths.cleaned(name)!r}, and again each time"
                raise ArgumentError("ensure", (f"{why}; choose another name, or use `create`",))
        at, creates = path, list[str]()
        for _ in names:
            creates.insert(0, at)
            at = paths.parent(at)
        return tuple(creates)

    def _ensure(self, planned: EnsurePlan) -> Flow[EnsureResult]:
        from .ensure_plan import EnsureResult

        done: list[str] = []
        created: tuple[str, ...] = ()
        wanted = planned._wanted
        try:
            if planned.creates:
                created = yield from self._create_all(planned, wanted)
                done += ["CreateFolder"] * len(created)
                left = yield from self._plan_ensure(planned.path, wanted)
            else:
                left = planned
            yield from self._change_all(left, done)
            after = yield from self._plan_ensure(planned.path, wanted)
        except SoapClientError as exc:
            exc.done = (*done, *exc.done)
            raise
        if not after.nothing_to_do:
            error = UnexpectedReply(
                f"ensure: read back, {planned.path} is not as it should be: {after}", maybe_applied=True
            )
            error.done = tuple(done)
            raise error
        return EnsureResult(path=planned.path, created=created, changes=planned.changes)

    def _create_all(self, planned: EnsurePlan, wanted: EnsureWanted) -> Flow[tuple[str, ...]]:
        """Create a folder; if somebody else was faster, the existing one is used."""
        last: ServiceError | None = None
        for _ in range(_TRIES):
            above = len((yield from self._missing_above(planned.path)))
            try:
                return (yield from self._create_folder(planned.path, wanted.description, parents=True)).made
            except ServiceError as exc:  # servers have several messages for a taken name
                if (yield from self._path_taken(planned.path)) == "folder":
                    return ()
                if not exc.done and above == len((yield from self._missing_above(planned.path))):
                    raise
                last = exc
        raise last or Conflict(f"CreateFolder: could not create {planned.path}", operation="CreateFolder")

    def _change_all(self, planned: EnsurePlan, done: list[str]) -> Flow[None]:
        wanted, path = planned._wanted, planned.path
        what = {each.what for each in planned.changes}
        if "description" in what:
            description = wanted.description or CLEAR
            yield from self._update_folder(plan(self.contract, path, {"description": description}), verify=False)
            done.append("UpdateFolderProperties")
        if any(each.startswith("rule ") for each in what):
            now = yield from self._rules(path)
            yield from self._set_rules(path, now, matched(now, wanted.rules))
            done.append("SetFolderRules")
        if "access" in what and wanted.access is not None:
            yield from self._set_access_entries(path, wanted.access, wanted.force)
            done.append("SetAccessList")


def shown(entries: Iterable[AccessEntry]) -> str:
    """Write the entries of an access list."""
    return "; ".join(map(str, entries))


def _wanted(
    description: str | Keep | Clear | None,
    rules: Mapping[str, str] | None,
    access: Iterable[AccessEntry] | None,
    force: bool,
) -> EnsureWanted:
    from ..security import access_change
    from .ensure_plan import EnsureWanted

    problems: list[str] = []
    said: str | None = None
    if description is CLEAR:
        said = ""
    elif description is not None and description is not KEEP:
        problems += text_problems("description", description)
        said = str(description)
    if problems:
        raise ArgumentError("ensure", tuple(problems))
    entries = None if access is None else tuple(access)
    if entries is not None:
        access_change.whole(entries, "ensure")  # raises on an impossible list
    return EnsureWanted(description=said, rules=dict(rules or {}), access=entries, force=force)
