"""`ConnectionSettings`: a connection as arguments, environment and profile describe it."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from ..errors import ProfileError
from .profile_file import KEYS, ProfileFile
from .setting_checks import FILES, INFOROUTERS, is_file, login_places, problems_of

if TYPE_CHECKING:
    from ..contract.contract import Contract
    from .passwords import PasswordStore

# SOAPCLIENT_PORT is set by Kubernetes for a service of that name.
_IN_ENVIRONMENT: Final = tuple(key for key in KEYS if key not in ("service", "port", "password_command"))
_NOT_FOUND: Final = (
    "no password for {}: set SOAPCLIENT_PASSWORD, run soapclient login, or give the profile a password_command"
)


@attrs.frozen(kw_only=True)
class ConnectionSettings:
    """The settings of a connection, from arguments, environment and profile; None for what is missing.

    Attributes:
        profile: the name of the profile.
        server: the URL to call.
        username: the user.
        wsdl: the WSDL, as for the clients.
        auth: "password" or "windows".
        impersonate: the user to act as, by the server's trusted password.
        ticket: a ticket to use.
        login: how to log in.
        password_command: the command that prints the password; None if server or user are not the profile's own.
        soap_version: the SOAP version.
        transport: as for the clients, and so are `on_null` and `on_clear`.
        timeout: seconds until a reply must be complete.
        ca_file: the certificates to trust.
        cert: the client certificate.
        cert_key: its key.
        proxy: the proxy of all requests.
        allow_imports: the hosts that a WSDL may import from.
        service: the service of the WSDL.
        port: the port of that service.
    """

    profile: str | None = None
    server: str | None = None
    username: str | None = None
    wsdl: str | None = None
    auth: str | None = None
    impersonate: str | None = None
    ticket: str | None = attrs.field(default=None, repr=False)
    login: Literal["password", "ticket", "windows", "impersonate"] | None = None
    password_command: str | None = attrs.field(default=None, repr=False)
    soap_version: str | None = None
    transport: str | None = None
    on_null: str | None = None
    on_clear: str | None = None
    timeout: float | None = None
    ca_file: str | None = None
    cert: str | None = None
    cert_key: str | None = None
    proxy: str | None = attrs.field(default=None, repr=False)
    allow_imports: tuple[str, ...] = ()
    service: str | None = None
    port: str | None = None

    @classmethod
    def found(cls, profile: str | None = None, *, use_default: bool = True, **arguments: Any) -> ConnectionSettings:
        """Read the settings: arguments take precedence over the environment, and both over the profile.

        Args:
            profile: the name of the profile; by default `SOAPCLIENT_PROFILE`, then the default profile, which is used
                only if neither arguments nor environment name a server or a WSDL.
            use_default: whether to use the default profile.
            arguments: settings by name; None for a missing one.

        Raises:
            ProfileError: the profile does not exist, or settings cannot be used; lists all problems.
        """
        try:
            return cls._found(profile, use_default, arguments)
        except ProfileError as exc:
            from ..wire.secret import forget_locals

            forget_locals(exc)
            raise
        finally:
            del arguments  # not to be seen in a report of what is wrong with them

    @classmethod
    def _found(cls, profile: str | None, use_default: bool, arguments: Mapping[str, Any]) -> ConnectionSettings:
        said = {name: value for name, value in arguments.items() if value not in (None, "", ())}
        environment = {key: value for key in (*_IN_ENVIRONMENT, "ticket") if (value := variable(key))}
        named = profile or variable("profile")
        if named is None and use_default and not {"server", "wsdl"} & {*said, *environment}:
            named = ProfileFile().default
        kept = {key: value for key, value in (ProfileFile().read(named) if named else {}).items() if value.strip()}
        kept |= {key: os.path.expanduser(kept[key]) for key in (*FILES, "wsdl") if key in kept}  # noqa: PTH111
        values: dict[str, Any] = {**kept, **environment, **said}
        login = _login(said, environment, kept)
        if _whom(values, login) != _whom(kept, _login({}, {}, kept)):
            values.pop("password_command", None)  # it is for the profile's own server, WSDL and user
        problems = problems_of(values)
        if "password_command" in values and "server" not in values and _is_relative(values.get("wsdl")):
            problems.append("wsdl must be an absolute path where it says which server gets the password")
        if {"ticket"} <= {*said} and {"username", "impersonate"} & {*said}:
            problems.append("give either a ticket or a user, not both")
        if problems:
            raise ProfileError(None, tuple(problems))
        if isinstance(values.get("allow_imports"), str):
            values["allow_imports"] = tuple(values["allow_imports"].replace(",", " ").split())
        if "timeout" in values:
            values["timeout"] = float(values["timeout"])
        return cls(**values, profile=named, login=login)

    @staticmethod
    def checked(settings: Mapping[str, Any]) -> None:
        """Check settings by themselves, such as those of a new profile.

        Raises:
            ProfileError: some cannot be used; lists all problems.
        """
        problems = problems_of(settings)
        if problems:
            raise ProfileError(None, tuple(problems))

    @property
    def needs_password(self) -> bool:
        """Whether a login needs a password."""
        return self.login in ("password", "impersonate") or (self.login == "windows" and self.username is not None)

    @property
    def user(self) -> str | None:
        """The user to log in or to act as, if known."""
        return self.impersonate if self.login == "impersonate" else self.username

    def find_password(self) -> str | None:
        """Find the password in the environment, by the profile's command, or in the key ring; None if nowhere.

        Raises:
            ArgumentError: the command fails or prints no password.
        """
        known = variable("password")
        if known is not None:
            return known
        if self.password_command is not None:
            from ..wire.secret import unseen
            from .passwords import of_command

            with unseen():
                return of_command(self.password_command)
        has_place = (self.server or self.wsdl) is not None and self.needs_password
        return self._store.find() if has_place else None

    @property
    def password_source(self) -> str | None:
        """The place of the password: the variable, the command or the key ring; None if nowhere."""
        if variable("password") is not None:
            return "SOAPCLIENT_PASSWORD"
        if self.password_command is not None:
            return "password_command"
        return "key ring" if self.find_password() is not None else None

    def require_password_store(self) -> None:
        """Make sure that there is a place to keep a password.

        Raises:
            ArgumentError: there is no key ring that keeps it safe.
        """
        self._store.require()

    def keep_password(self, password: str) -> None:
        """Keep the password of this server and user in the system's key ring.

        Raises:
            ArgumentError: there is no key ring that keeps it safe.
        """
        from ..wire.secret import unseen

        try:
            with unseen():
                self._store.keep(password)
        finally:
            del password  # not to be seen in a report of what is wrong with the key ring

    def forget_password(self) -> bool:
        """Remove the password of this server and user from the system's key ring; tell whether there was one.

        Raises:
            ArgumentError: there is no key ring, or it cannot be opened.
        """
        return self._store.forget()

    @property
    def _store(self) -> PasswordStore:
        from .passwords import PasswordStore

        if not (self.server or self.wsdl) or not self.needs_password:
            raise ProfileError(None, ("a password is kept for a server and a user: name both",))
        places = login_places(self.server, self.wsdl)
        return PasswordStore(places, None if self.login == "impersonate" else self.username)

    def client_options(self, password: Callable[[], str] | None = None, *, login: bool = True) -> dict[str, Any]:
        """Return these settings as arguments of `Client`.

        Args:
            password: what gives the password; by default `find_password`, and an error where it finds none.
            login: whether to log in as the settings say.

        Raises:
            ProfileError: no server is named.
        """
        if self.server is None:
            raise ProfileError(None, ("no server: name one in the profile, SOAPCLIENT_SERVER or as server",))
        options = self._common("wsdl", "soap_version", "transport", "on_null", "on_clear")
        options["server"] = self.server
        auth = self._auth(password or self._password) if login else None
        return options if auth is None else {**options, "auth": auth}

    def soap_options(
        self, password: Callable[[], str] | None = None, *, login: bool = True, wsdl: bool = True
    ) -> dict[str, Any]:
        """Return these settings as arguments of `SoapClient`; see `client_options`.

        Args:
            password: as for `client_options`.
            login: whether to log in as the settings say.
            wsdl: whether to take their WSDL.

        Raises:
            ProfileError: no WSDL is named, or the login works with infoRouter only.
        """
        if wsdl and (self.wsdl is None or self.wsdl in INFOROUTERS):
            raise ProfileError(None, ("no WSDL: name its path or URL in the profile, SOAPCLIENT_WSDL or as wsdl",))
        if login and self.login in ("ticket", "impersonate"):
            raise ProfileError(None, (f"only infoRouter has a login by {self.login}",))
        options = self._common(*(["wsdl"] if wsdl else []), "server", "soap_version", "service", "port")
        if not login:
            return options
        password = password or self._password
        if self.login == "windows":
            options["http_auth"] = self._auth(password)
        elif self.login == "password":
            options["http_auth"] = (self.username, password)
        return options

    def load_contract(self, source: str) -> Contract:
        """Read a contract as `Contract.load` does; fetch a URL with these TLS settings, proxy and timeout.

        Args:
            source: what `Contract.load` takes.

        Raises:
            WsdlError: it could not be fetched or read.
        """
        from ..contract.contract import Contract

        if not source.lower().startswith(("http://", "https://")):
            return Contract.load(source, allow_imports=self.allow_imports)
        from ..contract.fetch import fetch_with
        from ..wire.secret import unseen
        from ..wire.transport import Transport

        options = self._common()
        options.pop("allow_imports", None)
        with unseen(), Transport(source, **options) as transport:
            fetch = functools.partial(fetch_with, transport)
            return Contract.load(source, fetch=fetch, allow_imports=self.allow_imports)

    def _common(self, *names: str) -> dict[str, Any]:
        options: dict[str, Any] = {"timeout": self.timeout, "verify": self.ca_file}
        options["cert"] = (self.cert, self.cert_key) if self.cert and self.cert_key else self.cert
        options["proxies"] = None if self.proxy is None else {"http": self.proxy, "https": self.proxy}
        options |= {name: getattr(self, name) for name in (*names, "allow_imports")}
        return {name: value for name, value in options.items() if value not in (None, ())}

    def _auth(self, password: Callable[[], str]) -> Any:
        if self.login is None:
            return None
        from ..inforouter.login import Impersonate, Password, Ticket, Windows

        if self.login == "ticket":
            return Ticket(str(self.ticket))
        if self.login == "impersonate":
            return Impersonate(password, str(self.impersonate))
        if self.login == "windows":
            return Windows(username=self.username, password=password()) if self.username else Windows()
        return Password(str(self.username), password)

    def _password(self) -> str:
        found = self.find_password()
        if found is None:
            raise ProfileError(None, (_NOT_FOUND.format(self.user),))
        return found


def variable(key: str) -> str | None:
    """Return a setting of the environment; None if it is missing or blank."""
    value = os.environ.get(f"SOAPCLIENT_{key.upper()}")
    return value if value and value.strip() else None


def _login(*levels: Mapping[str, Any]) -> Any:
    """Choose how to log in: by the first level that names a way; within one level, a ticket takes precedence."""
    for level in levels:
        for name in ("ticket", "impersonate"):
            if level.get(name):
                return name
        if level.get("username") or level.get("auth"):
            break
    values = {**levels[2], **levels[1], **levels[0]}
    if values.get("auth") == "windows":
        return "windows"
    return "password" if values.get("username") else None


def _whom(values: Mapping[str, Any], login: str | None) -> tuple[Any, ...]:
    """Return where and as whom a password logs in."""
    user = values.get("impersonate" if login == "impersonate" else "username")
    return (login_places(values.get("server"), values.get("wsdl")), login == "impersonate", user)


def _is_relative(wsdl: str | None) -> bool:
    return wsdl is not None and is_file(wsdl) and not Path(wsdl).is_absolute()
