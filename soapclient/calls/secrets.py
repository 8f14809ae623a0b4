"""Find the secrets in the parts of a call, and hide them."""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from ..contract.model import Operation, Parameter
from ..wire import safe_xml
from ..wire.redact import HIDDEN, hide_xml, is_secret
from .arguments import _inputs


def hidden(operation: Operation, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a call with stars instead of secrets, at every level.

    Args:
        operation: the operation.
        parts: its parts, as bound by `bind`; they are not changed.
    """
    inputs = _inputs(operation)
    return {name: _walk(inputs[name], value, lambda secret: HIDDEN, False) for name, value in parts.items()}


def secrets(operation: Operation, parts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the secrets in the parts of a call, at every level."""
    found: list[str] = []

    def note(secret: str) -> str:
        found.append(secret)
        return secret

    inputs = _inputs(operation)
    for name, value in parts.items():
        _walk(inputs[name], value, note, False)
    return tuple(found)


def _walk(parameter: Parameter, value: Any, see: Callable[[str], str], inside: bool) -> Any:
    """Copy a value and apply `see` to each secret in it; everything inside a secret is secret."""
    secret = inside or parameter.secret
    if isinstance(value, list):
        return [_walk(parameter, each, see, inside) for each in value]
    if isinstance(value, Mapping):
        within = {each.name: each for each in parameter.particles}
        return {name: _inside(within.get(name), parameter, name, each, see, secret) for name, each in value.items()}
    if etree.iselement(value):
        return _element(value, see, secret)
    if parameter.xml and not secret and isinstance(value, str):
        return _xml(value, see)
    if not secret or value is None or value in ("", b""):
        return value
    if isinstance(value, bytes):
        return see(base64.b64encode(value).decode("ascii")).encode("ascii")
    return see(str(value))


def _inside(
    own: Parameter | None, parameter: Parameter, name: str, value: Any, see: Callable[[str], str], secret: bool
) -> Any:
    """Copy the content of a value; the elements of a derived type are recognised by name."""
    if name.startswith("xsi:"):
        return value if name != "xsi:items" else _walk(parameter, value, see, secret)
    return _walk(own or parameter, value, see, secret or (own is None and is_secret(name)))


def _xml(text: str, see: Callable[[str], str]) -> str:
    """Apply `see` to the secrets in XML given as text; return the same text if nothing changes, or if it is not XML."""
    try:
        root = safe_xml.parse(text.encode("utf-8"))
    except safe_xml.NotXml:
        return hide_xml(text)
    shown = etree.tostring(_element(root, see, False), encoding="unicode")
    return text if shown == etree.tostring(root, encoding="unicode") else shown


def _element(root: etree._Element, see: Callable[[str], str], inside: bool) -> etree._Element:
    own = copy.deepcopy(root)
    waiting = [(own, inside)]
    while waiting:
        each, inside = waiting.pop()
        named = isinstance(each.tag, str)
        secret = inside or (named and is_secret(safe_xml.local(each.tag)))
        if secret and each.text:
            each.text = see(each.text)
        for name, value in each.items() if named else ():
            if secret or is_secret(safe_xml.local(name)):
                each.set(name, see(str(value)))
        for one in each:
            if secret and one.tail:
                one.tail = see(one.tail)
            waiting.append((one, secret))
    return own
