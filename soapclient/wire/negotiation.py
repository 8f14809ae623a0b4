"""Windows authentication over HTTP (Negotiate, NTLM): the steps of a login, all on one connection.

A server may remember the login of a connection, or ask for one with each request. In both cases a request that it
answers with 401 was not carried out.
"""

from __future__ import annotations

import base64
import contextlib
import importlib.util
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from ..errors import ArgumentError, HttpError
from .exchange import here
from .redact import one_line
from .secret import Secret

_SCHEMES: Final = ("Negotiate", "NTLM")
_STEPS: Final = 5
_REFUSAL: Final = 2**20  # bytes: the connection is closed if the page of a 401 is longer
_INSTALL: Final = 'Windows authentication needs pyspnego: pip install "inforouter-soapclient[windows]"'
Send = Callable[[requests.PreparedRequest], requests.Response]


class Negotiation:
    """Answers the challenge of a server that requires Windows authentication.

    Args:
        username: the user, such as `DOMAIN\\jdoe` or `jdoe@example.com`; by default the user of this process.
        password: that user's password.

    Raises:
        ArgumentError: only one of the two is given, or pyspnego is not installed.
    """

    def __init__(self, username: str | None = None, password: str | None = None) -> None:
        if (username is None) != (password is None):
            raise ArgumentError(None, (f"{'username' if username is None else 'password'} is missing",))
        if username is not None and importlib.util.find_spec("spnego") is None:
            raise ArgumentError(None, (_INSTALL,))
        self._username = username
        self._password = Secret(password)
        self._scheme: str | None = None
        self._each = False  # whether the server asks for a login with each request

    def sent(self, request: requests.PreparedRequest, link: Any, send: Send) -> requests.Response:
        """Send a request, log in if the server asks for it, and return the last answer.

        Args:
            request: the request.
            link: the connection, held by this thread's exchange; None if it is not a connection of this package.
            send: sends a request.

        Raises:
            HttpError: this machine cannot make the login that the server asks for; nothing was carried out.
        """
        known = link is not None and getattr(link, "authenticated", False)
        if self._scheme is None or (known and not self._each):
            answer = send(request)
            scheme = _offered(answer)
            if scheme is None:
                return answer
            self._scheme, self._each = scheme, self._each or known
            _over(answer)
        elif link is not None and link.sock is None and str(request.url).startswith("https:"):
            answer = _harmless(send, request, None)  # to get the server's certificate, which the login is bound to
            if answer.status_code != 401:
                _over(answer)
                return send(request)
            _over(answer)
        answer = self._logged_in(request, self._scheme, link, send)
        if link is not None:
            link.authenticated = answer.status_code != 401
        return answer

    def _logged_in(self, request: requests.PreparedRequest, scheme: str, link: Any, send: Send) -> requests.Response:
        try:
            import spnego
        except ImportError:
            raise HttpError(f"HTTP 401: {_INSTALL}", maybe_applied=False, status=401) from None
        with _made_here(scheme):
            context = spnego.client(
                self._username,
                self._password.reveal(),
                hostname=urlsplit(str(request.url)).hostname or "",
                service="HTTP",
                channel_bindings=_binding(link),
                protocol=scheme.lower(),
            )
            token = context.step()
        for number in range(_STEPS):
            step = _step(request, scheme, token)
            # NTLM's first token never suffices, so the body is held back.
            kept = number == 0 and "ntlm" in (scheme.lower(), context.negotiated_protocol)
            answer = _harmless(send, step, step.headers["Authorization"]) if kept else send(step)
            if answer.status_code != 401:
                if not kept:
                    break
                _over(answer)  # the server no longer asks
                return send(request)
            challenge = _token(answer, scheme)
            if challenge is None or context.complete:
                break
            _over(answer)
            with _made_here(scheme):
                token = context.step(challenge)
        return answer


@contextlib.contextmanager
def _made_here(scheme: str) -> Iterator[None]:
    """Map every failure to make a token to one error: from pyspnego, the system, or a damaged token."""
    try:
        yield
    except Exception as exc:
        reason = one_line(str(exc), 200)
        problem = f"HTTP 401: the login by {scheme} failed on this machine ({reason}): give Windows a user and password"
        raise HttpError(problem, maybe_applied=False, status=401) from None


def _offered(answer: requests.Response) -> str | None:
    """Return the scheme that a refusal offers, the safer one first; None without a supported scheme."""
    if answer.status_code != 401:
        return None
    offers = {offer.split()[0].lower() for offer in _challenges(answer) if offer.split()}
    return next((scheme for scheme in _SCHEMES if scheme.lower() in offers), None)


def _token(answer: requests.Response, scheme: str) -> bytes | None:
    for offer in _challenges(answer):
        name, _, value = offer.partition(" ")
        if name.lower() == scheme.lower() and value.strip():
            try:
                return base64.b64decode(value.strip(), validate=True)
            except ValueError:
                return None
    return None


def _challenges(answer: requests.Response) -> list[str]:
    return [offer.strip() for offer in answer.headers.get("WWW-Authenticate", "").split(",")]


def _over(answer: requests.Response) -> None:
    """Read the rest of a refusal so the connection can be used again, and mark the request as not sent."""
    left = _REFUSAL
    while left > 0 and (piece := answer.raw.read(left, decode_content=False)):
        left -= len(piece)
    answer.close()
    here.exchange.state = "unsent"


def _step(request: requests.PreparedRequest, scheme: str, token: bytes | None) -> requests.PreparedRequest:
    step = request.copy()
    step.headers["Authorization"] = f"{scheme} {base64.b64encode(token or b'').decode('ascii')}"
    return step


def _harmless(send: Send, request: requests.PreparedRequest, authorization: Any) -> requests.Response:
    """Send a request without its body, so the server carries nothing out."""
    empty = request.copy()
    if empty.body is not None:
        empty.body, empty.headers["Content-Length"] = None, "0"
    if authorization is not None:
        empty.headers["Authorization"] = authorization
    here.exchange.harmless = True
    try:
        return send(empty)
    finally:
        here.exchange.harmless = False


def _binding(link: Any) -> Any:
    """Return the channel binding of the server's certificate, which makes a login valid on this connection only."""
    peer = getattr(getattr(link, "sock", None), "getpeercert", None)
    certificate = peer(True) if peer is not None else None
    if not certificate:
        return None
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from spnego.channel_bindings import GssChannelBindings

    kind = x509.load_der_x509_certificate(certificate).signature_hash_algorithm
    weak = kind is None or kind.name in ("md5", "sha1")
    digest = hashes.Hash(hashes.SHA256() if weak or kind is None else kind)
    digest.update(certificate)
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest.finalize())
