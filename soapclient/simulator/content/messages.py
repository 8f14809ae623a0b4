"""The refusals of documents and folders; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

BAD_IDENTIFIER: Final = Wording(
    "absent", "InvalidDocumentIdentifer", "The document identifier is invalid", "Belge tanımlayıcısı geçersiz"
)
NO_VERSION: Final = Wording(
    "absent", "Specified version cannot be found", "The version was not found", "Sürüm bulunamadı"
)
BAD_VERSION: Final = Wording(
    "invalid",
    "Invalid argument exception. Version numbers cannot be less than 1000000.",
    "The version number is invalid",
    "Sürüm numarası geçersiz",
)
BAD_COMPONENT: Final = Wording(
    "invalid",
    "Invalid version number component",
    "A component of the version number is invalid",
    "Sürüm numarasının bir bileşeni geçersiz",
)
OLD_VERSION: Final = Wording(
    "invalid",
    "SystemError:The version number must be higher than the last one",
    "The version number must be higher than the last one",
    "Sürüm numarası sonuncudan büyük olmalıdır",
)
NOT_CHECKED_OUT: Final = Wording(
    "invalid", "Not locked by you", "This document is not checked out", "Bu belge kullanıma alınmamış"
)
LOCKED_BY: Final = Wording(
    "locked",
    "Document is checked out by {}.",
    "The document is checked out by {}",
    "Belge {} tarafından kullanıma alınmış",
)
LOCKED_BY_YOU: Final = Wording(
    "locked", "Already checked out by you", "You have checked the document out already", "Belge zaten sizde"
)
LOCKED_BY_OTHER: Final = Wording(
    "locked", "Already checked out by {}", "The document is checked out by {}", "Belge {} tarafından kullanıma alınmış"
)
NOT_YOURS: Final = Wording(
    "denied", "The document is not locked by you.", "The document is not locked by you", "Belge sizin kilidinizde değil"
)
COMPLETED: Final = Wording(
    "invalid",
    "Completed documents cannot be checked out.",
    "Completed documents cannot be checked out",
    "Tamamlanan belgeler kullanıma alınamaz",
)
CUT_OFF: Final = Wording(
    "invalid", "Cutoff date applied", "The document has a cutoff date", "Belgeye kesme tarihi uygulanmış"
)
IN_WORKFLOW: Final = Wording("invalid", "In workflow", "The document is in a workflow", "Belge bir iş akışında")
EMAIL_DOCUMENT: Final = Wording(
    "invalid", "Email document", "E-mail documents cannot be checked out", "E-posta belgeleri kullanıma alınamaz"
)
SOME_LOCKED: Final = Wording("locked", "[log]", "[log]", "[log]")
TOO_LARGE: Final = Wording(
    "invalid",
    "SystemError:The document is larger than {} bytes, the maximum document size",
    "The document is larger than {} bytes, the maximum document size",
    "Belge en büyük belge boyutu olan {} bayttan büyük",
)
BAD_PARAMETERS: Final = Wording(
    "invalid", "Invalid parameter value", "A parameter of xmlParameters is invalid", "xmlParameters geçersiz"
)
NO_CONTENT: Final = Wording(
    "invalid", "SystemError:The file content is empty", "The file content is required", "Dosya içeriği zorunludur"
)
