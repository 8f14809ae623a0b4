"""`from_profile` and `from_env`: clients configured by profile and environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import ProfileError
from ..wire.secret import unseen
from .profile_file import ProfileFile
from .settings import ConnectionSettings, variable

if TYPE_CHECKING:
    from typing_extensions import Self

_GIVEN = "(given)"
_NO_PROFILE = "no profile: give a name, set SOAPCLIENT_PROFILE, or choose one with soapclient profile default NAME"


class Configured:
    """A client that can be configured by a profile or the environment."""

    @classmethod
    def from_profile(cls, name: str | None = None, **overrides: Any) -> Self:
        """Make a client from a profile; the environment takes precedence over it, and `overrides` over both.

        The password comes from `SOAPCLIENT_PASSWORD`, the profile's `password_command`, or the system's key ring.

        Args:
            name: the name of the profile; by default `SOAPCLIENT_PROFILE`, then the default profile.
            overrides: arguments of the class.

        Raises:
            ProfileError: the profile does not exist or cannot be used.
            ArgumentError: the arguments contradict each other.
        """
        try:
            with unseen():
                found = name or variable("profile") or ProfileFile().default
                if found is None:
                    raise ProfileError(None, (_NO_PROFILE,))
                return cls(**cls._configured(found, overrides))
        finally:
            del overrides  # not to be seen in a report of what is wrong with them

    @classmethod
    def from_env(cls, **overrides: Any) -> Self:
        """Make a client from the environment: `SOAPCLIENT_SERVER`, `SOAPCLIENT_USERNAME`, `SOAPCLIENT_PASSWORD`, ...

        The default profile is not used; the one that `SOAPCLIENT_PROFILE` names fills in missing settings.

        Args:
            overrides: arguments of the class.

        Raises:
            ProfileError: settings are missing or cannot be used.
            ArgumentError: the arguments contradict each other.
        """
        try:
            with unseen():
                return cls(**cls._configured(None, overrides))
        finally:
            del overrides  # not to be seen in a report of what is wrong with them

    @classmethod
    def _configured(cls, profile: str | None, overrides: dict[str, Any]) -> dict[str, Any]:
        """Return all arguments of the class."""
        raise NotImplementedError  # each of the two kinds of clients has its own


class ConfiguredInfoRouter(Configured):
    """A client of infoRouter that can be configured so."""

    @classmethod
    def _configured(cls, profile: str | None, overrides: dict[str, Any]) -> dict[str, Any]:
        more = dict(overrides)
        own_login = "auth" in more
        names = ("server", "wsdl") if own_login else ("server", "wsdl", "username")
        said = {name: more.pop(name) for name in names if isinstance(more.get(name), str)}
        settings = ConnectionSettings.found(profile, use_default=False, **said)
        password = None
        if settings.needs_password and not own_login and more.get("password") is not None:
            password = _giving(more.pop("password"))
        options = settings.client_options(password, login=not own_login)
        return {**options, **more}


class ConfiguredSoap(Configured):
    """A client of any service that can be configured so."""

    @classmethod
    def _configured(cls, profile: str | None, overrides: dict[str, Any]) -> dict[str, Any]:
        more = dict(overrides)
        said = {name: more.pop(name) for name in ("server", "wsdl") if isinstance(more.get(name), str)}
        if "wsdl" in more:  # a path or bytes, so that a password of the profile's own WSDL stays with it
            said["wsdl"] = os.fspath(more["wsdl"]) if isinstance(more["wsdl"], os.PathLike) else _GIVEN
        settings = ConnectionSettings.found(profile, use_default=False, **said)
        options = settings.soap_options(login="http_auth" not in more, wsdl="wsdl" not in more)
        return {**options, **more}


def _giving(password: str | Callable[[], str]) -> Callable[[], str]:
    return password if callable(password) else lambda: password
