"""What the operations of metadata refuse, in the words of both generations."""

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
