"""Every refusal of the simulator: its text in both generations and in Turkish, and the reason that a number stands for.

The classic English texts are those of the reference. The current English ones are reworded, and the Turkish ones are
this package's own: a server of today translates its texts, so nothing may depend on them.
"""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final, Literal

import attrs

Reason = Literal["expired", "missing", "login", "barred", "denied", "absent", "taken", "locked", "invalid", "failed"]


@attrs.frozen
class Wording:
    """A refusal in every wording, with `{}` where values belong.

    Attributes:
        reason: why: a ticket that is "expired" or "missing", a "login" that is wrong or "barred", a right that is
            "denied", an object that is "absent" or "locked" or a name that is "taken", an argument or state that is
            "invalid", or work that "failed".
        classic: what servers of the classic generation say.
        english: what servers of the current generation say in English.
        turkish: the same in Turkish.
    """

    reason: Reason
    classic: str
    english: str
    turkish: str


class Refusal(Exception):
    """The service refuses; as text it has the classic wording.

    Attributes:
        message: the refusal.
        values: the values in the message.
        failed: the failed items of a partial failure, each with its own refusal.
    """

    def __init__(self, message: Wording, *values: object, failed: tuple[tuple[str, Refusal], ...] = ()) -> None:
        super().__init__(message.classic.format(*values))
        self.message = message
        self.values = values
        self.failed = failed


EXPIRED: Final = Wording(
    "expired",
    "[901] Session expired or Invalid ticket",
    "Session expired or invalid ticket",
    "Oturumun süresi doldu veya bilet geçersiz",
)
NO_TICKET: Final = Wording(
    "missing", "[900] Authentication failed", "You are not signed in", "Oturum açmadınız"
)  # fmt: skip
NO_TICKET_901: Final = attrs.evolve(NO_TICKET, classic=EXPIRED.classic)
LOGIN_FAILED: Final = Wording(
    "login", "[900] Authentication failed", "Authentication failed", "Kimlik doğrulama başarısız oldu"
)
NO_WINDOWS_USER: Final = Wording(
    "login",
    "[900] Authentication failed - Unauthenticated User.",
    "Authentication failed: there is no Windows user",
    "Kimlik doğrulama başarısız oldu: Windows kullanıcısı yok",
)
NO_TICKETS: Final = Wording(
    "barred",
    "[902] Ticket generation not allowed",
    "Ticket generation is not allowed",
    "Bilet oluşturmaya izin verilmiyor",
)
NO_TICKETS_FOR_USER: Final = attrs.evolve(NO_TICKETS, classic="[902] Ticket generation are not allowed for this user.")
BAD_TICKET: Final = Wording("invalid", "invalid ticket format", "Invalid ticket format", "Bilet biçimi geçersiz")
DENIED: Final = Wording("denied", "Access denied", "Access denied", "Erişim reddedildi")
ACCESS_DENIED: Final = attrs.evolve(DENIED, classic="Access Denied")
INSUFFICIENT_RIGHTS: Final = attrs.evolve(DENIED, classic="Insufficient rights")
REQUIRED: Final = Wording(
    "invalid",
    "[903]Required parameter.'{}'",
    "The parameter '{}' is required",
    "'{}' parametresi zorunludur",
)
FAILED: Final = Wording("failed", "SystemError:{}: {}", "System error: {1}", "Sistem hatası: {1}")

NO_USER: Final = Wording("absent", "User not found", "User not found", "Kullanıcı bulunamadı")
NO_EMAIL: Final = Wording(
    "absent",
    "No user found with this email",
    "No user has this email address",
    "Bu e-posta adresine sahip kullanıcı yok",
)
USER_TAKEN: Final = Wording(
    "taken", "Username already exists", "The user name already exists", "Bu kullanıcı adı zaten var"
)
NO_SOURCE: Final = Wording(
    "invalid",
    "Unknown authentication source {}",
    "Unknown authentication source {}",
    "Kimlik doğrulama kaynağı bilinmiyor: {}",
)
BAD_CODE: Final = Wording(
    "invalid",
    "SystemError:ValueError: {} cannot be {}",
    "{} cannot be {}",
    "{} değeri {} olamaz",
)
SAME_PASSWORD: Final = Wording(
    "invalid",
    "New password cannot be the same as old password",
    "The new password must differ from the old one",
    "Yeni parola eskisinden farklı olmalıdır",
)
POLICY: Final = Wording(
    "invalid",
    "Password policy violation message",
    "The password violates the password policy",
    "Parola, parola ilkesine uymuyor",
)
EXTERNAL: Final = Wording(
    "invalid",
    "External authentication - password cannot be changed",
    "The password of an external user cannot be changed",
    "Harici kullanıcının parolası değiştirilemez",
)
BAD_RESET_CODE: Final = Wording(
    "invalid",
    "Invalid or expired reset code",
    "The reset code is invalid or expired",
    "Sıfırlama kodu geçersiz veya süresi dolmuş",
)
NO_ADDRESS: Final = Wording(
    "invalid", "Please enter your Email address.", "The email address is required", "E-posta adresi zorunludur"
)
NO_NAME: Final = Wording(
    "invalid", "User name field cannot be empty.", "The user name is required", "Kullanıcı adı zorunludur"
)
NOT_SENT: Final = Wording(
    "failed", "Email send failure message", "The email could not be sent", "E-posta gönderilemedi"
)
BAD_PREFERENCES: Final = Wording(
    "invalid",
    "SystemError:XmlException: xmlPreferences is not well-formed",
    "xmlPreferences is not well-formed XML",
    "xmlPreferences düzgün biçimli XML değil",
)
BAD_PREFERENCE: Final = Wording(
    "invalid", "Invalid value for {}: {}", "Invalid value for {}: {}", "{} için geçersiz değer: {}"
)

NO_DOCUMENT: Final = Wording("absent", "Document not found", "Document not found", "Belge bulunamadı")
BAD_NAME: Final = Wording(
    "invalid",
    "SystemError:ValueError: {!r} is not a name of a document",
    "{} cannot be the name of a document",
    "{} bir belgenin adı olamaz",
)
DOCUMENT_TAKEN: Final = Wording(
    "taken",
    "SystemError:A document of this name exists",
    "A document of this name exists",
    "Bu adda bir belge var",
)
BAD_IMPORTANCE: Final = Wording(
    "invalid",
    "the importance argument can be -1=NoMarkings; 0=Low; 1=Normal; 2=High; 3=Vital",
    "The importance must be a number from -1 to 3",
    "Önem derecesi -1 ile 3 arasında bir sayı olmalıdır",
)
NO_FOLDER: Final = Wording("absent", "Folder not found", "Folder not found", "Klasör bulunamadı")
BAD_FOLDER_NAME: Final = Wording(
    "invalid",
    "SystemError:{} cannot be the name of a folder",
    "{} cannot be the name of a folder",
    "{} bir klasörün adı olamaz",
)
FOLDER_TAKEN: Final = Wording(
    "taken", "SystemError:A folder of this name exists", "A folder of this name exists", "Bu adda bir klasör var"
)

NO_PATH: Final = Wording("absent", "Path not found", "Path not found", "Yol bulunamadı")
NO_SET: Final = Wording(
    "invalid", "Property set not found", "The property set was not found", "Özellik kümesi bulunamadı"
)
NO_ROW: Final = Wording("invalid", "Row not found", "The row was not found", "Satır bulunamadı")
ROW_TAKEN: Final = Wording("invalid", "Row exists", "The row exists", "Satır zaten var")
BAD_ROWS: Final = Wording(
    "invalid",
    "SystemError:XmlException: xmlpset is not well-formed",
    "xmlpset is not well-formed XML",
    "xmlpset düzgün biçimli XML değil",
)
SOME_ROWS: Final = Wording("invalid", "[log]", "[log]", "[log]")
