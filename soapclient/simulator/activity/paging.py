"""Lists in rows: `startingRow` from 0, `rowCount` where 0 is all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ..behaviour import Call
from ..content.documents import StoredDocument
from ..content.folders import StoredFolder
from ..writing import attributes

AnyRow = TypeVar("AnyRow")


def page_of(call: Call, rows: Sequence[AnyRow]) -> tuple[list[AnyRow], int]:
    """Return the requested rows, and the number of the first one."""
    start, count = max(call.arguments["startingRow"], 0), max(call.arguments["rowCount"], 0)
    return [*rows[start : start + count if count else None]], start


def short_documents(documents: Iterable[StoredDocument]) -> str:
    """Return <document> with few attributes in lower case."""
    return "".join(
        f"<document{attributes(_few(each.document_id, each.name, each.folder) | {'UserViewStatus': '0'})} />"
        for each in documents
    )


def short_folders(folders: Iterable[StoredFolder]) -> str:
    """Return <folder> with few attributes in lower case."""
    return "".join(f"<folder{attributes(_few(each.folder_id, each.name, each.path))} />" for each in folders)


def _few(number: int, name: str, path: str) -> dict[str, str]:
    return {"id": str(number), "name": name, "path": path.replace("/", "\\")}
