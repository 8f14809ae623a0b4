"""The layouts of types for writing their values, built once for each: names, order, tags, groups."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Final, Literal, cast

from ....wire import forks
from ....wire.redact import is_secret
from ...schema.builtin import ANY_TYPE, XSD
from ...schema.components import Attribute, ComplexType, Content, Element, ModelGroup, Particle, SimpleType, Type
from ...schema.members import Member, every, local, may_be_empty, members
from ...schema.reader import Components
from ...spelling import python_names
from ..groups import Node, tree
from .simple import Simple, shown_type

Sort = Literal["element", "attribute", "text", "group", "any", "attributes"]
XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
# The prefixes of SOAP-encoded arrays and other values.
ENCODING: Final = "http://schemas.xmlsoap.org/soap/encoding/"
_KNOWN: Final = {XSI[1:-1]: "xsi", XSD[1:-1]: "xsd", ENCODING: "soapenc", _XML: "xml"}


class ElementPlan:
    """How one element is written.

    Args:
        layouts: all layouts.
        element: the element.

    Attributes:
        tag: its name, with the prefix that its namespace has in what is written.
        prefixes: the prefixes in its tag.
    """

    def __init__(self, layouts: Layouts, element: Element) -> None:
        self.layouts = layouts
        self.element = element
        self.tag, self.prefixes = layouts.qualified(element.name)
        self.open, self.close = f"<{self.tag}", f"</{self.tag}>"

    @functools.cached_property
    def type(self) -> Type:
        """The type of the element."""
        return self.element.type

    @functools.cached_property
    def is_any(self) -> bool:
        """Whether any type may stand in it."""
        return self.type.name in (ANY_TYPE, XSD + "anySimpleType")

    @functools.cached_property
    def simple(self) -> Simple | None:
        """How its text is written, where its type is simple."""
        return self.layouts.simple(self.type) if isinstance(self.type, SimpleType) else None

    @functools.cached_property
    def struct(self) -> Struct:
        """What is inside it, where its type is complex."""
        return self.layouts.struct(cast(ComplexType, self.type))


class Slot:
    """A member of a type, by the name that it is given by.

    Args:
        layouts: all layouts.
        member: the member.
        python_name: its name in Python's spelling.

    Attributes:
        sort: what it is.
        twins: the others of its name, which stand elsewhere in the type.
        head: of an element that may stand for another one, the name of that; else empty.
        aliases: the names of the elements that may stand for it.
    """

    def __init__(self, layouts: Layouts, member: Member, python_name: str = "", head: str = "") -> None:
        what = member.what
        self.layouts = layouts
        self.name = member.name
        self.python_name = python_name or member.name
        self.what = what
        self.least = 0 if isinstance(what, ModelGroup) and may_be_empty(what) else member.min_occurs
        self.most = member.max_occurs
        self.optional = member.optional
        self.head = head
        self.secret = is_secret(member.name)
        self.sort: Sort = "attributes" if member.name == "_attr_1" else _sort(what)
        self.is_list = member.max_occurs != 1
        self.twins: tuple[Slot, ...] = ()
        self.aliases: tuple[str, ...] = ()
        self.nillable = isinstance(what, Element) and what.nillable
        self.required = self.least > 0 and not member.optional

    def counted(self, least: int, most: int | None) -> None:
        """Count the other members of the same name in: how often all of them are there at least and at most."""
        self.least, self.most = least, most
        self.is_list = most != 1
        self.required, self.optional = least > 0, least == 0

    @functools.cached_property
    def element(self) -> ElementPlan:
        """How it is written, where it is an element."""
        return self.layouts.element(cast(Element, self.what))

    @functools.cached_property
    def simple(self) -> Simple | None:
        """How its text is written, where its type is simple."""
        if isinstance(self.what, Element):
            return self.element.simple
        if isinstance(self.what, Attribute):
            return self.layouts.simple(self.what.type)
        return self.layouts.simple(self.what) if isinstance(self.what, SimpleType) else None

    @functools.cached_property
    def plain(self) -> Simple | None:
        """How its text is written, where it is an element of which nothing but its value has to be said."""
        plan = self.element
        return None if plan.is_any or plan.element.abstract or self.fixed is not None else plan.simple

    @functools.cached_property
    def fast(self) -> Simple | None:
        """How a value is written, where nothing but its type can say something else."""
        return self.plain if self.sort == "element" and not self.is_list and not self.twins else None

    @functools.cached_property
    def struct(self) -> Struct:
        """What is inside it, where it is a group or an element of a complex type."""
        return self.layouts.struct(self.what) if isinstance(self.what, ModelGroup) else self.element.struct

    @functools.cached_property
    def tag(self) -> str:
        """Of an attribute, its name with the prefix that its namespace has in what is written."""
        return self.layouts.qualified(cast(Attribute, self.what).name)[0]

    @property
    def fixed(self) -> str | None:
        """The only value that it may have; None for any."""
        return self.what.fixed if isinstance(self.what, (Element, Attribute)) else None

    @functools.cached_property
    def shown_type(self) -> str:
        """The type in words."""
        return "any" if self.sort == "attributes" else shown_type(self.what)


class Struct:
    """What is inside a complex type or a group that may be repeated.

    Args:
        layouts: all layouts.
        kind: the type or group.

    Attributes:
        slots: its members, each once, in order.
        by_name: the same by name, with those that may stand for others.
        exact: the names by Python's spelling.
        content: the elements, groups and places for any elements.
        attributes: the attributes.
        prefixes: the prefixes in the tags of its elements and attributes.
        root: its content model, where something is in a choice or group that may be left out; else None.
        twins: whether a name stands in several places.
    """

    def __init__(self, layouts: Layouts, kind: ComplexType | ModelGroup) -> None:
        self.layouts = layouts
        self.kind = kind
        found = members(kind)
        spelled = python_names(each.name for each in found)
        self.slots = tuple(Slot(layouts, each, spelled[each.name]) for each in found)
        self.by_name = {each.name: each for each in self.slots}
        self.exact = {each.python_name: each.name for each in self.slots}
        if self.slots and self.slots[0].sort == "text":
            self.exact.setdefault("value", self.slots[0].name)
        self._twins(kind)
        self._aliases()
        self.content = tuple(each for each in self.slots if each.sort in ("element", "group", "any"))
        self.attributes = tuple(each for each in self.slots if each.sort == "attribute")
        self.any_attribute = next((each for each in self.slots if each.sort == "attributes"), None)
        self.text = next((each for each in self.slots if each.sort == "text"), None)
        self.required = tuple(each for each in self.slots if each.required)
        self.only_any = bool(self.content) and not self.attributes and all(_is_xml(each) for each in self.content)
        self.prefixes = frozenset(self._prefixes())

    def find(self, name: str) -> Slot | None:
        """Return the member of an exact name or its Python spelling."""
        return self.by_name.get(name) or self.by_name.get(self.exact.get(name, ""))

    @functools.cached_property
    def is_array(self) -> bool:
        """Whether it is an array of SOAP's encoding whose items have a type."""
        return isinstance(self.kind, ComplexType) and bool(self.kind.item)

    def _twins(self, kind: ComplexType | ModelGroup) -> None:
        content = kind.content if isinstance(kind, ComplexType) else Content(particle=Particle(kind))
        all_of = list(every(content))
        model = content.particle
        counted: dict[str, list[Member]] = {}
        for each in all_of:
            counted.setdefault(each.name, []).append(each)
        self.twins = any(len(some) > 1 for some in counted.values())
        placed = iter([each for each in all_of if not isinstance(each.what, (Attribute, SimpleType))])
        self.root: Node | None = None
        if model is not None and (self.twins or any(each.optional for each in all_of if _in_model(each))):
            self.root = tree(model, placed)
        for name, some in counted.items():
            if len(some) == 1 or self.root is None:
                continue
            slot = self.by_name[name]
            slot.counted(*self.root.count(name))
            slot.twins = tuple(Slot(self.layouts, each) for each in some[1:] if each.what is not some[0].what)
            for twin in slot.twins:
                twin.counted(slot.least, slot.most)

    def _aliases(self) -> None:
        for slot in self.slots:
            if not isinstance(slot.what, Element) or not slot.what.is_global:
                continue
            found = []
            for each in self.layouts.schemas.substitutes(slot.what):
                name = local(each.name)
                if name not in self.by_name:
                    member = Member(name=name, what=each, min_occurs=0, max_occurs=slot.most, optional=True)
                    self.by_name[name] = Slot(self.layouts, member, head=slot.name)
                    spelled = python_names([name])[name]
                    self.exact.setdefault(spelled, name)
                    found.append(name)
            slot.aliases = tuple(found)
        if self.root is not None:
            self.root.rename({each.name: each.aliases for each in self.slots if each.aliases})

    def _prefixes(self) -> Iterator[str]:
        for slot in (*self.slots, *(twin for each in self.slots for twin in each.twins)):
            if isinstance(slot.what, (Element, Attribute)):
                yield from self.layouts.qualified(slot.what.name)[1]
        for node in () if self.root is None else self.root.leaves():
            if isinstance(node.what, Element):
                yield from self.layouts.qualified(node.what.name)[1]


class Layouts:
    """The layouts of all types of one WSDL, each made when it is first needed.

    Args:
        schemas: the components.

    Attributes:
        namespaces: the namespace of each prefix in what is written.
    """

    def __init__(self, schemas: Components) -> None:
        self.schemas = schemas
        self._lock = forks.recursive_lock()
        self._elements: dict[Element, ElementPlan] = {}
        self._structs: dict[ComplexType | ModelGroup, Struct] = {}
        self._simple: dict[SimpleType, Simple] = {}
        self._items: dict[Struct, Slot] = {}
        self._prefixes = dict(_KNOWN)
        self.namespaces = {prefix: namespace for namespace, prefix in _KNOWN.items()}
        for each in schemas.places.schemas:
            self.prefix(each.namespace)

    def prefix(self, namespace: str) -> str:
        """Return the prefix of a namespace; an empty one for none."""
        found = self._prefixes.get(namespace)
        if found is None and namespace:
            with self._lock:
                found = self._prefixes.setdefault(namespace, f"ns{len(self._prefixes) - len(_KNOWN)}")
                self.namespaces[found] = namespace
        return found or ""

    def qualified(self, name: str) -> tuple[str, frozenset[str]]:
        """Write a name with its prefix, and tell which prefix has to be declared for it."""
        namespace, _, own = name.rpartition("}")
        if not namespace:
            return own, frozenset()
        prefix = self.prefix(namespace[1:])
        return (f"{prefix}:{own}", frozenset([prefix])) if prefix else (own, frozenset())

    def element(self, element: Element) -> ElementPlan:
        """Return the plan of an element."""
        found = self._elements.get(element)
        if found is None:
            found = self._elements.setdefault(element, ElementPlan(self, element))
        return found

    def struct(self, kind: ComplexType | ModelGroup) -> Struct:
        """Return the plan of a complex type or of a group that may be repeated."""
        found = self._structs.get(kind)
        if found is None:
            with self._lock:
                found = self._structs.get(kind)
                if found is None:
                    found = self._structs[kind] = Struct(self, kind)
        return found

    def simple(self, kind: SimpleType) -> Simple:
        """Return the plan of a simple type."""
        found = self._simple.get(kind)
        if found is None:
            found = self._simple.setdefault(kind, Simple(kind))
        return found

    def item(self, struct: Struct) -> Slot:
        """Return the items of a SOAP-encoded array as a member."""
        found = self._items.get(struct)
        if found is None:
            name = cast(ComplexType, struct.kind).item
            own = next((each for each in struct.content if each.sort == "element"), None)
            bare = Element(name="item", type=lambda: self.schemas.type(name), nillable=True)
            what = bare if own is None else own.what
            member = Member(name="item", what=what, min_occurs=0, max_occurs=None, optional=True)
            found = self._items.setdefault(struct, Slot(self, member))
        return found


def _sort(what: object) -> Sort:
    if isinstance(what, Element):
        return "element"
    if isinstance(what, Attribute):
        return "attribute"
    if isinstance(what, SimpleType):
        return "text"
    return "group" if isinstance(what, ModelGroup) else "any"


def _in_model(member: Member) -> bool:
    return not isinstance(member.what, (Attribute, SimpleType)) and member.name != "_attr_1"


def _is_xml(slot: Slot) -> bool:
    return slot.sort == "any" or (isinstance(slot.what, Element) and slot.what.name == XSD + "schema")
