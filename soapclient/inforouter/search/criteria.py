"""Criteria of a search as Python expressions: `criteria.name.contains("budget") & (criteria.size >= 1000)`.

Source: the criteria, date subtypes, languages and property-set criteria of the page of Search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from ..hints import meant
from .conditions import Comparable, Condition, Criteria, count, day, identity, in_order, refused, said
from .set_criteria import SetCriteria

_LANGUAGES: Final = (
    *("en", "de", "es", "fr", "da", "el", "et", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "no", "pl", "pt"),
    *("ro", "ru", "sv", "tk", "tr", "uk", "ur", "uz", "vi", "zh"),
)
_AI: Final = (
    *("SUMMARY", "DESCRIPTION", "KEYWORDS", "OCRTEXT", "DOCUMENTTYPE", "ABSTRACT", "EXTRACTEDDATA", "MARKDOWN"),
    "REDACTEDTEXT",
)
_AI_ALONE: Final = ("ANY", "ALL", "NONE")
_DAYS: Final = {"==": "EQ", ">=": "EQGT", "<=": "EQLT", "between": "BETWEEN"}
_SIZES: Final = {">=": "EQGT", "<=": "EQLT"}
_LEVELS: Final = {"==": "EQ", ">=": "GT-EQ", ">": "GT", "<": "LT", "<=": "LT-EQ"}
_SAME: Final = {"==": ""}
_MATCHES: Final = {"matches": ""}
_WILD: Final = "*?"

_Reader = Callable[[str, Any], str]


def _word(*words: str) -> _Reader:
    """Return a reader of one of these words, ignoring letter case."""

    def read(label: str, value: object) -> str:
        text = said(label, value)
        known = next((word for word in words if word.casefold() == text.strip().casefold()), None)
        if known is None:
            raise refused(f"{label} cannot be {text!r}: {meant(text, words)}")
        return known

    return read


class SearchField(Comparable):
    """A property that a search can compare.

    Args:
        label: its name in the program.
        name: its name on the server.
        read: checks a value to compare with.
        operators: the server's operators by those of the program.
        more: further attributes of its criterion.
    """

    __slots__ = ("_more", "_name", "_operators", "_read")

    def __init__(
        self,
        label: str,
        name: str,
        read: _Reader,
        operators: Mapping[str, str],
        more: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(label)
        self._name, self._read, self._operators, self._more = name, read, operators, more

    def matches(self, text: str) -> Criteria:
        """Match a text the server's own way, which is not documented."""
        return self._compare("matches", text)

    def _compare(self, operator: str, *values: Any) -> Criteria:
        if operator not in self._operators:
            known = ", ".join(self._operators)
            raise refused(f'{self.label} cannot be compared with "{operator}"; the server supports {known}')
        if len(values) > 1:
            in_order(self.label, values)
        value = "|".join(self._read(self.label, each) for each in values)
        return Criteria((Condition(self.label, self._name, self._operators[operator], value, self._more),))


class NameField(Comparable):
    """The name of a document or a folder."""

    __slots__ = ()

    def contains(self, text: str) -> Criteria:
        """Match names that contain a text."""
        return self._like(f"*{self._plain(text)}*")

    def starts_with(self, text: str) -> Criteria:
        """Match names that start with a text."""
        return self._like(f"{self._plain(text)}*")

    def ends_with(self, text: str) -> Criteria:
        """Match names that end with a text."""
        return self._like(f"*{self._plain(text)}")

    def like(self, pattern: str) -> Criteria:
        """Match names by a pattern, in which `*` stands for any characters."""
        return self._like(said(self.label, pattern))

    def _compare(self, operator: str, *values: Any) -> Criteria:
        if operator != "==":
            raise refused(
                f'{self.label} cannot be compared with "{operator}"; '
                "the server supports ==, contains, starts_with, ends_with and like"
            )
        # Whether a name without a wildcard is the whole name or a part of it is not documented: the hits are compared.
        whole = self._plain(values[0])
        return Criteria((Condition(self.label, "DOCUMENTNAME", value=whole, whole_name=whole),))

    def _plain(self, text: object) -> str:
        plain = said(self.label, text)
        if any(each in plain for each in _WILD):
            raise refused(f"{self.label} cannot contain * or ?; use like() for a pattern")
        return plain

    def _like(self, pattern: str) -> Criteria:
        return Criteria((Condition(self.label, "DOCUMENTNAME", value=pattern),))


class NumberField(SearchField):
    """The number of a document or a folder."""

    __slots__ = ()

    def is_in(self, numbers: Iterable[int]) -> Criteria:
        """Match one of these numbers."""
        texts = [identity(self.label, each) for each in numbers]
        if not texts:
            raise refused(f"{self.label}.is_in() needs at least one number")
        return Criteria((Condition(self.label, self._name, value=",".join(texts)),))


def _date(label: str, subtype: str) -> SearchField:
    return SearchField(label, "DATECRITERIA", day, _DAYS, (("SUBTYPE", subtype),))


def _flat(label: str, name: str, value: str | None, *more: tuple[str, str]) -> Criteria:
    return Criteria((Condition(label, name, value=value, more=more),))


class Searchable:
    """Everything that a search can compare.

    Dates are compared by whole days. A comparison that the server does not document is called
    `matches`. Criteria about a person, such as `favorites_of(user)`, take a user name.
    """

    name = NameField("name")
    document_id = NumberField("document_id", "DOCUMENTID", identity, _SAME)
    folder_id = NumberField("folder_id", "FOLDERBYID", identity, _SAME)
    full_text = SearchField("full_text", "KEYWORDS", said, _MATCHES)
    folder_description = SearchField("folder_description", "FOLDERDESCRIPTION", said, _MATCHES)
    format = SearchField("format", "DOCUMENTFORMAT", said, _MATCHES)
    source = SearchField("source", "DOCSRC", said, _MATCHES)
    author = SearchField("author", "DOCAUTHOR", said, _MATCHES)
    owner = SearchField("owner", "USERNAME", said, _SAME)
    document_type = SearchField("document_type", "DOCTYPE", said, _SAME)
    language = SearchField("language", "DOCLANG", _word(*_LANGUAGES), _SAME)
    retention_schedule_id = SearchField("retention_schedule_id", "RDDEFID", identity, _SAME)
    size = SearchField("size", "SIZEIS", count, _SIZES)
    importance = SearchField("importance", "IMPORTANCE", _word("LOW", "NORMAL", "HIGH", "VITAL"), _LEVELS)
    classification = SearchField(
        "classification",
        "CLEVEL",
        _word("NOMARKINGS", "DECLASSIFIED", "CONFIDENTIAL", "SECRET", "TOPSECRET"),
        _SAME,
    )
    registered = _date("registered", "REGISTERDATE")
    created = _date("created", "CREATED")
    modified = _date("modified", "MODIFIED")
    created_or_modified = _date("created_or_modified", "CREATED OR MODIFIED")
    completed = _date("completed", "COMPLETED ON")
    declassify_on = _date("declassify_on", "DECLASSIFY ON")
    downgrade_on = _date("downgrade_on", "DOWNGRADE ON")
    downgraded = _date("downgraded", "DOWNGRADE DATE")
    retained_until = _date("retained_until", "RETAIN UNTIL")
    last_iso_review = _date("last_iso_review", "LAST ISO REVIEW DATE")
    next_iso_review = _date("next_iso_review", "NEXT ISO REVIEW DATE")
    disposed = _date("disposed", "DISPOSITION DATE")
    expires = _date("expires", "EXPIRATION DATE")
    cut_off = _date("cut_off", "CUTOFF DATE")

    documents_only = _flat("documents_only", "SEARCHFOR", "DOCUMENTSONLY")
    folders_only = _flat("folders_only", "SEARCHFOR", "FOLDERSONLY")
    checked_out = _flat("checked_out", "CHECKOUTSTATUS", "CHECKEDOUT")
    not_checked_out = _flat("not_checked_out", "CHECKOUTSTATUS", "NOTCHECKEDOUT")
    checked_out_by_me = _flat("checked_out_by_me", "CHECKOUTSTATUS", "CHECKEDOUTBYME")
    published = _flat("published", "PUBLISHSTATUS", "2")
    unpublished = _flat("unpublished", "PUBLISHSTATUS", "1")
    recent_documents = _flat("recent_documents", "RECENTDOCUMENTS", None)

    def set(self, name: str) -> SetCriteria:
        """Return the fields of a property set for comparisons: `criteria.set("INVOICE").AMOUNT >= 10`.

        Args:
            name: the name of the property set.
        """
        return SetCriteria(said("set", name))

    def checked_out_by(self, user: str) -> Criteria:
        """Match documents that a user has checked out."""
        return _flat("checked_out_by", "CHECKOUTSTATUS", "CHECKEDOUTBYUSER", ("USERNAME", said("checked_out_by", user)))

    def viewed(self, how: str, *, by: str | None = None) -> Criteria:
        """Match documents that the caller, or another user, has viewed or not.

        Args:
            how: "NOVIEW" for never, "UPDATED" for an older version, "SAW" for the current one.
            by: another user; the server may require a right.
        """
        more = () if by is None else (("USERNAME", said("viewed", by)),)
        return _flat("viewed", "VIEWCRITERIA", _word("NOVIEW", "UPDATED", "SAW")("viewed", how), *more)

    def subscriptions_of(self, user: str) -> Criteria:
        """Match what a user has subscribed to."""
        return _flat("subscriptions_of", "SUBSCRIPTIONSOF", said("subscriptions_of", user))

    def favorites_of(self, user: str) -> Criteria:
        """Match the favourites of a user."""
        return _flat("favorites_of", "FAVORITESOF", said("favorites_of", user))

    def download_queue_of(self, user: str) -> Criteria:
        """Match the download queue of a user."""
        return _flat("download_queue_of", "DOWNLOADQUEOF", said("download_queue_of", user))

    def template(self, path: str) -> Criteria:
        """Match documents that were created from a template, given by its path or `~D` with its number."""
        return _flat("template", "TEMPLATEPATH", said("template", path))

    def ai_enhanced(self, *names: str) -> Criteria:
        """Match documents by their generated facts; only servers of today support this.

        Args:
            names: "ANY", "ALL" or "NONE", or the names of facts that were all generated, such as "SUMMARY".
        """
        if len(names) == 1 and names[0].strip().upper() in _AI_ALONE:
            return _flat("ai_enhanced", "AIENHANCED", names[0].strip().upper())
        read = _word(*(_AI if len(names) > 1 else (*_AI_ALONE, *_AI)))
        if not names:
            raise refused("ai_enhanced() needs at least one name")
        return _flat("ai_enhanced", "AIENHANCED", ",".join(read("ai_enhanced", each) for each in names))


criteria: Final = Searchable()
