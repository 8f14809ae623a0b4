"""What a service offers: frozen descriptions of services, ports, operations and their parameters.

The names are WSDL's and XSD's own. Two independent facts decide what null means for a parameter: `Parameter.null`
(from the schema: how null can be written) and `Parameter.on_null` (from the notes: what null does).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import attrs

from ..errors import ContractError

Null = Literal["omit", "nil", "none"]
OnNull = Literal["keeps", "clears", "default", "contradictory", "undocumented"]
Kind = Literal["read", "write", "auth", "unknown"]
Returns = Literal["xml", "bytes", "void"]
Session = Literal["required", "optional", "none", "ignored"]
SoapVersion = Literal["1.1", "1.2"]
_DEEPEST: Final = 5
_MISLEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "always false": "success is false even where the work was done: only an error code is a failure",
        "multistatus": "success is false with MultiStatus, which may be a success: read back what was changed",
        "true without the work": "success may be true without the work, or a part of it: read back what was changed",
    }
)


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


class ErrorCode(NamedTuple):
    """A documented number of an error.

    Attributes:
        number: the number, as the server sends it.
        error: the name of the class that it becomes.
        means: what it means, in a few words.
    """

    number: int
    error: str
    means: str


@attrs.frozen(kw_only=True)
class Parameter:
    """One particle of an operation's input element.

    Attributes:
        name: the contract's exact spelling; SOAP servers ignore any other silently.
        python_name: the same in Python's spelling, unique within the operation.
        type: the XSD type: "string", "int", "dateTime", ...; "xml" for an element with any content, "any" for any
            element, "group" for a group that may be repeated, or the name of another type, with its
            namespace where it is one of these: "{urn:x}string".
        min_occurs: the least number of times the element must be there.
        max_occurs: the most, or None for unbounded.
        nillable: whether the schema allows `xsi:nil`.
        on_null: what null does, by the notes.
        on_empty: what an empty string does, by the notes: "clears" or "undocumented".
        required: whether the notes demand a value; without notes, whether the schema does.
        secret: whether the value is a secret, to be hidden from logs and messages.
        attribute: whether it is an XML attribute rather than an element.
        choice: (group, alternative) where it stands in an `xsd:choice`: the alternatives of a group exclude each other.
        must_choose: the group of which something has to be given, where that holds; otherwise 0.
        values: the values that an enumeration allows.
        xml: the root of the XML that it is by the notes, "*" for any; empty where it is none.
        absent: what leaving it out means, by the notes, in a few words; of XML that must hold something, what leaving
            that out means; empty where they do not say.
        must_say: whether it has to be said even where the schema lets it be left out, for that would destroy or widen.
        must_hold: what has to be said inside the XML that it is, for the same reason: `Name`, an element or attribute
            anywhere; `pset/row/@name`, an attribute of each element at that depth; empty for nothing.
        declared: what else the schema declares of it.
    """

    name: str
    python_name: str
    type: str
    min_occurs: int = 0
    max_occurs: int | None = 1
    nillable: bool = False
    on_null: OnNull = "undocumented"
    on_empty: Literal["clears", "undocumented"] = "undocumented"
    required: bool = False
    secret: bool = False
    attribute: bool = False
    choice: tuple[int, int] | None = None
    must_choose: int = 0
    values: tuple[str, ...] = ()
    xml: str = ""
    absent: str = ""
    must_say: bool = False
    must_hold: str = ""
    declared: Declaration = attrs.field(default=Declaration(), eq=False, repr=False)
    _particles: tuple[Parameter, ...] | Callable[[], tuple[Parameter, ...]] = attrs.field(
        default=(), eq=False, repr=False
    )

    @property
    def particles(self) -> tuple[Parameter, ...]:
        """The elements and attributes inside it; none for a simple type and for "xml".

        They are read when asked for: a type may contain itself, so whoever walks them needs a bound.
        """
        return self._particles if isinstance(self._particles, tuple) else self._particles()

    def shown_inside(self, around: Sequence[Parameter]) -> tuple[Parameter, ...]:
        """Return of the particles what there is to show: none of a type within itself, and none too deep.

        Args:
            around: the parameters that it stands in, from outside to inside.
        """
        found = self.particles
        again = any(each.particles is found for each in around)
        return () if again or len(around) >= _DEEPEST else found

    @property
    def shown_type(self) -> str:
        """The type in words, with what narrows it: "list of Item", "string: EUR, USD", "string: XML <Preferences>"."""
        narrowed = ", ".join(self.values)
        if self.xml:
            narrowed = "XML" if self.xml == "*" else f"XML <{self.xml}>"
        text = self.type if self.max_occurs == 1 else f"list of {self.type}"
        return f"{text}: {narrowed}" if narrowed else text

    @property
    def is_complex(self) -> bool:
        """Whether its value is a mapping, be it an empty one."""
        return self._particles != ()

    @property
    def null(self) -> Null:
        """How null is written: leave it out ("omit"), `xsi:nil="true"` ("nil"), or not at all ("none")."""
        if self.min_occurs == 0:
            return "omit"
        return "nil" if self.nillable else "none"

    @property
    def need(self) -> str:
        """Whether a caller has to give it, in words: what null keeps may be left out, whatever the notes demand."""
        if self.choice:
            group = self.choice[0]
            return f"{'one' if self.must_choose == group else 'at most one'} of choice {group}"
        kept = self.on_null == "keeps" and self.null != "none"
        return "required" if self.required and not kept else "optional"

    def __str__(self) -> str:
        return f"{self.name}: {self.type}"


@attrs.frozen(kw_only=True)
class Operation:
    """One operation of a port: its input, what comes back, and what the notes say about it.

    Attributes:
        name: the contract's exact spelling.
        python_name: the same in Python's spelling, unique within the contract.
        namespace: the namespace of the input element and its particles.
        input: the local name of the input element.
        output: the local name of the output element, or None where the operation answers nothing.
        result: the local name of the result element inside the output, or None where there is none.
        actions: the SOAP action by SOAP version, for the versions that have a port.
        parameters: the particles of the input element by their exact names, in the schema's order.
        kind: "read", "write", "auth", or "unknown" for an operation without notes.
        returns: "xml", "bytes" or "void".
        root: the name of the root of the reply's XML, as the notes show it.
        category: the chapter of the documentation.
        session: whether what a session is known by is "required", "optional", "none" or "ignored".
        session_name: the name of the parameter that takes it; empty for none.
        errors: the documented errors, by their texts.
        codes: the documented errors, by their numbers.
        idempotent: whether repeating it changes nothing more.
        retry_safe: whether it may be repeated when its reply was lost.
        destructive: whether it destroys data that cannot be brought back.
        obsolete: whether it is called obsolete.
        documented: whether there are notes on it at all.
        note: a remark on repeating it.
        whole: whether what it is not told of a thing may be lost, so that all of it is read first and sent.
        contradiction: where its documentation contradicts itself, in a way that matters to a caller.
        page: the version of the page that the notes are of; empty without notes.
        says: how the verdict of its replies misleads: "always false", "multistatus" or "true without the work".
        media: how a form POST answers bytes: "json-base64", or empty for the usual way.
        items: where the items of a list are, below the root of a reply; several where servers differ.
        count: the "attribute" that counts items, and whether "of" this "page" or "all".
        paging: the parameters and attributes by which a list has pages.
        partial: where a reply lists the items that failed, below its root.
        leftovers: what a failure may leave behind.
        about: by the names of parameters, where a reply says what of the question it answers: "user User/UserName".
        negatives: the errors that are its "no", as names of classes, where it answers yes or no.
        negative_codes: the numbers that are its "no".
        style: "document" or "rpc".
        encoded: whether its messages are SOAP-encoded rather than literal.
        headers: the SOAP headers that a call may carry.
        ports: the names of the ports that offer it.
        answer: the particles of the output.
        outputs: the qualified names of the elements that stand in the body of an answer, "{urn:x}OrderResponse".
        one_way: whether no answer comes at all.
        message: of a service without notes, what resolves its arguments and writes its envelopes.
    """

    name: str
    python_name: str
    namespace: str
    input: str
    output: str | None
    result: str | None
    actions: Mapping[SoapVersion, str]
    parameters: Mapping[str, Parameter]
    kind: Kind = "unknown"
    returns: Returns = "xml"
    root: str = "response"
    category: str = ""
    session: Session = "none"
    session_name: str = ""
    errors: tuple[str, ...] = ()
    codes: tuple[ErrorCode, ...] = ()
    idempotent: bool = False
    retry_safe: bool = False
    destructive: bool = False
    obsolete: bool = False
    documented: bool = False
    note: str = ""
    whole: bool = False
    contradiction: str = ""
    page: str = ""
    says: str = ""
    media: str = ""
    items: tuple[str, ...] = ()
    count: Mapping[str, str] = MappingProxyType({})
    paging: Mapping[str, str] = MappingProxyType({})
    partial: str = ""
    leftovers: str = ""
    about: Mapping[str, str] = MappingProxyType({})
    negatives: tuple[str, ...] = ()
    negative_codes: tuple[int, ...] = ()
    style: Literal["document", "rpc"] = "document"
    encoded: bool = False
    headers: tuple[Parameter, ...] = ()
    ports: tuple[str, ...] = ()
    answer: tuple[Parameter, ...] = ()
    outputs: tuple[str, ...] = ()
    one_way: bool = False
    _message: Callable[[], Any] | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def message(self) -> Any:
        """What resolves its arguments by the components of its schemas, and writes its envelopes; None for notes."""
        return None if self._message is None else self._message()

    @property
    def misleads(self) -> str:
        """What `says` means, as a sentence; empty where success can be believed."""
        return _MISLEADS.get(self.says, self.says)

    def demands(self, parameter: Parameter) -> bool:
        """Return whether a parameter has to be said because leaving it out would destroy or widen something."""
        return self.writes and parameter.must_say

    def need(self, parameter: Parameter) -> str:
        """Return whether a caller has to give a parameter, in words."""
        return "has to be said" if self.demands(parameter) and not parameter.choice else parameter.need

    @property
    def predicate(self) -> bool:
        """Whether it answers yes or no: a call gives a `bool`."""
        return bool(self.negatives)

    @property
    def writes(self) -> bool:
        """Whether a call may change something on the server; an undocumented operation is taken to."""
        return self.kind != "read"

    @property
    def changes(self) -> bool:
        """Whether a lost reply leaves a change in doubt: not for reading and logging in."""
        return self.kind in ("write", "unknown") or (self.kind == "auth" and not self.retry_safe)

    @property
    def session_parameter(self) -> Parameter | None:
        """The parameter that takes what the session is known by, or None."""
        return self.parameters.get(self.session_name)

    @property
    def own_parameters(self) -> tuple[Parameter, ...]:
        """What a caller gives: the parameters but the session's, and the headers whose names are not taken."""
        session = self.session_parameter
        taken = {name for each in self.parameters.values() for name in (each.name, each.python_name)}
        headers = {each.name: each for each in self.headers if not {each.name, each.python_name} & taken}
        return tuple(each for each in (*self.parameters.values(), *headers.values()) if each is not session)

    def spell(self, name: str) -> str:
        """Return this contract's exact spelling of a parameter that is `name` in some letter case.

        Raises:
            ContractError: the operation has no such parameter, in whatever letter case.
        """
        if name in self.parameters:
            return name
        folded = [each for each in self.parameters if each.casefold() == name.casefold()]
        if len(folded) != 1:
            raise ContractError(f"{self.name}: this contract's operation has no parameter {name}", operation=self.name)
        return folded[0]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.own_parameters))})"


@attrs.frozen(kw_only=True)
class Port:
    """One address of a service with its binding.

    Attributes:
        name: the port's name in the WSDL.
        binding: the name of its binding.
        soap_version: "1.1" or "1.2".
        address: the address that the WSDL names; calls never go there unless the caller says so.
    """

    name: str
    binding: str
    soap_version: SoapVersion
    address: str


@attrs.frozen(kw_only=True)
class Service:
    """A WSDL service and its SOAP ports."""

    name: str
    ports: tuple[Port, ...]
