"""The connection of a command: server, user and contract, from options, environment and profile, in this order."""

from __future__ import annotations

import contextlib
import functools
import getpass
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .failure import NOT_IN_CONTRACT, Failure
from .terminal import safe

if TYPE_CHECKING:
    from soapclient import Client, ConnectionSettings, Contract

CHOICES: Final = {
    "auth": ("password", "windows"),
    "soap_version": ("1.1", "1.2"),
    "transport": ("soap", "http-post"),
    "on_null": ("refuse", "read"),
    "on_clear": ("refuse", "verify", "send"),
}
_SETTINGS: Final = (
    *("server", "username", "wsdl", "auth", "impersonate", "soap_version", "transport", "on_null", "on_clear"),
    *("timeout", "ca_file", "cert", "cert_key", "proxy", "allow_imports", "service", "port"),
)
_LONGEST: Final = 2**20
_NO_SERVER: Final = "no server: give --server, SOAPCLIENT_SERVER or a --profile with one"
NO_USER: Final = "a login is needed: give --username, SOAPCLIENT_USERNAME or a --profile with one"
_NOBODY_TO_ASK: Final = (
    "no password: set SOAPCLIENT_PASSWORD, run soapclient login, or use --password-stdin; the prompt needs a terminal"
)


class CommandContext:
    """The connection of one run of the command line.

    Attributes:
        given: what the options said, by their names.
        remote: whether the contract was to come from a server.
        debugging: what was changed of the logs for `--debug`.
        doubt: the operation that is under way and may have been applied, should the run end now.
    """

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.remote = False
        self.doubt: str | None = None
        self.debugging: list[Any] = []
        self._secrets: list[str] = []

    @functools.cached_property
    def settings(self) -> ConnectionSettings:
        """The settings.

        Raises:
            Failure: the ticket cannot be read.
            ProfileError: the profile, or what options and environment say, cannot be used.
        """
        from soapclient import ConnectionSettings

        said: dict[str, Any] = self.said
        if "ticket_file" in self.given:
            said["ticket"] = self._ticket(self.given["ticket_file"])
        found = ConnectionSettings.found(self.given.get("profile"), **said)
        self.remember(found.ticket)
        return found

    def _ticket(self, file: str) -> str:
        try:
            if file == "-":
                if self.password_from_stdin:
                    raise Failure("standard input cannot have both the ticket and the password")
                text = sys.stdin.readline(_LONGEST) if sys.stdin else ""
            else:
                with Path(file).open(encoding="utf-8") as stream:
                    text = stream.readline(_LONGEST)
        except (OSError, ValueError) as exc:
            reason = "it is not UTF-8 text" if isinstance(exc, UnicodeDecodeError) else getattr(exc, "strerror", None)
            raise Failure(f"the ticket in {file!r} cannot be read ({reason or exc})") from None
        if not text.strip():
            raise Failure("there is no ticket on standard input" if file == "-" else f"there is no ticket in {file!r}")
        return text.strip()

    @property
    def contract_only(self) -> str:
        """Where the contract is when there is no server.

        Raises:
            Failure: the contract must be the server's own.
        """
        wsdl = self.settings.wsdl
        if wsdl in ("remote", "cached"):
            raise Failure(_NO_SERVER)
        return "bundled" if wsdl in (None, "auto") else wsdl

    @property
    def as_json(self) -> bool:
        """Whether to print JSON."""
        return bool(self.given.get("json"))

    @property
    def allow_imports(self) -> tuple[str, ...]:
        """The hosts that a WSDL may import from, beside its own."""
        return self.settings.allow_imports

    @property
    def said(self) -> dict[str, Any]:
        """The settings that options gave."""
        return {name: self.given[name] for name in _SETTINGS if name in self.given}

    @property
    def words(self) -> list[str]:
        """The options that were given, as words of another command on the same connection."""
        found: list[str] = []
        for name in (*_SETTINGS, "ticket_file", "profile"):
            given = self.given.get(name, ())
            for each in given if isinstance(given, tuple) else (given,):
                found += [f"--{name.replace('_', '-')}", str(each)]
        return found

    @property
    def password_from_stdin(self) -> bool:
        """Whether standard input has the password."""
        return bool(self.given.get("password_stdin"))

    def contract(self) -> Contract:
        """Read the contract; the bundled one where neither a server nor a WSDL is named.

        Where a service or a port is named, it is the contract of that port.

        Raises:
            WsdlError: it could not be fetched or read.
            UnknownPort: it does not have the port.
        """
        settings = self.settings
        if settings.server is None:
            self.remote = _is_url(self.contract_only)
            found = settings.load_contract(self.contract_only)
        else:
            with self.client(login=False) as ir:
                found = ir.contract
        return found.at(settings.service, settings.port) if settings.service or settings.port else found

    def load(self, source: str) -> Contract:
        """Read another contract than the connection's own: "auto", "remote" and "cached" are those of its server.

        Raises:
            Failure: it is the contract of a server, but no server is named.
            WsdlError: it could not be fetched or read.
        """
        from soapclient import Contract

        found = self.source(source)
        return found if isinstance(found, Contract) else self.settings.load_contract(found)

    def source(self, source: str | None) -> str | Contract:
        """Find what a command is to examine that reads a WSDL itself; None is the connection's own contract.

        Returns:
            The contract where it is that of a server; otherwise the source, to be read by whoever examines it.

        Raises:
            Failure: it is the contract of a server, but no server is named.
            WsdlError: it could not be fetched or read.
        """
        settings = self.settings
        if source is None:
            source = self.contract_only if settings.server is None else settings.wsdl or "auto"
        if source in ("auto", "remote", "cached"):
            with self.client(login=False, wsdl=source) as ir:
                return ir.contract
        self.remote = _is_url(source)
        return source

    @contextlib.contextmanager
    def client(
        self, *, login: bool = True, offline: bool = False, prepared: bool = True, wsdl: str | None = None
    ) -> Iterator[Client]:
        """Make a client, and log it out in the end. Its password is asked for only if a call needs a ticket.

        Args:
            login: whether calls that need a ticket will be made: without a user name that is refused.
            offline: whether no server is needed, since nothing is sent.
            prepared: whether to read the contract now, rather than at first need.
            wsdl: another contract than the connection's own.

        Raises:
            Failure: no server, no user, or a SOAP version that the contract does not have.
            SoapClientError: the contract could not be fetched or read.
        """
        import attrs

        from soapclient import Client

        settings = self.settings
        server, wsdl = settings.server, wsdl or settings.wsdl or "auto"
        if server is None:
            if not offline:
                raise Failure(_NO_SERVER)
            server, wsdl = "sim:", self.contract_only
        if login and settings.login is None:
            raise Failure(NO_USER)
        self.remote = _is_url(wsdl) or (wsdl in ("auto", "remote") and not server.startswith("sim:"))
        version = settings.soap_version or "1.1"
        options = attrs.evolve(settings, server=server, wsdl=wsdl).client_options(lambda: self.password)
        with Client(**options) as ir:
            if prepared and ir.transport == "soap" and version not in ir.contract.soap_versions:
                raise Failure(f"this contract has no SOAP {version} port", status=NOT_IN_CONTRACT)
            yield ir

    @property
    def password_known(self) -> bool:
        """Whether nobody will be asked for the password any more."""
        return "password" in vars(self)

    def use_password(self, password: str) -> None:
        """Take a password as the one to log in with."""
        self.remember(password)
        vars(self)["password"] = password

    @functools.cached_property
    def password(self) -> str:
        """The password, asked for at first need.

        Raises:
            Failure: no password was found.
        """
        password = self._find_password()
        self.remember(password)
        return password

    def _find_password(self) -> str:
        if self.password_from_stdin:
            try:
                password = (sys.stdin.readline(_LONGEST + 1) if sys.stdin else "").rstrip("\r\n")
            except UnicodeDecodeError:
                raise Failure(f"the password on standard input is not {sys.stdin.encoding} text") from None
            if not password:
                raise Failure("there is no password on standard input")
            if len(password) > _LONGEST:
                raise Failure(
                    f"standard input begins with a line of more than {_LONGEST:,} characters, which is not a password"
                )
            return password
        known = self.settings.find_password()
        if known:
            return known
        if not at_terminal():
            raise Failure(_NOBODY_TO_ASK)
        return self.ask_password()

    def ask_password(self) -> str:
        """Ask for the password at the terminal.

        Raises:
            Failure: nothing was entered.
        """
        settings = self.settings
        doubt, self.doubt = self.doubt, None
        if settings.login == "impersonate":
            password = ask(f"Trusted password of {settings.server}: ")
        else:
            password = ask(f"Password of {settings.username}: ")
        self.doubt = doubt
        return password

    def remember(self, secret: Any) -> None:
        """Take note of a secret, to be hidden from the trace of an unexpected error."""
        if isinstance(secret, str) and secret:
            self._secrets.append(secret)

    def hide(self, text: str) -> str:
        """Replace the secrets in a text."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def at_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(prompt: str) -> str:
    """Ask for a secret at the terminal, without showing it.

    Raises:
        Failure: nothing was entered.
    """
    try:
        answer = getpass.getpass(safe(prompt))
    except EOFError:
        answer = ""
    if not answer:
        raise Failure("nothing was entered")
    return answer


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))
