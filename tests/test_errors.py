"""The tree of errors: what each is, says, and survives."""

from __future__ import annotations

import copy
import inspect
import pickle
import re

import pytest
from lxml import etree

from soapclient import errors
from soapclient.errors import (
    ArgumentError,
    ContractError,
    HttpError,
    NullNotAllowed,
    ServiceError,
    SoapClientError,
    TransportError,
    UnknownOperation,
    WsdlError,
)

CLASSES = {name: each for name, each in vars(errors).items() if inspect.isclass(each) and issubclass(each, Exception)}


def sample(kind: type[SoapClientError]) -> SoapClientError:
    if issubclass(kind, ArgumentError):
        return kind("GetUser", ("one", "two"))
    if issubclass(kind, UnknownOperation):
        return kind("GetUsr", ("GetUser",))
    if issubclass(kind, TransportError):
        return kind("no", operation="GetUser", maybe_applied=True, status=503)
    if issubclass(kind, ServiceError):
        return kind("no", operation="GetUser", code=901, text="t", detail="d")
    return kind("no", operation="GetUser")


class TestTree:
    """Who descends from whom."""

    def test_drawing_is_the_tree(self):
        """The tree drawn in the module's docstring names each class under its parent, and leaves none out."""
        drawn: list[tuple[int, str]] = []
        found: dict[str, str | None] = {}
        for line in errors.__doc__.split("::\n", 1)[1].splitlines():
            match = re.match(r"( {4,})([A-Z]\w+)((?:, [A-Z]\w+)*)", line)
            if not match:
                continue
            indent, name = len(match[1]), match[2]
            drawn = [(depth, each) for depth, each in drawn if depth < indent]
            found[name] = drawn[-1][1] if drawn else None
            drawn.append((indent, name))
            for kin in re.findall(r"\b[A-Z]\w+NotFound\b", line[match.end(2) :]):
                found[kin] = name
        assert found.pop("SoapClientError") is None
        for name, parent in found.items():
            assert CLASSES[name].__mro__[1].__name__ == parent, name
        undrawn = set(CLASSES) - set(found) - {"SoapClientError"}
        assert {CLASSES[name].__mro__[1].__name__ for name in undrawn} <= {"NotFound"}

    @pytest.mark.parametrize(
        ("kind", "also"),
        [
            (UnknownOperation, AttributeError),
            (UnknownOperation, LookupError),
            (ArgumentError, ValueError),
            (NullNotAllowed, ArgumentError),
            (WsdlError, ContractError),
            (HttpError, TransportError),
        ],
    )
    def test_natural_parents(self, kind, also):
        """An error is also what Python calls such a thing."""
        assert issubclass(kind, also)

    @pytest.mark.parametrize("kind", CLASSES.values())
    def test_every_error_is_one_of_ours_and_says_what_it_is(self, kind):
        """Every class descends from the base and has a docstring of its own."""
        assert issubclass(kind, SoapClientError)
        assert kind.__doc__ != kind.__mro__[1].__doc__


class TestErrors:
    """What an error says."""

    @pytest.mark.parametrize("kind", CLASSES.values())
    @pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
    def test_copies_are_equal(self, kind, again):
        """A copied, deeply copied or pickled error has the class, message and state of the first."""
        error = sample(kind)
        error.done = ("UpdateUserContactInfo",)
        twin = again(error)
        assert type(twin) is kind
        assert (str(twin), twin.args, twin.__dict__) == (str(error), error.args, error.__dict__)
        with pytest.raises(kind):
            raise twin

    def test_state_of_unpicklable_kind_is_left_behind(self):
        """The XML that a refusal came in does not stand in the way of pickling it."""
        error = ServiceError("no", operation="GetUser", result=etree.fromstring("<root/>"))
        assert error.result.tag == "root"
        assert pickle.loads(pickle.dumps(error)).result is None
        assert ServiceError("no").result is None

    def test_message_is_the_text(self):
        """`str()` of an error is its message, and tells what had been applied before it."""
        error = SoapClientError("no")
        assert (str(error), error.message, error.operation, error.done) == ("no", "no", None, ())
        error.done = ("A", "B")
        assert str(error) == "no (already applied: A, B)"

    def test_all_problems_are_in_the_message(self):
        """An argument error names the operation and every problem."""
        assert str(ArgumentError("GetUser", ("one", "two"))) == "GetUser: one; two"
        assert str(ArgumentError(None, ("one",))) == "one"
        assert ArgumentError("GetUser", ("one", "two")).problems == ("one", "two")

    def test_unknown_operation_names_the_nearest(self):
        """An unknown operation is named with those that look like it, or in other words if they are given."""
        assert str(UnknownOperation("GetUsr", ("GetUser", "GetUsers"))) == (
            "This contract has no operation 'GetUsr'; did you mean GetUser or GetUsers?"
        )
        assert str(UnknownOperation("x")) == "This contract has no operation 'x'"
        assert str(UnknownOperation("x", message="not here")) == "not here"
        assert UnknownOperation("x").operation == "x"

    def test_defaults_are_certain(self):
        """Nothing is in doubt and no code is known unless it is said."""
        assert TransportError("no").maybe_applied is False
        assert (ServiceError("no").code, ServiceError("no").text, ServiceError("no").detail) == (None, "", "")
        assert HttpError("no", status=404).status == 404
