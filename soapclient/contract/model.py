"""What a service offers: frozen descriptions of services, ports, operations and their parameters.

The names are WSDL's and XSD's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import attrs

from ..errors import ContractError
from .parameter import Null as Null
from .parameter import OnNull as OnNull
from .parameter import Parameter as Parameter

Kind = Literal["read", "write", "auth", "unknown"]
Returns = Literal["xml", "bytes", "void"]
Session = Literal["required", "optional", "none", "ignored"]
SoapVersion = Literal["1.1", "1.2"]
_MISLEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "always false": "success is false even where the work was done: only an error code is a failure",
        "multistatus": "success is false with MultiStatus, which may be a success: read back what was changed",
        "true without the work": "success may be true without the work, or a part of it: read back what was changed",
    }
)


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


@attrs.frozen
class Policy:
    """One thing that a service asks for.

    Attributes:
        name: "username-token", "x509", "timestamp", "addressing", "mtom", "https", "http-basic", "client-certificate",
            or the qualified name of an assertion that the client does not know.
        required: whether there is no way around it.
        supported: whether the client can do it.
    """

    name: str
    required: bool
    supported: bool


class Fault(NamedTuple):
    """A declared fault.

    Attributes:
        name: its name.
        detail: the element that stands in the detail.
    """

    name: str
    detail: Parameter


@attrs.frozen(kw_only=True)
class Aside:
    """What a WSDL says of an operation beside its request and its answer.

    Attributes:
        faults: the declared faults.
        headers: the SOAP headers of the answer.
        policies: what is asked for beyond the schema, the required ones first.
        unread: why the faults cannot be told; empty where they can.
    """

    faults: tuple[Fault, ...] = ()
    headers: tuple[Parameter, ...] = ()
    policies: tuple[Policy, ...] = ()
    unread: str = ""


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
        documentation: what the WSDL says of it.
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
    documentation: str = ""
    _message: Callable[[], Any] | None = attrs.field(default=None, eq=False, repr=False)
    _aside: Callable[[], Aside] | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def aside(self) -> Aside:
        """What the WSDL says of it beside its request and answer: faults, headers of the answer, policies."""
        return Aside() if self._aside is None else self._aside()

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
