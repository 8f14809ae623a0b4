"""The rules of `lint`, and one finding of them.

A rating says what happens to a call made with this client: "loses data" (it may succeed and do something else),
"breaks" (it is refused or fails), "harmless" (nothing happens; the advice is for other programs, or for the author of
the WSDL).
"""

from __future__ import annotations

from typing import Final

import attrs

from ...contract.rating import Rating
from ...wire.redact import one_line

_LONGEST: Final = 1000

LINT_RULES: Final[dict[str, tuple[Rating, str]]] = {
    "null-unsayable": ("harmless", "give a value in every call; this client refuses a call without one"),
    "optional-unsayable": ("breaks", "give a value in every call, although the documentation makes it optional"),
    "null-clears": ("breaks", "pass CLEAR or a value; calls without either are refused here and clear it elsewhere"),
    "null-contradictory": ("breaks", "pass CLEAR or a value; this client refuses a call without either"),
    "absence-widens": ("breaks", "pass a value; calls without one are refused here, not elsewhere"),
    "case-twins": ("loses data", "use the exact names; a server may confuse the two or ignore one"),
    "action-missing": ("harmless", "make sure that the server dispatches on the body, as most of them do"),
    "action-required": ("breaks", "set the action in the binding, or do not require it"),
    "action-twice": ("loses data", "give each operation its own action; otherwise a server may run the other one"),
    "action-shared": ("harmless", "make sure that the server dispatches on the body; it cannot dispatch on the action"),
    "action-differs": ("harmless", "use one action in all bindings; the client sends that of the binding in use"),
    "address-without-tls": ("harmless", "give the client an https address; secrets travel in the body"),
    "address-elsewhere": ("harmless", "correct the address for other programs; the client calls its own URL"),
    "address-missing": ("harmless", "correct the address for other programs; the client calls its own URL"),
    "port-not-soap": ("harmless", "use a SOAP port; this one is ignored"),
    "transport": ("breaks", "use a port with an HTTP binding; other transports are not supported"),
    "binding-missing": ("breaks", "correct the reference; nothing can be called through this port"),
    "import-unresolved": ("breaks", "put the file beside the WSDL"),
    "import-refused": ("breaks", "add its host to allow_imports, or save the WSDL with its imports"),
    "operation-twice": ("breaks", "rename one of the two; only one operation of this name can be called"),
    "encoded": ("breaks", "ask for a literal binding"),
    "encoded-rpc": ("harmless", "call it with SoapClient; many other libraries do not support SOAP encoding"),
    "attachments": ("breaks", "use another operation; requests with attachments are not supported"),
    "rpc": ("harmless", "call it with SoapClient; Client refuses it"),
    "policy": ("harmless", "give the client this option"),
    "policy-unknown": ("breaks", "ask the administrator whether this is needed; the client does not support it"),
    "header": ("harmless", "pass it by name if the service needs it; it is sent only then"),
    "abstract": ("harmless", "choose the derived type with xsi:type, or the replacing element with xsi:element"),
    "abstract-alone": ("breaks", "leave it out; no derived type and no replacing element is known"),
    "substituted": ("harmless", "give the element itself, or choose another one with xsi:element"),
    "derived": ("harmless", "give this type, or choose a derived one with xsi:type"),
    "default": ("harmless", "give a value unless you mean the default; null cannot be sent"),
    "fixed": ("harmless", "give this value; any other is refused"),
    "any-type": ("harmless", "give a value of the right Python type, or xsd(value, type); it is sent with xsi:type"),
    "any": ("harmless", "give XML: lxml elements, or text"),
    "dataset": ("harmless", "give its schema and its rows as XML"),
    "choice-nested": ("harmless", "give one alternative of each choice; more are refused"),
    "mixed": ("breaks", "leave it out; text between elements is not supported"),
    "not-expressed": ("breaks", "do not call it, or simplify its schema"),
    "not-loaded": ("breaks", "correct the WSDL; no client can load it as it is"),
}


@attrs.frozen(kw_only=True)
class LintFinding:
    """One pitfall in a WSDL.

    Attributes:
        rule: the rule's name.
        rating: "loses data", "breaks" or "harmless".
        file: the imported file that contains it, relative to the WSDL's folder; empty for the WSDL itself.
        place: "Operation", "Operation/parameter", "type Name/element", "line 12" or "the document".
        message: what was found.
        advice: what to do.
    """

    rule: str
    rating: Rating
    file: str = ""
    place: str
    message: str
    advice: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.place}" if self.file else self.place
        return f"{self.rating}: {place}: {self.message}; {self.advice} [{self.rule}]"


def finding(rule: str, place: str, message: str, file: str = "") -> LintFinding:
    """Make a finding with the rating and the advice of its rule."""
    rating, advice = LINT_RULES[rule]
    place, message = one_line(place, _LONGEST), one_line(message, _LONGEST)  # both quote the document
    return LintFinding(rule=rule, rating=rating, file=file, place=place, message=message, advice=advice)
