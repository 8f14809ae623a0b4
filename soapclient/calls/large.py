"""Large arguments and results, with only one piece in memory: arguments are read while they are sent.

Small bytes stay in the envelope.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..contract.model import Operation
from ..errors import ArgumentError, ServiceError, TransportError
from ..wire.outgoing import Source

if TYPE_CHECKING:
    from ..replies.intake import Intake
    from ..replies.sinks import ByteSink
    from ..replies.verdict import Verdict
    from .message import Message
    from .mtom import Held

LARGE: Final = 256 * 1024
_SIMPLE: Final = frozenset((str, int, bool, float, type(None)))


def hold(operation: Operation, arguments: Mapping[str, Any]) -> tuple[Mapping[str, Any], Held | None]:
    """Replace the files and large bytes among the arguments of a call by tokens.

    Args:
        operation: the operation.
        arguments: its arguments, by exact name or Python spelling.

    Returns:
        The arguments with tokens, and the sources that these stand for, if any.

    Raises:
        ArgumentError: a file cannot be read.
    """
    most = LARGE if operation.message is None else sys.maxsize  # the schema of another service may limit their length
    found = [name for name, value in arguments.items() if type(value) not in _SIMPLE and _is_large(value, most)]
    if not found:
        return arguments, None
    takes = [each for each in operation.parameters.values() if each.type == "base64Binary" and each.max_occurs == 1]
    names = {name for each in takes for name in (each.name, each.python_name)}
    if names.isdisjoint(found):
        return arguments, None
    from .mtom import Held

    held, taken, problems = Held(), {**arguments}, []
    for name in found:
        if name in names:
            try:
                taken[name] = held.token(_source(arguments[name]), name)
            except ValueError as exc:
                problems.append(f"{name}: {exc}")
    if problems:
        raise ArgumentError(operation.name, tuple(problems))
    return taken, held


def _is_large(value: Any, most: int) -> bool:
    if isinstance(value, bytes | bytearray | memoryview):
        return (value.nbytes if isinstance(value, memoryview) else len(value)) >= most
    return isinstance(value, Source | os.PathLike | Iterator) or hasattr(value, "read")


def _source(value: Any) -> Source:
    return value if isinstance(value, Source) else Source(value)


def intake(operation: Operation, into: ByteSink, verdict: Verdict, *, plain: bool) -> Intake:
    """Return an intake that writes the bytes of an answer to a sink.

    Args:
        operation: the operation that is called.
        into: the sink.
        verdict: how the service reports success and refusal.
        plain: whether the call is a form POST.

    Raises:
        ArgumentError: the operation does not return bytes, as far as is known.
    """
    from ..replies.error_builder import ErrorBuilder
    from ..replies.intake import Intake

    if operation.returns != "bytes" or verdict.whole:
        raise ArgumentError(operation.name, ("it does not return bytes, so nothing can be written to a sink",))
    builder = ErrorBuilder(operation, (), verdict)

    def refused(status: int, headers: Mapping[str, str]) -> bool:
        try:
            verdict.status(builder, status, headers)
        except (ServiceError, TransportError):
            return True
        return False

    return Intake(operation, into, plain=plain, refused=refused if plain else None)


def put(message: Message, operation: Operation, held: Held | None, into: Intake | None) -> Message:
    """Put the held sources into a message, and set the intake for its reply.

    Args:
        message: the message, as `message.write` wrote it.
        operation: the operation that is called.
        held: the sources that `hold` replaced by tokens.
        into: the intake of the reply.

    Raises:
        ArgumentError: an argument is not in the envelope.
    """
    body = message.body
    try:
        if held is not None and isinstance(body, bytes):
            body = held.streamed(body)
    except ArgumentError as exc:
        raise ArgumentError(operation.name, exc.problems) from None
    return attrs.evolve(message, body=body, into=into)
