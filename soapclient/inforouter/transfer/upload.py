"""Upload whole documents: new ones, and new versions of existing ones.

Source: the pages of UploadNewDocumentWidthHandler, UploadDocumentWithHandler1 and UploadDocument1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...calls.flow import Flow, ensuring
from ...contract.xsd import check_text
from ...errors import ArgumentError
from ..document_update import numbered
from ..versions.addressing import DocumentNaming

if TYPE_CHECKING:
    from .results import UploadResult
    from .sending import Progress
    from .upload_job import Over


class UploadFlows(DocumentNaming):
    """Uploads; see `Documents.upload`."""

    def _upload(
        self,
        source: Any,
        path: str | int,
        *,
        comment: str | None = None,
        over: Over = "refuse",
        verify: bool = True,
        progress: Progress | None = None,
        make_folders: bool = False,
        chunk_size: int | None = None,
    ) -> Flow[UploadResult]:
        from .facts import is_chunk_size
        from .sources import source_of
        from .upload_job import UploadJob

        problems = []
        if over not in ("refuse", "version"):
            problems.append(f"over must be 'refuse' or 'version', not {over!r}")
        if not is_chunk_size(chunk_size):
            problems.append(f"chunk_size must be a number of bytes, not {chunk_size!r}")
        try:
            check_text(comment or "")
        except ValueError as exc:
            problems.append(f"comment: {exc}")
        if problems:
            raise ArgumentError("upload", tuple(problems))
        given = source_of(source)
        target = yield from self._target_path(path)
        job = UploadJob(self, given, target, comment or "", over, verify, progress, chunk_size)
        return (yield from ensuring(job.run(make_folders), job.clean))

    def _target_path(self, path: str | int) -> Flow[str]:
        """Return the path of the new document; for a document number, its current path."""
        from .. import paths
        from .storing import where

        if numbered(str(path)) is not None:
            return where((yield from self._get(path)))
        if isinstance(path, str) and path[-1:] in ("/", "\\"):
            raise ArgumentError("upload", (f"path: {path!r} is a folder; add a document name",))
        found = paths.normal(path)  # type: ignore[arg-type]  # it refuses other types
        if len(paths.split(found)) < 2:
            raise ArgumentError("upload", (f"path: {found!r} needs a library and the name of a document",))
        return found
