"""TLS settings: trusted certificates and the client's own, checked before anything is sent."""

from __future__ import annotations

import functools
import os
import re
import ssl
from pathlib import Path
from typing import Any, Final, NoReturn

import requests
from urllib3.util.ssl_ import create_urllib3_context

from ..errors import ArgumentError

_BUNDLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_READ: Final = 16 * 2**20
_LARGE: Final = 64 * 1024
_MARK: Final = rb"-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----\s+[A-Za-z0-9+/]{40}"
_CERTIFICATES: Final = "the CA certificates of your organisation in PEM format"


class _Passphrase(Exception):
    """The key has a passphrase."""


class Trust:
    """The TLS settings of a client; its one context is created at once if they name files, else on first use.

    Args:
        verify: True, False, the path of a certificate bundle, or an `ssl.SSLContext`.
        cert: the path of a client certificate, or a pair of the paths of certificate and key.
        look: whether to look for a bundle in the environment.
        secure: whether the connection to the server uses TLS, so the environment's bundle matters.

    Attributes:
        verify: True, False, the path of the bundle, or the context.
        cert: as given.

    Raises:
        ArgumentError: a file is missing or cannot be used.
    """

    def __init__(self, verify: Any, cert: Any, *, look: bool, secure: bool) -> None:
        self._option = "verify"
        if verify is True and look:
            for variable in _BUNDLES:
                if os.environ.get(variable):
                    verify, self._option = os.environ[variable], f"the environment variable {variable}"
                    break
        if not isinstance(verify, bool | ssl.SSLContext):
            verify = _path(verify, "verify", "True, False, the path of a certificate bundle or an ssl.SSLContext")
        self.verify: bool | str | ssl.SSLContext = verify
        self.cert = None if cert is None else _pair(cert)
        if self.cert is not None and isinstance(verify, ssl.SSLContext):
            raise ArgumentError(None, ("give either cert or verify as an ssl.SSLContext, which can load it itself",))
        bundle = isinstance(verify, str) and (secure or self._option == "verify")
        if self.cert is not None or (bundle and not _is_large_bundle(self._option, str(verify))):
            _ = self.context

    @functools.cached_property
    def context(self) -> ssl.SSLContext:
        """The context of every secure connection."""
        return self._made(self.cert)

    @functools.cached_property
    def proxy_context(self) -> ssl.SSLContext:
        """The context of connections to a proxy, without the client's certificate."""
        return self._made(None) if self.cert is not None else self.context

    def new(self) -> ssl.SSLContext:
        """Return a new context like that of every secure connection."""
        return self._made(self.cert)

    def __str__(self) -> str:
        verify = self.verify
        if not isinstance(verify, ssl.SSLContext):
            return str(verify)
        import hashlib

        trusted = hashlib.sha256(b"".join(sorted(verify.get_ca_certs(binary_form=True)))).hexdigest()[:16]
        return f"SSLContext {verify.verify_mode.name} {trusted}"

    def _made(self, cert: tuple[str, str | None] | None) -> ssl.SSLContext:
        if isinstance(self.verify, ssl.SSLContext):
            return self.verify
        context: ssl.SSLContext = create_urllib3_context()
        if self.verify is False:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        else:
            context.check_hostname = True
            context.verify_mode = ssl.CERT_REQUIRED
            _trust(context, self.verify, self._option)
        if cert is not None:
            _introduce(context, *cert)
        return context


def _is_large_bundle(option: str, path: str) -> bool:
    """Return whether a bundle takes long to read, so reading it waits until first use."""
    if Path(path).is_dir():
        return False
    data = _read(option, path, _CERTIFICATES, _LARGE + 1)
    return len(data) > _LARGE and re.search(_MARK, data) is not None


def _trust(context: ssl.SSLContext, verify: bool | str, option: str) -> None:
    bundle = requests.utils.DEFAULT_CA_BUNDLE_PATH if verify is True else str(verify)
    if Path(bundle).is_dir():
        try:
            os.scandir(bundle).close()
        except OSError as exc:
            _unreadable(option, bundle, exc, "a directory of CA certificates")
        context.load_verify_locations(capath=bundle)
        return
    _read(option, bundle, _CERTIFICATES)
    try:
        context.load_verify_locations(cafile=bundle)
    except (ssl.SSLError, OSError) as exc:
        problem = f"{option}: {bundle!r} has no CA certificate in PEM format: name a file with one"
        raise ArgumentError(None, (problem,)) from exc


def _introduce(context: ssl.SSLContext, certificate: str, key: str | None) -> None:
    data = _read("cert", certificate, "a certificate in PEM format")
    if b"-----BEGIN " not in data or b"CERTIFICATE-----" not in data:
        raise ArgumentError(None, (f"cert: {certificate!r} has no certificate in PEM format: name a file with one",))
    place = certificate if key is None else key
    data = data if key is None else _read("cert", key, "the certificate's private key in PEM format")
    if b"PRIVATE KEY-----" not in data:
        hint = "name the key's file too: cert=(certificate, key)" if key is None else "name a file with one"
        raise ArgumentError(None, (f"cert: {place!r} has no private key in PEM format: {hint}",))
    try:
        context.load_cert_chain(certificate, key, password=_ask)
    except _Passphrase:
        hint = "give verify an ssl.SSLContext that has loaded it, or name a key without one"
        raise ArgumentError(None, (f"cert: the key in {place!r} has a passphrase: {hint}",)) from None
    except (ssl.SSLError, OSError, ValueError) as exc:
        if "MISMATCH" in (getattr(exc, "reason", None) or ""):
            problem = f"cert: the key in {place!r} does not belong to the certificate in {certificate!r}: name its key"
        else:
            problem = f"cert: {certificate!r} and its key cannot be read: name undamaged files in PEM format"
        raise ArgumentError(None, (problem,)) from exc


def _ask() -> NoReturn:
    raise _Passphrase


def _path(value: Any, option: str, hint: str) -> str:
    try:
        path = os.fsdecode(value)
    except TypeError:
        raise ArgumentError(None, (f"{option} must be {hint}, not {type(value).__name__}",)) from None
    if not path or "\0" in path:
        raise ArgumentError(None, (f"{option} must be {hint}, not {path!r}",))
    return path


def _pair(cert: Any) -> tuple[str, str | None]:
    hint = "the path of a certificate, or a pair of the paths of certificate and key"
    if not isinstance(cert, tuple | list):
        return _path(cert, "cert", hint), None
    if len(cert) != 2:
        raise ArgumentError(None, (f"cert must be {hint}, not {len(cert)} items",))
    return _path(cert[0], "cert", hint), _path(cert[1], "cert", hint)


def _read(option: str, path: str, what: str, size: int = _READ) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(size)
    except OSError as exc:
        _unreadable(option, path, exc, what)


def _unreadable(option: str, path: str, exc: OSError, what: str) -> NoReturn:
    problem = f"{option}: {path!r} cannot be read ({exc.strerror}): name {what}"
    raise ArgumentError(None, (problem,)) from exc
