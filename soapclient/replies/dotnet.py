"""Strip .NET's prefixes and stack traces off error texts."""

from __future__ import annotations

import re
from typing import Final

_TYPE: Final = r"(?:(?:[A-Za-z_][\w+]*\.)*\w*Exception|(?:[A-Za-z_][\w+]*\.)+\w*(?:Error|Fault))"
_NET_PREFIX: Final = re.compile(rf"(?:\(Inner Exception #\d+\) )?{_TYPE}(?:`\d[^:\s]*)?(?: \(0x[0-9A-Fa-f]+\))?\s*:\s*")
_TYPED_INNER: Final = re.compile(rf"--->\s*(?={_NET_PREFIX.pattern})")
_ASMX_PREFIX: Final = "Server was unable to process request."
_METHOD: Final = r"(?:[\w<>`+|$\[\],]+(?:\.{1,2}[\w<>`+|$\[\],]+)+|lambda_method\d*)"
_TRACE: Final = re.compile(rf"(?<!\s)\s{{3,}}(?:\w{{1,6}}:? {_METHOD}\s*\(|--- ).*", re.DOTALL)  # "at" may be localised
_NUMBERED: Final = re.compile(r"\[[0-9]+\]")


def from_dotnet(text: str) -> bool:
    """Return whether a text begins like the text of a .NET exception."""
    return _NET_PREFIX.match(text.lstrip()) is not None


def strip_net(text: str, *, fault: bool = True) -> str:
    """Strip the .NET prefixes and the stack trace off an error text.

    Args:
        text: the service's text.
        fault: whether it comes from a SOAP fault, where each `--->` leads to an inner exception.

    Returns:
        The message of the innermost exception with a number in brackets, else of the innermost one.
    """
    messages = [_message(each) for each in (text.split("--->") if fault else _TYPED_INNER.split(text))]
    messages = [each for each in reversed(messages) if each] or [text.strip()]
    return next((each for each in messages if _NUMBERED.match(each)), messages[0])


def _message(text: str) -> str:
    text = _TRACE.sub("", text).strip()
    while True:
        prefix = _NET_PREFIX.match(text)
        shorter = text[prefix.end() :] if prefix else text
        if shorter.startswith(_ASMX_PREFIX) and shorter != _ASMX_PREFIX:
            shorter = shorter[len(_ASMX_PREFIX) :].strip()
        if shorter == text:
            return text
        text = shorter
