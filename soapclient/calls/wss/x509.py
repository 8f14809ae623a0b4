"""Keys and certificates in files, and xmlsec, the library that signs with them, from an extra.

xmlsec has its own libxml2 and shares trees with lxml, so both must be built with the same version of it.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ...errors import ArgumentError
from ...wire.secret import Secret

INSTALL: Final = 'signatures need xmlsec: pip install "inforouter-soapclient[wsse]"'
Files = str | os.PathLike[str]
Passphrase = str | Callable[[], str] | None
_MOST: Final = 2**20
_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
# The object identifiers of keys: RSA, and elliptic curves.
_RSA: Final = bytes.fromhex("06092a864886f70d010101")
_EC: Final = bytes.fromhex("06072a8648ce3d0201")


def xmlsec() -> Any:
    """Return the module xmlsec.

    Raises:
        ArgumentError: it is not installed, or not compatible with the installed lxml.
    """
    try:
        import xmlsec as module
    except ImportError as exc:
        if getattr(exc, "name", None) == "xmlsec":
            raise ArgumentError(None, (INSTALL,)) from None
        raise ArgumentError(None, (f"could not load xmlsec ({exc}): reinstall it",)) from None
    except Exception as exc:  # xmlsec's own error if lxml has another libxml2
        problem = f"xmlsec and this lxml are not compatible ({exc}): install versions built with the same libxml2"
        raise ArgumentError(None, (problem,)) from None
    return module


class Credentials:
    """A private key and its certificate; its repr shows neither.

    Args:
        key_file: the key, in PEM format.
        cert_file: its certificate, in PEM format; certificates after the first are ignored.
        key_password: the passphrase of the key, or a function that returns it.

    Attributes:
        is_ec: whether it is an elliptic-curve key rather than RSA.
        token: the certificate in DER format.

    Raises:
        ArgumentError: a file cannot be read or used, the key does not belong to the certificate, or xmlsec is missing.
    """

    def __init__(self, key_file: Files, cert_file: Files, key_password: Passphrase = None) -> None:
        passphrase: Secret[str] = Secret((key_password() if callable(key_password) else key_password) or "")
        del key_password  # so a traceback with locals does not show it
        backend = xmlsec()
        data = Secret(_read("key_file", key_file))
        if b"PRIVATE KEY-----" not in data.reveal():
            problem = f"key_file: {os.fspath(key_file)!r} has no private key in PEM format: name a file with one"
            raise ArgumentError(None, (problem,))
        certificate = certificates("cert_file", cert_file)[0]
        _match(key_file, cert_file, passphrase)
        self.token = ssl.PEM_cert_to_DER_cert(certificate)
        self.is_ec = _EC in self.token
        problem = f"key_file: the key in {os.fspath(key_file)!r} cannot be used: name an RSA or elliptic-curve key"
        if not self.is_ec and _RSA not in self.token:
            raise ArgumentError(None, (problem,))
        try:
            key = backend.Key.from_memory(data.reveal(), backend.KeyFormat.PEM, passphrase.reveal() or None)
        except (backend.Error, ValueError):
            raise ArgumentError(None, (problem,)) from None
        self.key = Secret(key)

    def __repr__(self) -> str:
        return "<Credentials>"


def certificates(option: str, *files: Files) -> list[str]:
    """Return the certificates in files in PEM format.

    Raises:
        ArgumentError: a file cannot be read, or has no certificate.
    """
    found = []
    for file in files:
        own = _CERTIFICATE.findall(_read(option, file).decode("latin-1"))
        if not own:
            problem = f"{option}: {os.fspath(file)!r} has no certificate in PEM format: name a file with one"
            raise ArgumentError(None, (problem,))
        found += own
    return found


def _match(key_file: Files, cert_file: Files, passphrase: Secret[str]) -> None:
    """Check that a key belongs to a certificate, even if both are too weak for TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:@SECLEVEL=0")
    try:
        context.load_cert_chain(cert_file, key_file, password=passphrase.reveal)
    except (ssl.SSLError, OSError, ValueError) as exc:
        if "MISMATCH" in (getattr(exc, "reason", None) or ""):
            problem = f"the key in {os.fspath(key_file)!r} does not belong to the one in {os.fspath(cert_file)!r}"
        else:
            hint = "key_password is wrong, or one of them is damaged" if passphrase else "is key_password missing?"
            problem = f"the key in {os.fspath(key_file)!r} and its certificate cannot be read: {hint}"
        raise ArgumentError(None, (problem,)) from None


def _read(option: str, file: Files) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(_MOST)
    except TypeError:
        raise ArgumentError(None, (f"{option} must be the path of a file, not {type(file).__name__}",)) from None
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise ArgumentError(None, (f"{option}: {os.fspath(file)!r} cannot be read ({reason})",)) from None
