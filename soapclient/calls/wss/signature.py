"""X.509 signatures over the body, timestamp and addressing headers of each message.

Source: Web Services Security X.509 Certificate Token Profile 1.1; XML Signature; Exclusive XML Canonicalization.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable
from typing import Final

from lxml import etree

from ...errors import ArgumentError
from ...wire.secret import Secret, unseen
from ..soap_header import blocks, sole_body
from .protection import BASE64, ID, TIMESTAMP, WSSE, Protection, add_timestamp, checked_seconds, security_header
from .signed_reply import SignedReply
from .x509 import Credentials, Files, Passphrase, xmlsec

DS: Final = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_X509V3: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_METHODS: Final = {
    False: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    True: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
}
_ADDRESSING: Final = (
    "{http://www.w3.org/2005/08/addressing}",
    "{http://schemas.xmlsoap.org/ws/2004/08/addressing}",
)
_ADDRESSED: Final = tuple(
    namespace + name
    for namespace in _ADDRESSING
    for name in ("To", "Action", "MessageID", "ReplyTo", "FaultTo", "From", "RelatesTo")
)
_USER: Final = f"{{{WSSE}}}UsernameToken"


class Signature(Protection):
    """A signature with an X.509 certificate over each message.

    It signs the body, the timestamp, a UsernameToken and the headers of WS-Addressing, with SHA-256, and sends the
    certificate as a BinarySecurityToken.

    Args:
        key_file: the private key, in PEM format.
        cert_file: its certificate, in PEM format.
        key_password: the passphrase of the key, or a function that returns it.
        timestamp_seconds: how long the message is valid; None for no Timestamp.
        verify: the certificates that the server signs its replies with: one file or several; None to check nothing.
        sha1: whether to accept SHA-1 in replies, which is broken.

    Raises:
        ArgumentError: a file cannot be used, or the extra `wsse` is not installed.
    """

    last = True

    def __init__(
        self,
        key_file: Files,
        cert_file: Files,
        *,
        key_password: Passphrase = None,
        timestamp_seconds: float | None = 300,
        verify: Files | Iterable[Files] | None = None,
        sha1: bool = False,
    ) -> None:
        self._reply: SignedReply | None = None
        passphrase = Secret(key_password)
        del key_password  # so a traceback with locals does not show it
        with unseen(ArgumentError):
            self._credentials = Credentials(key_file, cert_file, passphrase.reveal())
        self._seconds = None if timestamp_seconds is None else checked_seconds("timestamp_seconds", timestamp_seconds)
        if verify is not None:
            self._reply = SignedReply(verify, sha1=sha1)

    def apply(self, envelope: etree._Element) -> None:
        """Sign an envelope in place; it must not change afterwards."""
        security = self._prepared(envelope)
        backend = xmlsec()
        signed = [
            sole_body(envelope),
            *blocks(envelope, *_ADDRESSED),
            *security.findall(TIMESTAMP),
            *security.findall(_USER),
        ]
        token = self._token(security)
        signature = etree.SubElement(security, f"{{{DS}}}Signature", nsmap={"ds": DS})
        info = etree.SubElement(signature, f"{{{DS}}}SignedInfo")
        etree.SubElement(info, f"{{{DS}}}CanonicalizationMethod", Algorithm=EXCLUSIVE)
        etree.SubElement(info, f"{{{DS}}}SignatureMethod", Algorithm=_METHODS[self._credentials.is_ec])
        context = backend.SignatureContext()
        for element in signed:
            _refer(info, _named(element))
            context.register_id(element, "Id", etree.QName(ID).namespace)
        etree.SubElement(signature, f"{{{DS}}}SignatureValue")
        key_info = etree.SubElement(signature, f"{{{DS}}}KeyInfo")
        reference = etree.SubElement(key_info, f"{{{WSSE}}}SecurityTokenReference")
        etree.SubElement(reference, f"{{{WSSE}}}Reference", URI=f"#{token}", ValueType=_X509V3)
        context.key = self._credentials.key.reveal()
        try:
            context.sign(signature)
        except backend.Error as exc:
            raise ArgumentError(None, (f"the message cannot be signed with this key ({exc})",)) from None

    def show(self, envelope: etree._Element) -> None:
        """Add everything except the signature itself."""
        self._token(self._prepared(envelope))

    def check(self, envelope: etree._Element) -> None:
        """Check the signature of a reply if `verify` is set."""
        if self._reply is not None:
            self._reply.check(envelope)

    def _prepared(self, envelope: etree._Element) -> etree._Element:
        security = security_header(envelope)
        if self._seconds is not None:
            add_timestamp(security, self._seconds)
        return security

    def _token(self, security: etree._Element) -> str:
        token = etree.SubElement(security, f"{{{WSSE}}}BinarySecurityToken", EncodingType=BASE64, ValueType=_X509V3)
        token.text = base64.b64encode(self._credentials.token).decode("ascii")
        return _named(token)

    def __repr__(self) -> str:
        return f"Signature({'' if self._reply is None else f'verify={self._reply!r}'})"


def _named(element: etree._Element) -> str:
    """Return the `wsu:Id` of an element; add a unique one if missing."""
    name = f"id-{uuid.uuid4().hex}"
    element.set(ID, name)
    return name


def _refer(info: etree._Element, name: str) -> None:
    reference = etree.SubElement(info, f"{{{DS}}}Reference", URI=f"#{name}")
    transforms = etree.SubElement(reference, f"{{{DS}}}Transforms")
    etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=EXCLUSIVE)
    etree.SubElement(reference, f"{{{DS}}}DigestMethod", Algorithm=_SHA256)
    etree.SubElement(reference, f"{{{DS}}}DigestValue")
