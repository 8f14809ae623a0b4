"""Sample calls of an operation: the partial update first, as SOAP, in Python and on the command line."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs
from lxml import etree

from ...calls.arguments import bind, sayings
from ...contract.contract import Contract
from ...contract.model import Operation, Parameter, SoapVersion
from ...errors import WsdlError
from ...wire.redact import HIDDEN, hide_source
from .samples import Sample, arguments

_WIDEST: Final = 88
_DATES: Final = re.compile(r"\bdt\.(?:datetime|date|time)\(")


@attrs.frozen
class SampleCall:
    """One call to show.

    Attributes:
        title: what the call does, for a heading.
        arguments: a value and its Python source by exact parameter name.
    """

    title: str
    arguments: Mapping[str, Sample]

    @property
    def values(self) -> dict[str, Any]:
        """The values by exact parameter name."""
        return {name: value for name, (value, _) in self.arguments.items()}


def sample_calls(operation: Operation) -> tuple[list[SampleCall], Parameter | None]:
    """Make the calls that show how an operation is used.

    Args:
        operation: the operation.

    Returns:
        The calls, a partial update before the one with every parameter; and a parameter that must be given although no
        sample value is known for its type, or None.
    """
    found, missing = arguments(operation)
    if missing is not None:
        return [], missing
    whole = SampleCall("All parameters" if found else "The call", found)
    part = _partial(operation, found) if operation.writes else None
    return ([whole] if part is None else [part, whole]), None


def _partial(operation: Operation, found: Mapping[str, Sample]) -> SampleCall | None:
    """Make the call that changes one field and keeps the others, or else the one with the required parameters alone."""
    own = [each for each in operation.own_parameters if each.name in found]
    needed = {each.name for each in own if each.must_choose or "nothing" not in sayings(operation, each)}
    needed |= {each.name for each in own if operation.need(each) == "required"}
    kept = [each.name for each in own if each.on_null == "keeps" and each.name not in needed]
    some = {*needed, *(kept[:1] if len(kept) > 1 else ())}
    if len(some) == len(found):
        return None
    title = f"Keep {kept[0]}" if kept else "Required parameters only"
    if len(kept) > 1:
        title = f"Change {kept[0]} and keep {', '.join(kept[1:])}"
    try:
        bind(operation, {name: found[name][0] for name in found if name in some})
    except ValueError:  # what may be left out each by itself may be needed together
        return None
    return SampleCall(title, {name: sample for name, sample in found.items() if name in some})


def in_python(operation: Operation, call: SampleCall) -> str:
    """Write a call in Python."""
    spelled = {each.name: each.python_name for each in operation.own_parameters}
    said = [f"{spelled[name]}={source}" for name, (_, source) in call.arguments.items()]
    client = "ir" if operation.message is None else "soap"
    begin = f"{client}.service.{operation.python_name}("
    begin = begin if _answers_nothing(operation) else f"reply = {begin}"
    line = f"{begin}{', '.join(said)})"
    if len(line) > _WIDEST:
        line = f"{begin}\n" + "".join(f"    {each},\n" for each in said) + ")"
    imports = "import datetime as dt\n\n" if any(_DATES.search(source) for _, source in call.arguments.values()) else ""
    return f"{imports}{line}"


def _answers_nothing(operation: Operation) -> bool:
    return operation.one_way or operation.output is None or (operation.message is None and operation.returns == "void")


def on_command_line(contract: Contract, operation: Operation, call: SampleCall) -> str:
    """Write a call for the command line; bytes and secrets are read from files."""
    words = [word for name, value in call.values.items() for word in _words(name, value)]
    if operation.message is not None:
        words = ["--wsdl", hide_source(contract.source), *words]
    if operation.returns == "bytes":
        words += ["-o", "reply.bin"]
    begin = ["soapclient", "call", operation.name]
    line = shlex.join([*begin, *words])
    if len(line) <= _WIDEST:
        return line
    pairs = [
        shlex.join(words[at : at + 2]) if word.startswith("-") else shlex.quote(word)
        for at, word in enumerate(words)
        if not (at and words[at - 1].startswith("-"))
    ]
    return " \\\n  ".join([shlex.join(begin), *pairs])


def _words(name: str, value: Any) -> Iterator[str]:
    """List the words that give a value: one for each simple value inside it."""
    if isinstance(value, Mapping):
        for inner, each in value.items():
            yield from _words(f"{name}.{inner}", each)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _words(f"{name}[{at}]", each)
    elif isinstance(value, bytes):
        yield f"{name}=@content.bin"
    elif value == HIDDEN:
        yield f"{name}=@secret.txt"
    else:
        text = _text(value)
        yield f"{name}=@{text}" if text.startswith("@") else f"{name}={text}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def as_soap(contract: Contract, operation: Operation, call: SampleCall, version: SoapVersion) -> str:
    """Write the envelope of a call, with stars for the session.

    Raises:
        SoapClientError: the arguments do not fit the contract.
    """
    given = call.values
    if operation.session_parameter is not None:
        given[operation.session_parameter.name] = HIDDEN
    try:
        root = etree.fromstring(contract.encode(operation, bind(operation, given), version))
    except etree.XMLSyntaxError as exc:
        raise WsdlError(f"{operation.name}: a name in the schema is not a name of XML ({exc.msg})") from None
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")
