"""Judge infoRouter's results: the root's `success` and `error`, items, empty bytes.

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

# A placeholder for a character that XML does not allow says nothing either.
_NOTHING: Final = " \t\r\n\N{REPLACEMENT CHARACTER}"
_MANY: Final = "multistatus"
_ZERO_BYTE_IS_NONE: Final = "GetAddInPart"


class InfoRouterVerdict(Verdict):
    """The judge of infoRouter's results."""

    def status(self, builder: ErrorBuilder, status: int, headers: Mapping[str, str]) -> None:
        """Raise the error in the headers of a reply that has no document."""
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
            # left out. So any other text is taken at its word, and an unknown one means work that was done in part.
            raise builder.refused(error, fault=False, result=root, unknown=PartialFailure)
        if success is False or error is not None:
            if number is None and _means_yes(builder.operation, (error or "").strip()):
                return root
            known = None if number is None else class_of(builder.operation, number)
            reason = error or "the service gives no reason"
            raise builder.refused(reason, fault=False, result=root, number=number, known=known)
        raise builder.unexpected(f"the result <{local(root.tag)}> does not say whether it is a success")

    def data(self, builder: ErrorBuilder, data: bytes) -> bytes:
        """Return the bytes of a document; the service refuses by sending no bytes."""
        if not data:
            raise builder.error(
                EmptyBytes,
                "zero bytes: the ticket has expired, or the document is missing, offline, forbidden or empty; "
                "call GetDownloadInfo to find out",
            )
        if data == b"\0" and builder.operation.name == _ZERO_BYTE_IS_NONE:
            raise builder.error(NotFound, "one zero byte: the document does not exist or cannot be read")
        return data

    def is_form_result(self, name: str) -> bool:
        """Return whether an element of this name is the root of a result."""
        return name.lower() in ("response", "root")

    def classify(self, text: str) -> Classified:
        """Find the error class of an error text; see `error_table`."""
        from .error_table import classify  # for a refusal only

        return classify(text)

    def is_no(self, operation: Operation, error: ServiceError) -> bool:
        """Tell an operation's documented "no" from a failure to answer.

        A "no" is `success="false"` with a number that is documented as a no; or without a number, and either without a
        reason or with one that is documented as a no. A fault is not a "no", nor is an unknown text, which may be a
        "Access denied". That text is a "no" if the question is what is allowed; with a number in brackets it is
        is about the right to ask.
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
    """Return whether `success="false"` without a number means here that the work was or may have been done."""
    if operation.says == "always false":
        return not error
    return operation.says == _MANY and error.casefold() == _MANY
