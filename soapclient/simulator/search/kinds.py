"""The simple criteria, each as a test for documents and folders.

Source: the criteria of the page of Search.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

import attrs

from ..behaviour import Call
from ..content.documents import StoredDocument, find
from ..content.folders import StoredFolder
from ..content.items import key_of
from ..content.media import extension, in_words
from ..messages import Refusal
from ..stored import StoredUser
from .found import Thing
from .wordings import BAD_OPERATOR, BAD_VALUE, NO_SEARCHED_USER

Test: TypeAlias = Callable[[Thing], bool]
_SCOPES: Final = ("ONLINE", "ALL", "ARCHIVE", "ONLINE-HIDDENS")
_LEVELS: Final = ("NOMARKINGS", "DECLASSIFIED", "CONFIDENTIAL", "SECRET", "TOPSECRET")
_IMPORTANCES: Final = {"NOMARKINGS": -1, "LOW": 0, "NORMAL": 1, "HIGH": 2, "VITAL": 3}
_DATES: Final = {
    "REGISTERDATE": "registered", "CREATED": "created", "MODIFIED": "modified", "COMPLETED ON": "completion_date",
    "DECLASSIFY ON": "declassify_on", "DOWNGRADE ON": "downgrade_on", "DOWNGRADE DATE": "downgrade_on",
    "RETAIN UNTIL": "retention_date", "LAST ISO REVIEW DATE": "last_iso_review",
    "NEXT ISO REVIEW DATE": "next_iso_review", "DISPOSITION DATE": "disposition_date",
    "EXPIRATION DATE": "expiration_date", "CUTOFF DATE": "cutoff_date",
}  # fmt: skip
_ENDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "EQ": operator.eq, "EQLT": operator.le, "EQGT": operator.ge, "GT": operator.gt, "LT": operator.lt,
    "GT-EQ": operator.ge, "LT-EQ": operator.le,
}  # fmt: skip
_NUMBERS: Final = re.compile(r"\s*[0-9]+\s*(,\s*[0-9]+\s*)*")
_HTML_TEMPLATE: Final = 999
_WORDS: Final = (
    "SELECT document_id, keyword FROM keywords",
    "SELECT document_id, content FROM texts WHERE kind = 'Text'",
)
_SEEN: Final = "SELECT item, max(version) FROM events WHERE kind = 'view' AND user_id = ? GROUP BY item"
_SUBSCRIBED: Final = "SELECT owner FROM subscriptions WHERE who = 'user' AND member_id = ?"
_LISTED: Final = "SELECT item FROM personal_items WHERE list = '{}' AND user_id = ?"
_RECENT: Final = (
    "SELECT item FROM events WHERE user_id = ? AND kind IN ('view', 'version') GROUP BY item"
    " ORDER BY max(event_id) DESC LIMIT 20"
)


@attrs.frozen
class Said:
    """One criterion as it was given."""

    name: str
    operator: str
    value: str
    more: Mapping[str, str]


def _document(test: Callable[[StoredDocument], bool]) -> Test:
    """Return a test that no folder passes."""
    return lambda thing: isinstance(thing, StoredDocument) and test(thing)


def _scope(call: Call, one: Said) -> Test | None:
    value = one.value.upper()
    if value and value not in _SCOPES:
        raise Refusal(BAD_VALUE, one.name, one.value)
    return (lambda thing: False) if value == "ARCHIVE" else None


def _keywords(call: Call, one: Said) -> Test | None:
    words = one.value.casefold().split()
    known: dict[int, str] = {}
    for sql in _WORDS:
        for document_id, found in call.world.users.rows(sql):
            known[document_id] = f"{known.get(document_id, '')} {found}"

    def test(thing: Thing) -> bool:
        text = f"{thing.name} {thing.description}"
        if isinstance(thing, StoredDocument):
            text += f" {known.get(thing.document_id, '')}"
        return all(word in text.casefold() for word in words)

    return test if words else None


def _name(call: Call, one: Said) -> Test | None:
    if not one.value:
        return None
    pattern = ".*".join(map(re.escape, one.value.split("*")))
    if "*" not in one.value and call.world.generation.current:
        pattern = f".*{pattern}.*"  # undocumented, but one server treats it as a part of the name
    found = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda thing: found.fullmatch(thing.name) is not None


def _document_ids(call: Call, one: Said) -> Test | None:
    numbers = _ids(one)
    return None if numbers is None else _document(lambda document: document.document_id in numbers)


def _folder_ids(call: Call, one: Said) -> Test | None:
    numbers = _ids(one)
    return None if numbers is None else lambda thing: isinstance(thing, StoredFolder) and thing.folder_id in numbers


def _ids(one: Said) -> frozenset[int] | None:
    if not one.value:
        return None
    if not _NUMBERS.fullmatch(one.value):
        raise Refusal(BAD_VALUE, one.name, one.value)
    return frozenset(map(int, one.value.split(",")))


def _folder_description(call: Call, one: Said) -> Test | None:
    text = one.value.casefold()
    return (lambda thing: isinstance(thing, StoredFolder) and text in thing.description.casefold()) if text else None


def _format(call: Call, one: Said) -> Test | None:
    text = one.value.casefold().lstrip(".")
    if not text:
        return None
    return _document(lambda each: text in (extension(each.name).casefold(), in_words(each.name).casefold()))


def _kind(call: Call, one: Said) -> Test | None:
    word = one.value.upper()
    if word == "DOCUMENTSONLY":
        return lambda thing: isinstance(thing, StoredDocument)
    if word == "FOLDERSONLY":
        return lambda thing: isinstance(thing, StoredFolder)
    return _type(call, one)


def _type(call: Call, one: Said) -> Test | None:
    text = one.value.casefold()
    return _document(lambda each: each.document_type.casefold() == text) if text else None


def _view(call: Call, one: Said) -> Test | None:
    word = one.value.upper()
    if not word:
        return None
    if word not in ("NOVIEW", "UPDATED", "SAW"):
        raise Refusal(BAD_VALUE, one.name, one.value)
    user = _user(call, one, one.more["USERNAME"]) if "USERNAME" in one.more else call.caller()
    seen = dict(call.world.users.rows(_SEEN, user.user_id))

    def test(document: StoredDocument) -> bool:
        version = seen.get(key_of(document))
        if version is None:
            return word == "NOVIEW"
        return word == ("SAW" if version >= (document.published_version or document.version) else "UPDATED")

    return _document(test)


def _user(call: Call, one: Said, name: str) -> StoredUser:
    user = call.world.users.by_name(name) if name else None
    if user is None:
        raise Refusal(NO_SEARCHED_USER, one.name)
    return user


def _checkout(call: Call, one: Said) -> Test | None:
    word = one.value.upper()
    if not word:
        return None
    if word == "CHECKEDOUTBYUSER":
        by = _user(call, one, one.more.get("USERNAME", "")).user_id
        return _document(lambda each: each.checked_out_by_id == by)
    if word == "CHECKEDOUTBYME":
        me = call.caller().user_id
        return _document(lambda each: each.checked_out_by_id == me)
    if word not in ("CHECKEDOUT", "NOTCHECKEDOUT"):
        raise Refusal(BAD_VALUE, one.name, one.value)
    return _document(lambda each: bool(each.checked_out_by_id) == (word == "CHECKEDOUT"))


def _owner(call: Call, one: Said) -> Test | None:
    if not one.value:
        return None
    user = call.world.users.by_name(one.value)
    owner = user.user_id if user else -1
    return _document(lambda each: each.owner_id == owner)


def _size(call: Call, one: Said) -> Test | None:
    if one.operator not in ("EQLT", "EQGT"):
        raise Refusal(BAD_OPERATOR, one.name, "EQLT, EQGT")
    if not one.value:
        return None
    if not one.value.strip().isdecimal():
        raise Refusal(BAD_VALUE, one.name, one.value)
    size, compare = int(one.value), _ENDS[one.operator]
    return _document(lambda each: compare(each.size, size))


def _importance(call: Call, one: Said) -> Test | None:
    if one.operator not in ("EQ", "GT-EQ", "GT", "LT", "LT-EQ"):
        raise Refusal(BAD_OPERATOR, one.name, "EQ, GT-EQ, GT, LT, LT-EQ")
    if not one.value:
        return None
    if one.value.upper() not in _IMPORTANCES:
        raise Refusal(BAD_VALUE, one.name, one.value)
    level, compare = _IMPORTANCES[one.value.upper()], _ENDS[one.operator]
    return _document(lambda each: compare(each.importance, level))


def _classification(call: Call, one: Said) -> Test | None:
    if not one.value:
        return None
    if one.value.upper() not in _LEVELS:
        raise Refusal(BAD_VALUE, one.name, one.value)
    level = _LEVELS.index(one.value.upper())
    return lambda thing: thing.classification_level == level


def _date(call: Call, one: Said) -> Test | None:
    subtype = one.more.get("SUBTYPE", "").upper()
    columns = ("created", "modified") if subtype == "CREATED OR MODIFIED" else (_DATES.get(subtype),)
    if columns == (None,):
        raise Refusal(BAD_VALUE, one.name, subtype)
    if one.operator not in ("EQ", "EQLT", "EQGT", "BETWEEN"):
        raise Refusal(BAD_OPERATOR, one.name, "EQ, EQLT, EQGT, BETWEEN")
    if not one.value and one.operator != "BETWEEN":
        return None
    try:
        days = [date.fromisoformat(text.strip()).isoformat() for text in one.value.split("|")]
    except ValueError:
        raise Refusal(BAD_VALUE, one.name, one.value) from None
    if len(days) != 1 + (one.operator == "BETWEEN"):
        raise Refusal(BAD_VALUE, one.name, one.value)

    def fits(day: str) -> bool:
        if not day:
            return False
        return days[0] <= day <= days[1] if one.operator == "BETWEEN" else _ENDS[one.operator](day, days[0])

    return lambda thing: any(fits(getattr(thing, column or "", "")[:10]) for column in columns)


def _equals(column: str) -> Callable[[Call, Said], Test | None]:
    """Return a comparison for a text of documents."""

    def make(call: Call, one: Said) -> Test | None:
        text = one.value.casefold()
        return _document(lambda each: getattr(each, column).casefold() == text) if text else None

    return make


def _schedule(call: Call, one: Said) -> Test | None:
    if not one.value:
        return None
    if not one.value.strip().isdecimal():
        raise Refusal(BAD_VALUE, one.name, one.value)
    number = int(one.value)
    return lambda thing: thing.rd_def_id == number


def _published(call: Call, one: Said) -> Test | None:
    if one.value not in ("", "0", "1", "2"):
        raise Refusal(BAD_VALUE, one.name, one.value)
    return (
        _document(lambda each: bool(each.published_version) == (one.value == "2"))
        if one.value in "12" and one.value
        else None
    )


def _enhanced(call: Call, one: Said) -> Test | None:
    # Nothing is generated here.
    return _document(lambda each: one.value.upper() == "NONE") if one.value else None


def _of_user(sql: str) -> Callable[[Call, Said], Test | None]:
    """Return a lookup for the things in a user's list."""

    def make(call: Call, one: Said) -> Test | None:
        user = _user(call, one, one.value)
        return _among(call, sql, user)

    return make


def _recent(call: Call, one: Said) -> Test | None:
    return _among(call, _RECENT, call.caller())


def _among(call: Call, sql: str, user: StoredUser) -> Test:
    keys = {key for (key,) in call.world.users.rows(sql, user.user_id)}
    return lambda thing: key_of(thing) in keys


def _template(call: Call, one: Said) -> Test | None:
    if not one.value:
        return None
    if one.value.casefold() == f"~d{_HTML_TEMPLATE}":
        return _document(lambda each: each.template_id == _HTML_TEMPLATE)
    template = find(call.world.users, one.value)
    number = template.document_id if template else -1
    return _document(lambda each: each.template_id == number)


KINDS: Final[Mapping[str, Callable[[Call, Said], Test | None]]] = {
    "SEARCHSCOPE": _scope,
    "KEYWORDS": _keywords,
    "DOCUMENTNAME": _name,
    "DOCUMENTID": _document_ids,
    "FOLDERBYID": _folder_ids,
    "FOLDERDESCRIPTION": _folder_description,
    "DOCUMENTFORMAT": _format,
    "SEARCHFOR": _kind,
    "OBJECTTYPENAME": _kind,
    "DOCTYPE": _type,
    "VIEWCRITERIA": _view,
    "CHECKOUTSTATUS": _checkout,
    "USERNAME": _owner,
    "SIZEIS": _size,
    "IMPORTANCE": _importance,
    "CLEVEL": _classification,
    "DATECRITERIA": _date,
    "DOCSRC": _equals("source"),
    "DOCLANG": _equals("language"),
    "DOCAUTHOR": _equals("author"),
    "RDDEFID": _schedule,
    "PUBLISHSTATUS": _published,
    "AIENHANCED": _enhanced,
    "SUBSCRIPTIONSOF": _of_user(_SUBSCRIBED),
    "FAVORITESOF": _of_user(_LISTED.format("favorites")),
    "DOWNLOADQUEOF": _of_user(_LISTED.format("queue")),
    "RECENTDOCUMENTS": _recent,
    "TEMPLATEPATH": _template,
}
