"""Write the replies of a mock: samples, or a given answer completed by samples, following the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from ..contract.codec.sampling import messages
from ..contract.codec.sampling.filling import Filling
from ..contract.codec.sampling.samples import Samples
from ..contract.codec.sampling.xml_schema import XmlSchema
from ..contract.codec.writing.layouts import Layouts
from ..contract.schema.components import ComplexType, Element
from ..contract.schema.members import local, members
from ..contract.spelling import python_names
from ..contract.wsdl.bound import BoundMessage, Part
from ..errors import ArgumentError, WsdlError
from ..wire import forks
from . import envelopes
from .directory import Directory

if TYPE_CHECKING:
    from ..contract.wsdl.bound import BoundOperation
    from ..contract.wsdl.definitions import Definitions

_MAX = 1000


class MockReplies:
    """Writes the replies of a mock.

    Args:
        definitions: the WSDL.
        directory: the operations.
        schema: checks the replies.
        full: whether samples include optional elements.
    """

    def __init__(self, definitions: Definitions, directory: Directory, schema: XmlSchema, full: bool) -> None:
        self.directory = directory
        self._components = definitions.schemas
        self._versions = {name: each.soap_version for name, each in definitions.bindings.items()}
        self._schema = schema
        self._layouts = Layouts(self._components)
        self._samples = Samples(self._components, full=full)
        self._filling = Filling(self._components)
        self._names = Filling(self._components, complete=False)
        self._ready: dict[tuple[str, str], bytes] = {}
        self._lock = forks.lock()

    # Names, resolved to the exact ones

    def arguments(self, operation: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a rule under the operation's exact names.

        Raises:
            ArgumentError: the operation has no argument of this name.
        """
        problem: ArgumentError | None = None
        for each in self.directory.named(operation):
            message = each.input
            if message is None:
                continue
            known = _inside(message)
            spelled = {spelling: name for name, spelling in python_names(known).items()}
            exact = {name if name in known else spelled.get(name, name): value for name, value in given.items()}
            unknown = [name for name in exact if name not in known]
            if not unknown:
                try:
                    return {name: self._named(known[name], value) for name, value in exact.items()}
                except ArgumentError as exc:
                    problem = ArgumentError(each.name, exc.problems)
                    continue
            names = ", ".join(known) or "none"
            problem = ArgumentError(each.name, (f"unknown argument {', '.join(unknown)}; it has {names}",))
        raise problem or ArgumentError(operation, ("it takes no arguments",))

    def _named(self, declared: Element | None, value: Any) -> Any:
        if declared is None or callable(value):
            return value
        is_array = isinstance(declared.type, ComplexType) and bool(declared.type.item)
        if isinstance(value, (list, tuple)) and not is_array:
            return [self._named(declared, each) for each in value]
        return self._names.element(declared, value)

    # Answers

    def check(self, operation: str, value: Any, headers: Mapping[str, Any]) -> None:
        """Check that a value is a possible answer.

        Raises:
            ArgumentError: it does not fit the schema.
        """
        problem: ArgumentError | None = None
        for each in self.directory.named(operation):
            try:
                self.answer(each, value, headers)
            except ArgumentError as exc:
                problem = exc
            else:
                return
        if problem is not None:
            raise problem

    def sample(self, operation: BoundOperation) -> bytes:
        """Return a plausible answer; no bytes for a one-way operation.

        Raises:
            WsdlError: a component of the answer is missing from the WSDL.
        """
        key = operation.binding, operation.name
        with self._lock:
            if key not in self._ready:
                output = operation.output
                value = {} if output is None else messages.sample(output, self._samples)
                if len(self._ready) > _MAX:
                    self._ready.clear()
                self._ready[key] = self._written(operation, output, value, {}, checked=False)
            return self._ready[key]

    def answer(self, operation: BoundOperation, value: Any, headers: Mapping[str, Any]) -> bytes:
        """Write an answer; no bytes for a one-way operation.

        Args:
            operation: the operation.
            value: the given answer.
            headers: SOAP headers by name.

        Raises:
            ArgumentError: it does not fit the schema.
            WsdlError: a component of the answer is missing from the WSDL.
        """
        output = operation.output
        if output is None:
            if value is not None or headers:
                raise ArgumentError(operation.name, ("a one-way operation has no answer",))
            return b""
        if value is None and not headers:
            return self.sample(operation)
        try:
            whole = self._whole(output, value)
            written = self._written(operation, output, whole, headers)
        except ArgumentError as exc:
            raise ArgumentError(operation.name, exc.problems) from None
        return written

    def _whole(self, output: BoundMessage, value: Any) -> dict[str, Any]:
        if value is None:
            return messages.sample(output, self._samples)
        known = _inside(output)
        named = {*known, *python_names(known).values()}
        result = next(iter(known.values())) if len(known) == 1 else None
        empty = value == {} and result is not None and isinstance(result.type, ComplexType)
        if isinstance(value, Mapping) and {*value} <= named and not empty:
            given: Mapping[str, Any] = value
        elif len(known) == 1:
            given = {next(iter(known)): value}
        elif isinstance(value, Mapping):
            unknown = ", ".join(str(name) for name in value if name not in named)
            raise ArgumentError(None, (f"the answer has no {unknown}; it has {', '.join(known) or 'nothing'}",))
        else:
            raise ArgumentError(None, (f"pass a mapping; the answer has {', '.join(known) or 'nothing'}",))
        one = messages.laid_open(output)
        if one is not None:
            found = self._filling.element(one, given)
            return found if isinstance(found, dict) else {"_value_1": found}
        spelled = {spelling: name for name, spelling in python_names(known).items()}
        exact = {name if name in known else spelled.get(name, name): each for name, each in given.items()}
        return {
            local(each.name): self._filling.element(each, exact[local(each.name)])
            if local(each.name) in exact
            else self._samples.element(each)
            for each in output.elements
        }

    def _written(
        self,
        operation: BoundOperation,
        output: BoundMessage | None,
        value: Mapping[str, Any],
        headers: Mapping[str, Any],
        *,
        checked: bool = True,
    ) -> bytes:
        if output is None:
            return b""
        own = {name: each for name, each in headers.items() if etree.iselement(each)}
        declared = {name: self._header(output, name, each) for name, each in headers.items() if name not in own}
        data = messages.write(output, {**value, **declared}, self._layouts, self._versions[operation.binding])
        received = envelopes.read(data, "") if checked or own else None
        if received is not None and checked:
            nodes = received.body
            wrong = [
                text
                for element, node in zip(output.elements, nodes, strict=False)
                for text in self.problems(output, element, node)
            ]
            if wrong and not self._filling.unsure:
                raise ArgumentError(None, tuple(messages.read(output, nodes, self._components)[1] or wrong))
        return data if received is None or not own else envelopes.with_headers(received, own.values())

    def _header(self, output: BoundMessage, name: str, value: Any) -> Any:
        for each in output.headers:
            if name in (each.name, local(each.element.name)):
                return self._filling.element(each.element, value)
        raise ArgumentError(None, (f"the answer has no header {name!r}; pass an lxml element to add another header",))

    def detail(self, operation: str, given: Mapping[str, Any]) -> list[etree._Element]:
        """Write the detail of a declared fault.

        Args:
            operation: the operation.
            given: the name of the fault, or of its element, and its value.

        Raises:
            ArgumentError: the fault is not declared, or its value does not fit the schema.
        """
        known: dict[str, Element] = {}
        for each in self.directory.named(operation):
            try:
                for fault in each.faults:
                    known.setdefault(fault.name, fault.element)
                    known.setdefault(local(fault.element.name), fault.element)
            except WsdlError:
                continue
        found = []
        for name, value in given.items():
            if name not in known:
                names = ", ".join(known) or "none"
                raise ArgumentError(operation, (f"unknown fault {name!r}; it declares {names}",))
            message = BoundMessage(body=(Part(name, known[name]),))
            whole = self._filling.element(known[name], {} if value is None else value)
            parts = whole if messages.laid_open(message) is not None else {local(known[name].name): whole}
            try:
                found += envelopes.read(messages.write(message, parts, self._layouts), "").body
            except ArgumentError as exc:
                raise ArgumentError(operation, exc.problems) from None
        return found

    def problems(self, message: BoundMessage, declared: Element, node: etree._Element) -> list[str]:
        """Check an element of a body by its schema; an encoded element is not checked."""
        if message.use == "encoded":
            return []
        if message.wrapper is None:
            return self._schema.problems(declared, node) or []
        parts = {each.element.name: each.element for each in message.body}
        children = [each for each in node.iterchildren("*") if str(each.tag) in parts]
        return [text for each in children for text in self._schema.problems(parts[str(each.tag)], each) or []]


def _inside(message: BoundMessage) -> dict[str, Element | None]:
    """Return the values of a message by name: its elements, or the children of its unwrapped element."""
    one = messages.laid_open(message)
    if one is not None and isinstance(one.type, ComplexType):
        return {each.name: each.what if isinstance(each.what, Element) else None for each in members(one.type)}
    return {local(each.name): each for each in message.elements}
