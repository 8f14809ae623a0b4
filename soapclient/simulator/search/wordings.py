"""The refusals of searches; see `messages`."""

# ruff: noqa: RUF001 - Turkish has a dotless i

from __future__ import annotations

from typing import Final

from ..messages import Wording

EXPIRED_QUERY: Final = Wording(
    "invalid", "The Query has been expired.", "The query has expired", "Sorgunun süresi doldu"
)
NOT_XML: Final = Wording(
    "invalid",
    "SystemError:XmlException: the criteria are not well-formed",
    "The criteria are not well-formed XML",
    "Ölçütler düzgün biçimli XML değil",
)
BAD_CRITERION: Final = Wording("invalid", "Unknown criteria: {}", "The criterion {} is unknown", "{} ölçütü bilinmiyor")
BAD_VALUE: Final = Wording(
    "invalid",
    "Invalid value for the criteria {}: {}",
    "The criterion {} cannot have the value {}",
    "{} ölçütünün değeri {} olamaz",
)
BAD_OPERATOR: Final = Wording(
    "invalid",
    "Possible operators for {}: {}",
    "The operators of {} are {}",
    "{} için işleçler: {}",
)
BAD_SORT: Final = Wording(
    "invalid",
    "Possible Sort Options: {1}",
    "Hits cannot be sorted by {0}; the options are {1}",
    "Sonuçlar {0} ile sıralanamaz; seçenekler: {1}",
)
NO_SEARCHED_SET: Final = Wording(
    "absent", "Property set not found", "The property set {} was not found", "{} özellik kümesi bulunamadı"
)
NO_SEARCHED_FIELD: Final = Wording(
    "invalid",
    "Property set field cannot be found",
    "The property set field {} was not found",
    "{} özellik kümesi alanı bulunamadı",
)
BAD_CONDITION: Final = Wording(
    "invalid",
    "Invalid condition specified for the field: {}: {}",
    "The condition on the field {} is invalid: {}",
    "{} alanının koşulu geçersiz: {}",
)
NO_SEARCHED_USER: Final = Wording(
    "invalid",
    "Specified user cannot be found specified {} attribute.",
    "The user of {} was not found",
    "{} kullanıcısı bulunamadı",
)
BAD_PAGE_TYPE: Final = Wording(
    "invalid", "Invalid searchPageType", "The searchPageType is invalid", "searchPageType geçersiz"
)
BAD_PAGE_NAME: Final = Wording(
    "invalid", "Name validation error", "The name must have 5 to 64 characters", "Ad 5 ile 64 karakter arasında olmalı"
)
PAGE_TAKEN: Final = Wording("taken", "Duplicate name error", "A search of this name exists", "Bu adda bir arama var")
NO_PAGE: Final = Wording(
    "absent", "[3169] Search page not found", "The search page was not found", "Arama sayfası bulunamadı"
)
NO_PAGE_GROUP: Final = Wording("absent", "Group not found", "The group was not found", "Grup bulunamadı")
