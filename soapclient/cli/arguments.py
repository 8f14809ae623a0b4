"""The arguments of an operation as words of the command line.

========================  ==============================================================================
`name=value`              the value, as text in the form that XSD gives its type
`name:=keep`              leave the stored value
`name:=clear`             make it empty
`name:=null`              null
`name:=nil`               `xsi:nil`, where the schema allows it
`name=@file`              what is in the file: bytes for base64Binary and hexBinary, UTF-8 text otherwise
`name=@-`                 the same from standard input, or from a hidden prompt for a secret at a terminal
`name=@@value`            the value with one @, not a file
`a.b[0].c=value`          a value inside a complex type, `[0]` the first of several
========================  ==============================================================================

A blank value, such as that of an unset variable, is refused, also from a file; write `:=clear` to empty a field.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from soapclient import CLEAR, KEEP, NIL, Operation, Parameter
from soapclient.errors import ArgumentError

from .connection import CommandContext, ask, at_terminal

_STEP: Final = re.compile(r"([^\[\]]+)(?:\[(\d{1,4})\])?")
_MOST_TEXT: Final = 64 * 2**20
_LARGE: Final = 2**20
_MOST_BYTES: Final = 2**31 - 1  # what an array of a .NET server holds
_WORDS: Final = {"keep": KEEP, "clear": CLEAR, "null": None, "nil": NIL}


class _Problem(Exception):
    """One word cannot be used."""


def read(
    operation: Operation, words: Sequence[str], connection: CommandContext, file: str | None = None
) -> dict[str, Any]:
    """Read the arguments of one call.

    Args:
        operation: the operation.
        words: the words; names by exact or Python spelling.
        connection: is told the secrets among them; it may have taken standard input for the password.
        file: a file of JSON with more of them, or - for standard input.

    Returns:
        The arguments by the names that were used.

    Raises:
        ArgumentError: words that cannot be used, all of them at once; no value of a word is shown.
    """
    inputs = (*operation.parameters.values(), *operation.headers)
    more = {} if file is None else _from_json(operation, file, connection)
    found: dict[str, Any] = {}
    problems: list[str] = []
    stdin_taken = connection.password_from_stdin or file == "-"
    for place, word in enumerate(words, 1):
        try:
            name, said = _split(word, place)
            parameter, steps = _find(inputs, name)
            if said == "@-":
                if stdin_taken:
                    raise _Problem(f"{name}: standard input is already used for something else")
                stdin_taken = True
            value = _value(name, parameter, said, login=operation.kind == "auth")
            if parameter is not None and parameter.secret:
                connection.remember(value)
            holder, last = _holder(found, name, steps)
            _add(holder, last, parameter, value)
        except _Problem as problem:
            problems.append(str(problem))
    problems += [f"{name} is given twice, also in the file of arguments" for name in found if name in more]
    if problems:
        raise ArgumentError(operation.name, tuple(problems))
    return {**more, **found}


def _from_json(operation: Operation, file: str, connection: CommandContext) -> dict[str, Any]:
    from . import json_arguments

    what = "standard input" if file == "-" else repr(file)
    if file == "-" and connection.password_from_stdin:
        raise ArgumentError(operation.name, ("standard input is already used for something else",))
    try:
        text = _read(file, _MOST_TEXT).decode("utf-8-sig")
    except (OSError, ValueError) as exc:
        reason = "it is not UTF-8 text" if isinstance(exc, UnicodeDecodeError) else getattr(exc, "strerror", None)
        raise ArgumentError(operation.name, (f"the arguments in {what} cannot be read ({reason or exc})",)) from None
    return json_arguments.values(operation, text, what, connection)


def _find(inputs: Iterable[Parameter], name: str) -> tuple[Parameter | None, list[str | int]]:
    """Find the parameter that a name means, and the steps to it: names, and positions among several."""
    level = _by_name(inputs)
    if name in level or not any(char in name for char in ".[") or not level:
        return level.get(name), [name]
    steps: list[str | int] = []
    parameter: Parameter | None = None
    pieces = name.split(".")
    for number, piece in enumerate(pieces, 1):
        found = _STEP.fullmatch(piece)
        if not found:
            raise _Problem(f"{name}: a name inside another is written a.b or a[0].b")
        parameter = level.get(found[1].removeprefix("@"))
        steps.append(found[1].removeprefix("@"))
        if found[2] is not None:
            steps.append(int(found[2]))
        elif parameter is not None and parameter.max_occurs != 1 and number < len(pieces):
            steps.append(0)
        level = _by_name(parameter.particles if parameter else ())
    return parameter, steps


def _by_name(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    own = list(parameters)
    return {**{each.python_name: each for each in own}, **{each.name: each for each in own}}


def _holder(found: dict[str, Any], name: str, steps: list[str | int]) -> tuple[Any, Any]:
    """Make the mappings and lists that lead to the last step."""
    holder: Any = found
    for step, following in itertools.pairwise(steps):
        fresh: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int) and step == len(holder):
            holder.append(fresh)
        elif isinstance(step, int) and step > len(holder):
            raise _Problem(f"{name}: the places before [{step}] come first")
        elif isinstance(step, str):
            holder.setdefault(step, fresh)
        holder = holder[step]
        if not isinstance(holder, type(fresh)):
            raise _Problem(f"{name}: {step} already has a value of its own")
    return holder, steps[-1]


class _Say:
    """A word after `:=`."""

    def __init__(self, what: Any) -> None:
        self.what = what


def _split(word: str, place: int) -> tuple[str, str | _Say]:
    name, equals, text = word.partition("=")
    if not equals or not name or name == ":":
        raise _Problem(f"argument {place} is not of the form name=value, name:=keep or name=@file")
    if not name.endswith(":"):
        return name, text
    name = name[:-1]
    if text.lower() not in _WORDS:
        raise _Problem(f"{name}: what follows := is keep, clear, null or nil; a value follows =")
    return name, _Say(_WORDS[text.lower()])


def _value(name: str, parameter: Parameter | None, said: str | _Say, *, login: bool) -> Any:
    if isinstance(said, _Say):
        return said.what
    secret = parameter is not None and parameter.secret
    if said.startswith("@") and not said.startswith("@@"):
        return _content(name, said[1:], parameter, login=login)
    if secret:
        raise _Problem(f"{name}: a secret on the command line can be seen by others: use {name}=@FILE or {name}=@-")
    if parameter is not None and parameter.type == "base64Binary" and said:
        raise _Problem(f"{name}: the type is binary: use {name}=@FILE")
    return _not_blank(name, parameter, "the value", said[1:] if said.startswith("@@") else said)


def _not_blank(name: str, parameter: Parameter | None, what: str, text: str) -> str:
    if text.strip():
        return text
    several = parameter is not None and parameter.max_occurs != 1 and not name.endswith("]")
    raise _Problem(
        f"{name}: {what} is blank; say {name}{'[0]' if several else ''}:=clear to make it empty, or leave it out"
    )


def _content(name: str, file: str, parameter: Parameter | None, *, login: bool) -> Any:
    secret = parameter is not None and parameter.secret
    binary = parameter is not None and parameter.type in ("base64Binary", "hexBinary")
    what = "standard input" if file == "-" else repr(file)
    if file == "-" and secret and at_terminal():
        return ask(f"{name}: ")
    whole = (
        parameter is not None and parameter.type == "base64Binary" and name in (parameter.name, parameter.python_name)
    )
    try:
        if whole and file != "-" and _LARGE < Path(file).stat().st_size <= _MOST_BYTES:
            with Path(file).open("rb"):
                return Path(file)  # read while it is sent
        data = _read(file, _MOST_BYTES if binary else _MOST_TEXT)
        if data and binary:
            return data
        text = data.decode("utf-8")
    except (OSError, ValueError) as exc:
        reason = "it is not UTF-8 text" if isinstance(exc, UnicodeDecodeError) else getattr(exc, "strerror", None)
        raise _Problem(f"{name}: {what} cannot be read ({reason or exc})") from None
    # A password does not include the line end that every editor adds.
    text = text.removesuffix("\n").removesuffix("\r") if secret else text
    # A login with an empty password is refused by the service; a password of blanks is one.
    return text if secret and (text or login) else _not_blank(name, parameter, what, text)


def _read(file: str, most: int) -> bytes:
    if file == "-":
        if sys.stdin is None:
            raise OSError("it is closed")
        data = sys.stdin.buffer.read(most + 1)
    else:
        with Path(file).open("rb") as stream:
            data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(f"it has more than {most:,} bytes")
    return data


def _add(found: Any, name: Any, parameter: Parameter | None, value: Any) -> None:
    if isinstance(name, int):
        if name != len(found):
            raise _Problem(f"[{name}] is given twice, or the places before it come first")
        found.append("" if value is CLEAR else value)
    elif parameter is not None and parameter.max_occurs != 1:
        if value is None or value is KEEP or value is CLEAR or value is NIL:
            found[name] = value
        else:
            found.setdefault(name, []).append(value)
    elif name in found:
        raise _Problem(f"{name} is given twice")
    else:
        found[name] = value
