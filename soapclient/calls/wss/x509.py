"""Keys and certificates in files, and the library that signs with them, which is installed by an extra.

xmlsec brings libxml2 of its own and shares trees with lxml, so both have to be built with the same one.
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
        ArgumentError: it is not installed, or does not go with the lxml that is.
    """
    try:
        import xmlsec as module
    except ImportError as exc:
        if getattr(exc, "name", None) == "xmlsec":
            raise ArgumentError(None, (INSTALL,)) from None
        raise ArgumentError(None, (f"xmlsec cannot be loaded ({exc}): install it anew",)) from None
    except Exception as exc:  # an error of xmlsec's own, where lxml has another libxml2
        problem = f"xmlsec does not go with this lxml ({exc}): install versions of both that were built alike"
        raise ArgumentError(None, (problem,)) from None
    return module


class Credentials:
    """A private key and its certificate; its repr shows neither.

    Args:
        key_file: the key, in PEM form.
        cert_file: its certificate, in PEM form; those behind the first are ignored.
        key_password: the passphrase of the key, or a function that returns it.

    Attributes:
        is_ec: whether it is a key on an elliptic curve, and not one of RSA.
        token: the certificate's DER form.

    Raises:
        ArgumentError: a file cannot be read or used, the key is not the certificate's, or xmlsec is not installed.
    """

    def __init__(self, key_file: Files, cert_file: Files, key_password: Passphrase = None) -> None:
        passphrase: Secret[str] = Secret((key_password() if callable(key_password) else key_password) or "")
        del key_password  # not to be seen in a report of what is wrong with a file
        backend = xmlsec()
        data = Secret(_read("key_file", key_file))
        if b"PRIVATE KEY-----" not in data.reveal():
            problem = f"key_file: {os.fspath(key_file)!r} holds no private key in PEM form: name a file that does"
            raise ArgumentError(None, (problem,))
        certificate = certificates("cert_file", cert_file)[0]
        _match(key_file, cert_file, passphrase)
        self.token = ssl.PEM_cert_to_DER_cert(certificate)
        self.is_ec = _EC in self.token
        problem = (
            f"key_file: the key in {os.fspath(key_file)!r} cannot be used: name one of RSA or of an elliptic curve"
        )
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
    """Return the certificates of some files in PEM form.

    Raises:
        ArgumentError: a file cannot be read, or has none.
    """
    found = []
    for file in files:
        own = _CERTIFICATE.findall(_read(option, file).decode("latin-1"))
        if not own:
            problem = f"{option}: {os.fspath(file)!r} holds no certificate in PEM form: name a file that does"
            raise ArgumentError(None, (problem,))
        found += own
    return found


def _match(key_file: Files, cert_file: Files, passphrase: Secret[str]) -> None:
    """Make sure that a key is that of a certificate, however weak both are by the standards of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:@SECLEVEL=0")
    try:
        context.load_cert_chain(cert_file, key_file, password=passphrase.reveal)
    except (ssl.SSLError, OSError, ValueError) as exc:
        if "MISMATCH" in (getattr(exc, "reason", None) or ""):
            problem = f"the key in {os.fspath(key_file)!r} is not that of the certificate in {os.fspath(cert_file)!r}"
        else:
            hint = "key_password is wrong, or one of them is damaged" if passphrase else "is key_password missing?"
            problem = f"the key in {os.fspath(key_file)!r} and its certificate cannot be read: {hint}"
        raise ArgumentError(None, (problem,)) from None


def _read(option: str, file: Files) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(_MOST)
    except TypeError:
        raise ArgumentError(None, (f"{option} is the path of a file, not {type(file).__name__}",)) from None
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise ArgumentError(None, (f"{option}: {os.fspath(file)!r} cannot be read ({reason})",)) from None
