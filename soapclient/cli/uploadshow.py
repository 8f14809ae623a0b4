"""Rows of uploads in words: new documents, new versions, documents that go to the recycle bin."""

from __future__ import annotations

from typing import Final

from soapclient import BulkPlan, PlannedRow

from .failure import one_line
from .transfer_bar import size

NAME: Final = "uploads"
FIELDS: Final = ("file", "comment")


def counts(made: BulkPlan) -> str:
    """Say how many documents are new, how many get a version, and how many have the content already."""
    new = versions = deleted = same = 0
    for row in made:
        if row.error:
            continue
        move = row.moves.get("file")
        if move is None:
            same += "file" in row.same
        elif move.after == "":
            deleted += 1
        elif move.before == "":
            new += 1
        else:
            versions += 1
    told = f"Uploads: {new:,} new documents, {versions:,} new versions, {same:,} with this content already"
    return f"{told}, {deleted:,} to the recycle bin" if deleted else told


def said(row: PlannedRow) -> list[str]:
    """Say what a row does with a file; nothing for one that has none to upload."""
    move = row.moves.get("file")
    if move is None:
        return []
    if move.after == "":
        return ["to the recycle bin"]
    _, count, file = [*str(move.after).split(":", 2), "", ""][:3]
    what = "new document" if move.before == "" else "new version"
    bytes_ = size(int(count)) if count.isdecimal() else ""
    return [f"{what} from {one_line(file)}, {bytes_}"]
