"""The model of a contract: frozen descriptions of services, ports, operations and their parameters.

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
        "always false": "success is false even if the work was done: only an error code is a failure",
        "multistatus": "success is false with MultiStatus, which may be a success: read back the changes",
        "true without the work": "success may be true without the work, or a part of it: read back the changes",
    }
)


class ErrorCode(NamedTuple):
    """A documented number of an error.

    Attributes:
        number: the number, as the server sends it.
        error: the name of its error class.
        means: its meaning, in a few words.
    """

    number: int
    error: str
    means: str


@attrs.frozen
class Policy:
    """One requirement of a service.

    Attributes:
        name: "username-token", "x509", "timestamp", "addressing", "mtom", "https", "http-basic", "client-certificate",
            or the qualified name of an assertion that the client does not know.
        required: whether it cannot be avoided.
        supported: whether the client supports it.
    """

    name: str
    required: bool
    supported: bool


class Fault(NamedTuple):
    """A declared fault.

    Attributes:
        name: its name.
        detail: the element in its detail.
    """

    name: str
    detail: Parameter


@attrs.frozen(kw_only=True)
class Aside:
    """The facts about an operation in a WSDL, besides its request and its answer.

    Attributes:
        faults: the declared faults.
        headers: the SOAP headers of the answer.
        policies: the requirements beyond the schema, mandatory ones first.
        unread: why the faults could not be read; empty if they were.
    """

    faults: tuple[Fault, ...] = ()
    headers: tuple[Parameter, ...] = ()
    policies: tuple[Policy, ...] = ()
    unread: str = ""


@attrs.frozen(kw_only=True)
class Operation:
    """One operation of a port: its input, its output, and its notes.

    Attributes:
        name: the exact name in the contract.
        python_name: its Python spelling, unique within the contract.
        namespace: the namespace of the input element and its particles.
        input: the local name of the input element.
        output: the local name of the output element, or None if the operation has no answer.
        result: the local name of the result element inside the output, or None without one.
        actions: the SOAP action by SOAP version, for the versions that have a port.
        parameters: the particles of the input element by their exact names, in the schema's order.
        kind: "read", "write", "auth", or "unknown" for an operation without notes.
        returns: "xml", "bytes" or "void".
        root: the name of the root of the reply's XML, as the notes show it.
        category: the chapter of the documentation.
        session: whether the session's token is "required", "optional", "none" or "ignored".
        session_name: the name of the parameter for the token; empty for none.
        errors: the documented errors, by their texts.
        codes: the documented errors, by their numbers.
        idempotent: whether repeating it changes nothing more.
        retry_safe: whether it may be repeated after a lost reply.
        destructive: whether it destroys data that cannot be restored.
        obsolete: whether it is documented as obsolete.
        documented: whether there are notes on it.
        note: a remark on repeating it.
        whole: whether values that a call leaves out may be lost, so the whole object is read first and sent.
        contradiction: a contradiction in its documentation that matters to callers.
        page: the version of the documentation page of the notes; empty without notes.
        says: how the verdict of its replies misleads: "always false", "multistatus" or "true without the work".
        media: how a form POST answers bytes: "json-base64", or empty for the usual way.
        items: where the items of a list are, below the root of a reply; several where servers differ.
        count: the "attribute" that counts items, and whether "of" this "page" or "all".
        paging: the parameters and attributes by which a list has pages.
        partial: where a reply lists the items that failed, below its root.
        leftovers: what a failure may leave behind.
        about: by parameter name, the place where a reply repeats the argument: "user User/UserName".
        negatives: the class names of the errors that mean "no", for a yes-or-no operation.
        negative_codes: the error numbers that mean "no".
        style: "document" or "rpc".
        encoded: whether its messages are SOAP-encoded rather than literal.
        headers: the SOAP headers that a call may carry.
        ports: the names of the ports that offer it.
        answer: the particles of the output.
        outputs: the qualified names of the elements in the body of an answer, "{urn:x}OrderResponse".
        one_way: whether it has no answer.
        documentation: its documentation in the WSDL.
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
        """Further facts from the WSDL: faults, headers of the answer, policies."""
        return Aside() if self._aside is None else self._aside()

    @property
    def message(self) -> Any:
        """The writer that resolves its arguments and writes its envelopes; None for a service with notes."""
        return None if self._message is None else self._message()

    @property
    def misleads(self) -> str:
        """The meaning of `says`, as a sentence; empty if success can be trusted."""
        return _MISLEADS.get(self.says, self.says)

    def demands(self, parameter: Parameter) -> bool:
        """Return whether a parameter must be given because leaving it out would destroy or widen something."""
        return self.writes and parameter.must_say

    def need(self, parameter: Parameter) -> str:
        """Return whether a caller has to give a parameter, in words."""
        return "has to be said" if self.demands(parameter) and not parameter.choice else parameter.need

    @property
    def predicate(self) -> bool:
        """Whether it answers yes or no: a call returns a `bool`."""
        return bool(self.negatives)

    @property
    def writes(self) -> bool:
        """Whether a call may change something on the server; assumed for an undocumented operation."""
        return self.kind != "read"

    @property
    def changes(self) -> bool:
        """Whether a lost reply leaves a change in doubt: not for reading and logging in."""
        return self.kind in ("write", "unknown") or (self.kind == "auth" and not self.retry_safe)

    @property
    def session_parameter(self) -> Parameter | None:
        """The parameter for the session's token, or None."""
        return self.parameters.get(self.session_name)

    @property
    def own_parameters(self) -> tuple[Parameter, ...]:
        """The arguments of a caller: the parameters except the session's, and the headers whose names are free."""
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
