"""A document type.

Source: the page of GetDocumentTypes.
"""

from __future__ import annotations

import attrs

from ..models.entity import Entity, named
from ..models.entity import number as whole


@attrs.frozen(kw_only=True, slots=False)
class DocumentType(Entity):
    """A document type.

    Attributes:
        type_id: its number.
        name: its name.
        property_set: the property set that it requires; empty for none.
        property_set_id: the number of that set; 0 for none.
        description: its purpose.
    """

    type_id: int | None = named("TypeID", read=whole)
    name: str | None = named("TypeName")
    property_set: str | None = named("PropertySetName")
    property_set_id: int | None = named("PropertySetID", read=whole)
    description: str | None = named("Description")
