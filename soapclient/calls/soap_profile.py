"""The profile of any SOAP service: nothing is known of it beyond its WSDL."""

from __future__ import annotations

import attrs
from lxml import etree

from ..contract.model import Operation
from ..replies.answer import Answer
from ..replies.attachments import NO_ATTACHMENTS, Attachments
from ..replies.verdict import WHOLE
from .profile import Profile


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SoapAnswer(Answer):
    """The answer of a SOAP service, as it came.

    Attributes:
        headers: the elements of the envelope's header.
        body: the elements of its body; `element` is the first of them.
        attachments: the parts of the reply beside the envelope that are none of its bytes.
    """

    headers: tuple[etree._Element, ...] = ()
    body: tuple[etree._Element, ...] = ()
    attachments: Attachments = NO_ATTACHMENTS


class SoapProfile(Profile):
    """The ways of a service that says no by faults alone.

    Args:
        strict: whether an answer that breaks its schema is an error.
    """

    verdict = WHOLE
    answers = SoapAnswer

    def __init__(self, *, strict: bool = True) -> None:
        self.strict = strict

    def answer(  # type: ignore[override]  # what an envelope has, rather than one result in it
        self,
        operation: Operation,
        *,
        body: tuple[etree._Element, ...] = (),
        headers: tuple[etree._Element, ...] = (),
        attachments: Attachments = NO_ATTACHMENTS,
        resent: tuple[str, ...] = (),
    ) -> SoapAnswer | None:
        """Make the answer of a call that succeeded; None for a one-way operation, which has none.

        Args:
            operation: the operation.
            body: the elements of the envelope's body.
            headers: the elements of its header.
            attachments: what came beside it.
            resent: the parameters that were read and sent again.
        """
        if operation.one_way:
            return None
        return SoapAnswer(
            operation=operation.name,
            element=body[0] if body else None,
            headers=headers,
            body=body,
            attachments=attachments,
            resent=resent,
        )
