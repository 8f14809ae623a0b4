"""What a schema declares of a parameter besides its name, its occurrence and its values."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Declaration:
    """What is known of one element or attribute.

    Attributes:
        namespace: its namespace; empty where its name has none.
        type_name: the qualified name of its complex type, "{urn:x}Item"; empty where it has none.
        caveats: what of it cannot be said in full: it is an "abstract" element, another may be "substituted" for it,
            its type is abstract ("abstract type"), or "mixed".
    """

    namespace: str = ""
    type_name: str = ""
    caveats: tuple[str, ...] = ()
