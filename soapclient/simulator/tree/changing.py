"""A folder that changes between two calls, as other users' work does."""

from __future__ import annotations

from ..content.documents import inside
from ..content.folders import below, find_folder, moving
from ..store import Store

LATER = "zz changed "


def change(store: Store, path: str) -> None:
    """Rename the first document in a folder, so that it comes last; without documents, the first folder.

    Args:
        store: the store.
        path: the path of the folder; nothing changes if it does not exist or is empty.
    """
    folder = find_folder(store, path)
    if folder is None:
        return
    for document in inside(store, folder.path, count=1):
        sql = "UPDATE documents SET name = ? WHERE document_id = ?"
        store.change(sql, f"{LATER}{document.name}", document.document_id)
        return
    for each in below(store, folder)[:1]:
        sql = "UPDATE folders SET name = ? WHERE folder_id = ?"
        name = f"{LATER}{each.name}"
        store.change_all((sql, (name, each.folder_id)), *moving(each.path, f"{folder.path}/{name}"))
