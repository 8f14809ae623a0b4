"""Envelopes: the parts of a message, as `binder` resolved them, written by the layouts of their types.

Every given value is written, or refused with its place. A missing value is not written: no default, no fixed value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from lxml import etree

from ...schema.components import ComplexType, Element, SimpleType
from ..groups import Node
from . import lexical
from .binder import ITEMS, TYPE
from .fields import ELEMENT, NIL_SAID
from .layouts import ENCODING, ElementPlan, Layouts, Slot, Struct
from .refused import Refused, RefusedInside
from .said_types import standing, type_said
from .simple import Simple


class Out:
    """The output so far.

    Args:
        layouts: the layouts of the types.
        encoded: whether each element says its type, as SOAP's encoding wants it.

    Attributes:
        pieces: the text.
        prefixes: the prefixes in it that have to be declared.
    """

    __slots__ = ("encoded", "layouts", "pieces", "prefixes", "put")

    def __init__(self, layouts: Layouts, encoded: bool = False) -> None:
        self.layouts = layouts
        self.encoded = encoded
        self.pieces: list[str] = []
        self.put = self.pieces.append
        self.prefixes: set[str] = set()

    def qualified(self, name: str) -> str:
        """Return a name with its prefix, which is declared."""
        tag, prefixes = self.layouts.qualified(name)
        self.prefixes |= prefixes
        return tag

    def type_attribute(self, name: str) -> str:
        """Return the attribute that says a type."""
        self.prefixes.add("xsi")
        return f' xsi:type="{self.qualified(name)}"'

    def declarations(self) -> str:
        """Return the declarations of the prefixes."""
        known = self.layouts.namespaces
        return "".join(f' xmlns:{each}="{attribute(known[each])}"' for each in sorted(self.prefixes) if each != "xml")


def escaped(text: str) -> str:
    """Return a text as XML has it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return a text as XML has it in an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def member(out: Out, slot: Slot, given: Any) -> None:
    """Write what is given for an element, a group or a place for any elements.

    Raises:
        Refused: it has no place, or does not fit.
    """
    if not isinstance(given, list):
        _one(out, slot, given)
        return
    if not slot.is_list:
        raise Refused("a list where one value is expected")
    for position, each in enumerate(given):
        try:
            _one(out, slot, each)
        except (Refused, ValueError) as exc:
            raise _inside(f"[{position}]", exc) from None


def _inside(step: str, exc: Exception, secret: bool = False) -> RefusedInside:
    if secret:
        return RefusedInside([(step, Refused("the secret value does not fit its type"))])
    return RefusedInside([(step, exc if isinstance(exc, Refused) else Refused(str(exc)))])


def _one(out: Out, slot: Slot, given: Any) -> None:
    if slot.sort == "element":
        element(out, slot.element, given)
    elif slot.sort == "group":
        if not isinstance(given, Mapping):
            raise Refused("expected a mapping")
        content(out, slot.struct, given, own=True)
    else:
        _xml(out, given)


def _xml(out: Out, given: Any) -> None:
    if not etree.iselement(given):
        raise Refused("XML is expected: an lxml element")
    out.put(etree.tostring(given, encoding="unicode", with_tail=False))


def element(out: Out, plan: ElementPlan, given: Any) -> None:
    """Write one element; see `member`."""
    out.prefixes |= plan.prefixes
    simple = plan.simple
    if simple is not None and not isinstance(given, Mapping):
        if given is None:
            _nil(out, plan, "")
            return
        text = _text(out, simple, given)
        said = _own_type(out, plan) if out.encoded else ""
        out.put(f"{plan.open}{said}>{escaped(text)}{plan.close}" if text else f"{plan.open}{said}/>")
    elif given is None:
        _nil(out, plan, "")
    elif isinstance(given, Mapping) and ELEMENT in given:
        _standing(out, plan, given)
    elif isinstance(given, Mapping):
        _mapping(out, plan, given)
    elif etree.iselement(given):
        if given.tag != plan.element.name:
            raise Refused(f"the element {given.tag} has no place here")
        _xml(out, given)
    elif not plan.is_any and plan.struct.text is not None:
        _mapping(out, plan, {plan.struct.text.name: given})
    else:
        raise Refused(f"{type(given).__name__} where a mapping is expected")


def _standing(out: Out, plan: ElementPlan, given: Mapping[str, Any]) -> None:
    other = out.layouts.element(standing(out.layouts.schemas, plan.element, str(given[ELEMENT])))
    left: Any = {name: each for name, each in given.items() if name != ELEMENT}
    if other.simple is not None and left.keys() == {"_value_1"}:
        left = left["_value_1"]
    element(out, other, left)


def _nil(out: Out, plan: ElementPlan, attributes: str) -> None:
    if not plan.element.nillable:
        raise Refused("null is not possible: the schema does not allow xsi:nil here")
    out.prefixes.add("xsi")
    out.put(f'{plan.open}{attributes} xsi:nil="true"/>')


def _own_type(out: Out, plan: ElementPlan) -> str:
    name = plan.type.name
    return out.type_attribute(name) if name and not plan.is_any else ""


def _mapping(out: Out, plan: ElementPlan, given: Mapping[str, Any]) -> None:
    kind, said = plan.type, ""
    if TYPE in given:
        kind = type_said(out.layouts.schemas, plan.type, given[TYPE])
        said = out.type_attribute(kind.name)
    elif out.encoded:
        said = _own_type(out, plan)
    left = {name: each for name, each in given.items() if name != TYPE}
    if isinstance(kind, SimpleType):
        if left.keys() != {"_value_1"}:
            raise Refused(f"a mapping where {plan.type.name or 'a simple value'} is expected")
        text = _text(out, out.layouts.simple(kind), left["_value_1"])
        out.put(f"{plan.open}{said}>{escaped(text)}{plan.close}")
        return
    struct = out.layouts.struct(kind)
    if NIL_SAID in left:
        out.prefixes.add("xsi")
        out.put(f'{plan.open}{said} xsi:nil="true"')
        inside(out, struct, {name: each for name, each in left.items() if name != NIL_SAID})
        out.pieces[-1] = "/>"
        return
    if ITEMS in left:
        _array(out, plan, struct, left)
        return
    out.put(plan.open + said)
    inside(out, struct, left)
    if out.pieces[-1] == ">":
        out.pieces[-1] = "/>"
    else:
        out.put(plan.close)


def inside(out: Out, struct: Struct, given: Mapping[str, Any]) -> None:
    """Write the attributes of an open tag, its end, and what is inside."""
    out.prefixes |= struct.prefixes
    used = 0
    for slot in struct.attributes:
        if slot.name in given:
            used += 1
            simple = slot.simple
            if simple is None or given[slot.name] is None:
                raise _inside(f".{slot.name}", Refused("null is not possible for an attribute"))
            out.put(f' {slot.tag}="{attribute(_text(out, simple, given[slot.name]))}"')
    if struct.any_attribute is not None and struct.any_attribute.name in given:
        used += 1
        for name, text in given[struct.any_attribute.name].items():
            out.put(f' {out.qualified(name)}="{attribute(text)}"')
    out.put(">")
    if struct.text is not None:
        if struct.text.name in given and struct.text.simple is not None:
            used += 1
            text = _text(out, struct.text.simple, given[struct.text.name])
            if text:
                out.put(escaped(text))
        if used != len(given):
            raise _left_over(struct, given, {struct.text.name})
        return
    content(out, struct, given, used)


def content(out: Out, struct: Struct, given: Mapping[str, Any], used: int = 0, own: bool = False) -> None:
    """Write what is inside a complex type or group, in the order of the schema.

    Args:
        out: what it is written to.
        struct: the type or group.
        given: what is given, by name.
        used: how much of it is written already.
        own: whether nothing else has declared the prefixes.

    Raises:
        Refused: something of it has no place.
    """
    if own:
        out.prefixes |= struct.prefixes
    if struct.twins and struct.root is not None:
        _placed(out, struct, struct.root, given)
        return
    for slot in struct.content:
        if slot.name in given:
            used += 1
            value = given[slot.name]
            if type(value) is str and slot.sort == "element" and not out.encoded:
                plan = slot.element
                if plan.simple is not None and not plan.simple.names:
                    out.put(f"{plan.open}>{escaped(value)}{plan.close}" if value else f"{plan.open}/>")
                    continue
            try:
                member(out, slot, value)
            except (Refused, ValueError) as exc:
                raise _inside(f".{slot.name}", exc, slot.secret) from None
        for name in slot.aliases:
            if name in given:
                used += 1
                try:
                    member(out, struct.by_name[name], given[name])
                except (Refused, ValueError) as exc:
                    raise _inside(f".{name}", exc) from None
    if used != len(given):
        raise _left_over(struct, given, {name for slot in struct.content for name in (slot.name, *slot.aliases)})


def _placed(out: Out, struct: Struct, root: Node, given: Mapping[str, Any]) -> None:
    """Write what is inside a type that has a name in several places."""
    aside = {each.name for each in struct.slots if each.sort in ("attribute", "attributes", "text")}
    left = {name: each for name, each in given.items() if name not in aside}
    for node, name, value in root.place(left):
        own = struct.by_name[name]
        what = node.what
        slot = own
        if isinstance(what, Element) and own.what is not what and not own.head:
            slot = next((each for each in own.twins if each.what is what), own)
        try:
            member(out, slot, value)
        except (Refused, ValueError) as exc:
            raise _inside(f".{name}", exc) from None
    if left:
        raise _left_over(struct, left, set())


def _left_over(struct: Struct, given: Mapping[str, Any], placed: set[str]) -> Refused:
    known = placed | {each.name for each in struct.attributes}
    if struct.any_attribute is not None:
        known.add(struct.any_attribute.name)
    names = ", ".join(sorted(str(name) for name in given if name not in known))
    return Refused(f"there is no place for {names}")


def _text(out: Out, simple: Simple, given: Any) -> str:
    text = given if type(given) is str else lexical.text(simple.write(given))
    if simple.names and "{" in text:
        return " ".join(out.qualified(each) if each.startswith("{") else each for each in text.split())
    return text


def _array(out: Out, plan: ElementPlan, struct: Struct, given: Mapping[str, Any]) -> None:
    """Write an array of SOAP's encoding."""
    kind = cast(ComplexType, struct.kind)
    items = given[ITEMS]
    if len(given) > 1:
        raise Refused(f"there is no place for {', '.join(sorted(given.keys() - {ITEMS}))}")
    slot = out.layouts.item(struct)
    own = out.type_attribute(kind.name or f"{{{ENCODING}}}Array")
    size = out.qualified(kind.item)
    out.prefixes |= {"soapenc"}
    out.put(f'{plan.open}{own} soapenc:arrayType="{size}[{len(items)}]">')
    for position, each in enumerate(items):
        try:
            element(out, slot.element, each)
        except (Refused, ValueError) as exc:
            raise _inside(f"[{position}]", exc) from None
    out.put(plan.close)
