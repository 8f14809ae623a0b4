"""Plausible values for parameters, for sample calls."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...calls import xml_arguments
from ...contract import xsd
from ...contract.codec.sampling.simple_samples import SimpleSamples
from ...contract.model import Operation, Parameter
from ...contract.schema.components import SimpleType
from ...wire.redact import HIDDEN

# A value, and the same in Python's source.
Sample = tuple[Any, str]

_DAY: Final = dt.datetime(2026, 1, 31, 12, 30)
_SAMPLES: Final[Mapping[str, tuple[Any, str]]] = {
    **dict.fromkeys(xsd.RANGES, (1, "1")),
    "positiveInteger": (1, "1"),
    "negativeInteger": (-1, "-1"),
    "nonPositiveInteger": (-1, "-1"),
    "boolean": (True, "True"),
    "decimal": (1, "1"),
    "float": (1.5, "1.5"),
    "double": (1.5, "1.5"),
    "dateTime": (_DAY, "dt.datetime(2026, 1, 31, 12, 30)"),
    "date": (_DAY.date(), "dt.date(2026, 1, 31)"),
    "time": (_DAY.time(), "dt.time(12, 30)"),
    "duration": ("P1D", '"P1D"'),
    "base64Binary": (b"content", 'b"content"'),
    "xml": ("<item/>", '"<item/>"'),
    "any": ("<item/>", '"<item/>"'),
    "list": (["text"], '["text"]'),
}
_DOCUMENT: Final = "/Public/Contract.docx"
_FOLDER: Final = "/Public/Projects"
# The first that stands in the name of a parameter.
_TEXTS: Final = (
    ("mail", "jdoe@example.com"),
    ("folderpath", _FOLDER),
    ("parentpath", "/Public"),
    ("path", _DOCUMENT),
    ("username", "jdoe"),
    ("firstname", "Jane"),
    ("lastname", "Doe"),
    ("foldername", "Projects"),
    ("documentname", "Contract.docx"),
    ("filename", "Contract.docx"),
    ("groupname", "Editors"),
    ("domainname", "Public"),
    ("mobile", "+15551234567"),
    ("phone", "+15551234567"),
    ("date", "2026-01-31"),
    ("url", "https://example.com/"),
    ("description", "A description"),
    ("comment", "A comment"),
)


def arguments(operation: Operation) -> tuple[dict[str, Sample], Parameter | None]:
    """Return plausible arguments of a call.

    Args:
        operation: the operation.

    Returns:
        A value and its Python source for each parameter by exact name, with stars for secrets; and a required parameter
        for whose type no value is known, or None.
    """
    found, missing = _members(operation.own_parameters, ())
    if "folder" in operation.name.casefold() and "document" not in operation.name.casefold():
        plain = (name for name in found if name.casefold() == "path" and found[name] == _text(_DOCUMENT))
        found |= {name: _text(_FOLDER) for name in plain}
    return found, missing


def _sample(parameter: Parameter, around: tuple[Parameter, ...]) -> Sample | None:
    """Return a value and its source; for a parameter that may repeat, a list of the fewest allowed."""
    one = _one(parameter, around)
    if one is None or parameter.max_occurs == 1:
        return one
    least = max(parameter.min_occurs, 1)
    return [one[0]] * least, f"[{', '.join([one[1]] * least)}]"


def _one(parameter: Parameter, around: tuple[Parameter, ...]) -> Sample | None:
    if parameter.is_complex:
        inside = parameter.shown_inside(around)
        if parameter.particles and not inside:
            return None
        found, missing = _members(inside, (*around, parameter))
        spelled = {each.name: each.python_name for each in inside}
        source = ", ".join(f"{json.dumps(spelled[name])}: {source}" for name, (_, source) in found.items())
        return None if missing else ({name: value for name, (value, _) in found.items()}, f"{{{source}}}")
    if parameter.values:
        return _text(parameter.values[0])
    if parameter.xml:
        return _text(xml_arguments.sample(parameter.xml.replace("*", "item"), parameter.must_hold))
    narrowed = _narrowed(parameter)
    if narrowed is not None:
        return narrowed
    if parameter.type not in xsd.TEXT_TYPES:
        return _SAMPLES.get(parameter.type)
    folded = parameter.name.casefold()
    return _text(HIDDEN if parameter.secret else next((text for part, text in _TEXTS if part in folded), "text"))


def _narrowed(parameter: Parameter) -> Sample | None:
    """Return a value that fits the facets of the type; None where the type has no facets."""
    declared = parameter.declared
    if declared.facets is None or parameter.type not in (xsd.TEXT_TYPES | xsd.VALUE_TYPES) or parameter.secret:
        return None
    kind = SimpleType(name="", builtin=parameter.type, facets=declared.facets)
    text = SimpleSamples().text(kind, parameter.name, (declared.fixed, declared.default))
    return (int(text), str(int(text))) if parameter.type in xsd.RANGES else _text(text)


def _text(text: str) -> Sample:
    return text, json.dumps(text, ensure_ascii=False)


def _members(
    parameters: Iterable[Parameter], around: tuple[Parameter, ...]
) -> tuple[dict[str, Sample], Parameter | None]:
    """Take samples for one level: the first alternative of a choice, and deep inside only what is required."""
    parameters = list(parameters)
    found: dict[str, Sample] = {}
    chosen: dict[int, int] = {}
    for each in parameters:
        if each.choice and chosen.get(each.choice[0], each.choice[1]) != each.choice[1]:
            continue
        if len(around) > 1 and not each.required and not each.choice:
            continue
        one = _sample(each, around)
        if one is not None:
            found[each.name] = one
            if each.choice:
                chosen[each.choice[0]] = each.choice[1]
        elif each.required:
            return found, each
    made = {0, *(each.must_choose for each in parameters if each.name in found)}
    return found, next((each for each in parameters if each.must_choose not in made), None)
