"""The answer of a service that says no by faults alone: all that an envelope has, once it is that of the operation.

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
    """What an envelope has, all of it.

    Attributes:
        headers: the elements of its header.
        body: the elements of its body; none where the operation answers nothing.
        attachments: the parts of the reply beside it that are none of its bytes.
    """

    headers: tuple[etree._Element, ...] = ()
    body: tuple[etree._Element, ...] = ()
    attachments: Attachments = NO_ATTACHMENTS


def answers(operation: Operation, content: etree._Element) -> bool:
    """Tell whether an element of a body is the answer of an operation, or one of its parts.

    The wrapper of an rpc operation is named after the operation, whatever its namespace: servers differ in that.
    """
    if operation.style == "rpc":
        return local(content.tag) in map(local, operation.outputs)
    return content.tag in operation.outputs


def read(builder: ErrorBuilder, body: etree._Element, attachments: Attachments | None) -> EnvelopeParts:
    """Return what the envelope of a good reply has, or raise what it is instead.

    Args:
        builder: makes errors about the reply.
        body: the envelope's body, without a fault in it.
        attachments: what came beside the envelope, if the reply has several parts.
    """
    operation = builder.operation
    contents = tuple(child for child in body if isinstance(child.tag, str))
    if contents and not answers(operation, contents[0]):
        raise builder.unexpected(f"the reply is of another operation: <{local(contents[0].tag)}>")
    if not contents and operation.outputs:
        raise builder.unexpected("the SOAP body is empty")
    if any(each.tag == contents[0].tag for each in contents[1:]):
        raise builder.unexpected("the SOAP body has more than one answer")
    if next(body.itersiblings(str(body.tag)), None) is not None:
        raise builder.unexpected("the envelope has more than one body")
    above = body.itersiblings("{*}Header", preceding=True)
    headers = tuple(each for header in above for each in header.iterchildren("*"))
    return EnvelopeParts(headers, contents, attachments or NO_ATTACHMENTS)
