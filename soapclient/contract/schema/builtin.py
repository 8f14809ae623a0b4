"""The built-in simple types of XSD, and `anyType`.

Source: XML Schema Part 2: Datatypes, second edition, chapter 3.
"""

from __future__ import annotations

from typing import Final

from .components import ComplexType, Content, Facets, ModelGroup, Particle, SimpleType, Wildcard

XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
ENCODING: Final = ("{http://schemas.xmlsoap.org/soap/encoding/}", "{http://www.w3.org/2003/05/soap-encoding}")
ANY_TYPE: Final = XSD + "anyType"

# Each after the one that it restricts.
_BASES: Final = {
    "string": "anySimpleType", "boolean": "anySimpleType", "decimal": "anySimpleType", "float": "anySimpleType",
    "double": "anySimpleType", "duration": "anySimpleType", "dateTime": "anySimpleType", "time": "anySimpleType",
    "date": "anySimpleType", "gYearMonth": "anySimpleType", "gYear": "anySimpleType", "gMonthDay": "anySimpleType",
    "gDay": "anySimpleType", "gMonth": "anySimpleType", "hexBinary": "anySimpleType", "base64Binary": "anySimpleType",
    "anyURI": "anySimpleType", "QName": "anySimpleType", "NOTATION": "anySimpleType",
    "normalizedString": "string", "token": "normalizedString", "language": "token", "NMTOKEN": "token",
    "Name": "token", "NCName": "Name", "ID": "NCName", "IDREF": "NCName", "ENTITY": "NCName",
    "integer": "decimal", "nonPositiveInteger": "integer", "negativeInteger": "nonPositiveInteger",
    "long": "integer", "int": "long", "short": "int", "byte": "short", "nonNegativeInteger": "integer",
    "unsignedLong": "nonNegativeInteger", "unsignedInt": "unsignedLong", "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort", "positiveInteger": "nonNegativeInteger",
}  # fmt: skip
_LISTS: Final = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}
_WHITE_SPACE: Final = {"anySimpleType": "preserve", "string": "preserve", "normalizedString": "replace"}


def _made() -> dict[str, SimpleType]:
    found = {"anySimpleType": _one("anySimpleType", None)}
    for name, base in _BASES.items():
        found[name] = _one(name, found[base])
    for name, item in _LISTS.items():
        found[name] = SimpleType(
            name=XSD + name, builtin="list", variety="list", base=found["anySimpleType"], item=found[item],
            facets=Facets(min_length=1),
        )  # fmt: skip
    return {XSD + name: kind for name, kind in found.items()}


def _one(name: str, base: SimpleType | None) -> SimpleType:
    facets = Facets(white_space=_WHITE_SPACE.get(name, "collapse"))
    return SimpleType(name=XSD + name, builtin=name, base=base, facets=facets)


BUILTIN: Final = _made()
ANY_SIMPLE: Final = BUILTIN[XSD + "anySimpleType"]


def any_type() -> ComplexType:
    """Return `anyType`, the type of undeclared content."""
    anything = Particle(Wildcard(process="lax"), 0, None)
    content = Content(
        particle=Particle(ModelGroup(compositor="sequence", particles=(anything,))),
        any_attribute=Wildcard(process="lax"),
        mixed=True,
    )
    return ComplexType(name=ANY_TYPE, base=lambda: None, content=lambda: content)
