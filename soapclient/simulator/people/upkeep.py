"""The upkeep of libraries: change, archive, delete and count them, and their policies."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content.folders import moving
from ..messages import Refusal
from ..store import NameTaken
from ..writing import ResultElement, attributes
from . import store as kept
from .groups import described, ordered
from .libraries import administrator, library_of_call
from .wordings import IS_ARCHIVE, LIBRARY_TAKEN, NO_ARCHIVE

_RULES: Final = (
    "AnonymousHideIncomplete", "ReaderHideIncomplete", "AnonymousHideUnapproved", "ReaderHideUnapproved",
    "AnonymousHideExpired", "ReaderHideExpired", "AnonymousHideUnpublished", "ReaderHideUnpublished",
    "PublishReqDoctype", "PublishReqRetention", "PublishReqCompletion", "PublishReqApproval",
    "PublishReqUnexpiration", "DisallowDragDropUploads",
)  # fmt: skip
# By action, the right that it requires.
_POLICIES: Final = {"DocumentRead": 2, "DocumentDelete": 5, "FolderDelete": 5, "SecurityChange": 6, "OwnerChange": 6}
_BELOW: Final = "(folder = ?1 OR substr(folder, 1, length(?1) + 1) = ?1 || '/' COLLATE NOCASE)"
_FOLDERS_BELOW: Final = _BELOW.replace("folder", "parent")


@behaves("UpdateDomain")
def update_domain(call: Call) -> ResultElement:
    """Set the name, flags and welcome message of a library, all of them; nothing is kept."""
    administrator(call)
    library = library_of_call(call)
    name = call.required("NewDomainName")
    flags = call.arguments.get("Anonymous", False), call.arguments.get("Hidden", False)
    sql = "UPDATE libraries SET name = ?, anonymous = ?, hidden = ?, welcome = ? WHERE library_id = ?"
    try:
        call.world.users.change_all(
            (sql, (name, *flags, call.text("WelcomeMessage"), library.library_id)),
            ("UPDATE folders SET name = ? WHERE parent = '/' AND name = ?", (name, library.name)),
            *moving(f"/{library.name}", f"/{name}"),
        )
    except NameTaken:
        raise Refusal(LIBRARY_TAKEN) from None
    return ResultElement()


@behaves("DeleteDomain")
def delete_domain(call: Call) -> ResultElement:
    """Remove a library with its contents, bypassing the recycle bin."""
    administrator(call)
    library = library_of_call(call)
    path, key = f"/{library.name}", (library.library_id,)
    call.world.users.change_all(
        (f"DELETE FROM documents WHERE {_BELOW}", (path,)),  # noqa: S608 - names of columns
        (f"DELETE FROM folders WHERE {_FOLDERS_BELOW}", (path,)),  # noqa: S608 - names of columns
        ("DELETE FROM folders WHERE parent = '/' AND name = ?", (library.name,)),
        *(
            (f"DELETE FROM {table} WHERE library_id = ?", key)  # noqa: S608 - names of tables
            for table in ("library_users", "library_groups", "library_managers", "user_groups", "libraries")
        ),
    )
    return ResultElement()


@behaves("ArchiveDomain", "UnarchiveDomain")
def archive_domain(call: Call) -> ResultElement:
    """Archive a library, or unarchive it; refused if it is already in that state."""
    administrator(call)
    library, archive = library_of_call(call), call.operation.name == "ArchiveDomain"
    if library.archive == archive:
        raise Refusal(IS_ARCHIVE if archive else NO_ARCHIVE)
    call.world.users.change("UPDATE libraries SET archive = ? WHERE library_id = ?", archive, library.library_id)
    return ResultElement()


@behaves("GetDomainUsers1")
def get_domain_users1(call: Call) -> ResultElement:
    """List the local users of a library or, in the classic generation, all members; sorted."""
    library, store = library_of_call(call, "domainName"), call.world.users
    if call.world.generation.current:
        found = kept.users(store, "domain = ?", library.name)
    else:
        found = kept.users(store, f"user_id IN ({kept.INSIDE})", library.library_id)
    found = ordered(call, found, call.arguments.get("sortBy", 0), "sortAscending")
    full = call.arguments.get("detailMode", False)
    return ResultElement(inner=kept.wrapped("users", [described(each, full=full) for each in found]))


@behaves("GetDomainStatistics")
def get_domain_statistics(call: Call) -> ResultElement:
    """Count the contents of a library."""
    library, store = library_of_call(call, "domainName"), call.world.users
    path = f"/{library.name}"

    def count(sql: str, *values: object) -> int:
        return int(store.rows(f"SELECT coalesce({sql}", *values)[0][0])

    values = {
        "FolderCount": count(f"count(*), 0) FROM folders WHERE {_FOLDERS_BELOW}", path),
        "LocalUserCount": count("count(*), 0) FROM users WHERE domain = ?", library.name),
        "LocalGroupCount": count("count(*), 0) FROM user_groups WHERE library_id = ?", library.library_id),
        "DocumentCount": count(f"count(*), 0) FROM documents WHERE {_BELOW}", path),
        "CheckedOutCount": count(f"count(*), 0) FROM documents WHERE checked_out_by_id AND {_BELOW}", path),
        "MemberUserCount": count("count(*), 0) FROM library_users WHERE library_id = ?", library.library_id),
        "MemberGroupCount": count("count(*), 0) FROM library_groups WHERE library_id = ?", library.library_id),
        "WorkflowDefinitionCount": 0,
        "TotalDocumentSize": count(f"sum(size), 0) FROM documents WHERE {_BELOW}", path),
    }
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return ResultElement(inner=f"<LibraryStatistics>{inner}</LibraryStatistics>")


@behaves("GetDomainPolicies")
def get_domain_policies(call: Call) -> ResultElement:
    """Return the policies of a library, which are the same for all."""
    library = library_of_call(call, "domainName")
    rules = "".join(f"<{name}>false</{name}>" for name in _RULES)
    policies = "".join(_policy(action, right) for action, right in _POLICIES.items())
    head = attributes({"domainName": library.name, "isArchive": str(library.archive).lower()})
    inner = f"<DomainRules>{rules}</DomainRules><ActionPolicies>{policies}</ActionPolicies>"
    return ResultElement(inner=f"<DomainPolicies{head}>{inner}</DomainPolicies>")


def _policy(action: str, right: int) -> str:
    values = {
        "Action": action,
        "RightAnonymous": "false",
        "RightDomainManager": "true",
        "RightObjectOwner": "true",
        "RightSubobjectOwner": "false",
        "RightRequired": str(right),
        "LogAction": "false",
        "AnonymousApplies": "true",
        "DomainManagerApplies": "true",
        "OwnershipApplies": "true",
        "SubObjectOwnerApplies": "false",
        "SecurityApplies": "true",
        "AllowedRights": "|1|2|3|4|5|6",
        "LogOption": "true",
    }
    return f"<Policy{attributes(values)} />"
