"""Parameters: the particles of an operation's messages, described.

Two independent facts decide what null means for a parameter: `Parameter.null` (from the schema: how it can be written)
and `Parameter.on_null` (from the notes: what null does).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

import attrs

from .declaration import Declaration

Null = Literal["omit", "nil", "none"]
OnNull = Literal["keeps", "clears", "default", "contradictory", "undocumented"]
_DEEPEST: Final = 5
_CAVEATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "abstract": "abstract: another element must replace it",
        "abstract type": "of an abstract type: name a derived type",
        "mixed": "with text between its elements",
    }
)


@attrs.frozen(kw_only=True)
class Parameter:
    """One particle of an operation's input element.

    Attributes:
        name: the contract's exact spelling; SOAP servers ignore any other silently.
        python_name: the same in Python's spelling, unique within the operation.
        type: the XSD type: "string", "int", "dateTime", ...; "xml" for an element with any content, "any" for any
            element, "group" for a group that may be repeated, or the name of another type, with its
            namespace where it is one of these: "{urn:x}string".
        min_occurs: the least number of times the element must be there.
        max_occurs: the most, or None for unbounded.
        nillable: whether the schema allows `xsi:nil`.
        on_null: the effect of null, by the notes.
        on_empty: the effect of an empty string, by the notes: "clears" or "undocumented".
        required: whether the notes require a value; without notes, whether the schema does.
        secret: whether the value is a secret, to hide from logs and messages.
        attribute: whether it is an XML attribute rather than an element.
        choice: (group, alternative) where it stands in an `xsd:choice`: the alternatives of a group exclude each other.
        must_choose: the group of which one alternative is required; otherwise 0.
        values: the values that an enumeration allows.
        xml: the root element of its XML, by the notes, "*" for any; empty if it is not XML.
        absent: the effect of leaving it out, by the notes, in a few words; for XML with required content, the effect
            of leaving that out; empty if undocumented.
        must_say: whether it must be given although it is optional in the schema: a call without it destroys or widens.
        must_hold: the required content of its XML, for the same reason: `Name`, an element or attribute
            anywhere; `pset/row/@name`, an attribute of each element at that depth; empty for nothing.
        declared: its further declarations in the schema.
    """

    name: str
    python_name: str
    type: str
    min_occurs: int = 0
    max_occurs: int | None = 1
    nillable: bool = False
    on_null: OnNull = "undocumented"
    on_empty: Literal["clears", "undocumented"] = "undocumented"
    required: bool = False
    secret: bool = False
    attribute: bool = False
    choice: tuple[int, int] | None = None
    must_choose: int = 0
    values: tuple[str, ...] = ()
    xml: str = ""
    absent: str = ""
    must_say: bool = False
    must_hold: str = ""
    declared: Declaration = attrs.field(default=Declaration(), eq=False, repr=False)
    _particles: tuple[Parameter, ...] | Callable[[], tuple[Parameter, ...]] = attrs.field(
        default=(), eq=False, repr=False
    )
    _others: Callable[[], tuple[Parameter, ...]] | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def others(self) -> tuple[Parameter, ...]:
        """Its possible replacements: types by `xsi:type`, and elements, by qualified name, with their content."""
        return () if self._others is None else self._others()

    @property
    def particles(self) -> tuple[Parameter, ...]:
        """The elements and attributes inside it; none for a simple type and for "xml".

        They are read when asked for: a type may contain itself, so whoever walks them needs a bound.
        """
        return self._particles if isinstance(self._particles, tuple) else self._particles()

    def shown_inside(self, around: Sequence[Parameter]) -> tuple[Parameter, ...]:
        """Return of the particles what there is to show: none of a type within itself, and none too deep.

        Args:
            around: the parameters that it stands in, from outside to inside.
        """
        found = self.particles
        again = any(each.particles is found for each in around)
        return () if again or len(around) >= _DEEPEST else found

    @property
    def shown_type(self) -> str:
        """The type in words, with what narrows it: "list of Item", "string: EUR, USD", "string: XML <Preferences>"."""
        narrowed = ", ".join(self.values)
        if self.xml:
            narrowed = "XML" if self.xml == "*" else f"XML <{self.xml}>"
        text = self.type if self.max_occurs == 1 else f"list of {self.type}"
        return f"{text}: {narrowed}" if narrowed else text

    @property
    def demands(self) -> tuple[str, ...]:
        """The requirements of its schema besides its type, in words: facets, fixed value, default, a type to name."""
        from .facet_words import words

        said = self.declared
        found = [*words(said.facets)]
        found += [f"of {said.items}"] if said.items else []
        found += [f"always {said.fixed!r}"] if said.fixed is not None else []
        found += (
            [f"{said.default!r} where it is {'left out' if self.attribute else 'left out or empty'}"]
            if said.default is not None
            else []
        )
        found += [_CAVEATS[each] for each in said.caveats if each in _CAVEATS]
        return (*found, *(["any type: xsi:type says which"] if self.type == "anyType" else ()))

    @property
    def is_complex(self) -> bool:
        """Whether its value is a mapping, even an empty one."""
        return self._particles != ()

    @property
    def null(self) -> Null:
        """How null is written: leave it out ("omit"), `xsi:nil="true"` ("nil"), or not at all ("none")."""
        if self.min_occurs == 0:
            return "omit"
        return "nil" if self.nillable else "none"

    @property
    def need(self) -> str:
        """Whether a caller must give it, in words: a parameter that null keeps is always optional."""
        if self.choice:
            group = self.choice[0]
            return f"{'one' if self.must_choose == group else 'at most one'} of choice {group}"
        kept = self.on_null == "keeps" and self.null != "none"
        return "required" if self.required and not kept else "optional"

    def __str__(self) -> str:
        return f"{self.name}: {self.type}"
