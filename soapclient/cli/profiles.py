"""Profiles: named sets of connection settings in an INI file."""

from __future__ import annotations

import configparser
import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from .failure import Failure

_LONGEST: Final = 2**20
KEYS: Final = ("server", "username", "wsdl", "soap_version", "transport", "on_null", "on_clear", "timeout")


def path() -> Path:
    """Return where the profiles are: SOAPCLIENT_PROFILES, or in the user's configuration."""
    named = os.environ.get("SOAPCLIENT_PROFILES")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(os.path.expanduser(home)) / "soapclient" / "profiles.ini"  # noqa: PTH111 - works without a home


def read(name: str) -> Mapping[str, str]:
    """Read one profile.

    Args:
        name: its name.

    Returns:
        Some of `KEYS` with their values.

    Raises:
        Failure: there is none, it cannot be read, or it has what does not belong there.
    """
    file = path()
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with file.open(encoding="utf-8") as stream:
            text = stream.read(_LONGEST + 1)
        if len(text) > _LONGEST:
            raise _bad(f"{str(file)!r} has more than {_LONGEST:,} characters, so it is not a file of profiles")
        parser.read_string(text)
    except (OSError, UnicodeDecodeError) as exc:
        reason = "it is not UTF-8 text" if isinstance(exc, UnicodeDecodeError) else exc.strerror
        raise _bad(f"the profiles cannot be read from {str(file)!r} ({reason})") from exc
    except configparser.Error as exc:
        # Not the error's own text: it quotes the line.
        raise _bad(f"{str(file)!r} is no INI file{_line(exc)}") from None
    if name not in parser:
        close = difflib.get_close_matches(name, parser.sections(), n=3) or parser.sections()
        hint = f"; there is {', '.join(close)}" if close else "; there is none"
        raise _bad(f"there is no profile {name!r} in {str(file)!r}{hint}")
    found = {key.replace("-", "_"): value for key, value in parser[name].items()}
    if "password" in found:
        raise _bad(
            f"the profile {name!r} has a password, which is refused: "
            "use SOAPCLIENT_PASSWORD, --password-stdin or the prompt"
        )
    unknown = [key for key in found if key not in KEYS]
    if unknown:
        raise _bad(f"the profile {name!r} has the unknown {', '.join(unknown)}; it may have {', '.join(KEYS)}")
    return found


def _line(error: configparser.Error) -> str:
    number = getattr(error, "lineno", None)
    if number is None and isinstance(error, configparser.ParsingError) and error.errors:
        number = error.errors[0][0]
    return f": line {number}" if number else ""


def _bad(message: str) -> Failure:
    return Failure(message, kind="ProfileError")
