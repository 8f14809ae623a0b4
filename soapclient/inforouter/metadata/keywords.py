"""Keywords of documents: the user's own ones, separated from generated ones as far as possible.

Source: the pages of GetDocumentKeywords, UpdateDocumentKeywords and GetDocument.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from lxml import etree

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...contract.xsd import check_text
from ...errors import ArgumentError, SoapClientError, UnexpectedReply
from ...values import CLEAR
from ..document_base import DocumentReading
from ..steps import Result
from ..turns import in_turn

LONGEST: Final = 128
_READS: Final = "GetDocumentKeywords"
_WRITES: Final = "UpdateDocumentKeywords"
_SEPARATORS: Final = re.compile(r"[,;|\t\r\n]")


class KeywordFlows(DocumentReading):
    """The workflows for the keywords of documents."""

    @workflow
    def keywords(self, path_or_id: str | int, /) -> Flow[tuple[str, ...]]:
        """Read the keywords of a document: first the user's own ones, then those that the server generated.

        The service does not mark where the generated ones begin. Servers before 9.0 return only own ones.

        Args:
            path_or_id: the document's path, or its number.

        Raises:
            DocumentNotFound: the document does not exist.
        """
        return (yield from self._keywords(self._address(path_or_id, _READS)))

    @workflow
    def set_keywords(self, path_or_id: str | int, /, keywords: Iterable[str]) -> Flow[Result]:
        """Replace the user's own keywords; generated ones stay.

        They are read back: the list must begin with them, and must have no others if the document reports that nothing
        was generated. A server before 9.0 splits a keyword at blanks, which raises
        an error here after the change.

        Args:
            path_or_id: the document's path, or its number.
            keywords: all own keywords, of at most 128 characters each; an empty list clears them. Blanks are collapsed.

        Raises:
            ArgumentError: a keyword is blank, too long, duplicated, or contains a separator: , ; | tab or line break.
            DocumentNotFound, AccessDenied: the service refused.
            UnexpectedReply: other keywords are read back.
        """
        part = self._set(self._address(path_or_id, _WRITES), _checked(keywords))
        return (yield from in_turn(self._caller, "keywords", path_or_id, part))

    @workflow
    def add_keywords(
        self, path_or_id: str | int, /, keywords: Iterable[str], *, own: Iterable[str] | None = None
    ) -> Flow[Result]:
        """Add own keywords, and keep the existing own ones; generated ones stay generated.

        Own keywords are known if there are no keywords at all, or if the document reports that nothing
        was generated; otherwise `own` must name them. A change that somebody else makes in between may be lost.

        Args:
            path_or_id: the document's path, or its number.
            keywords: the keywords to add; existing own ones stay as they are.
            own: the existing own keywords, with which the list begins.

        Raises:
            ArgumentError: as for `set_keywords`; or the own keywords are unknown, or differ from `own`.
            UnexpectedReply: as for `set_keywords`.
        """
        added = _checked(keywords)
        part = self._changed(self._address(path_or_id, _WRITES), added, frozenset(), _named(own))
        return (yield from in_turn(self._caller, "keywords", path_or_id, part))

    @workflow
    def remove_keywords(
        self, path_or_id: str | int, /, keywords: Iterable[str], *, own: Iterable[str] | None = None
    ) -> Flow[Result]:
        """Remove own keywords, and keep the others; a missing one is not an error.

        Args:
            path_or_id: the document's path, or its number.
            keywords: the keywords to remove, ignoring letter case.
            own: as for `add_keywords`.

        Raises:
            ArgumentError: as for `add_keywords`.
            UnexpectedReply: as for `set_keywords`.
        """
        gone = {each.casefold() for each in _checked(keywords)}
        part = self._changed(self._address(path_or_id, _WRITES), (), gone, _named(own))
        return (yield from in_turn(self._caller, "keywords", path_or_id, part))

    def _changed(
        self, path: str, added: Iterable[str], gone: Collection[str], own: Iterable[str] | None
    ) -> Flow[Result]:
        there = yield from self._own(path, own)
        folded = {each.casefold() for each in there}
        left = [each for each in there if each.casefold() not in gone]
        wanted = [*left, *(each for each in added if each.casefold() not in folded)]
        return (yield from self._set(path, wanted)) if wanted != there else Result(operations=())

    def _keywords(self, path: str) -> Flow[tuple[str, ...]]:
        reply = yield from self._call(_READS, Path=path)
        found = [] if reply.element is None else [*reply.element.iterchildren("{*}Keywords")]
        if len(found) != 1:
            raise UnexpectedReply(f"{_READS}: the reply does not list the keywords of {path}", operation=_READS)
        return tuple(_split(found[0]))

    def _own(self, path: str, own: Iterable[str] | None) -> Flow[list[str]]:
        """Return the existing own keywords.

        Raises:
            ArgumentError: they are unknown.
        """
        there = yield from self._keywords(path)
        if own is not None:
            named = [*own]
            if _folded(there[: len(named)]) != _folded(named):
                why = f"own: the keywords of {path} do not begin with these; they are {', '.join(there) or 'none'}"
                raise ArgumentError(_WRITES, (why,))
            rest = there[len(named) :]
            if rest and (yield from self._get(path)).ai_enhanced == 0:
                why = f"own: {', '.join(rest)} of {path} are own keywords too, since the server generated none"
                raise ArgumentError(_WRITES, (why,))
            return [*there[: len(named)]]
        if not there or (yield from self._get(path)).ai_enhanced == 0:
            return [*there]
        raise ArgumentError(
            _WRITES,
            (
                f"cannot tell which of the keywords {', '.join(there)} are the user's own and which were generated;"
                " pass the own ones as own=, or replace them all with set_keywords",
            ),
        )

    def _set(self, path: str, keywords: Sequence[str]) -> Flow[Result]:
        yield from self._call(_WRITES, Path=path, Keywords=", ".join(keywords) if keywords else CLEAR)
        try:
            now = yield from self._keywords(path)
            wrong = _folded(now[: len(keywords)]) != _folded(keywords)
            if len(now) > len(keywords) and not wrong:  # then the others must be generated ones
                wrong = (yield from self._get(path)).ai_enhanced == 0
            if wrong:
                told = f"read back, the keywords of {path} are {', '.join(now) or 'none'}"
                wanted = f"not {', '.join(keywords) or 'none'}"
                raise UnexpectedReply(f"{_WRITES}: {told}, {wanted}", operation=_WRITES, maybe_applied=True)
        except SoapClientError as exc:
            exc.done = (_WRITES,)
            raise
        return Result(operations=(_WRITES, _READS))


def _named(own: Iterable[str] | None) -> list[str] | None:
    return None if own is None else _checked(own)


def _checked(keywords: Any) -> list[str]:
    """Return keywords with blanks collapsed.

    Raises:
        ArgumentError: some are not possible: all problems at once.
    """
    if isinstance(keywords, (str, bytes)) or not isinstance(keywords, Iterable):
        raise ArgumentError(_WRITES, (f"keywords: expected a list of them, not {type(keywords).__name__}",))
    found: dict[str, str] = {}
    problems: list[str] = []
    for each in keywords:
        if not isinstance(each, str):
            problems.append(f"{each!r}: expected a str, not {type(each).__name__}")
            continue
        word = " ".join(filter(None, each.split(" ")))
        problems += [f"{each!r}: {problem}" for problem in _problems(word)]
        if word.casefold() in found:
            problems.append(f"{each!r} appears twice")
        found[word.casefold()] = word
    if problems:
        raise ArgumentError(_WRITES, tuple(problems))
    return [*found.values()]


def _problems(word: str) -> Iterator[str]:
    separator = _SEPARATORS.search(word)
    if not word:
        yield "a keyword cannot be blank"
    elif separator:
        yield f"{separator[0]!r} separates keywords, so it cannot be in one"
    elif len(word) > LONGEST:
        yield f"it has {len(word)} characters; the service cuts a keyword at {LONGEST}"
    else:
        try:
            check_text(word)
        except ValueError as exc:
            yield str(exc)


def _split(element: etree._Element) -> Iterator[str]:
    return (each.strip() for each in (element.text or "").split(",") if each.strip())


def _folded(keywords: Sequence[str]) -> list[str]:
    """Return keywords in a comparable form, since the service changes their order and letter case."""
    return sorted(" ".join(each.split()).casefold() for each in keywords)
