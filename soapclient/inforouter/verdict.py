"""How infoRouter says yes and no inside a good reply: the root's `success` and `error`, items, empty bytes.

Source: sections 1 and 5 of the service's documented behaviour, and the operation pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from ..contract.model import Operation
from ..errors import AccessDenied, EmptyBytes, NotFound, PartialFailure, ServiceError
from ..replies.error_builder import ErrorBuilder
from ..replies.verdict import Classified, Verdict
from ..wire.redact import one_line
from ..wire.safe_xml import local
from .numbers import class_of, number_of, yes_or_no

# What stands for a character that XML does not have says nothing either.
_NOTHING: Final = " \t\r\n\N{REPLACEMENT CHARACTER}"
_MANY: Final = "multistatus"
_ZERO_BYTE_IS_NONE: Final = "GetAddInPart"


class InfoRouterVerdict(Verdict):
    """The judge of infoRouter's results."""

    def status(self, builder: ErrorBuilder, status: int, headers: Mapping[str, str]) -> None:
        """Raise the error that the headers of a reply tell of, where there is no document to tell of it."""
        if builder.operation.returns != "bytes" and 200 <= status < 300:
            return
        from . import header_errors  # for a form POST only

        number, text = header_errors.told(headers)
        if number is None and not text:
            return
        known = None if number is None else class_of(builder.operation, number)
        reason = text or "the service gives no reason"
        raise builder.refused(reason, fault=False, number=number, known=known)

    def xml(self, builder: ErrorBuilder, root: etree._Element) -> etree._Element:
        """Return the root of a result that says `success="true"` and means it."""
        word = (builder.attribute(root, "success") or "").strip()
        success = yes_or_no(word)
        error = builder.attribute(root, "error")
        if word and success is None:
            raise builder.unexpected(f"the result says success={one_line(word, 40)!r}, which is neither yes nor no")
        if builder.operation.partial and (success is not None or error is not None):
            from . import partial  # for the operations that do many things at once

            partial.check(builder, root)
        try:
            number = number_of(root)
        except ValueError as exc:
            raise builder.unexpected(f"the result contradicts itself: {exc}") from None
        if success and number is not None:
            raise builder.unexpected(f"the result contradicts itself: it says success, and the error {number}")
        if success:
            if not error or not error.strip(_NOTHING):
                return root
            # Every documented success has an empty error or none, but for the "[log]" of what DownloadZipWithHandler
            # left out. So any other text is taken at its word, and an unknown one tells of work that was done in part.
            raise builder.refused(error, fault=False, result=root, unknown=PartialFailure)
        if success is False or error is not None:
            if number is None and _means_yes(builder.operation, (error or "").strip()):
                return root
            known = None if number is None else class_of(builder.operation, number)
            reason = error or "the service gives no reason"
            raise builder.refused(reason, fault=False, result=root, number=number, known=known)
        raise builder.unexpected(f"the result <{local(root.tag)}> does not say whether it is a success")

    def data(self, builder: ErrorBuilder, data: bytes) -> bytes:
        """Return the bytes of a document; none at all are the service's way to refuse them."""
        if not data:
            raise builder.error(
                EmptyBytes,
                "zero bytes: the ticket has expired, the document is missing, offline or not allowed, or it is empty; "
                "GetDownloadInfo tells which",
            )
        if data == b"\0" and builder.operation.name == _ZERO_BYTE_IS_NONE:
            raise builder.error(NotFound, "one zero byte: it does not exist or cannot be read")
        return data

    def is_form_result(self, name: str) -> bool:
        """Return whether an element of this name is the root of a result."""
        return name.lower() in ("response", "root")

    def classify(self, text: str) -> Classified:
        """Say what an error text stands for; see `error_table`."""
        from .error_table import classify  # for a refusal only

        return classify(text)

    def is_no(self, operation: Operation, error: ServiceError) -> bool:
        """Tell the "no" of an operation that answers yes or no from a failure to answer.

        It is `success="false"` with a number that is documented as a no; without one, it is that without a reason, or
        with one that is documented as a no. A fault is none, nor is a text that is not known, which may be a translated
        "Access denied". That text is the no where the question is what is allowed; with a number in brackets it is
        about the right to ask.
        """
        if error.result is None:
            return False
        number = number_of(error.result)
        if number is not None:
            return number in operation.negative_codes
        if not (error.result.get("error") or "").strip():
            return yes_or_no(error.result.get("success")) is False
        denied = isinstance(error, AccessDenied) and error.code is not None
        return type(error).__name__ in operation.negatives and not denied


def _means_yes(operation: Operation, error: str) -> bool:
    """Return whether `success="false"` without a number says, in this operation, that it was done, or may have been."""
    if operation.says == "always false":
        return not error
    return operation.says == _MANY and error.casefold() == _MANY
