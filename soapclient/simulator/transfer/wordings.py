"""The refusals of handlers and zip files; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

BAD_REQUEST: Final = Wording("invalid", "bad Request", "Bad request", "Geçersiz istek")
BAD_UPLOAD_HANDLER: Final = Wording(
    "invalid", "Invalid upload handler.", "The upload handler is invalid", "Yükleme tanıtıcısı geçersiz"
)
BAD_DOWNLOAD_HANDLER: Final = Wording(
    "invalid", "Invalid download handler. (guid)", "The download handler is invalid", "İndirme tanıtıcısı geçersiz"
)
NO_HANDLER: Final = Wording("invalid", "Handler not found", "The handler was not found", "Tanıtıcı bulunamadı")
BAD_CHUNK: Final = Wording(
    "invalid",
    "SystemError:The check sum of the chunk does not match",
    "The check sum of the chunk does not match: try again",
    "Parçanın sağlama toplamı uyuşmuyor: yeniden deneyin",
)
BAD_OFFSET: Final = Wording(
    "invalid", "SystemError:{} cannot be an offset", "{} cannot be an offset", "{} bir konum olamaz"
)
NO_CONVERSION: Final = Wording(
    "failed", "PDF conversion error", "The PDF conversion service does not run", "PDF dönüştürme hizmeti çalışmıyor"
)
NO_ZIP: Final = Wording("invalid", "Unzip operation failed", "The zip file cannot be read", "Zip dosyası okunamadı")
NO_PATHS: Final = Wording("absent", "No valid paths", "None of the paths was found", "Yolların hiçbiri bulunamadı")
