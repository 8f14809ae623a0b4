"""The WS-Addressing action of an operation: from the WSDL, its SOAP action, or the standard's default pattern.

Source: WS-Addressing 1.0 Metadata, section 4.4; WS-Addressing 1.0 WSDL Binding.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from .vocabulary import WSDL, local

# The attribute in all of its versions, the standard first.
_ACTIONS: Final = (
    "{http://www.w3.org/2007/05/addressing/metadata}Action",
    "{http://www.w3.org/2006/05/addressing/wsdl}Action",
    "{http://www.w3.org/2005/08/addressing}Action",
    "{http://schemas.xmlsoap.org/ws/2004/08/addressing}Action",
)


def input_action(roots: Iterable[etree._Element], port_type: str, operation: str, soap_action: str = "") -> str:
    """Return the action of an operation's request.

    Args:
        roots: the root elements of a WSDL and of what it imports.
        port_type: the name of the port type, with its namespace as "{namespace}name" or without.
        operation: the name of the operation.
        soap_action: the SOAP action of its binding.

    Raises:
        LookupError: the port type does not have the operation.
    """
    for root in roots:
        namespace = root.get("targetNamespace", "")
        for holder in root.findall(WSDL + "portType"):
            if port_type not in (holder.get("name"), f"{{{namespace}}}{holder.get('name')}"):
                continue
            for found in holder.findall(WSDL + "operation"):
                if found.get("name") == operation:
                    return _action(namespace, holder.get("name", ""), found, soap_action)
    raise LookupError(f"the port type {port_type} has no operation {operation}")


def _action(namespace: str, port_type: str, operation: etree._Element, soap_action: str) -> str:
    request = operation.find(WSDL + "input")
    said = next((request.get(name, "") for name in _ACTIONS if request is not None and request.get(name)), "")
    if said or soap_action:
        return said or soap_action
    name = "" if request is None else request.get("name", "")
    if not name:
        one_way = operation.find(WSDL + "output") is None
        name = operation.get("name", "") + ("" if one_way else "Request")
    separator = ":" if namespace.lower().startswith("urn:") else "/"
    return separator.join((namespace.removesuffix(separator), local(port_type), name))
