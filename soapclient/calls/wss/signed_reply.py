"""Check that a reply is signed by the server, and that the signed body is the one that is used.

A valid signature proves nothing by itself: a message can carry the signed body of another message in a different place,
and its own body in the place that is read. So each reference must name one element that cannot be confused with
another, and the body and the timestamp must be among these elements, in their places.

Source: XML Signature; Web Services Security SOAP Message Security 1.1, sections 8 and 10.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from lxml import etree

from ...errors import ArgumentError, UnexpectedReply
from ...wire.redact import one_line
from ...wire.safe_xml import local
from ..soap_header import SOAP_11, SOAP_12, blocks, soap_namespace, sole_body
from .protection import CREATED, EXPIRES, ID, SECURITY, TIMESTAMP, Protection, checked_seconds, now
from .x509 import Files, certificates, xmlsec

_DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_CANONICAL: Final = {
    _EXCLUSIVE,
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
}
_ENC: Final = "http://www.w3.org/2001/04/xmlenc#"
_DIGESTS: Final = {f"{_ENC}sha256", f"{_ENC}sha512", f"{_MORE}sha384"}
_METHODS: Final = {f"{_MORE}{kind}-sha{bits}" for kind in ("rsa", "ecdsa") for bits in (256, 384, 512)}
_SHA1: Final = {
    "http://www.w3.org/2000/09/xmldsig#sha1",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    f"{_MORE}ecdsa-sha1",
}
_RELATES: Final = (
    "{http://www.w3.org/2005/08/addressing}RelatesTo",
    "{http://schemas.xmlsoap.org/ws/2004/08/addressing}RelatesTo",
)
_FOR_OTHERS: Final = (f"{{{SOAP_11}}}actor", f"{{{SOAP_12}}}role")
_MOST: Final = 50
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)?")


class _Refused(Exception):
    """The signature of the reply is not acceptable; the message says why."""


class SignedReply(Protection):
    """Require that each reply, including faults, is signed by the server.

    Args:
        certificates: the certificates that the server signs with, in PEM format: one file or several. Nothing else is
            trusted: neither their issuers nor certificates in a reply.
        max_age: how many seconds a reply is valid after its timestamp; None to require no timestamp.
        skew: how many seconds the clocks may differ.
        sha1: whether to accept SHA-1, which is broken, from servers without a better algorithm.

    Raises:
        ArgumentError: a file cannot be used, or the extra `wsse` is not installed.
    """

    def __init__(
        self,
        certificates: Files | Iterable[Files],
        *,
        max_age: float | None = 300,
        skew: float = 60,
        sha1: bool = False,
    ) -> None:
        self._keys = _keys(certificates)
        self._age = None if max_age is None else timedelta(seconds=checked_seconds("max_age", max_age))
        self._skew = timedelta(seconds=checked_seconds("skew", skew))
        weak = _SHA1 if sha1 else set()
        self._digests, self._methods = _DIGESTS | weak, _METHODS | weak

    def check(self, envelope: etree._Element) -> None:
        """Check the signature of a reply.

        Comments in signed elements are removed, because the signature does not cover them.

        Raises:
            UnexpectedReply: it lacks a required signature; the request may have been carried out.
        """
        try:
            self._check(envelope)
        except _Refused as exc:
            reason = str(exc)
        except ValueError as exc:
            reason = str(exc)
        else:
            return
        told = _told(envelope)
        raise UnexpectedReply(f"The signature of the reply cannot be trusted: {reason}{told}", maybe_applied=True)

    def _check(self, envelope: etree._Element) -> None:
        body = sole_body(envelope)
        namespace = soap_namespace(envelope)
        around = [str(each.tag) for each in envelope if isinstance(each.tag, str)]
        if around != [f"{{{namespace}}}Header", f"{{{namespace}}}Body"][-len(around) :]:
            raise _Refused("the envelope has more than a header and a body")
        ours = [block for block in blocks(envelope, SECURITY) if not any(block.get(name) for name in _FOR_OTHERS)]
        if len(ours) != 1:
            raise _Refused("it is not signed" if not ours else "it has more than one Security header")
        security = ours[0]
        signatures = security.findall(f"{_DS}Signature")
        if not signatures:
            raise _Refused("it is not signed")
        if len(signatures) > 1:
            raise _Refused("it has more than one signature")
        signed = self._signed(envelope, signatures[0])
        if not any(each is body for each in signed):
            raise _Refused("its body is not signed")
        for header in blocks(envelope, *_RELATES):
            if not any(each is header for each in signed):
                raise _Refused("it does not sign which message it answers (RelatesTo)")
        if self._age is not None:
            self._fresh(security, signed, self._age)
        self._verify(signatures[0], signed)
        for each in signed:
            etree.strip_tags(each, etree.Comment)

    def _signed(self, envelope: etree._Element, signature: etree._Element) -> list[etree._Element]:
        """Return the elements that the references of a signature name."""
        if any(not isinstance(each.tag, str) for each in signature.iter()):
            raise _Refused("the signature has comments or the like in it")
        infos = signature.findall(f"{_DS}SignedInfo")
        if len(infos) != 1:
            raise _Refused("the signature has no SignedInfo, or more than one")
        _allowed(infos[0], "CanonicalizationMethod", _CANONICAL)
        _allowed(infos[0], "SignatureMethod", self._methods)
        references = infos[0].findall(f"{_DS}Reference")
        if not references or len(references) > _MOST:
            raise _Refused("the signature is over nothing" if not references else "the signature is over too much")
        named = _named(envelope)
        signed = []
        for reference in references:
            uri = reference.get("URI") or ""
            found = named.get(uri[1:], []) if uri.startswith("#") else []
            if len(found) != 1:
                why = "has no one element" if not found else "more than one element is called"
                raise _Refused(
                    f"{why} {one_line(uri, 80)!r}" if found else f"it signs {one_line(uri, 80)!r}, which is not there"
                )
            _allowed(reference, "DigestMethod", self._digests)
            transforms = reference.findall(f"{_DS}Transforms/{_DS}Transform")
            if [each.get("Algorithm") for each in transforms] != [_EXCLUSIVE]:
                raise _Refused("it uses another transform than Exclusive Canonicalization")
            signed.append(found[0])
        return signed

    def _fresh(self, security: etree._Element, signed: list[etree._Element], age: timedelta) -> None:
        stamps = security.findall(TIMESTAMP)
        if len(stamps) != 1:
            raise _Refused("it has no timestamp" if not stamps else "it has more than one timestamp")
        if not any(each is stamps[0] for each in signed):
            raise _Refused("its timestamp is not signed")
        created, expires = _time(stamps[0], CREATED), _time(stamps[0], EXPIRES)
        time = now()
        if created is None:
            raise _Refused("its timestamp has no creation time")
        if created > time + self._skew:
            raise _Refused("its timestamp is in the future: set the clocks, or allow for more `skew`")
        if time - created > age + self._skew or (expires is not None and expires + self._skew < time):
            raise _Refused("its timestamp is too old")

    def _verify(self, signature: etree._Element, signed: list[etree._Element]) -> None:
        backend = xmlsec()
        for key in self._keys:
            context = backend.SignatureContext()
            for element in signed:
                qualified = ID if element.get(ID) is not None else "Id"
                name = etree.QName(qualified)
                context.register_id(element, name.localname, name.namespace)
            context.key = key
            try:
                context.verify(signature)
            except backend.Error:
                continue
            return
        raise _Refused("it is not from a trusted certificate, or the signed content was changed")

    def __repr__(self) -> str:
        return f"<SignedReply: {len(self._keys)} certificates>"


def _keys(files: Files | Iterable[Files]) -> list[Any]:
    backend = xmlsec()
    given = (files,) if isinstance(files, str | os.PathLike) else tuple(files)
    found = certificates("the certificates of replies", *given)
    if not found:
        raise ArgumentError(None, ("name at least one certificate that the server signs its replies with",))
    return [backend.Key.from_memory(each.encode("ascii"), backend.KeyFormat.CERT_PEM, None) for each in found]


def _named(envelope: etree._Element) -> dict[str, list[etree._Element]]:
    """Return all elements by every attribute that could be their id."""
    found: dict[str, list[etree._Element]] = {}
    for element in envelope.iter(etree.Element):
        for value in {str(value) for name, value in element.items() if local(name).lower() == "id"}:
            found.setdefault(value, []).append(element)
    return found


def _allowed(holder: etree._Element, name: str, algorithms: set[str]) -> None:
    found = [each.get("Algorithm") or "" for each in holder.findall(_DS + name)]
    if len(found) != 1 or found[0] not in algorithms:
        shown = one_line(found[0], 80) if found else "nothing"
        hint = ": use sha1=True to accept it" if found and found[0] in _SHA1 else ""
        raise _Refused(f"its {name} is {shown}, which is not accepted{hint}")


def _time(stamp: etree._Element, tag: str) -> datetime | None:
    found = stamp.findall(tag)
    if not found:
        return None
    match = _TIME.fullmatch((found[0].text or "").strip())
    if match is None or len(found) > 1:
        raise _Refused("its timestamp cannot be read")
    zone = "+00:00" if match[3] in (None, "Z") else match[3]
    try:
        return datetime.fromisoformat(f"{match[1]}.{(match[2] or '0').ljust(6, '0')}{zone}").astimezone(timezone.utc)
    except (ValueError, OverflowError):
        raise _Refused("its timestamp cannot be read") from None


def _told(envelope: etree._Element) -> str:
    """Quote the fault in an unsigned reply, which may help to set up a server."""
    for name in ("faultstring", f"{{{SOAP_12}}}Text"):
        text = next(envelope.iter(name), None)
        if text is not None and text.text:
            return f"; its unverified fault says: {one_line(text.text, 200)!r}"
    return ""
