"""The requirements of a WSDL beyond its schema: the policies of services, ports, bindings and operations.

A policy is a choice (`ExactlyOne`) among sets (`All`) of assertions. What each way to choose has is required; what only
some have, or what is marked optional, may be done. `UsingAddressing` is also read outside a policy.

Source: WS-Policy 1.2 and 1.5 with their attachments to WSDL 1.1; WS-SecurityPolicy; WS-MTOMPolicy; WS-Addressing
Metadata.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from ...wire.redact import one_line
from ...wire.safe_xml import local
from ..model import Policy
from .vocabulary import WSDL

_POLICIES: Final = frozenset(
    {
        "http://schemas.xmlsoap.org/ws/2002/12/policy",
        "http://schemas.xmlsoap.org/ws/2004/09/policy",
        "http://www.w3.org/2006/07/ws-policy",
        "http://www.w3.org/ns/ws-policy",
    }
)
_IDS: Final = (
    "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Id",
    "{http://www.w3.org/XML/1998/namespace}id",
    "Id",
)
_REQUIRED: Final = WSDL + "required"
# Assertions of WS-SecurityPolicy that the client has a name for.
_SECURITY: Final = {
    "UsernameToken": "username-token",
    "X509Token": "x509",
    "HttpsToken": "https",
    "IncludeTimestamp": "timestamp",
    "HttpBasicAuthentication": "http-basic",
    "RequireClientCertificate": "client-certificate",
}
# Those that only hold others.
_HOLDERS: Final = frozenset(
    {
        "TransportBinding", "TransportToken", "AsymmetricBinding", "InitiatorToken", "InitiatorSignatureToken",
        "SupportingTokens", "SignedSupportingTokens", "EndorsingSupportingTokens", "SignedEndorsingSupportingTokens",
        "SignedEncryptedSupportingTokens", "EncryptedSupportingTokens",
    }
)  # fmt: skip
# Those that say how something is done that another one asks for, or what the server does.
_MANNERS: Final = frozenset(
    {
        "AlgorithmSuite", "Layout", "Wss10", "Wss11", "Trust10", "Trust13", "SignedParts", "SignedElements",
        "OnlySignEntireHeadersAndBody", "RequiredParts", "RequiredElements", "RecipientToken",
        "RecipientSignatureToken", "ProtectTokens", "WssUsernameToken10", "WssUsernameToken11", "WssX509V3Token10",
        "WssX509V3Token11", "HashPassword", "NoPassword", "RequireThumbprintReference",
        "RequireIssuerSerialReference", "RequireKeyIdentifierReference", "RequireEmbeddedTokenReference",
        "MustSupportRefKeyIdentifier", "MustSupportRefIssuerSerial", "MustSupportRefThumbprint", "Strict", "Lax",
    }
)  # fmt: skip
_SUPPORTED: Final = frozenset({*_SECURITY.values(), "addressing", "mtom"})
_DEEPEST: Final = 60
_MENTION: Final = etree.XPath(
    "boolean(descendant-or-self::*[local-name()='Policy' or local-name()='PolicyReference'"
    " or local-name()='UsingAddressing' or @*[local-name()='PolicyURIs']])"
)


class _Asked(NamedTuple):
    """What is asked for: in any case, and in any way to choose."""

    required: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()


class Policies:
    """The policies of a WSDL and of those that it imports.

    Args:
        roots: the root elements of the documents.
    """

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._roots = [root for root in roots if root.tag == WSDL + "definitions"]
        self._known: dict[etree._Element, _Asked] = {}
        self._asked_at: dict[etree._Element, _Asked] = {}
        self._common: dict[str, tuple[etree._Element, ...]] = {}
        self._bound_by_name: dict[etree._Element, dict[str, list[etree._Element]]] = {}

    def of(self, binding: str, operation: str = "") -> tuple[Policy, ...]:
        """Return what a binding asks for, with its ports and port type, and one of its operations.

        Args:
            binding: the name of the binding, as "{namespace}name" or without its namespace.
            operation: the name of the operation; empty for what is asked of all.

        Returns:
            The policies, the required ones first, each kind by its name.
        """
        if not self._any:
            return ()
        found = [self._at(each) for each in self._subjects(binding, operation)]
        required = frozenset[str]().union(*(each.required for each in found))
        mentioned = frozenset[str]().union(*(each.mentioned for each in found))
        policies = (Policy(name, name in required, name in _SUPPORTED) for name in mentioned)
        return tuple(sorted(policies, key=lambda each: (not each.required, each.name)))

    @functools.cached_property
    def _named(self) -> Mapping[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for root in self._roots:
            for element in root.iter("{*}Policy"):
                for name in _IDS:
                    if element.get(name):
                        found.setdefault(str(element.get(name)), element)
                if element.get("Name"):
                    found.setdefault(f" {element.get('Name')}", element)  # no id begins with a blank
        return found

    @functools.cached_property
    def _any(self) -> bool:
        """Whether anything but the schemas, which are the most of it, speaks of policies."""
        outside = (child for root in self._roots for child in root.iterchildren("{*}*") if child.tag != WSDL + "types")
        return any(_MENTION(child) for child in outside)

    def _subjects(self, binding: str, operation: str) -> Iterator[etree._Element]:
        """List the elements whose policies hold for an operation of a binding."""
        if binding not in self._common:
            self._common[binding] = tuple(self._of_all(binding))
        yield from self._common[binding]
        for _, bound in self._all("binding", binding):
            for _, port_type in self._all("portType", _meant(bound, "type")):
                yield from self._operations(port_type, operation)
            yield from self._operations(bound, operation)

    def _of_all(self, binding: str) -> Iterator[etree._Element]:
        """List the elements whose policies hold for all operations of a binding."""
        for root, bound in self._all("binding", binding):
            yield bound
            name = f"{{{root.get('targetNamespace', '')}}}{bound.get('name')}"
            for other in self._roots:
                for service in other.iterfind(WSDL + "service"):
                    ports = [each for each in service.iterfind(WSDL + "port") if _meant(each, "binding") == name]
                    yield from [service, *ports] if ports else ()
            yield from (port_type for _, port_type in self._all("portType", _meant(bound, "type")))

    def _operations(self, holder: etree._Element, name: str) -> Iterator[etree._Element]:
        for operation in self._bound(holder, name) if name else ():
            yield operation
            for direction in ("input", "output"):
                for message in operation.iterfind(WSDL + direction):
                    yield message
                    if message.get("message"):
                        yield from (each for _, each in self._all("message", _meant(message, "message")))

    def _all(self, kind: str, name: str) -> list[tuple[etree._Element, etree._Element]]:
        """Return the definitions of a kind that a name means, each with its document."""
        return self._index.get((kind, name), [])

    @functools.cached_property
    def _index(self) -> Mapping[tuple[str, str], list[tuple[etree._Element, etree._Element]]]:
        found: dict[tuple[str, str], list[tuple[etree._Element, etree._Element]]] = {}
        for root in self._roots:
            for kind in ("binding", "portType", "message"):
                for each in root.iterfind(WSDL + kind):
                    own = each.get("name", "")
                    for name in (own, f"{{{root.get('targetNamespace', '')}}}{own}"):
                        found.setdefault((kind, name), []).append((root, each))
        return found

    def _bound(self, holder: etree._Element, name: str) -> list[etree._Element]:
        """Return the operations of a binding or port type that have a name."""
        known = self._bound_by_name.get(holder)
        if known is None:
            known = self._bound_by_name[holder] = {}
            for operation in holder.iterfind(WSDL + "operation"):
                known.setdefault(operation.get("name", ""), []).append(operation)
        return known.get(name, [])

    def _at(self, subject: etree._Element) -> _Asked:
        found = self._asked_at.get(subject)
        if found is None:
            found = self._asked_at[subject] = self._attached(subject)
        return found

    def _attached(self, subject: etree._Element) -> _Asked:
        """Return what the policies at an element of the WSDL ask for."""
        found = [
            self._asked(child, 0)
            for child in subject.iterchildren("{*}Policy", "{*}PolicyReference")
            if etree.QName(child).namespace in _POLICIES
        ]
        for namespace in _POLICIES:
            uris = str(subject.get(f"{{{namespace}}}PolicyURIs") or "").split()
            found += [self._referred(uri, 0) for uri in uris]
        for child in subject.iterchildren("{*}UsingAddressing"):
            is_required = str(child.get(_REQUIRED) or "").strip() in ("true", "1")
            asked = frozenset({"addressing"})
            found.append(_Asked(asked if is_required else frozenset(), asked))
        return _together(found)

    def _asked(self, element: etree._Element, depth: int) -> _Asked:
        """Return what a policy, one of its operators or an assertion asks for."""
        if depth > _DEEPEST:
            return _simple("a policy that is nested too deeply")
        known = self._known.get(element)
        if known is None:
            self._known[element] = _Asked()  # for a policy that refers to itself
            known = self._known[element] = self._worked_out(element, depth + 1)
        return known

    def _worked_out(self, element: etree._Element, depth: int) -> _Asked:
        name = etree.QName(element)
        children = [child for child in element if isinstance(child.tag, str)]
        if name.namespace in _POLICIES:
            if name.localname == "PolicyReference":
                asked = self._referred(element.get("URI") or "", depth)
            elif name.localname in ("ExactlyOne", "OneOrMore"):
                asked = _either([self._asked(child, depth) for child in children])
            else:
                asked = _together([self._asked(child, depth) for child in children])
        else:
            asked = self._assertion(element, name, children, depth)
        optional = any(str(element.get(f"{{{each}}}Optional")).strip() in ("true", "1") for each in _POLICIES)
        return _Asked(frozenset(), asked.mentioned) if optional else asked

    def _assertion(
        self, element: etree._Element, name: etree.QName, children: list[etree._Element], depth: int
    ) -> _Asked:
        namespace = name.namespace or ""
        inside = [self._asked(child, depth) for child in children if etree.QName(child).namespace in _POLICIES]
        if name.localname in ("UsingAddressing", "Addressing") and "addressing" in namespace:
            return _together([_simple("addressing"), *inside])
        if name.localname == "AnonymousResponses" and "addressing" in namespace:
            return _Asked()
        if name.localname == "OptimizedMimeSerialization" or (name.localname == "MTOM" and "mtom" in namespace):
            return _simple("mtom")
        if "securitypolicy" not in namespace:
            return _simple(one_line(str(name.text), 200))
        if name.localname in _HOLDERS:
            return _together(inside)
        if name.localname in _MANNERS:
            return _Asked()
        if name.localname not in _SECURITY:
            return _simple(one_line(str(name.text), 200))
        if str(element.get("RequireClientCertificate")).strip() in ("true", "1"):
            inside.append(_simple("client-certificate"))
        return _together([_simple(_SECURITY[name.localname]), *inside])

    def _referred(self, uri: str, depth: int) -> _Asked:
        found = self._named.get(uri.removeprefix("#") if uri.startswith("#") else f" {uri}")
        return self._asked(found, depth) if found is not None else _simple(one_line(f"the policy {uri}", 200))


def _meant(element: etree._Element, attribute: str) -> str:
    """Return the qualified name that an attribute of an element of a WSDL means."""
    prefix, _, name = (element.get(attribute) or "").strip().rpartition(":")
    namespace = element.nsmap.get(prefix or None)
    return f"{{{namespace}}}{name}" if prefix and namespace else local(name)


def _simple(name: str) -> _Asked:
    return _Asked(frozenset({name}), frozenset({name}))


def _together(parts: list[_Asked]) -> _Asked:
    return _Asked(
        frozenset[str]().union(*(each.required for each in parts)),
        frozenset[str]().union(*(each.mentioned for each in parts)),
    )


def _either(ways: list[_Asked]) -> _Asked:
    mentioned = frozenset[str]().union(*(each.mentioned for each in ways))
    return _Asked(frozenset.intersection(*(each.required for each in ways)) if ways else frozenset(), mentioned)
