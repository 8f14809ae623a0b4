"""The profile of any SOAP service, known only by its WSDL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from lxml import etree

from ..contract.contract import Contract
from ..contract.model import Operation
from ..errors import ServiceError, WsdlError
from ..replies.answer import Answer, warn_caller
from ..replies.attachments import NO_ATTACHMENTS, Attachments
from ..replies.verdict import WHOLE
from ..wire.redact import one_line
from ..wire.safe_xml import local
from .profile import Profile

if TYPE_CHECKING:
    from ..contract.codec.record import Record


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SoapAnswer(Answer):
    """The answer of a SOAP service: the value that a call returns, and everything that arrived with it.

    Attributes:
        value: the value that a call returns, by the contract's types; see docs/answers.md.
        whole: the whole body without unwrapping, including elements that the contract does not have: a `Record`, or
            the value of an element without a record.
        headers: the SOAP headers: declared ones by the name of their part, others in `unknown`.
        body: the elements of its body; `element` is the first one.
        attachments: the parts of the reply that the envelope does not refer to as its bytes.
    """

    value: Any = None
    whole: Any = None
    headers: Record
    body: tuple[etree._Element, ...] = ()
    attachments: Attachments = NO_ATTACHMENTS

    def to_dict(self) -> Any:
        """Return what the call returns as plain data: a `Record` as a dict, any other value as it is."""
        from ..contract.codec.record import plain

        return plain(self.value)

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the value of the call as JSON; see `Record.to_json`.

        Args:
            indent: the indentation of each level; None for one line.
        """
        from ..contract.codec.record import to_json

        return to_json(self.value, indent=indent)


class SoapProfile(Profile):
    """The profile of a service that reports errors only as faults.

    Args:
        strict: whether an answer that violates its schema is an error.
    """

    verdict = WHOLE
    answers = SoapAnswer
    returned_type = Any

    def __init__(self, *, strict: bool = True) -> None:
        self.strict = strict

    def answer(  # type: ignore[override]  # what an envelope has, rather than one result in it
        self,
        operation: Operation,
        *,
        contract: Contract,
        body: tuple[etree._Element, ...] = (),
        headers: tuple[etree._Element, ...] = (),
        attachments: Attachments = NO_ATTACHMENTS,
        resent: tuple[str, ...] = (),
    ) -> SoapAnswer | None:
        """Build the answer of a successful call; None for a one-way operation.

        Args:
            operation: the operation.
            contract: the contract of the operation.
            body: the elements of the envelope's body.
            headers: the elements of its header.
            attachments: the attachments of the reply.
            resent: the parameters that were read and sent again.

        Raises:
            UnexpectedReply: the answer violates its schema.
        """
        if operation.one_way:
            return None
        told = contract.definitions.decoder.answer(contract.bound(operation.name), body, headers, strict=self.strict)
        if told is None:
            return None
        return SoapAnswer(
            operation=operation.name,
            element=body[0] if body else None,
            value=told.value,
            whole=told.whole,
            headers=told.headers,
            body=body,
            attachments=attachments,
            resent=resent,
        )

    def returned(self, answer: SoapAnswer | None) -> Any:
        """Return the value of an answer, with a warning if the reply has more than the value."""
        if answer is None:
            return None
        name = answer.operation
        if answer.attachments:
            count = len(answer.attachments)
            warn_caller(f"{name}: the reply has attachments ({count}): call {name}.reply(...) for them")
        if answer.whole is not answer.value:
            unknown = _unknown(answer.whole)
            if unknown:
                warn_caller(
                    f"{name}: besides its value the reply has {unknown}, which is not in the contract: "
                    f"call {name}.reply(...) to get all of it, and compare the contract with the server's"
                )
        return answer.value

    def explain(self, operation: Operation, contract: Contract, error: ServiceError) -> None:
        """Give the error of a declared fault the typed value of its detail."""
        try:
            bound = contract.bound(operation.name)
        except WsdlError:  # the fault is more important
            return
        error.fault_value = contract.definitions.decoder.fault(bound, error.fault_detail)


def _unknown(whole: Record) -> str:
    """List elements that the contract does not have, in the element that contained the value."""
    from ..contract.codec.record import extra_of

    extra = extra_of(whole)
    found = () if extra is None else dict.fromkeys(f"<{local(each.tag)}>" for each in extra.unknown)
    return one_line(", ".join([*found][:5]), 200)
