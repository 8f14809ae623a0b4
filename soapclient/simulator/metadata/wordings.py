"""The refusals of metadata, in the words of both generations; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

import attrs

from ..messages import DENIED, NO_SET, Wording

NO_SUCH_SET: Final = attrs.evolve(NO_SET, reason="absent")
NO_FIELD: Final = Wording("absent", "Field not found", "The field was not found", "Alan bulunamadı")
NOT_FOR_FOLDERS: Final = Wording(
    "invalid",
    "The property set is not for this kind of item",
    "{} cannot be applied to this kind of item",
    "{} bu tür bir öğeye uygulanamaz",
)
SYSTEM_SET: Final = Wording(
    "invalid", "System property set", "{} is managed by the system", "{} sistem tarafından yönetiliyor"
)
REQUIRED_FIELD: Final = Wording("invalid", "Required field: {}", "{} must have a value", "{} alanı bir değer almalıdır")
TOO_LONG: Final = Wording(
    "invalid", "The value of {} is too long", "The value of {} is longer than {}", "{} değeri {} karakterden uzun"
)
BAD_VALUE: Final = Wording(
    "invalid", "The value of {} is not valid", "{} cannot take this value", "{} bu değeri alamaz"
)
REQUIRED_SET: Final = Wording(
    "invalid",
    "Required property set",
    "The document type requires the property set {}",
    "Belge türü {} özellik kümesini gerektirir",
)
NO_ADMINISTRATOR: Final = attrs.evolve(DENIED, classic="Access Denied")
SET_TAKEN: Final = Wording("taken", "Name already exists", "The name already exists", "Bu ad zaten var")
BAD_SET_NAME: Final = Wording("invalid", "Invalid name", "{} cannot be a name", "{} bir ad olamaz")
FIELD_TAKEN: Final = Wording("taken", "Field already exists", "The field already exists", "Bu alan zaten var")
BAD_TYPE: Final = Wording("invalid", "Invalid field type", "{} cannot be a field type", "{} bir alan türü olamaz")
BAD_CONTROL: Final = Wording(
    "invalid", "Invalid control type", "{} cannot be a control type", "{} bir denetim türü olamaz"
)
BAD_LENGTH: Final = Wording("invalid", "Invalid field length", "{} cannot be the length", "{} uzunluk olamaz")
WRONG_CONTROL: Final = Wording("invalid", "Wrong control type", "The field has no options", "Alanın seçenekleri yok")
OPTION_TAKEN: Final = Wording("taken", "Option already exists", "The option already exists", "Bu seçenek zaten var")
EMPTY_OPTION: Final = Wording("invalid", "Empty option value", "The option is empty", "Seçenek boş")
FILTERED: Final = Wording(
    "invalid", "Lookup error", "Only a lookup can be filtered", "Yalnızca arama alanları süzülebilir"
)
IN_USE: Final = Wording(
    "invalid",
    "Document type association",
    "A document type requires the property set",
    "Bir belge türü bu özellik kümesini gerektiriyor",
)
NO_TYPE: Final = Wording(
    "absent", "Document type not found", "The document type was not found", "Belge türü bulunamadı"
)
TYPE_TAKEN: Final = Wording(
    "taken",
    "A document type with this name already exists.",
    "A document type has this name already",
    "Bu adda bir belge türü zaten var",
)
BAD_TYPE_NAME: Final = Wording(
    "invalid",
    "The document type field must contain only letters, numeric, space or underscore characters.",
    "The name of a document type has letters, digits, blanks and underscores",
    "Belge türü adı yalnızca harf, rakam, boşluk ve alt çizgi içerir",
)
RESERVED_TYPE: Final = Wording("invalid", "Reserved value | 'GENERIC'", "GENERIC is reserved", "GENERIC ayrılmıştır")
NOT_FOR_DOCUMENTS: Final = Wording(
    "invalid",
    "Specified custom propertyset not applicable to the documents.",
    "The property set is not for documents",
    "Özellik kümesi belgeler için değil",
)
NOT_PUBLIC: Final = Wording(
    "invalid",
    "Specified custom propertyset is not a public property set.",
    "The property set is not public",
    "Özellik kümesi herkese açık değil",
)
BAD_LEVEL: Final = Wording(
    "invalid",
    "Invalid classification level",
    "The classification level must be 0 to 4",
    "Gizlilik derecesi 0 ile 4 arasında olmalıdır",
)
FUTURE: Final = Wording(
    "invalid",
    "Completion date in the future",
    "The completion date lies in the future",
    "Tamamlanma tarihi gelecekte",
)
IS_CHECKED_OUT: Final = Wording(
    "invalid", "Document is checked out", "The document is checked out", "Belge kullanıma alınmış"
)
NO_SCHEDULE: Final = Wording("absent", "Schedule not found", "The schedule was not found", "Saklama planı bulunamadı")
MULTI: Final = Wording("invalid", "MultiStatus", "MultiStatus", "MultiStatus")
