"""List the options that a service's policies require of a client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from ...contract.model import Policy
from ...contract.wsdl.policies import Policies
from ...contract.wsdl.sources import ImportedDocument
from ...contract.wsdl.vocabulary import WSDL
from .rules import LintFinding, finding

_WAYS: Final[Mapping[str, str]] = {
    "username-token": "a user name and password of WS-Security: security=UsernameToken(...)",
    "x509": "an X.509 signature: security=Signature(...)",
    "timestamp": "a timestamp of WS-Security: security=Timestamp()",
    "addressing": "the headers of WS-Addressing: addressing=Addressing()",
    "mtom": "bytes beside the envelope: mtom=Mtom()",
    "https": "an https address",
    "http-basic": "a user name and password of HTTP: http_auth=(...)",
    "client-certificate": "a client certificate: cert=(...)",
}


def asked(
    documents: Iterable[ImportedDocument], bindings: Iterable[tuple[ImportedDocument, etree._Element]]
) -> Iterator[LintFinding]:
    """List what the policies require: once for each binding, and for each operation what it adds.

    Args:
        documents: the WSDL and all that it imports.
        bindings: the bindings in use, each with its document.
    """
    policies = Policies(each.root for each in documents)
    for document, binding in bindings:
        name = f"{{{document.root.get('targetNamespace', '')}}}{binding.get('name', '')}"
        common = _required(policies.of(name))
        for policy in common:
            yield _finding(policy, f"line {binding.sourceline}", binding.get("name", ""), document.file)
        for operation in binding.findall(WSDL + "operation"):
            own = operation.get("name", "")
            for policy in _required(policies.of(name, own)):
                if policy not in common:
                    yield _finding(policy, own, binding.get("name", ""), document.file)


def _required(policies: tuple[Policy, ...]) -> list[Policy]:
    return [each for each in policies if each.required]


def _finding(policy: Policy, place: str, binding: str, file: str) -> LintFinding:
    if policy.supported:
        return finding("policy", place, f"{binding} asks for {_WAYS[policy.name]}", file)
    return finding("policy-unknown", place, f"{binding} asks for {policy.name}", file)
