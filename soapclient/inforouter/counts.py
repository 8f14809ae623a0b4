"""Compare the number of items that a reply counts with the number that it lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import UnexpectedReply
from .models.entity import number


def told(operation: str, attributes: Mapping[str, str], names: Iterable[str | None]) -> int | None:
    """Read a count from the attributes of a reply's root.

    Args:
        operation: the name of the operation.
        attributes: the attributes.
        names: the possible names of the count, in any letter case; None and empty names are skipped.

    Returns:
        The count, or None if the reply has none or an empty one.

    Raises:
        UnexpectedReply: it is not a number, it is negative, or two names say different counts.
    """
    texts = {name.casefold(): text for name, text in attributes.items()}
    found: dict[str, int] = {}
    for name in filter(None, names):
        text = texts.get(name.casefold(), "").strip()
        if not text:
            continue
        count = number(text)
        if count is None or count < 0:
            raise UnexpectedReply(f"{operation}: the attribute {name} is not a count", operation=operation)
        found[name] = count
    if len(set(found.values())) > 1:
        said = ", ".join(f"{name}={count}" for name, count in found.items())
        raise UnexpectedReply(f"{operation}: the counts of the reply disagree: {said}", operation=operation)
    return next(iter(found.values()), None)


def check(operation: str, attributes: Mapping[str, str], count: Mapping[str, str], listed: int) -> None:
    """Refuse a reply that lists another number of items than it counts, or more than the total.

    Args:
        operation: the name of the operation.
        attributes: the attributes of the reply's root.
        count: the operation's `Operation.count`.
        listed: how many items the reply lists.

    Raises:
        UnexpectedReply: the counts disagree, or the attribute is not a count.
    """
    counted = told(operation, attributes, (count.get("attribute"), count.get("also")))
    if counted is None or counted == listed or (count.get("of") == "all" and counted > listed):
        return
    raise UnexpectedReply(
        f"{operation}: the reply counts {many(counted, 'item')} and lists {listed}", operation=operation
    )


def many(count: int, noun: str) -> str:
    """Write a number of things in words."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def told_and_came(told: int, came: int) -> str:
    """Describe how many rows a reply announced and how many came."""
    return f"{many(told, 'row')} {'was' if told == 1 else 'were'} announced, but {came} came"
