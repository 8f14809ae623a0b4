"""The rules of a mock: which calls they match, and what those calls get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

if TYPE_CHECKING:
    from ..simulator.failures import Exchange
    from ..simulator.writing import Response
    from .replies import MockReplies

from ..simulator.failures import failure
from ..values import NIL

# The arguments of a fault of the service: see `MockRule.fault`.
_NOT_HERE = ("fault", "error", "expire", "change", "full disk", "tryagain")


@attrs.frozen
class MockCall:
    """A call that the schema allows.

    Attributes:
        operation: the name of the operation.
        arguments: the decoded body: nested mappings by the names of the schema.
        headers: the SOAP headers by name: decoded where the WSDL declares them, otherwise lxml elements.
        envelope: the request as it arrived.
        soap_version: "1.1" or "1.2".
        action: its SOAP action.
    """

    operation: str
    arguments: Mapping[str, Any] = attrs.field(repr=False)
    headers: Mapping[str, Any] = attrs.field(repr=False)
    envelope: bytes = attrs.field(repr=False)
    soap_version: str = "1.1"
    action: str = ""


@attrs.frozen
class MockFault:
    """A fault that a rule answers.

    Attributes:
        text: the reason.
        code: the code.
        detail: the elements of the detail.
    """

    text: str
    code: str
    detail: tuple[etree._Element, ...]


class MockRule:
    """A rule for some calls; `Mock.on` makes it, and its methods return it, so that they can be chained.

    A rule without an answer, fault or failure changes nothing.

    Args:
        operation: the operation's name; None for any operation.
        match: the arguments that a call must have.
        replies: writes its replies.
    """

    def __init__(self, operation: str | None, match: Mapping[str, Any], replies: MockReplies) -> None:
        self._operation = operation
        self._names = None if operation is None else frozenset(each.name for each in replies.directory.named(operation))
        self._bindings = (
            None if operation is None else frozenset(each.binding for each in replies.directory.named(operation))
        )
        self._match = match
        self._replies = replies
        self._left: int | None = None
        self.value: Any = None
        self.headers: Mapping[str, Any] = {}
        self.answers = False
        self.fault_said: MockFault | None = None
        self.failure: Callable[[Exchange], Response] | None = None

    def answer(self, value: Any = None, /, *, headers: Mapping[str, Any] | None = None, **values: Any) -> MockRule:
        """Answer with a value; samples fill in what the schema requires and the value leaves out.

        Args:
            value: what the client shall read: the result itself if the answer has one, otherwise a mapping; or a
                function that takes the `MockCall` and returns the value. By default, a sample.
            headers: SOAP headers by name.
            values: members of the answer, by exact or Python name.

        Returns:
            The rule.

        Raises:
            ArgumentError: the value does not fit the schema.
        """
        self._about_one("answer")
        given = {**value, **values} if values and isinstance(value, Mapping) else values or value
        if not callable(given):
            self._replies.check(self._operation or "", given, headers or {})
        self.value, self.headers, self.answers, self.fault_said = given, headers or {}, True, None
        return self

    def fault(self, text: str, code: str = "Server", *, detail: Any = None) -> MockRule:
        """Answer with a SOAP fault.

        Args:
            text: the reason.
            code: "Client" or "Server" (Sender and Receiver in SOAP 1.2), or a code of the service.
            detail: a mapping from the name of a declared fault to its value, or one or more lxml elements.

        Returns:
            The rule.

        Raises:
            ArgumentError: the fault is not declared, or its value does not fit the schema.
        """
        if isinstance(detail, Mapping):
            self._about_one("fault with a detail")
            elements = self._replies.detail(self._operation or "", detail)
        else:
            elements = [] if detail is None else [detail] if etree.iselement(detail) else list(detail)
        self.fault_said, self.answers = MockFault(text, code, tuple(elements)), False
        return self

    def fail(self, kind: str, **options: Any) -> MockRule:
        """Make the connection or the reply fail.

        Args:
            kind: "reset", "drop", "delay" (seconds), "truncate", "drip" and "drip-headers" (seconds between bytes),
                "html" (status), "status" and "reply" (status, headers, body).
            options: the options of the kind.

        Returns:
            The rule.

        Raises:
            ValueError: unknown kind or option, or an impossible value.
        """
        self.failure = failure(kind, options, without=_NOT_HERE)
        return self

    def times(self, count: int) -> MockRule:
        """Limit the rule to this many calls.

        Raises:
            ValueError: the number is below 1.
        """
        if count < 1:
            raise ValueError(f"times must be 1 or more, not {count}")
        self._left = count
        return self

    def once(self) -> MockRule:
        """Limit the rule to one call."""
        return self.times(1)

    def takes(self, binding: str, call: MockCall) -> bool:
        """Tell whether this rule decides a call, and count it."""
        said = self.answers or self.fault_said is not None or self.failure is not None
        if not said or self._left == 0:
            return False
        if self._names is not None and (call.operation not in self._names or binding not in (self._bindings or ())):
            return False
        if not matches(self._match, call.arguments):
            return False
        if self._left is not None:
            self._left -= 1
        return True

    def _about_one(self, what: str) -> None:
        if self._operation is None:
            raise ValueError(f"name the operation: on() without one cannot have an {what}")

    def __repr__(self) -> str:
        left = "" if self._left is None else f", {self._left} left"
        return f"<MockRule {self._operation or 'for all'}{left}>"


def matches(wanted: Any, found: Any) -> bool:
    """Tell whether a value matches: of a mapping the given keys, of a list each item.

    Args:
        wanted: a value, or a function that decides.
        found: the value.
    """
    if wanted is NIL:
        return found is None
    if callable(wanted):
        return bool(wanted(found))
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and matches(each, found[name]) for name, each in wanted.items()
        )
    if isinstance(wanted, (list, tuple)):
        return (
            isinstance(found, list)
            and len(found) == len(wanted)
            and all(matches(one, other) for one, other in zip(wanted, found, strict=True))
        )
    if etree.iselement(wanted) and etree.iselement(found):
        return bool(etree.tostring(wanted, method="c14n") == etree.tostring(found, method="c14n"))
    return bool(wanted == found)
