"""Sample answers of an operation: as SOAP, in Python and as the command line prints them."""

from __future__ import annotations

import copy
from html import escape
from itertools import islice
from typing import Any, Final, NamedTuple

from lxml import etree

from ...contract.codec.record import Record
from ...contract.codec.sampling import messages
from ...contract.codec.sampling.samples import Samples
from ...contract.codec.writing.layouts import Layouts
from ...contract.contract import Contract
from ...contract.model import Operation, SoapVersion
from ...contract.notes import bundled_notes
from ...errors import SoapClientError

_ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_MOST_FIELDS: Final = 8
_WIDEST_VALUE: Final = 60


class SampleAnswer(NamedTuple):
    """One answer to show.

    Attributes:
        soap: the envelope.
        python: what a program does with it.
        printed: what `soapclient call` prints; empty for nothing.
    """

    soap: str
    python: str
    printed: str


class SampleAnswers:
    """Makes the sample answers of the operations of a contract.

    Args:
        contract: the contract.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._made: tuple[Samples, Layouts] | None = None

    def answer(self, operation: Operation) -> SampleAnswer | None:
        """Make the sample answer of an operation; None where it answers nothing or no sample can be made."""
        if operation.one_way or operation.output is None:
            return None
        if operation.message is None:
            return _noted(operation)
        try:
            return self._declared(operation)
        except (SoapClientError, ValueError, NotImplementedError, etree.XMLSyntaxError):
            return None

    def _declared(self, operation: Operation) -> SampleAnswer | None:
        """Make the answer that the schema describes, of a service without notes."""
        if self._made is None:
            components = self._contract.definitions.schemas
            self._made = Samples(components, full=True), Layouts(components)
        samples, layouts = self._made
        output = self._contract.bound(operation.name).output
        if output is None:
            return None
        version: SoapVersion = "1.1" if "1.1" in operation.actions else "1.2"
        data = messages.write(output, messages.sample(output, samples), layouts, version)
        root = etree.fromstring(data)
        value = self._contract.decode(operation, data)
        etree.indent(root)
        body = next((each for each in root.iter("{*}Body")), None)
        printed = "" if body is None or not len(body) else _alone(body[0])
        return SampleAnswer(_written(root), "\n".join(_fields(value)), printed)


def _fields(value: Any) -> list[str]:
    """List how a program reaches what an answer has."""
    if isinstance(value, Record):
        names = Record.keys(value)
        lines = [_shown(f"reply[{name!r}]" if not name.isidentifier() else f"reply.{name}", value[name])
                 for name in islice(names, _MOST_FIELDS)]  # fmt: skip
        return [*lines, "..."] if len(names) > _MOST_FIELDS else lines
    return [_shown("reply", value)]


def _shown(place: str, value: Any) -> str:
    text = "..." if isinstance(value, Record) else repr(value)
    if isinstance(value, list):
        text = f"list of {len(value)}" if len(repr(value)) > _WIDEST_VALUE else repr(value)
    text = text if len(text) <= _WIDEST_VALUE else f"{text[:_WIDEST_VALUE]}..."
    return f"{place}  # {text}"


def _noted(operation: Operation) -> SampleAnswer:
    """Make the answer of a success as the notes tell it: root, count and the place of the items."""
    inside = _root(operation)
    printed = "\n".join(inside)
    if operation.returns == "bytes":
        inside, printed = ["Y29udGVudA=="], ""
    elif operation.predicate:
        printed = "true"
    inside[0] = inside[0].replace(" ", ' xmlns="" ', 1)
    name, result = f'{operation.output} xmlns="{escape(operation.namespace)}"', operation.result
    lines = [f"<{name}/>"]
    if result:
        told = [f"  <{result}>", *(f"    {each}" for each in inside), f"  </{result}>"]
        told = [f"  <{result}>{inside[0]}</{result}>"] if operation.returns == "bytes" else told
        lines = [f"<{name}>", *told, f"</{operation.output}>"]
    soap = [
        f'<soap:Envelope xmlns:soap="{_ENVELOPE}">',
        "  <soap:Body>",
        *(f"    {line}" for line in lines),
        "  </soap:Body>",
        "</soap:Envelope>",
    ]
    return SampleAnswer("\n".join(soap), _handled(operation), printed if result else "")


def _root(operation: Operation) -> list[str]:
    """Write the root of the XML of a success, as lines."""
    count = operation.count.get("attribute")
    told = {**bundled_notes().accepted, **({count: "1"} if count else {})}
    head = " ".join([f"<{operation.root}", *(f'{name}="{escape(value)}"' for name, value in told.items())])
    steps = operation.items[0].split("/") if operation.items else []
    if not steps and not operation.writes:
        steps = next((each.partition(" ")[2].split("/")[:-1] for each in operation.about.values()), [])
        steps = [step for step in steps if step != "."]
    if not steps:
        return [f"{head}/>"]
    opened = [f"{'  ' * depth}<{step}>" for depth, step in enumerate(steps, 1)]
    opened[-1] = f"{opened[-1].removesuffix('>')}/><!-- with attributes and elements -->"
    closed = [f"{'  ' * depth}</{step}>" for depth, step in enumerate(steps[:-1], 1)]
    return [f"{head}>", *opened, *reversed(closed), f"</{operation.root}>"]


def _handled(operation: Operation) -> str:
    if operation.predicate:
        return "reply  # True, or False where the service says no"
    if operation.returns == "bytes":
        return "reply.bytes  # b'content'"
    if operation.returns == "void":
        return "# nothing comes back; a failure raises an exception"
    if operation.items:
        name = operation.items[0].rpartition("/")[2]
        return f"for each in reply:  # one for every <{name}>\n    print(each)"
    if operation.writes:
        return "reply.attributes  # a failure raises an exception"
    return f"reply.element     # <{operation.root}>, an lxml element\nreply.attributes  # its attributes, as a dict"


def _alone(element: etree._Element) -> str:
    alone = copy.deepcopy(element)
    etree.cleanup_namespaces(alone)
    etree.indent(alone)
    return etree.tostring(alone, encoding="unicode", with_tail=False)


def _written(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode")
