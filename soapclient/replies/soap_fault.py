"""SOAP faults: find one in an envelope, and read it.

Source: SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from lxml import etree

from .texts import text, words

_NAMESPACES: Final = ("{http://schemas.xmlsoap.org/soap/envelope/}", "{http://www.w3.org/2003/05/soap-envelope}")
_ENVELOPES: Final = {f"{namespace}Envelope": f"{namespace}Body" for namespace in _NAMESPACES}
_FAULTS: Final = frozenset(f"{namespace}Fault" for namespace in _NAMESPACES)
_DEEPEST: Final = 4  # elements around it: envelope, body, answer, result; anything deeper is data


class SoapFault(NamedTuple):
    """The facts of a fault.

    Attributes:
        text: its reason, or without one the text of its detail.
        code: its code as written, such as "soap:Server".
        subcode: its innermost subcode (SOAP 1.2 only).
        actor: the node that raised it.
        detail: its detail, an element.
    """

    text: str
    code: str | None
    subcode: str | None
    actor: str | None
    detail: etree._Element | None

    def facts(self) -> dict[str, Any]:
        """Return the facts that an error keeps besides the text."""
        return {
            "fault_code": self.code,
            "fault_subcode": self.subcode,
            "fault_actor": self.actor,
            "fault_detail": self.detail,
        }


def body_of(root: etree._Element) -> etree._Element | None:
    """Return the body of an envelope; None without a body, or for another document."""
    body = _ENVELOPES.get(str(root.tag))
    return None if body is None else root.find(body)


def find(root: etree._Element) -> etree._Element | None:
    """Return the fault that a document is, or that an envelope contains outside the data of a result."""
    if root.tag in _FAULTS:
        return root
    if str(root.tag) not in _ENVELOPES:
        return None
    for fault in root.iter(*_FAULTS):
        around = [str(each.tag) for each in fault.iterancestors()]
        if len(around) <= _DEEPEST and not any(tag.endswith("}Header") for tag in around[-2:-1]):
            return fault
    return None


def read(fault: etree._Element, most: int) -> SoapFault:
    """Read a fault.

    Args:
        fault: the fault.
        most: the largest number of characters to read of its texts.
    """
    detail = _first(fault, "{*}detail", "{*}Detail")
    code = _said(_first(fault, "{*}faultcode", "{*}Code/{*}Value"))
    reason = _reason(fault, most)
    if not reason and detail is not None:
        reason = words(detail, most)
    if not reason:
        reason = "a SOAP fault without a reason" + (f" ({code})" if code else "")
    return SoapFault(
        reason,
        code,
        _said(_innermost(fault)),
        _said(_first(fault, "{*}faultactor", "{*}Role")),
        detail,
    )


def _reason(fault: etree._Element, most: int) -> str:
    for path in ("{*}faultstring", "{*}Reason/{*}Text"):
        for each in fault.iterfind(path):
            found = text(each, most)
            if found.strip():
                return found
    return ""


def _innermost(fault: etree._Element) -> etree._Element | None:
    subcode = fault.find("{*}Code/{*}Subcode")
    while subcode is not None:
        deeper = subcode.find("{*}Subcode")
        if deeper is None:
            return subcode.find("{*}Value")
        subcode = deeper
    return None


def _first(fault: etree._Element, *paths: str) -> etree._Element | None:
    return next((found for path in paths if (found := fault.find(path)) is not None), None)


def _said(element: etree._Element | None) -> str | None:
    return (text(element, 1000).strip() or None) if element is not None else None
