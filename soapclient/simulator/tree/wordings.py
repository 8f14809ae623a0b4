"""The refusals of changes to the tree of folders; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

NO_LIBRARY_HERE: Final = Wording(
    "absent",
    "Root level folders cannot be created",
    "Folders cannot be created at the root",
    "Kök düzeyinde klasör oluşturulamaz",
)
NO_SOURCE: Final = Wording("absent", "Source not found", "The source was not found", "Kaynak bulunamadı")
NO_DESTINATION: Final = Wording(
    "absent", "Destination folder not found", "The destination folder was not found", "Hedef klasör bulunamadı"
)
SAME_PLACE: Final = Wording(
    "invalid",
    "SystemError:The source and the destination are the same",
    "The source and the destination are the same",
    "Kaynak ve hedef aynı",
)
INTO_ITSELF: Final = Wording(
    "invalid",
    "SystemError:A folder cannot be put into itself",
    "A folder cannot be put into itself",
    "Bir klasör kendi içine taşınamaz",
)
A_LIBRARY: Final = Wording(
    "invalid",
    "SystemError:A library cannot be moved or copied",
    "A library cannot be moved or copied",
    "Kitaplık taşınamaz veya kopyalanamaz",
)
KEPT_LIBRARY: Final = Wording(
    "invalid", "Top-level domain cannot be deleted", "A library cannot be deleted here", "Kitaplık burada silinemez"
)
RAW_SQL: Final = Wording(
    "failed",
    "SystemError:Cannot insert duplicate key row in object 'dbo.{0}' with unique index 'IX_{0}'.",
    "Cannot insert duplicate key row in object 'dbo.{0}' with unique index 'IX_{0}'.",
    "Cannot insert duplicate key row in object 'dbo.{0}' with unique index 'IX_{0}'.",
)
COPY_SOURCE: Final = Wording("invalid", "Source: {}", "Source: {}", "Kaynak: {}")
COPY_DESTINATION: Final = Wording("invalid", "Destination: {}", "Destination: {}", "Hedef: {}")
COPY_TAKEN: Final = Wording(
    "invalid", "Document name already exists", "The document name already exists", "Belge adı zaten var"
)
SOME_COPIED: Final = Wording("invalid", "[log]", "[log]", "[log]")
CUT_OFF_FOLDER: Final = Wording(
    "invalid", "Destination folder has a cutoff date", "The folder has a cutoff date", "Klasöre kesme tarihi uygulanmış"
)
FORBIDDEN_BY_RULE: Final = Wording(
    "denied", "Access denied", "The rules of the folder do not allow this", "Klasör kuralları buna izin vermiyor"
)
BAD_RULES: Final = Wording("invalid", "Invalid xmlRules", "The rules are invalid", "Kurallar geçersiz")

BAD_HANDLER: Final = Wording("invalid", "Invalid ItemHandler", "The item handler is invalid", "Öğe tanıtıcısı geçersiz")
NOT_RECYCLED: Final = Wording(
    "absent",
    "{} is no longer in the recycle bin.",
    "{} is no longer in the recycle bin",
    "{} artık geri dönüşüm kutusunda değil",
)
NOT_YOUR_BIN: Final = Wording("denied", "Insufficient rights", "Insufficient rights", "Yetersiz haklar")
NO_ORIGINAL: Final = Wording(
    "absent",
    "The original location no longer exists.",
    "The original location no longer exists",
    "Özgün konum artık yok",
)
NO_TARGET: Final = Wording("absent", "Target folder not found", "The target folder was not found", "Hedef klasör yok")
ONLY_ADMINISTRATORS: Final = Wording(
    "denied",
    "Only the system administrator can perform this operation",
    "Only the system administrator can perform this operation",
    "Bu işlemi yalnızca sistem yöneticisi yapabilir",
)
