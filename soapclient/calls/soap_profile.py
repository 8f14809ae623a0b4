"""The profile of any SOAP service: nothing is known of it beyond its WSDL."""

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
    """The answer of a SOAP service: what a call returns, and all that came with it.

    Attributes:
        value: what a call returns, by the contract's types; see docs/answers.md.
        whole: all that is in the body with nothing unwrapped, so also what the contract does not know: a `Record`, or
            the value of an element that has none.
        headers: the SOAP headers: each declared one by the name of its part, others in `unknown`.
        body: the elements of its body; `element` is the first of them.
        attachments: the parts of the reply beside the envelope that are none of its bytes.
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
        """Write what the call returns as JSON; see `Record.to_json`.

        Args:
            indent: how far to indent each level; None for one line.
        """
        from ..contract.codec.record import to_json

        return to_json(self.value, indent=indent)


class SoapProfile(Profile):
    """The ways of a service that says no by faults alone.

    Args:
        strict: whether an answer that breaks its schema is an error.
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
        """Make the answer of a call that succeeded; None for a one-way operation, which has none.

        Args:
            operation: the operation.
            contract: the contract that it is of.
            body: the elements of the envelope's body.
            headers: the elements of its header.
            attachments: what came beside it.
            resent: the parameters that were read and sent again.

        Raises:
            UnexpectedReply: the answer breaks its schema.
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
        """Return what a call returns of its answer: the value, with a warning where something else came with it."""
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
                    f"{name}: the reply has {unknown} beside its value, which the contract does not know: "
                    f"call {name}.reply(...) for all of it, and compare the contract with the server's"
                )
        return answer.value

    def explain(self, operation: Operation, contract: Contract, error: ServiceError) -> None:
        """Give the error of a declared fault the typed value of its detail."""
        try:
            bound = contract.bound(operation.name)
        except WsdlError:  # the fault counts more
            return
        error.fault_value = contract.definitions.decoder.fault(bound, error.fault_detail)


def _unknown(whole: Record) -> str:
    """Name the elements that the contract does not know in the one that a value was taken out of."""
    from ..contract.codec.record import extra_of

    extra = extra_of(whole)
    found = () if extra is None else dict.fromkeys(f"<{local(each.tag)}>" for each in extra.unknown)
    return one_line(", ".join([*found][:5]), 200)
