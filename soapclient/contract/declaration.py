"""What a schema declares of one element or attribute, beside its name, its type and how often it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from .schema.components import Facets


@attrs.frozen(kw_only=True)
class Declaration:
    """What is known of one element or attribute.

    Attributes:
        namespace: its namespace; empty where its name has none.
        type_name: the qualified name of its complex type, "{urn:x}Item"; empty where it has none.
        caveats: what of it cannot be said in full: it is an "abstract" element, another may be "substituted" for it,
            its type is abstract ("abstract type"), or "mixed".
        default: what a reader takes an empty element, or an attribute that is left out, for; None for none.
        fixed: the only value that it may have; None for any.
        facets: what narrows its simple type, base types' facets included; None for nothing.
        items: of a list the type of its items, of a union its members, "int | string"; empty for anything else.
        choices: how many choices it stands in, one within another.
        together: what has to be given with it, where it is in a group that may be left out.
        documentation: what the schema says of it, or of its type.
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
