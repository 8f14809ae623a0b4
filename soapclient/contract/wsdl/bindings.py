"""What in a SOAP binding would be read as something else than it says, so that it is refused."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from lxml import etree

from .vocabulary import SOAP, WSDL, encoded, local, multipart


class Bindings:
    """The SOAP bindings of a WSDL and of those that it imports.

    Args:
        roots: the root elements of the documents; those of schemas among them say nothing.
    """

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._roots = tuple(roots)

    def refusal(self, name: str) -> str:
        """Say why an operation is refused; an empty text where it is not."""
        for port_type, operations in self._bindings:
            bound = operations.get(name, [])
            if len(bound) > 1:
                return "it is in one binding twice, and which of them is meant cannot be said"
            for operation in bound:
                if encoded(operation):
                    return "it is SOAP-encoded, not literal"
                if multipart(operation):
                    return "it sends MIME parts"
                left = self._left_out(self._inputs.get((port_type, name), ""), operation)
                if left:
                    return f"its body leaves out the part {left} of its message"
        return ""

    @functools.cached_property
    def _bindings(self) -> list[tuple[str, dict[str, list[etree._Element]]]]:
        """Each SOAP binding: the name of its port type, and its operations by name."""
        return [
            (local(binding.get("type")), _by_name(binding))
            for root in self._roots
            for binding in root.findall(WSDL + "binding")
            if any(binding.find(namespace + "binding") is not None for namespace in SOAP)
        ]

    @functools.cached_property
    def _inputs(self) -> dict[tuple[str, str], str]:
        """The input message by port type and operation."""
        return {
            (port_type.get("name", ""), operation.get("name", "")): local(message.get("message"))
            for root in self._roots
            for port_type in root.findall(WSDL + "portType")
            for operation in port_type.findall(WSDL + "operation")
            for message in operation.findall(WSDL + "input")
        }

    @functools.cached_property
    def _parts(self) -> dict[str, list[str]]:
        return {
            message.get("name", ""): [part.get("name", "") for part in message.findall(WSDL + "part")]
            for root in self._roots
            for message in root.findall(WSDL + "message")
        }

    def _left_out(self, message: str, operation: etree._Element) -> str:
        """Name a part of the input that is neither in the body nor in a header: zeep would send it in the body."""
        for namespace in SOAP:
            body = operation.find(f"{WSDL}input/{namespace}body")
            if body is None or body.get("parts") is None:
                continue
            sent = set(body.get("parts", "").split())
            sent.update(each.get("part", "") for each in operation.iterfind(f"{WSDL}input/{namespace}header"))
            left = [part for part in self._parts.get(message, ()) if part not in sent]
            if left:
                return left[0]
        return ""


def _by_name(binding: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for operation in binding.findall(WSDL + "operation"):
        found.setdefault(operation.get("name", ""), []).append(operation)
    return found
