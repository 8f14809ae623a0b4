"""The messages of an operation: the argument names of their parts, and the envelope around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ...model import SoapVersion
from ...schema.builtin import ANY_TYPE
from ...schema.components import ComplexType
from ...schema.members import Member, local
from ...wsdl.bound import BoundMessage, Part
from .binder import resolve
from .completeness import complete
from .layouts import ElementPlan, Layouts, Slot, Struct
from .refused import Refused, RefusedInside
from .writer import Out, inside, member

ENVELOPES: Final[Mapping[SoapVersion, str]] = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
_ENCODED: Final = ' soap-env:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"'
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class MessageWriter:
    """Writes the envelopes of one message.

    Args:
        layouts: the layouts of the types.
        message: the message.

    Attributes:
        struct: what is inside the one element of its body, where that is of a complex type or wraps the parts.
        body: its body parts, by the name that they are given by.
        headers: its headers, by the name that they are given by.
    """

    def __init__(self, layouts: Layouts, message: BoundMessage) -> None:
        self.layouts = layouts
        self.message = message
        wrapper = message.wrapper
        if wrapper is None and len(message.body) == 1 and _is_wrapped(message.body[0]):
            wrapper = message.body[0].element
        self._wrapper: ElementPlan | None = None if wrapper is None else layouts.element(wrapper)
        self.struct: Struct | None = None if self._wrapper is None else self._wrapper.struct
        if self.struct is not None:
            self.body: Mapping[str, Slot] = self.struct.by_name
        else:
            self.body = {local(each.element.name): self._slot(each) for each in message.body}
        self.headers = {each.name: self._slot(each, optional=True) for each in message.headers}
        for each in message.headers:
            if local(each.element.name) not in self.body:
                self.headers.setdefault(local(each.element.name), self.headers[each.name])

    def _slot(self, part: Part, *, optional: bool = False) -> Slot:
        return Slot(self.layouts, Member(name=local(part.element.name), what=part.element, optional=optional))

    def find(self, name: str) -> Slot | None:
        """Return the part of a name: of the body, or a header where the body has none."""
        return self.body.get(name) or self.headers.get(name)

    def resolve(self, name: str, saying: Any) -> Any:
        """Resolve the argument for a part; see `binder.resolve`."""
        slot = self.find(name)
        if slot is None:
            raise Refused("the message has no such part")
        return resolve(slot, saying)

    def complete(self, parts: dict[str, Any], said: set[str]) -> list[tuple[str, Refused]]:
        """Say what is missing of the groups in the body, and what excludes each other; see `binder.complete`.

        Args:
            parts: what is sent, by name.
            said: the names of what is given, also of what does not fit.
        """
        return [] if self.struct is None else complete(self.struct, parts, said & self.body.keys(), ())

    def write(self, parts: Mapping[str, Any], version: SoapVersion) -> bytes:
        """Write an envelope.

        Args:
            parts: what is sent, by name, as it was resolved.
            version: the SOAP version.

        Raises:
            Refused: something of it has no place, or does not fit.
        """
        out = Out(self.layouts, self.message.use == "encoded")
        header = self._header(out, parts)
        self._body(out, {name: each for name, each in parts.items() if name in self.body})
        unknown = [name for name in parts if name not in self.body and name not in self.headers]
        if unknown:
            raise Refused(f"there is no place for {', '.join(unknown)}")
        style = _ENCODED if out.encoded else ""
        text = "".join(out.pieces)
        body = f"<soap-env:Body{style}>{text}</soap-env:Body>" if text else "<soap-env:Body/>"
        found = (
            "<?xml version='1.0' encoding='utf-8'?>\n"
            f'<soap-env:Envelope xmlns:soap-env="{ENVELOPES[version]}"{out.declarations()}>'
            f"{header}{body}</soap-env:Envelope>"
        )
        wrong = _NOT_XML.search(found)
        if wrong:
            raise Refused(f"XML cannot carry the character U+{ord(wrong[0]):04X}")
        return found.encode("utf-8")

    def _header(self, out: Out, parts: Mapping[str, Any]) -> str:
        given = [name for name in parts if name in self.headers and name not in self.body]
        if not given:
            return ""
        start = len(out.pieces)
        slots = [self.headers[name] for name in given]
        if len(set(map(id, slots))) < len(slots):
            raise Refused(f"{' and '.join(given)} are the same header")
        order = list(self.headers.values())
        for name in sorted(given, key=lambda name: order.index(self.headers[name])):
            self._part(out, name, self.headers[name], parts[name])
        written = "".join(out.pieces[start:])
        del out.pieces[start:]
        return f"<soap-env:Header>{written}</soap-env:Header>"

    def _body(self, out: Out, parts: Mapping[str, Any]) -> None:
        plan = self._wrapper
        if plan is None or self.struct is None:
            for name, slot in self.body.items():
                if name not in parts:
                    raise Refused(f"{name}: is missing")
                self._part(out, name, slot, parts[name])
            return
        out.prefixes |= plan.prefixes
        out.put(plan.open)
        try:
            inside(out, self.struct, parts)
        except RefusedInside as refused:
            raise _without_dot(refused) from None
        if out.pieces[-1] == ">":
            out.pieces[-1] = "/>"
        else:
            out.put(plan.close)

    def _part(self, out: Out, name: str, slot: Slot, given: Any) -> None:
        try:
            member(out, slot, given)
        except (Refused, ValueError) as exc:
            raise RefusedInside([(name, exc if isinstance(exc, Refused) else Refused(str(exc)))]) from None


def _without_dot(refused: RefusedInside) -> RefusedInside:
    return RefusedInside([(step.removeprefix("."), one) for step, one in refused.found])


def _is_wrapped(part: Part) -> bool:
    kind = part.element.type
    return isinstance(kind, ComplexType) and kind.name != ANY_TYPE
