"""Find replacements: types named by `xsi:type`, and elements of a substitution group."""

from __future__ import annotations

from ....errors import WsdlError
from ...schema.builtin import ANY_TYPE, XSD
from ...schema.components import Element, Type
from ...schema.members import local
from ...schema.reader import Components


def type_said(schemas: Components, declared: Type, said: str) -> Type:
    """Return the type that `xsi:type` names.

    Args:
        schemas: the components.
        declared: the declared type.
        said: its name: "Customer", "{urn:x}Customer", or "xs:int" for a built-in one.

    Raises:
        ValueError: it does not exist, several have its name, it is abstract, or not derived from the declared type.
    """
    prefix, _, own = said.rpartition(":") if "}" not in said else ("", "", said)
    is_any = declared.name in (ANY_TYPE, XSD + "anySimpleType")
    if prefix in ("xs", "xsd"):
        found = [XSD + own]
    elif "}" in said:
        found = [said]
    else:
        among = (name for name, _ in schemas.places.all("type")) if is_any else _within(schemas, declared)
        found = [name for name in among if local(name) == own]
        found = found or ([XSD + own] if is_any and schemas.has_type(XSD + own) else [])
    if len(found) > 1:
        raise ValueError(f"there are several types {said}: use {' or '.join(found)}")
    if not found or not schemas.has_type(found[0]):
        raise ValueError(f"there is no type {said}{_hint(schemas, declared)}")
    if found[0] == declared.name:
        kind = declared
    else:
        try:
            kind = schemas.type(found[0])
        except WsdlError as exc:
            raise ValueError(str(exc)) from None
    if not is_any and not _derives(schemas, kind, declared):
        named = local(declared.name) or "its type"
        raise ValueError(f"{said} is not derived from {named}{_hint(schemas, declared)}")
    if getattr(kind, "abstract", False):
        raise ValueError(f"the type {said} is abstract{_hint(schemas, kind)}")
    return kind


def standing(schemas: Components, head: Element, name: str) -> Element:
    """Return the element that replaces another one.

    Args:
        schemas: the components.
        head: the other one.
        name: its name, with or without its namespace.

    Raises:
        ValueError: it does not exist, or several have its name.
    """
    others = schemas.substitutes(head) if head.is_global else ()
    found = [each for each in (head, *others) if name in (each.name, local(each.name))]
    if len(found) == 1:
        return found[0]
    names = ", ".join(each.name if len(found) > 1 else local(each.name) for each in others) or "none"
    why = "several elements are called" if found else "there is no element"
    raise ValueError(f"{why} {name} that may stand for {local(head.name)}: say one of {names}")


def concrete(schemas: Components, kind: Type) -> tuple[str, ...]:
    """List the names of the types that may replace a type; short names unless two are equal."""
    names = schemas.concrete(kind)
    short = [local(each) for each in names]
    return tuple(own if short.count(own) == 1 else each for own, each in zip(short, names, strict=True))


def _derives(schemas: Components, kind: Type, declared: Type) -> bool:
    if schemas.derives(kind.name, declared.name):
        return True
    each: Type | None = kind
    for _ in range(100):
        if each is None or each is declared:
            return each is declared
        each = each.base
    return False


def _within(schemas: Components, declared: Type) -> tuple[str, ...]:
    return (declared.name, *schemas.derived(declared.name)) if declared.name else ()


def _hint(schemas: Components, kind: Type) -> str:
    names = concrete(schemas, kind)
    return f"; say one of {', '.join(names[:20])}" if names else ""
