"""`ProfileFile`: named connection settings in an INI file that people may edit too."""

from __future__ import annotations

import configparser
import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ..errors import ProfileError

_LONGEST: Final = 2**20
_OWN: Final = "soapclient"  # the section of the file's own settings
_HEADER: Final = re.compile(r"\[(.+)\]")
_NAME: Final = re.compile(r"[^\[\]\x00-\x1f\x7f]{1,100}")
_SECRET: Final = ("password", "ticket")
KEYS: Final = (
    *("server", "username", "wsdl", "auth", "impersonate", "password_command"),
    *("soap_version", "transport", "on_null", "on_clear", "timeout"),
    *("ca_file", "cert", "cert_key", "proxy", "allow_imports", "service", "port"),
)


class ProfileFile:
    """The file of profiles.

    Args:
        path: the file; by default `SOAPCLIENT_PROFILES`, or `soapclient/profiles.ini` in the user's configuration.

    Attributes:
        path: the file.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = _usual() if path is None else Path(path)

    @property
    def names(self) -> list[str]:
        """The names of its profiles; empty where there is no file.

        Raises:
            ProfileError: the file cannot be read.
        """
        return [name for name in self._parsed(missing=True).sections() if name != _OWN]

    @property
    def default(self) -> str | None:
        """The name of the default profile, or None.

        Raises:
            ProfileError: the file cannot be read.
        """
        return self._parsed(missing=True).get(_OWN, "default", fallback=None) or None

    @property
    def is_private(self) -> bool:
        """Whether nobody but the user and the superuser can change the file."""
        if os.name != "posix":
            return True
        about = self.path.stat()
        return about.st_uid in (0, os.geteuid()) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

    def read(self, name: str) -> Mapping[str, str]:
        """Read one profile.

        Args:
            name: its name.

        Returns:
            Its settings by their names, as text.

        Raises:
            ProfileError: there is no such profile, the file cannot be read, or the profile has unknown settings.
        """
        parser = self._parsed()
        if name not in parser or name == _OWN:
            import difflib

            names = [each for each in parser.sections() if each != _OWN]
            close = difflib.get_close_matches(name, names, n=3) or names
            hint = f"; there is {', '.join(close)}" if close else "; the file has no profiles"
            raise _bad(f"there is no profile {name!r} in {str(self.path)!r}{hint}")
        found = {key.replace("-", "_"): value for key, value in parser[name].items()}
        problems = [
            f"the profile {name!r} has a {key}, which is refused: use soapclient login, password_command, "
            f"SOAPCLIENT_{key.upper()} or the prompt"
            for key in _SECRET
            if key in found
        ]
        unknown = [key for key in found if key not in (*KEYS, *_SECRET)]
        if unknown:
            problems.append(f"the profile {name!r} has the unknown {', '.join(unknown)}; it may have {', '.join(KEYS)}")
        if problems:
            raise _bad(*problems)
        if found.get("password_command") and not self.is_private:
            raise _bad(
                f"others can change {str(self.path)!r}, so the password_command of the profile {name!r} is not run: "
                "make the file writable for its owner alone"
            )
        return found

    def write(self, name: str, settings: Mapping[str, str]) -> None:
        """Write one profile, replacing one of the same name; keep comments and other profiles.

        Args:
            name: its name.
            settings: its settings, as text.

        Raises:
            ProfileError: the name or a value cannot be written, or the file cannot.
        """
        problems = []
        if not _NAME.fullmatch(name) or name != name.strip() or name in (_OWN, configparser.DEFAULTSECT):
            problems.append(f"a profile cannot be called {name!r}")
        problems += [f"a profile cannot have {key!r}" for key in settings if key not in KEYS]
        problems += [f"{key} must be one line" for key, value in settings.items() if not value.isprintable()]
        if problems:
            raise _bad(*problems)
        with self._alone():
            self._save(_changed(self._lines(), name, settings), {name: settings})

    def remove(self, name: str) -> None:
        """Remove one profile; if it was the default, no default remains.

        Raises:
            ProfileError: there is no such profile, or the file cannot be read or written.
        """
        with self._alone():
            self._known(name)
            lines = [line for section, inside in _blocks(self._lines()) if section != name for line in inside]
            own: dict[str, dict[str, str]] = {_OWN: {}} if self.default == name else {}
            self._save(_changed(lines, _OWN, {}) if own else lines, {name: None, **own})

    def set_default(self, name: str | None) -> None:
        """Make a profile the default; None for none.

        Raises:
            ProfileError: there is no such profile, or the file cannot be read or written.
        """
        own = {} if name is None else {"default": name}
        with self._alone():
            if name is not None:
                self._known(name)
            self._save(_changed(self._lines(), _OWN, own), {_OWN: own})

    def _known(self, name: str) -> None:
        if name not in self.names:
            self.read(name)

    def _parsed(self, *, missing: bool = False) -> configparser.ConfigParser:
        return self._parse(self._text(missing=missing))

    def _parse(self, text: str) -> configparser.ConfigParser:
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read_string(text)
        except configparser.Error as exc:
            # Not the error's own text: it quotes the line.
            raise _bad(f"{str(self.path)!r} is not an INI file{_line(exc)}") from None
        return parser

    def _text(self, *, missing: bool = False) -> str:
        try:
            with self.path.open(encoding="utf-8-sig") as stream:
                text = stream.read(_LONGEST + 1)
        except FileNotFoundError as exc:
            if missing:
                return ""
            raise self._unreadable(str(exc.strerror)) from exc
        except (OSError, UnicodeDecodeError) as exc:
            reason = "it is not UTF-8 text" if isinstance(exc, UnicodeDecodeError) else str(exc.strerror)
            raise self._unreadable(reason) from exc
        if len(text) > _LONGEST:
            raise _bad(f"{str(self.path)!r} has more than {_LONGEST:,} characters, so it is not a file of profiles")
        return text

    def _unreadable(self, reason: str) -> ProfileError:
        return _bad(f"the profiles cannot be read from {str(self.path)!r} ({reason})")

    def _lines(self) -> list[str]:
        return self._text(missing=True).split("\n")  # not at other characters that end a line for Python alone

    @property
    def _target(self) -> Path:
        return Path(os.path.realpath(self.path))  # a link to the file stays one

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let nobody else change the file meanwhile, so that no change is lost; where locks are as on POSIX."""
        with contextlib.ExitStack() as stack:
            try:
                self._target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if os.name == "posix":
                    import fcntl

                    descriptor = os.open(self._target.parent, os.O_RDONLY)
                    stack.callback(os.close, descriptor)
                    with contextlib.suppress(OSError):  # a file system without locks
                        fcntl.flock(descriptor, fcntl.LOCK_EX)
            except OSError as exc:
                raise self._unwritable(exc) from exc
            yield

    def _save(self, lines: list[str], changes: Mapping[str, Mapping[str, str] | None]) -> None:
        target, draft = self._target, None
        before, after = self._parsed(missing=True), self._parse("\n".join(lines))
        expected = {name: dict(each) for name, each in before.items() if changes.get(name, each) is not None}
        for name, settings in changes.items():
            if settings is not None:
                expected[name] = {**before.defaults(), **{key: value.strip() for key, value in settings.items()}}
        if expected != {name: dict(each) for name, each in after.items()}:
            raise _bad(f"the layout of {str(self.path)!r} is not understood, so it is not changed: edit it by hand")
        try:
            descriptor, name = tempfile.mkstemp(prefix=".profiles-", dir=target.parent)  # for its owner alone
            draft = Path(name)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write("\n".join(lines).strip("\n") + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(target)
        except OSError as exc:
            if draft is not None:
                draft.unlink(missing_ok=True)
            raise self._unwritable(exc) from exc

    def _unwritable(self, error: OSError) -> ProfileError:
        return _bad(f"the profiles cannot be written to {str(self.path)!r} ({error.strerror or error})")

    def __repr__(self) -> str:
        return f"<ProfileFile {str(self.path)!r}>"


def _usual() -> Path:
    named = os.environ.get("SOAPCLIENT_PROFILES")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(os.path.expanduser(home)) / "soapclient" / "profiles.ini"  # noqa: PTH111 - works without a home


def _blocks(lines: list[str]) -> list[tuple[str | None, list[str]]]:
    """Split lines into sections with their names; comments right above a heading belong to it."""
    blocks: list[tuple[str | None, list[str]]] = [(None, [])]
    for line in lines:
        found = _HEADER.match(line)
        if not found:
            blocks[-1][1].append(line)
            continue
        before = blocks[-1][1]
        start = next((n for n in range(len(before), 0, -1) if not _is_comment(before[n - 1])), 0)
        blocks.append((found[1], [*before[start:], line]))
        del before[start:]
    return blocks


def _is_comment(line: str) -> bool:
    return line.strip().startswith(("#", ";"))


def _changed(lines: list[str], name: str, settings: Mapping[str, str]) -> list[str]:
    """Return the lines with new settings in one section, which is added if missing; comments stay."""
    blocks = _blocks(lines)
    if name not in (section for section, _ in blocks):
        blocks.append((name, ["", f"[{name}]"]))
    changed: list[str] = []
    for section, inside in blocks:
        changed += inside if section != name else _rewritten(inside, settings)
    return changed


def _rewritten(lines: list[str], settings: Mapping[str, str]) -> list[str]:
    left = dict(settings)
    kept: list[str] = []
    for line in lines:
        key = re.split("[=:]", line, maxsplit=1)[0].strip().lower().replace("-", "_")
        if not line.strip() or _is_comment(line) or _HEADER.match(line):
            kept.append(line)
        elif not line[0].isspace() and key in left:  # what is indented goes on with the line before
            kept.append(f"{key} = {left.pop(key)}")
    end = next((n for n in range(len(kept), 0, -1) if kept[n - 1].strip()), 0)
    return [*kept[:end], *(f"{key} = {value}" for key, value in left.items()), *kept[end:]]


def _line(error: configparser.Error) -> str:
    number = getattr(error, "lineno", None)
    if number is None and isinstance(error, configparser.ParsingError) and error.errors:
        number = error.errors[0][0]
    return f": line {number}" if number else ""


def _bad(*problems: str) -> ProfileError:
    return ProfileError(None, problems)
