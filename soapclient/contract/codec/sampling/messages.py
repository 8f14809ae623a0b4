"""The values of a whole message: arguments or result, its elements, and samples of both.

The value of a message with one element of a complex type in its body is the content of that element; of any other
message, its elements by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from ....errors import ArgumentError
from ...model import SoapVersion
from ...schema.builtin import ANY_TYPE
from ...schema.components import ComplexType, Element
from ...schema.members import local
from ...schema.reader import Components
from ...wsdl.bound import BoundMessage
from ..writing.layouts import Layouts
from ..writing.message import MessageWriter
from ..writing.refused import OMIT, Refused
from .plain_reader import PlainReader
from .samples import Samples


def laid_open(message: BoundMessage) -> Element | None:
    """Return the only element of a message if its content is the value; None if the elements are the value."""
    if len(message.elements) == 1:
        kind = message.elements[0].type
        if isinstance(kind, ComplexType) and kind.name != ANY_TYPE:
            return message.elements[0]
    return None


def sample(message: BoundMessage, samples: Samples) -> dict[str, Any]:
    """Return a sample value of a message.

    Raises:
        WsdlError: a component is missing.
    """
    one = laid_open(message)
    if one is not None:
        found = samples.element(one)
        return found if isinstance(found, dict) else {"_value_1": found}
    return {local(each.name): samples.element(each) for each in message.elements}


def write(message: BoundMessage, value: Mapping[str, Any], layouts: Layouts, version: SoapVersion = "1.1") -> bytes:
    """Write an envelope.

    Args:
        message: the message.
        value: the content of its body and its headers, by name.
        layouts: the layouts of the types.
        version: the SOAP version.

    Raises:
        ArgumentError: the value does not fit.
        WsdlError: a component is missing.
    """
    writer = MessageWriter(layouts, message)
    parts: dict[str, Any] = {}
    problems: list[str] = []
    for name, each in value.items():
        try:
            if writer.find(name) is None:
                raise Refused(f"unknown part; the message has {', '.join(writer.body) or 'none'}")
            found = writer.resolve(name, each)
        except Refused as refused:
            problems += refused.problems(name)
            continue
        if found is not OMIT:
            parts[name] = found
    if problems:
        raise ArgumentError(None, tuple(problems))
    try:
        return writer.write(parts, version)
    except Refused as refused:
        raise ArgumentError(None, refused.told()) from None
    except RecursionError:
        raise ArgumentError(None, ("the value is nested too deeply",)) from None


def read(
    message: BoundMessage, nodes: Sequence[etree._Element], components: Components
) -> tuple[dict[str, Any], list[str]]:
    """Read the elements of a message's body: its value, and the problems."""
    reader = PlainReader(components)
    expected = {each.name: each for each in message.elements}
    found: dict[str, Any] = {}
    for node in nodes:
        declared = expected.pop(str(node.tag), None)
        if declared is None:
            reader.problems.append(f"the element {node.tag} is not expected in the body")
            continue
        if declared is laid_open(message):
            before = len(reader.problems)
            value = reader.element(declared, node)
            reader.problems[before:] = [_inside(each, declared) for each in reader.problems[before:]]
            found.update(value if isinstance(value, dict) else {})
        else:
            found[local(declared.name)] = reader.element(declared, node)
    reader.problems.extend(f"the element {name} is missing in the body" for name in expected)
    return found, reader.problems


def _inside(problem: str, element: Element) -> str:
    """Place a problem inside an element that callers do not name."""
    return problem.removeprefix(f"{local(element.name)}: ").removeprefix(f"{local(element.name)}.")
