"""The declaration of an element or attribute in a schema, besides its name, type and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from .schema.components import Facets


@attrs.frozen(kw_only=True)
class Declaration:
    """The declared facts of one element or attribute.

    Attributes:
        namespace: its namespace; empty without one.
        type_name: the qualified name of its complex type, "{urn:x}Item"; empty without one.
        caveats: what the description cannot express: it is an "abstract" element, another may be "substituted" for it,
            its type is abstract ("abstract type"), or "mixed".
        default: the value that a reader assumes for an empty element or a missing attribute; None for none.
        fixed: the only value that it may have; None for any.
        facets: the facets of its simple type, including those of base types; None for none.
        items: for a list the type of its items, for a union its members, "int | string"; else empty.
        choices: the number of nested choices around it.
        together: the members required with it, if it is in an optional group.
        documentation: the documentation of it, or of its type, in the schema.
    """

    namespace: str = ""
    type_name: str = ""
    caveats: tuple[str, ...] = ()
    default: str | None = None
    fixed: str | None = None
    facets: Facets | None = None
    items: str = ""
    choices: int = 0
    together: tuple[str, ...] = ()
    documentation: str = ""
