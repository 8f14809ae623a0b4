"""What a command talks to: server, user and contract, from options, environment and profile, in this order."""

from __future__ import annotations

import contextlib
import functools
import getpass
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import attrs

from soapclient import Client, Contract, Password

from . import profiles
from .failure import NOT_IN_CONTRACT, Failure
from .terminal import safe

_ENVIRONMENT: Final = {
    "server": "SOAPCLIENT_SERVER",
    "username": "SOAPCLIENT_USERNAME",
    "wsdl": "SOAPCLIENT_WSDL",
}
_CHOICES: Final = {
    "transport": ("soap", "http-post"),
    "on_null": ("refuse", "read"),
    "on_clear": ("refuse", "verify", "send"),
}
_LONGEST: Final = 2**20
_NO_SERVER: Final = "no server: give --server, SOAPCLIENT_SERVER or a --profile with one"
_NO_USER: Final = "a login is needed: give --username, SOAPCLIENT_USERNAME or a --profile with one"


@attrs.frozen(kw_only=True)
class Settings:
    """What options, environment and profile say together; None where they say nothing."""

    server: str | None = None
    username: str | None = None
    wsdl: str | None = None
    soap_version: Literal["1.1", "1.2"] = "1.1"
    transport: Literal["soap", "http-post"] = "soap"
    on_null: Literal["refuse", "read"] = "refuse"
    on_clear: Literal["refuse", "verify", "send"] = "refuse"
    timeout: float | None = None

    @property
    def contract_only(self) -> str:
        """Where the contract is when there is no server.

        Raises:
            Failure: it is to be the server's own.
        """
        if self.wsdl in ("remote", "cached"):
            raise Failure(_NO_SERVER)
        return "bundled" if self.wsdl in (None, "auto") else self.wsdl


class CommandContext:
    """The connection of one run of the command line.

    Attributes:
        given: what the options said, by their names.
        remote: whether the contract was to come from a server.
        doubt: the operation that is under way and may have been applied, should the run end now.
    """

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.remote = False
        self.doubt: str | None = None
        self._secrets: list[str] = []

    @functools.cached_property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            Failure: the profile cannot be used.
        """
        profile = profiles.read(self.given["profile"]) if "profile" in self.given else {}
        environment = {name: os.environ.get(variable) for name, variable in _ENVIRONMENT.items()}
        lower = {**profile, **{name: value for name, value in environment.items() if value and value.strip()}}
        values: dict[str, Any] = {name: value for name, value in lower.items() if value}
        values |= {name: self.given[name] for name in profiles.KEYS if name in self.given}
        return _settings(values)

    @property
    def as_json(self) -> bool:
        """Whether JSON is wanted."""
        return bool(self.given.get("json"))

    @property
    def allow_imports(self) -> tuple[str, ...]:
        """The hosts that a WSDL may import from, beside its own."""
        return tuple(self.given.get("allow_imports", ()))

    @property
    def password_from_stdin(self) -> bool:
        """Whether standard input has the password."""
        return bool(self.given.get("password_stdin"))

    def contract(self) -> Contract:
        """Read the contract; the bundled one where neither a server nor a WSDL is named.

        Where a service or a port is named, it is the contract of that port.

        Raises:
            WsdlError: it cannot be had.
            UnknownPort: it does not have the port.
        """
        settings, given = self.settings, self.given
        if settings.server is None:
            self.remote = _is_url(settings.contract_only)
            found = Contract.load(settings.contract_only, allow_imports=self.allow_imports)
        else:
            with self.client(login=False) as ir:
                found = ir.contract
        return found.at(given.get("service"), given.get("port")) if {"service", "port"} & given.keys() else found

    def load(self, source: str) -> Contract:
        """Read another contract than the connection's own: "auto", "remote" and "cached" are those of its server.

        Raises:
            Failure: it is that of a server, and there is none.
            WsdlError: it cannot be had.
        """
        found = self.source(source)
        return found if isinstance(found, Contract) else Contract.load(found, allow_imports=self.allow_imports)

    def source(self, source: str | None) -> str | Contract:
        """Find what a command is to examine that reads a WSDL itself; None is the connection's own contract.

        Returns:
            The contract where it is that of a server; otherwise the source, to be read by whoever examines it.

        Raises:
            Failure: it is that of a server, and there is none.
            WsdlError: it cannot be had.
        """
        settings = self.settings
        if source is None:
            source = settings.contract_only if settings.server is None else settings.wsdl or "auto"
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
            SoapClientError: the contract cannot be had.
        """
        settings = self.settings
        server, wsdl = settings.server, wsdl or settings.wsdl or "auto"
        if server is None:
            if not offline:
                raise Failure(_NO_SERVER)
            server, wsdl = "sim:", settings.contract_only
        if login and settings.username is None:
            raise Failure(_NO_USER)
        self.remote = _is_url(wsdl) or (wsdl in ("auto", "remote") and not server.startswith("sim:"))
        options: dict[str, Any] = {name: getattr(settings, name) for name in _CHOICES}
        options["allow_imports"] = self.allow_imports
        if settings.timeout is not None:
            options["timeout"] = settings.timeout
        auth = None if settings.username is None else _Asked(settings.username, "", connection=self)
        with Client(server, auth=auth, wsdl=wsdl, soap_version=settings.soap_version, **options) as ir:
            if prepared and settings.transport == "soap" and settings.soap_version not in ir.contract.soap_versions:
                raise Failure(f"this contract has no SOAP {settings.soap_version} port", status=NOT_IN_CONTRACT)
            yield ir

    @property
    def password_known(self) -> bool:
        """Whether nobody will be asked for the password any more."""
        return "password" in vars(self)

    @functools.cached_property
    def password(self) -> str:
        """The password, asked for at first need.

        Raises:
            Failure: there is none.
        """
        password = self._find_password()
        self.remember(password)
        return password

    def _find_password(self) -> str:
        if self.password_from_stdin:
            try:
                password = (sys.stdin.readline(_LONGEST + 1) if sys.stdin else "").rstrip("\r\n")
            except UnicodeDecodeError:
                raise Failure(f"the password on standard input is no {sys.stdin.encoding} text") from None
            if not password:
                raise Failure("there is no password on standard input")
            if len(password) > _LONGEST:
                raise Failure(f"standard input begins with a line of more than {_LONGEST:,} characters: no password")
            return password
        known = os.environ.get("SOAPCLIENT_PASSWORD")
        if known:
            return known
        if not at_terminal():
            raise Failure("no password: set SOAPCLIENT_PASSWORD or use --password-stdin; the prompt needs a terminal")
        doubt, self.doubt = self.doubt, None
        password = ask(f"Password of {self.settings.username}: ")
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


@attrs.frozen
class _Asked(Password):
    """A login whose password is asked for when it is needed."""

    connection: CommandContext = attrs.field(kw_only=True, repr=False, eq=False)

    def login(self) -> tuple[str, Mapping[str, Any]]:
        """Return what asks for a ticket."""
        return Password(self.user, self.connection.password).login()


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


def _settings(values: Mapping[str, Any]) -> Settings:
    settings = dict(values)
    if settings.get("soap_version", "1.1") not in ("1.1", "1.2"):
        raise Failure(f"the SOAP version is 1.1 or 1.2, not {settings['soap_version']!r}")
    for name, known in _CHOICES.items():
        if settings.get(name, known[0]) not in known:
            raise Failure(f"{name} is {' or '.join(known)}, not {settings[name]!r}")
    try:
        timeout = float(settings.pop("timeout")) if "timeout" in settings else None
    except ValueError:
        raise Failure(f"the timeout is a number of seconds, not {values['timeout']!r}") from None
    return Settings(timeout=timeout, **settings)


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))
