"""Rate the change of one parameter by its effect on a call that was right before, and explain it.

"loses data": the call succeeds and does something else, silently. "breaks": it fails. "harmless": neither.

Source: the measured wire facts (docs/wire.md): an element whose name the operation does not have is ignored, a value
type that is left out is zero, `xsi:nil` on a plain string is an empty string, of an element twice the first is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from .parameter import Parameter
from .xsd import RANGES, TEXT_TYPES, VALUE_TYPES, a

Rating = Literal["loses data", "breaks", "harmless"]
# Texts by how much of their blanks and line ends a reader keeps; of any other type a text has none that count.
_BLANKS: Final = {"string": 2, "normalizedString": 1, "token": 0, "anyURI": 0}
_ANY: Final = frozenset({"anyType", "anySimpleType"})
_READ_AS_TEXT: Final = TEXT_TYPES - _ANY - {"hexBinary", "QName", "IDREFS", "ENTITIES", "NMTOKENS"}
RATINGS: Final[tuple[Rating, ...]] = ("loses data", "breaks", "harmless")
_VERBS: Final[Mapping[Rating, tuple[str, str]]] = {
    "loses data": ("loses data", "lose data"),
    "breaks": ("breaks", "break"),
    "harmless": ("is harmless", "are harmless"),
}


def counted(ratings: Sequence[str]) -> str:
    """Say how many differences have each rating, the worst first."""
    numbers = {rating: sum(each == rating for each in ratings) for rating in RATINGS}
    return ", ".join(f"{count} {_VERBS[rating][count != 1]}" for rating, count in numbers.items())


def added(parameter: Parameter, *, writes: bool) -> tuple[Rating, str]:
    """Rate a parameter that the old call does not know.

    Args:
        parameter: the new parameter.
        writes: whether its operation may change something.
    """
    if parameter.null == "none" and parameter.type not in TEXT_TYPES:
        return "loses data", f"a call that does not send it sends zero, false or no date: it is {a(parameter.type)}"
    if writes and parameter.on_null in ("clears", "contradictory"):
        return "loses data", "leaving it out clears the field, or may"
    if writes and parameter.must_say:
        return "loses data", f"leaving it out {parameter.absent}"
    if parameter.required and parameter.on_null != "keeps":
        return "breaks", "the documentation requires it"
    return "harmless", "a call that does not send it sends null"


def shapes(before: Parameter, after: Parameter) -> Iterator[tuple[str, str, Rating, str]]:
    """List how the values of a parameter differ, what is inside aside: before, after, rating, why."""
    if before.attribute != after.attribute:
        kinds = [("attribute" if each.attribute else "element") for each in (before, after)]
        yield kinds[0], kinds[1], "loses data", "the server looks for it elsewhere: the value is dropped"
    if before.max_occurs != after.max_occurs:
        more = after.max_occurs is None or (before.max_occurs is not None and before.max_occurs < after.max_occurs)
        why = "the server reads more of them" if more else "the server drops what is more, or refuses it"
        yield _times(before), _times(after), "harmless" if more else "loses data", why
    if before.is_complex and after.is_complex:
        return
    if before.values and after.values:
        gone = [value for value in before.values if value not in after.values]
        if gone:
            yield before.type, after.type, "breaks", f"{', '.join(gone[:5])} is no longer allowed"
        elif len(after.values) > len(before.values):
            yield before.type, after.type, "harmless", "there are more values"
    elif before.type != after.type:
        yield before.type, after.type, *_retyped(before, after)
    elif after.values:
        yield before.type, "enumeration", "breaks", f"only some values are left: {', '.join(after.values[:5])}"
    elif before.values:
        yield "enumeration", after.type, "harmless", "any value of the type is one now"


def reads(before: Parameter, after: Parameter) -> Iterator[tuple[str, str, Rating, str]]:
    """List how the values of a part of an answer differ for who reads them; see `shapes`."""
    if before.attribute != after.attribute:
        kinds = [("attribute" if each.attribute else "element") for each in (before, after)]
        yield kinds[0], kinds[1], "breaks", "a program looks for it elsewhere"
    if before.max_occurs != after.max_occurs:
        if 1 in (before.max_occurs, after.max_occurs):
            several = before.max_occurs == 1
            why = "several may come where a program reads one" if several else "one comes where a program reads a list"
            yield _times(before), _times(after), "breaks", why
        else:
            yield _times(before), _times(after), "harmless", "it is a list still"
    if before.min_occurs != after.min_occurs:
        fewer = after.min_occurs < before.min_occurs
        why = "it is always there now"
        if fewer:
            why = "it may be missing now" if after.min_occurs == 0 else "fewer may come now"
        old, new = (f"at least {each.min_occurs}" for each in (before, after))
        yield old, new, "breaks" if fewer else "harmless", why
    if before.nillable != after.nillable:
        old, new = ("nillable" if each.nillable else "not nillable" for each in (before, after))
        yield old, new, *(("breaks", "it may be nil now") if after.nillable else ("harmless", "it is never nil now"))
    if before.is_complex and after.is_complex:
        return
    if before.values and after.values:
        more = [value for value in after.values if value not in before.values]
        if more:
            why = f"{', '.join(more[:5])} may come, which a program need not know"
            yield before.type, after.type, "breaks", why
        elif len(after.values) < len(before.values):
            yield before.type, after.type, "harmless", "fewer values come"
    elif before.type != after.type:
        yield before.type, after.type, *_read_as(before, after)
    elif after.values:
        yield before.type, "enumeration", "harmless", "only some values come now"
    elif before.values:
        yield "enumeration", after.type, "breaks", "any value of the type may come now"


def _read_as(before: Parameter, after: Parameter) -> tuple[Rating, str]:
    if before.type in RANGES and after.type in RANGES:
        if _within(after.type, before.type):
            return "harmless", "every value of the new type is one of the old"
        return "breaks", "a value may come that the old type does not have"
    if before.type in _READ_AS_TEXT and after.type in _READ_AS_TEXT and not before.values:
        return "harmless", "it is text still"
    return "breaks", "a program reads it as another type"


def _times(parameter: Parameter) -> str:
    return f"at most {parameter.max_occurs}" if parameter.max_occurs is not None else "any number"


def _retyped(before: Parameter, after: Parameter) -> tuple[Rating, str]:
    if before.type in RANGES and after.type in RANGES and _within(before.type, after.type):
        return "harmless", "every value of the old type is one of the new"
    is_text = before.values or (before.type in TEXT_TYPES | VALUE_TYPES and before.type not in _ANY)
    if is_text and after.type == "anyType":
        return "breaks", "a value has to say its type now: a server need not read a text in one that says none"
    if is_text and after.type == "anySimpleType":
        return "harmless", "the server reads any text"
    if is_text and after.type in _BLANKS:
        if _BLANKS.get(before.type, 0) <= _BLANKS[after.type] or before.values:
            return "harmless", "the server reads any text"
        return "loses data", "the server may take line ends and blanks out of a text"
    return "breaks", "a value of the old type need not be one of the new: the server refuses it"


def _within(before: str, after: str) -> bool:
    (low, high), (least, most) = RANGES[before], RANGES[after]
    low_fits = least is None or (low is not None and low >= least)
    return low_fits and (most is None or (high is not None and high <= most))


def null(before: Parameter, after: Parameter, *, by_name: bool) -> tuple[Rating, str]:
    """Rate another way to write null.

    Args:
        before: the parameter.
        after: what it is now.
        by_name: whether the server is known to read texts by name, and what is not there as null.
    """
    text = after.type in TEXT_TYPES
    if after.null == "none" and before.null == "omit" and (after.attribute or (text and not by_name)):
        return "breaks", "a call that leaves it out is refused"
    if before.null == "none":
        return "harmless", "null could not be said before"
    if before.null == "nil":
        if after.null == "none" and not text:
            return "breaks", "the server refuses xsi:nil for it"
        return ("loses data", "xsi:nil now clears it") if text else ("harmless", "the server reads xsi:nil as null")
    if after.null == "none" and not text:
        return "loses data", "left out, it is now zero, false or no date"
    return "harmless", "left out, it is still null"
