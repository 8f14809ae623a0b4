"""Folders as trees: counts, catalogues, parents, and the caller's own items."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from ..behaviour import Call, behaves
from ..messages import NO_FOLDER, Refusal
from ..writing import ResultElement, attributes
from .blobs import hex_crc
from .dialects import Telling, documents_in_full
from .documents import below_folder, inside, select
from .folder_reading import full_folder
from .folders import StoredFolder, below, called_folder, find_folder, folder_by_id, folders_where
from .rights import seen


@behaves("GetSubFoldersCount")
def get_sub_folders_count(call: Call) -> ResultElement:
    """Count the folders in a folder that the caller sees."""
    return ResultElement({"SubFolderCount": str(len(seen(call, below(call.world.users, called_folder(call)))))})


@behaves("GetParentFolderIDs")
def get_parent_folder_ids(call: Call) -> ResultElement:
    """Return the numbers of the folders from the library down to a folder, including that folder."""
    call.caller()
    folder = folder_by_id(call.world.users, call.arguments["FolderID"])
    if folder is None:
        raise Refusal(NO_FOLDER)
    ids: list[str] = []
    while folder is not None:
        ids.insert(0, str(folder.folder_id))
        folder = find_folder(call.world.users, folder.parent)
    return ResultElement({"idpath": "/".join(ids)})


@behaves("GetFolderCatalog")
def get_folder_catalog(call: Call) -> ResultElement:
    """List everything that the caller sees below a folder, at any depth; today's servers write no element around it."""
    tree = _catalog(call, called_folder(call, parameter="folderpath"))
    return ResultElement(inner=tree if call.world.generation.current else f"<catalog>{tree}</catalog>")


@behaves("GetFolderStatistics")
def get_folder_statistics(call: Call) -> ResultElement:
    """Count the folders in a folder and the documents in its tree, visible or not."""
    folder, store = called_folder(call, parameter="folderpath"), call.world.users
    documents, today = below_folder(store, folder.path), datetime.now(timezone.utc)

    def registered(days: int) -> str:
        since = f"{today - timedelta(days=days):%Y-%m-%dT%H:%M:%S}"
        return str(sum(each.registered >= since for each in documents))

    values = {
        "SubFolderCount": str(len(below(store, folder))),
        "TotalDocumentCount": str(len(documents)),
        "CheckedOutCount": str(sum(bool(each.checked_out_by_id) for each in documents)),
        "TotalSize": str(sum(each.size for each in documents)),
        **{f"RegisteredDocumentsIn{days}Days": registered(days) for days in (30, 60, 90)},
        "FolderID": str(folder.folder_id),
        "Name": folder.name,
    }
    return ResultElement(inner=f"<statistics{attributes(values)} />")


@behaves("GetMyDocumentsAndFolders")
def get_my_documents_and_folders(call: Call) -> ResultElement:
    """List the folders and documents that the caller owns, in full."""
    store, caller = call.world.users, call.caller()
    folders = folders_where(store, "owner_id = ? ORDER BY name, folder_id", caller.user_id)
    documents = select(store, "owner_id = ? ORDER BY name, document_id", caller.user_id)
    listed = "".join(full_folder(call, each) for each in folders)
    return ResultElement(inner=listed + documents_in_full(call, documents))


def _catalog(call: Call, folder: StoredFolder) -> str:
    store, telling = call.world.users, Telling(call)
    inner = "".join(
        f"<document{attributes(values)} />"
        for values in (
            {
                "id": str(each.document_id),
                "name": each.name,
                "mdate": telling.date(each.modified),
                "Size": str(each.size),
                "chksum": telling.published_crc(each),
                "chksumLastVersion": hex_crc(each.crc),
            }
            for each in seen(call, inside(store, folder.path))
        )
    )
    inner += "".join(_catalog(call, each) for each in seen(call, below(store, folder)))
    return f"<folder{attributes({'id': str(folder.folder_id), 'name': folder.name})}>{inner}</folder>"
