"""Convert a caller's values for elements and attributes to the values to send, and report all problems at once.

A value to send is a text, bytes, None for `xsi:nil`, an lxml element, a list of these, or a dict by the names of
`schema.members`, in which "xsi:type" names a type that differs from the declared one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, cast

from ....values import CLEAR, KEEP, NIL, Typed
from ...schema.builtin import ANY_TYPE, XSD
from ...schema.components import SimpleType, Type, Wildcard
from ...schema.members import Member, local
from ...xsd import a
from . import lexical
from .completeness import NoEmpty, complete, empty, is_abstract, laid_out, missing, needs_something, nil, null, unknown
from .fields import ELEMENT, NIL_SAID, mapping_of, mixed_of
from .guess import builtin_of
from .layouts import ElementPlan, Slot, Struct
from .refused import NOT_GIVEN, OMIT, NullRefused, Refused, RefusedInside
from .said_types import concrete, standing, type_said
from .simple import Simple
from .xml_parts import allowed, element, is_element, other_attributes

TYPE: Final = "xsi:type"
_PLAIN: Final = frozenset({str, int, bool, float, bytes, Decimal, dt.datetime, dt.date})
ITEMS: Final = "xsi:items"


def resolve(slot: Slot, saying: Any) -> Any:
    """Resolve the argument for one member.

    Args:
        slot: the member.
        saying: the argument: `NOT_GIVEN`, `KEEP`, None, `NIL`, `CLEAR` or a value.

    Returns:
        The value to send: None is `xsi:nil`, `OMIT` nothing.

    Raises:
        Refused: it does not fit.
    """
    if saying is NOT_GIVEN:
        return missing(slot) if slot.required else OMIT
    if saying is None:
        return null(slot)
    if saying is NIL:
        return nil(slot)
    if saying is KEEP:
        why = "the documentation does not say that null keeps it"
        raise NullRefused(f"KEEP is not possible: {why}; read the current value and send that")
    return value(slot, saying)


def value(slot: Slot, saying: Any) -> Any:
    """Resolve a value, or `CLEAR`, for a member; see `resolve`."""
    if type(saying) in _PLAIN and saying != "" and slot.fast is not None:
        try:
            return slot.fast.write(saying)
        except ValueError as exc:
            raise _unfit(slot, exc) from None
    try:
        return _value(slot, saying)
    except Refused as refused:
        for twin in slot.twins:
            try:
                return _value(twin, saying)
            except Refused:
                continue
        if slot.secret and isinstance(refused, RefusedInside):  # its content may have any names
            raise _unfit(slot, ValueError()) from None
        raise refused


def _value(slot: Slot, saying: Any) -> Any:
    try:
        if saying is CLEAR or (isinstance(saying, str) and saying == ""):
            return _clear(slot)
        return _list(slot, saying) if slot.is_list else _one(slot, saying)
    except ValueError as exc:
        raise _unfit(slot, exc) from None


def _unfit(slot: Slot, exc: ValueError) -> Refused:
    return Refused("the secret value does not fit its type" if slot.secret else str(exc))


def _list(slot: Slot, saying: Any) -> Any:
    if isinstance(saying, (str, bytes, bytearray, Mapping)) or not hasattr(saying, "__iter__") or is_element(saying):
        raise ValueError("expected a list")
    found: list[tuple[str, Refused]] = []
    parts = []
    for position, each in enumerate(saying):
        try:
            if each is None or each is NIL or each is KEEP or each is CLEAR:
                parts.append(_item(slot, each))
            else:
                parts.append(_one(slot, each))
        except Refused as refused:
            found.append((f"[{position}]", refused))
        except ValueError as exc:
            found.append((f"[{position}]", _unfit(slot, exc)))
    if found:
        raise RefusedInside(found)
    if slot.most is not None and len(parts) > slot.most:
        raise ValueError(f"expected a list with at most {slot.most} items, not {len(parts)}")
    if parts or (not slot.required and slot.least == 0) or slot.optional:
        if parts and len(parts) < slot.least:
            raise ValueError(f"expected a list with at least {slot.least} items")
        return parts or OMIT
    if slot.sort == "group" and not needs_something(slot.struct):
        return OMIT
    least = "one item" if slot.least == 1 else f"{slot.least} items"
    raise ValueError(f"expected a list with at least {least}")


def _item(slot: Slot, saying: Any) -> Any:
    """Resolve a marker instead of a value in a list."""
    if saying is CLEAR:
        return _clear(slot, in_list=True)
    if saying is KEEP:
        raise NullRefused("KEEP is not possible in a list; give all of its values")
    if slot.nillable:
        return None
    raise NullRefused(f"null is not possible for {a(slot.shown_type)} in a list; give a value")


def _clear(slot: Slot, in_list: bool = False) -> Any:
    if slot.is_list and not in_list:
        raise Refused("expected a list, not CLEAR or an empty text")
    if slot.sort in ("any", "attributes"):
        raise Refused("cannot be empty: XML is expected")
    if slot.sort == "element" and slot.element.is_any:
        return _typed(slot.element, "", "xs:string")
    simple = slot.simple
    if simple is None:
        struct = slot.struct
        if struct.text is not None and struct.text.simple is not None:
            return _structure(struct, {struct.text.name: ""})
        if needs_something(struct) or is_abstract(slot):
            raise Refused(f"cannot be empty: {a(slot.shown_type)} needs a value")
        return {}
    try:
        return _fixed(slot, simple, empty(simple))
    except ValueError as exc:
        if not isinstance(exc, NoEmpty):
            raise Refused(f"cannot be empty: {exc}") from None
    if slot.nillable and slot.required and not in_list:
        return None
    if slot.nillable or not slot.required:
        raise NullRefused(f"cannot be cleared: {a(slot.shown_type)} has no empty form; give a value") from None
    raise Refused(f"cannot be empty: {a(slot.shown_type)} needs a value")


def _one(slot: Slot, saying: Any) -> Any:
    """Resolve one value of a member."""
    if slot.sort == "element":
        if type(saying) is str and slot.plain is not None:
            return slot.plain.write(saying)
        return one_element(slot, saying)
    if slot.sort == "any":
        return allowed(cast(Wildcard, slot.what), element(saying))
    if slot.sort == "attributes":
        return other_attributes(cast(Wildcard, slot.what), mapping_of(saying))
    if slot.sort == "group":
        return _structure(slot.struct, saying)
    simple = cast(Simple, slot.simple)
    return _fixed(slot, simple, simple.write(_no_word(saying)))


def _no_word(saying: Any) -> Any:
    if saying is KEEP or saying is CLEAR or saying is NIL:
        raise ValueError(f"{saying!r} is not possible here")
    return lexical.plain_value(saying)


def _fixed(slot: Slot, simple: Simple, written: str | bytes) -> str | bytes:
    if slot.fixed is not None and not lexical.same(simple.kind, lexical.text(written), slot.fixed):
        raise ValueError(f"it can only be {slot.fixed!r}")
    return written if slot.fixed is None or isinstance(written, bytes) else slot.fixed


def one_element(slot: Slot, saying: Any) -> Any:
    """Resolve one value of an element; see `resolve`."""
    plan = slot.element
    if isinstance(saying, str) and plan.element.name == XSD + "schema":
        saying = element(saying)
    whole = saying if is_element(saying) else mixed_of(saying)
    if whole is not None and whole.tag == plan.element.name:
        return element(whole)
    fields = None if isinstance(saying, (str, int, bytes, float)) else mapping_of(saying)
    if fields is not None and fields.get(ELEMENT) is not None:
        return _standing(slot, fields)
    if fields is not None and NIL_SAID in fields:
        return _nil_with_attributes(slot, fields)
    if plan.element.abstract:
        names = f": give {' or '.join(slot.aliases)} in its place" if slot.aliases else ""
        raise ValueError(f"the element {slot.name} is abstract{names}")
    if isinstance(saying, Typed):
        return _typed(plan, saying.value, saying.type)
    if fields is not None and fields.get(TYPE) is not None:
        return _typed(plan, {name: each for name, each in fields.items() if name != TYPE}, str(fields[TYPE]))
    if plan.is_any:
        return _anything(plan, saying if fields is None else fields)
    simple = plan.simple
    if simple is not None:
        if fields is not None:
            raise ValueError(f"a mapping where {a(slot.shown_type)} is expected")
        return _fixed(slot, simple, simple.write(_no_word(saying)))
    if getattr(plan.type, "abstract", False):
        names = ", ".join(concrete(plan.layouts.schemas, plan.type)[:20]) or "no type"
        raise ValueError(f"the type {slot.shown_type} is abstract: name a derived type in {TYPE!r}: {names}")
    if plan.struct.is_array:
        return _array(plan, saying)
    return _structure(plan.struct, saying if fields is None else fields)


def _standing(slot: Slot, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve a value that names its element, which replaces another one."""
    plan = slot.element
    other = standing(plan.layouts.schemas, plan.element, str(fields[ELEMENT]))
    own = Slot(plan.layouts, Member(name=local(other.name), what=other))
    rest: Any = {name: each for name, each in fields.items() if name != ELEMENT}
    if own.simple is not None and rest.keys() == {"_value_1"}:
        rest = rest["_value_1"]
    found = null(own) if rest is None else one_element(own, rest)
    return {ELEMENT: other.name, **(found if isinstance(found, dict) else {"_value_1": found})}


def _nil_with_attributes(slot: Slot, fields: Mapping[str, Any]) -> Any:
    """Resolve a nil value with attributes."""
    own = {name: each for name, each in fields.items() if name != NIL_SAID}
    if fields[NIL_SAID] not in (True, "true"):
        raise ValueError(f"{NIL_SAID!r} can only be True")
    if not slot.nillable:
        raise NullRefused("NIL is not possible: the schema does not allow xsi:nil here")
    if slot.simple is not None or slot.element.is_any:
        if own:
            raise ValueError(f"there is no place for {', '.join(own)} in a nil value")
        return None
    struct = slot.element.struct
    inside = {name: each for name, each in own.items() if (struct.find(name) or slot).sort != "attribute"}
    if inside:
        raise ValueError(f"there is no place for {', '.join(inside)} in a nil value: give only its attributes")
    parts: dict[str, Any] = {NIL_SAID: "true"}
    found: list[tuple[str, Refused]] = []
    for each in struct.attributes:
        given = [name for name in own if struct.find(name) is each]
        try:
            part = resolve(each, own[given[0]] if given else NOT_GIVEN)
        except Refused as refused:
            found.append((f".{each.name}", refused))
            continue
        if part is not OMIT:
            parts[each.name] = part
    if found:
        raise RefusedInside(found)
    return parts


def _typed(plan: ElementPlan, saying: Any, said: str) -> Any:
    """Resolve a value with its type."""
    kind: Type = type_said(plan.layouts.schemas, plan.type, said)
    if isinstance(kind, SimpleType):
        fields = mapping_of(saying)
        inner = fields.get("_value_1") if fields is not None else saying
        if fields is not None and fields.keys() != {"_value_1"}:
            raise ValueError(f"the type {said} is simple: its value is given as '_value_1'")
        written = plan.layouts.simple(kind).write(_no_word(inner))
        return {TYPE: kind.name, "_value_1": written}
    if kind.name == ANY_TYPE:
        return _anything(plan, saying)
    return {TYPE: kind.name, **_structure(plan.layouts.struct(kind), saying)}


def _anything(plan: ElementPlan, saying: Any) -> Any:
    """Resolve a value for an element of any type."""
    if is_element(saying) and plan.type.name == ANY_TYPE:
        return {"_value_1": [element(saying)]}
    fields = mapping_of(saying)
    if fields is not None and plan.type.name == ANY_TYPE and set(fields) <= {"_value_1", "_attr_1"}:
        return _structure(plan.struct, fields)
    if fields is not None:
        raise ValueError(f"any type is allowed here: name it in {TYPE!r}")
    if isinstance(saying, (list, tuple)) and saying and all(map(is_element, saying)):
        return {"_value_1": [element(each) for each in saying]}
    saying = _no_word(saying)
    kind = builtin_of(saying)
    return {TYPE: kind.name, "_value_1": plan.layouts.simple(kind).write(saying)}


def _array(plan: ElementPlan, saying: Any) -> Any:
    """Resolve a SOAP-encoded array, given as a list of its items."""
    fields = mapping_of(saying)
    if fields is not None:
        return _structure(plan.struct, fields)
    if isinstance(saying, (str, bytes)) or not hasattr(saying, "__iter__"):
        raise ValueError("expected a list")
    found = _list(plan.layouts.item(plan.struct), saying)
    return {ITEMS: [] if found is OMIT else found}


def _structure(struct: Struct, saying: Any) -> dict[str, Any]:
    """Resolve the content of a complex type, by the same rule as the parameters of an operation."""
    fields = mapping_of(saying)
    if fields is None and struct.text is not None:
        fields = {struct.text.name: saying}
    elif fields is None and struct.only_any:
        fields = laid_out(struct, saying)
    if fields is None:
        raise ValueError(f"expected a mapping with {', '.join(struct.by_name) or 'nothing'}")
    parts: dict[str, Any] = {}
    found: list[tuple[str, Refused]] = []
    said: set[str] = set()
    for given, one in fields.items():
        slot = struct.find(given)
        if slot is None or slot.name in said:
            found.append((f".{given}", Refused("is given twice") if slot else unknown(str(given), struct)))
            continue
        said.add(slot.name)
        try:
            if type(one) in _PLAIN and one != "" and slot.fast is not None:
                parts[slot.name] = slot.fast.write(one)
                continue
            part = resolve(slot, one)
        except ValueError as exc:
            found.append((f".{slot.name}", _unfit(slot, exc)))
            continue
        except Refused as refused:
            found.append((f".{slot.name}", refused))
            continue
        if part is not OMIT:
            parts[slot.name] = part
        else:
            said.discard(slot.name)
    found += complete(struct, parts, said, struct.required)
    if found:
        order = {f".{name}": place for place, name in enumerate(struct.by_name)}
        found.sort(key=lambda each: order.get(each[0], -1 if each[0] else len(order)))
        raise RefusedInside(found)
    return parts
