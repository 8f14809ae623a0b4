"""The refusals of versions, tags, comments, texts and thumbnails; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

IN_USE: Final = Wording(
    "invalid", "Version not found", "The file is in use, try again later", "Dosya kullanımda, sonra yeniden deneyin"
)
PUBLISHED_VERSION: Final = Wording(
    "invalid",
    "SystemError:The published version cannot be deleted",
    "The published version cannot be deleted",
    "Yayımlanan sürüm silinemez",
)
BAD_KEEP: Final = Wording("invalid", "SystemError:Invalid {}", "The value of {} is invalid", "{} değeri geçersiz")
BAD_RULE: Final = Wording(
    "invalid", "Invalid publishingRule", "The publishing rule is invalid", "Yayımlama kuralı geçersiz"
)
NO_RELEASE_TAG: Final = Wording(
    "invalid", "releaseTag required", "The release tag is required", "Yayın etiketi zorunludur"
)
NO_TAGGED_VERSION: Final = Wording(
    "invalid", "SystemError:No version has the tag {}", "No version has the tag {}", "{} etiketli sürüm yok"
)
BAD_TAG: Final = Wording("invalid", "[2494] Invalid tag text.", "The tag text is invalid", "Etiket metni geçersiz")
NO_TAG: Final = Wording("absent", "Tag not found", "The tag was not found", "Etiket bulunamadı")
NOT_THE_HOLDER: Final = Wording(
    "denied",
    "Access denied. Only users who checked out the document can tag the checkedout documents.",
    "Only who has checked out the document can tag it",
    "Belgeyi yalnızca kullanıma alan etiketleyebilir",
)
SHORTCUT: Final = Wording(
    "invalid",
    "Operation cannot be performed on a shortcut.",
    "A shortcut cannot be tagged",
    "Kısayol etiketlenemez",
)
NO_COMMENT: Final = Wording(
    "invalid", "Comment text cannot be empty", "The comment text is required", "Açıklama metni zorunludur"
)
BAD_RENDITION: Final = Wording(
    "invalid", "SystemError:Unknown rendition {}", "The rendition {} is unknown", "{} biçimi bilinmiyor"
)
NO_THUMBNAIL: Final = Wording(
    "absent", "Thumbnail not found", "The document has no thumbnail", "Belgenin küçük resmi yok"
)
