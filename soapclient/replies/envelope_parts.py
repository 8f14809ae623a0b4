"""The answer of a service that reports errors only as faults: the whole envelope, if it answers the operation.

Source: SOAP 1.1 sections 4.2, 4.3 and 7.1, SOAP 1.2 part 1 section 5, WS-I Basic Profile 1.1 R2729.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from ..contract.model import Operation
from ..wire.safe_xml import local
from .attachments import NO_ATTACHMENTS, Attachments
from .error_builder import ErrorBuilder


class EnvelopeParts(NamedTuple):
    """The contents of an envelope.

    Attributes:
        headers: the elements of its header.
        body: the elements of its body; empty if the operation has no answer.
        attachments: the parts of the reply that the envelope does not refer to as its bytes.
    """

    headers: tuple[etree._Element, ...] = ()
    body: tuple[etree._Element, ...] = ()
    attachments: Attachments = NO_ATTACHMENTS


def answers(operation: Operation, content: etree._Element) -> bool:
    """Return whether an element of a body is the answer of an operation, or one of its parts.

    The wrapper of an rpc operation has the operation's name; servers differ in its namespace.
    """
    if operation.style == "rpc":
        return local(content.tag) in map(local, operation.outputs)
    return content.tag in operation.outputs


def read(builder: ErrorBuilder, body: etree._Element, attachments: Attachments | None) -> EnvelopeParts:
    """Return the contents of a good reply's envelope, or raise an error about the reply.

    Args:
        builder: makes errors about the reply.
        body: the envelope's body, which has no fault.
        attachments: the parts next to the envelope, if the reply has several.
    """
    operation = builder.operation
    contents = tuple(child for child in body if isinstance(child.tag, str))
    if contents and not answers(operation, contents[0]):
        raise builder.unexpected(f"the reply belongs to another operation: <{local(contents[0].tag)}>")
    if not contents and operation.outputs:
        raise builder.unexpected("the SOAP body is empty")
    if any(each.tag == contents[0].tag for each in contents[1:]):
        raise builder.unexpected("the SOAP body has more than one answer")
    if next(body.itersiblings(str(body.tag)), None) is not None:
        raise builder.unexpected("the envelope has more than one body")
    above = body.itersiblings("{*}Header", preceding=True)
    headers = tuple(each for header in above for each in header.iterchildren("*"))
    return EnvelopeParts(headers, contents, attachments or NO_ATTACHMENTS)
