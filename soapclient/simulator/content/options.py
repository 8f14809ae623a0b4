"""The options of an upload: the parameters of operations, and the items of xmlParameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from ..messages import Refusal
from ..reading import Malformed, parse
from .dates import kept
from .messages import BAD_COMPONENT, BAD_PARAMETERS

_MAJORS: Final = range(1, 2401)
_PARTS: Final = range(1000)
# Of a keyword.
_LONGEST: Final = 128
_PUBLISH: Final[Mapping[str, bool | None]] = {"serverdefault": None, "publish": True, "dontpublish": False}
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


@attrs.frozen(kw_only=True)
class UploadOptions:
    """The options of an upload.

    Attributes:
        comment: the comment of the version.
        checkout: the parameter Checkout.
        number: the number of the new version, or None for the next one.
        publish: whether the version is published; None to follow the document's rule.
        description: the document's description, or None to leave it alone.
        keywords: the document's keywords, or None to leave them alone.
        text: the text of the version, or None.
        created: the document's creation date, or None for now.
        modified: the document's modification date, or None for now.
        sends_emails: whether subscribers are notified.
    """

    comment: str = ""
    checkout: bool = False
    number: int | None = None
    publish: bool | None = None
    description: str | None = None
    keywords: tuple[str, ...] | None = None
    text: str | None = None
    created: str | None = None
    modified: str | None = None
    sends_emails: bool = True


def version_number(major: int, minor: int, revision: int) -> int:
    """Return the number of a version from its components.

    Raises:
        Refusal: a component is not possible.
    """
    if major not in _MAJORS or minor not in _PARTS or revision not in _PARTS:
        raise Refusal(BAD_COMPONENT)
    return major * 1_000_000 + minor * 1000 + revision


def read_options(xml: str) -> UploadOptions:
    """Read xmlParameters: items with NAME, in any letter case, and VALUE or inner text; "" means none.

    Raises:
        Refusal: it is not XML, an item is unknown, or a value is not possible.
    """
    if not xml.strip():
        return UploadOptions()
    try:
        root = parse(xml)
    except Malformed:
        raise Refusal(BAD_PARAMETERS) from None
    said: dict[str, Any] = {}
    parts: dict[str, int] = {}
    for item in root:
        if not isinstance(item.tag, str):
            continue
        values = {name.casefold(): value for name, value in item.attrib.items()}
        name, value = values.get("name", "").casefold(), values.get("value", item.text or "")
        try:
            if name in _COMPONENTS:
                parts[name] = int(value)
            else:
                key, read = _ITEMS[name]
                said[key] = read(value)
        except (KeyError, ValueError):
            raise Refusal(BAD_PARAMETERS) from None
    if parts:
        said["number"] = version_number(*(parts.get(each, 0) for each in _COMPONENTS))
    return UploadOptions(**said)


def _flag(value: str) -> bool:
    return _FLAGS[value.strip().casefold()]


def _keywords(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (each.strip()[:_LONGEST] for each in value.split(",")))))


def _moment(value: str) -> str | None:
    return kept(value) if value.strip() else None


_COMPONENTS: Final = ("mpversionmajor", "mpversionminor", "mpversionrevision")
_ITEMS: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "textonlycontent": ("text", str),
    "description": ("description", str),
    "keywords": ("keywords", _keywords),
    "versioncomment": ("comment", str),
    "checkout": ("checkout", _flag),
    "publishoption": ("publish", lambda value: _PUBLISH[value.strip().casefold()]),
    "sendemails": ("sends_emails", _flag),
    "creationdate": ("created", _moment),
    "modificationdate": ("modified", _moment),
}
