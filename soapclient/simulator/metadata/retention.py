"""Retention schedules of documents and folders, and the cutoff of whole folders."""

from __future__ import annotations

from collections.abc import Mapping

from ..behaviour import Call, behaves
from ..content.documents import below_folder, called_document, inside
from ..content.folders import StoredFolder, below, called_folder, folders_where
from ..content.rights import require
from ..messages import Refusal
from ..retention.schedules import facts_of, schedule, schedules
from ..writing import ResultElement, attributes
from .marking import moment
from .wordings import IS_CHECKED_OUT, MULTI, NO_SCHEDULE


@behaves("GetRandDSchedules")
def get_rand_d_schedules(call: Call) -> ResultElement:
    """List the schedules, in a dialect of its own."""
    call.caller()
    inner = "".join(_short(facts_of(call, each)) for each in schedules(call.world.users))
    return ResultElement(inner=f"<RetentionAndDispositionSchedules>{inner}</RetentionAndDispositionSchedules>")


@behaves("GetDocumentRandDSchedule")
def get_document_rand_d_schedule(call: Call) -> ResultElement:
    """Describe the schedule of a document; 0 stands for none."""
    return ResultElement(inner=_full(call, called_document(call).rd_def_id))


@behaves("GetFolderRandDSchedule")
def get_folder_rand_d_schedule(call: Call) -> ResultElement:
    """Describe the schedule of a folder; 0 stands for none."""
    return ResultElement(inner=_full(call, called_folder(call).rd_def_id))


@behaves("SetDocumentRandDSchedule", "RemoveDocumentRandDSchedule")
def set_document_rand_d_schedule(call: Call) -> ResultElement:
    """Give a document a schedule instead of its current one; 0 removes it."""
    document = called_document(call, "change")
    number = _number(call)
    sql = "UPDATE documents SET rd_def_id = ?, retention_date = '', disposition_date = '' WHERE document_id = ?"
    call.world.users.change(sql, number, document.document_id)
    return ResultElement()


@behaves("SetFolderRandDSchedule", "RemoveFolderRandDSchedule")
def set_folder_rand_d_schedule(call: Call) -> ResultElement:
    """Give a folder a schedule, and on request everything below it; rights are not checked."""
    folder = called_folder(call)
    number, store = _number(call), call.world.users
    folders = [folder, *(_tree(call, folder) if call.arguments.get("includeFolders") else ())]
    documents = below_folder(store, folder.path) if call.arguments.get("includeDocuments") else []
    store.change_all(
        *(("UPDATE folders SET rd_def_id = ? WHERE folder_id = ?", (number, each.folder_id)) for each in folders),
        *(
            ("UPDATE documents SET rd_def_id = ? WHERE document_id = ?", (number, each.document_id))
            for each in documents
        ),
    )
    return ResultElement()


@behaves("SetFolderCutoffDate", "RemoveFolderCutoffDate")
def set_folder_cutoff_date(call: Call) -> ResultElement:
    """Cut a folder off, and on request everything below it, except checked-out documents."""
    folder = called_folder(call)
    require(call, folder, "change")
    date, store = moment(call.arguments.get("cutoffDate")), call.world.users
    deep = call.arguments.get("includeSubFolders")
    folders = [folder, *(_tree(call, folder) if deep else ())]
    documents = []
    if call.arguments.get("includeDocuments"):
        documents = below_folder(store, folder.path) if deep else inside(store, folder.path)
    free = [each for each in documents if not each.checked_out_by_id]
    store.change_all(
        *(("UPDATE folders SET cutoff_date = ? WHERE folder_id = ?", (date, each.folder_id)) for each in folders),
        *(("UPDATE documents SET cutoff_date = ? WHERE document_id = ?", (date, each.document_id)) for each in free),
    )
    failed = [(each.path, Refusal(IS_CHECKED_OUT)) for each in documents if each.checked_out_by_id]
    if failed:
        raise Refusal(MULTI, failed=tuple(failed))
    return ResultElement()


def _tree(call: Call, folder: StoredFolder) -> list[StoredFolder]:
    """Return the folders below a folder, at any depth."""
    tree = f"{folder.path}/"
    deeper = "substr(parent, 1, ?) = ? COLLATE NOCASE ORDER BY parent, name"
    return [*below(call.world.users, folder), *folders_where(call.world.users, deeper, len(tree), tree)]


def _number(call: Call) -> int:
    number = call.arguments.get("RDDefId") or 0
    if number and schedule(call.world.users, number) is None:
        raise Refusal(NO_SCHEDULE)
    return int(number)


def _full(call: Call, number: int) -> str:
    found = schedule(call.world.users, number)
    values = facts_of(call, found) if found else {"DefId": "0"}
    return f"<RetentionDispositionSchedule{attributes(values)} />"


def _short(facts: Mapping[str, str]) -> str:
    names = "RetentionType", "RetentionTypeText", "DispositionType", "DispositionTypeText"
    values = {"RDDefID": facts["DefId"], "RDName": facts["Name"], "Description": facts["Description"]}
    return f"<RetentionAndDispositionSchedule{attributes(values | {name: facts[name] for name in names})} />"
