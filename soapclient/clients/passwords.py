"""Passwords from the system's key ring or from a command."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import threading
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from ..errors import ArgumentError

_LONGEST: Final = 2**16
_PATIENCE: Final = 60.0
_SERVICE: Final = "soapclient"
_NO_KEYRING: Final = (
    "the key ring needs the package keyring: install the extra with pip install 'inforouter-soapclient[keyring]'"
)
_NO_BACKEND: Final = (
    "this system has no key ring that keeps passwords safe: use SOAPCLIENT_PASSWORD or password_command of a profile"
)


def of_command(command: str) -> str:
    """Run a command without a shell and return the first line of its output; it has a minute.

    Its standard error goes to this process's own. Its output is never shown.

    Raises:
        ArgumentError: it cannot be run, takes too long, fails, or prints no password.
    """
    try:
        words = shlex.split(command)
        program = words[0]
    except (ValueError, IndexError):
        raise ArgumentError(None, ("password_command is not a command: check its quotes",)) from None
    try:
        with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, bufsize=0) as running:  # noqa: S603
            try:
                data = _output(running, running.stdout)
                failed = running.wait(_PATIENCE)
            except BaseException:
                running.kill()
                raise
    except (TimeoutError, subprocess.TimeoutExpired):
        raise ArgumentError(None, (f"password_command: {program!r} took more than {_PATIENCE:.0f} s",)) from None
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or "it cannot be run"
        raise ArgumentError(None, (f"password_command: {program!r}: {reason}",)) from None
    if len(data) > _LONGEST:
        raise ArgumentError(None, (f"password_command: {program!r} printed more than {_LONGEST:,} bytes",))
    if failed:
        raise ArgumentError(None, (f"password_command: {program!r} failed with exit status {failed}",))
    try:
        found = data.decode("utf-8").partition("\n")[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise ArgumentError(None, (f"password_command: {program!r} printed no UTF-8 text",)) from None
    if not found:
        raise ArgumentError(None, (f"password_command: {program!r} printed no password",))
    return found


def _output(running: subprocess.Popen[bytes], stream: Any) -> bytes:
    """Return what a command prints; of one that prints too much, a little more than is allowed, and end it.

    Raises:
        TimeoutError: it takes too long.
    """
    data = bytearray()

    def read() -> None:
        with contextlib.suppress(OSError, ValueError):  # it was closed meanwhile
            while len(data) <= _LONGEST and (piece := stream.read(_LONGEST)):
                data.extend(piece)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(_PATIENCE)
    if reader.is_alive():
        raise TimeoutError
    if len(data) > _LONGEST:
        running.kill()
    return bytes(data)


class PasswordStore:
    """The passwords of one server in the system's key ring.

    Args:
        places: the URL of the server, of the WSDL of a service, or both; or the path of the WSDL.
        user: the user, or None for the server's trusted password.
    """

    def __init__(self, places: Iterable[str], user: str | None) -> None:
        different = dict.fromkeys(map(_normal, places))
        self._service = " ".join((_SERVICE, *different))
        self._user = "(trusted password)" if user is None else user

    def require(self) -> None:
        """Make sure that there is a key ring that keeps passwords safe.

        Raises:
            ArgumentError: there is no such key ring.
        """
        _ring()

    def find(self) -> str | None:
        """Return the password; None if there is no password, or no usable key ring."""
        with contextlib.suppress(ArgumentError):
            found = self._asked("get_password")
            return found if isinstance(found, str) else None
        return None

    def keep(self, password: str) -> None:
        """Keep a password.

        Raises:
            ArgumentError: there is no key ring that keeps it safe.
        """
        self._asked("set_password", password)
        if self._asked("get_password") != password:  # as of a backend that keeps nothing
            raise ArgumentError(None, (_NO_BACKEND,))

    def forget(self) -> bool:
        """Remove the password; tell whether there was one.

        Raises:
            ArgumentError: there is no key ring, or it cannot be opened.
        """
        if self._asked("get_password") is None:
            return False
        self._asked("delete_password")
        return True

    def _asked(self, what: str, *more: str) -> Any:
        ring = _ring()
        try:
            return getattr(ring, what)(self._service, self._user, *more)
        except Exception as exc:  # backends raise whatever they like; a message may quote what it was given
            raise ArgumentError(None, (f"the key ring cannot be used ({type(exc).__name__})",)) from None


def _ring() -> Any:
    """Return the key ring of this system.

    Raises:
        ArgumentError: it has no key ring, or one that keeps passwords as plain text.
    """
    try:
        import keyring
    except ImportError:
        raise ArgumentError(None, (_NO_KEYRING,)) from None
    except Exception:  # as of a broken backend
        raise ArgumentError(None, (_NO_BACKEND,)) from None
    try:
        ring = keyring.get_keyring()
        safe = ring.priority >= 1 and not type(ring).__module__.startswith("keyring.backends.null")
    except Exception:
        safe = False
    if not safe:
        raise ArgumentError(None, (_NO_BACKEND,))
    return ring


def _normal(server: str) -> str:
    """Return a server as its passwords are kept: `?WSDL` and the letter case of its host make no other one."""
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https"):
        return server
    query = "" if parts.query.lower() == "wsdl" else parts.query
    return parts._replace(netloc=parts.netloc.lower(), query=query, fragment="").geturl()
