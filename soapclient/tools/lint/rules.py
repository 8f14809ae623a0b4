"""What can bite a caller in a WSDL: the rules of `lint`, and what one of them finds.

A rating says what meets a call that is made with this client: "loses data" (it may succeed and do something else),
"breaks" (it is refused, or fails), "harmless" (nothing does; the advice is for other programs, or for whoever writes
the WSDL).
"""

from __future__ import annotations

from typing import Final

import attrs

from ...contract.rating import Rating
from ...wire.redact import one_line

_LONGEST: Final = 1000

LINT_RULES: Final[dict[str, tuple[Rating, str]]] = {
    "null-unsayable": ("harmless", "give a value in every call: one without it is refused before it is sent"),
    "optional-unsayable": ("breaks", "give a value in every call, although the documentation lets it be left out"),
    "null-clears": ("breaks", "say CLEAR or a value: a call that says neither is refused; others clear the field"),
    "null-contradictory": ("breaks", "say CLEAR or a value: a call that says neither is refused"),
    "absence-widens": ("breaks", "say it: a call that does not is refused; others do what the message says"),
    "case-twins": ("loses data", "write the names exactly: a server takes the one for the other, or ignores it"),
    "action-missing": ("harmless", "make sure that the server goes by the body, as most do that are described so"),
    "action-required": ("breaks", "set the action in the binding, or do not require it"),
    "action-twice": ("loses data", "give each operation its own action: a server that goes by it runs the other one"),
    "action-shared": ("harmless", "make sure that the server goes by the body: it cannot go by the action"),
    "action-differs": ("harmless", "set one action for all bindings: the client sends that of the one that it uses"),
    "address-without-tls": ("harmless", "give the client an https address: secrets travel in the body"),
    "address-elsewhere": ("harmless", "correct the address for other programs: the client calls the one it is given"),
    "address-missing": ("harmless", "correct the address for other programs: the client calls the one it is given"),
    "port-not-soap": ("harmless", "use a SOAP port: this one is not read"),
    "transport": ("breaks", "use a port with a binding for HTTP: there is no other transport"),
    "binding-missing": ("breaks", "correct the reference: nothing can be called through it"),
    "import-unresolved": ("breaks", "put the file beside the WSDL"),
    "import-refused": ("breaks", "name its host for allow_imports, or save the WSDL with what it imports"),
    "operation-twice": ("breaks", "rename one of them: only one of the name can be called"),
    "encoded": ("breaks", "ask for a literal binding"),
    "encoded-rpc": ("harmless", "call it with SoapClient; many other libraries know no SOAP encoding"),
    "attachments": ("breaks", "send it another way: a request with attachments cannot be made here"),
    "rpc": ("harmless", "call it with SoapClient; Client refuses it"),
    "policy": ("harmless", "give the client this option"),
    "policy-unknown": ("breaks", "ask whoever runs the service whether it can do without: the client cannot do this"),
    "header": ("harmless", "give it by its name where the service wants it: it is sent only then"),
    "abstract": ("harmless", "say what stands for it: a type by xsi:type, an element by xsi:element"),
    "abstract-alone": ("breaks", "do without: nothing that could be said in its place is known"),
    "substituted": ("harmless", "give the element itself, or another one in its place by xsi:element"),
    "derived": ("harmless", "give it as it is, or say another type by xsi:type"),
    "default": ("harmless", "give a value where the default is not meant: null cannot be said"),
    "fixed": ("harmless", "give this value: another one is refused"),
    "any-type": ("harmless", "give a value of the right Python type, or xsd(value, type): xsi:type says which it is"),
    "any": ("harmless", "give XML: lxml elements, or text"),
    "dataset": ("harmless", "give its schema and its rows as XML"),
    "choice-nested": ("harmless", "give one alternative of each choice: more are refused"),
    "mixed": ("breaks", "do without: text between the elements cannot be said"),
    "not-expressed": ("breaks", "leave it out of the program, or simplify its schema"),
    "not-loaded": ("breaks", "correct the WSDL: no client can be made of it as it is"),
}


@attrs.frozen(kw_only=True)
class LintFinding:
    """One thing in a WSDL that can bite a caller.

    Attributes:
        rule: the rule's name.
        rating: "loses data", "breaks" or "harmless".
        file: the imported file that it is in, by its path below the WSDL's folder; empty for the WSDL itself.
        place: "Operation", "Operation/parameter", "type Name/element", "line 12" or "the document".
        message: what is there.
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
    place, message = one_line(place, _LONGEST), one_line(message, _LONGEST)  # they quote the document
    return LintFinding(rule=rule, rating=rating, file=file, place=place, message=message, advice=advice)
