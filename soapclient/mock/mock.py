"""`Mock`: a server for any WSDL, to test programs that call it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import attrs

from ..contract.codec.sampling.xml_schema import XmlSchema
from ..contract.contract import Contract
from ..simulator.adapter import SimulatorAdapter
from ..wire.forks import Unshared, lock
from .application import MockApplication
from .directory import Directory
from .replies import MockReplies
from .rules import MockCall, MockRule

if TYPE_CHECKING:
    from ..simulator.server import Server

_REMEMBERED: Final = 1000


@attrs.frozen
class MockProblem:
    """A request that the mock refused.

    Attributes:
        operation: the operation that it calls; empty for none.
        message: what is wrong with it.
        envelope: the request as it arrived.
    """

    operation: str
    message: str
    envelope: bytes = attrs.field(repr=False)

    def __str__(self) -> str:
        return self.message


class Mock(Unshared):
    """A mock of a WSDL: serves it, checks requests against its schemas, and answers each operation.

    By default it answers plausible values, the same each time. `on` changes that:

        with Mock("orders.wsdl") as mock:
            mock.on("GetOrder", id=5).answer(status="shipped")
            mock.on("GetOrder", id=6).fault("no such order", detail={"OrderNotFound": {"id": 6}})
            mock.on("GetOrder", id=7).fail("reset").once()
            run_my_program(mock.url)
            assert [call.arguments["id"] for call in mock.calls] == [5, 6, 7] and not mock.problems

    Args:
        wsdl: a path, a URL, the bytes of the WSDL, or a contract.
        full: whether the plausible answers include optional elements.
        listener: called with each `MockCall` and `MockProblem` when it arrives, in the thread that answers it.

    Attributes:
        contract: the contract.
        wsgi: the mock as a WSGI application.
        calls: the last thousand calls that the schema allows.
        problems: the last thousand refused requests, each with the message of its fault.

    Raises:
        WsdlError: the WSDL cannot be fetched or read.
    """

    def __init__(
        self,
        wsdl: Contract | str | os.PathLike[str] | bytes,
        *,
        full: bool = True,
        listener: Callable[[MockCall | MockProblem], object] | None = None,
    ) -> None:
        if isinstance(wsdl, bytes):
            wsdl = Contract.from_bytes(wsdl, "the WSDL")
        self.contract = wsdl if isinstance(wsdl, Contract) else Contract.load(wsdl)
        self.calls: deque[MockCall] = deque(maxlen=_REMEMBERED)
        self.problems: deque[MockProblem] = deque(maxlen=_REMEMBERED)
        definitions = self.contract.definitions
        directory, schema = Directory(definitions), XmlSchema(definitions.schemas)
        self._replies = MockReplies(definitions, directory, schema, full)
        self._rules: list[MockRule] = []
        self._lock = lock()
        self._listener = listener
        self._server: Server | None = None
        self.wsgi = MockApplication(definitions, directory, self._replies, schema, _Watcher(self))

    def on(self, operation: str | None = None, match: Mapping[str, Any] | None = None, /, **arguments: Any) -> MockRule:
        """Make a rule for calls of an operation; if several rules fit a call, the latest counts.

        Args:
            operation: its exact name or Python's spelling, "Port.Operation" for one port, None for any operation.
            match: arguments that a call must have, for names that Python does not accept.
            arguments: arguments that a call must have: of a mapping the given keys, of a list each item. A function
                instead of a value decides whether a value fits.

        Returns:
            The rule; its methods `answer`, `fault` and `fail` say what the calls get.

        Raises:
            ArgumentError: the WSDL has no such operation, or the operation has no such argument.
        """
        given = {**(match or {}), **arguments}
        if given and operation is not None:
            given = self._replies.arguments(operation, given)
        rule = MockRule(operation, given, self._replies)
        with self._lock:
            self._rules.append(rule)
        return rule

    def reset(self) -> None:
        """Forget all rules, calls and problems."""
        with self._lock:
            self._rules.clear()
            self.calls.clear()
            self.problems.clear()

    def adapter(self) -> SimulatorAdapter:
        """Return a transport adapter with which a requests session is answered in-process."""
        return SimulatorAdapter(self.wsgi)

    def serve(self, host: str = "127.0.0.1", port: int = 0, threads: int = 8) -> Mock:
        """Serve on a socket until the mock is closed.

        Args:
            host: the address to listen at.
            port: the port; 0 for a free one.
            threads: how many requests are answered at the same time.

        Returns:
            The mock.

        Raises:
            ImportError: the extra "simulator" is not installed.
            RuntimeError: it is already being served.
        """
        from ..simulator.server import Server

        if self._server is not None:
            raise RuntimeError("this mock is already being served")
        self._server = Server(self.wsgi, host, port, threads, "/")
        return self

    @property
    def url(self) -> str:
        """The URL of the served WSDL, which names the mock's own address.

        Raises:
            RuntimeError: it is not being served.
        """
        if self._server is None:
            raise RuntimeError("this mock is not being served; call serve(), or use it in a with block")
        return f"{self._server.url}?wsdl"

    def close(self) -> None:
        """Stop serving."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def __enter__(self) -> Mock:
        return self if self._server is not None else self.serve()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Mock: {len(self.contract)} operations, {len(self.calls)} calls, {len(self.problems)} problems>"


@attrs.frozen
class _Watcher:
    _mock: Mock

    def arrived(self, call: MockCall, binding: str) -> MockRule | None:
        mock = self._mock
        with mock._lock:
            mock.calls.append(call)
            rule = next((each for each in reversed(mock._rules) if each.takes(binding, call)), None)
        if mock._listener is not None:
            mock._listener(call)
        return rule

    def refused(self, operation: str, problem: str, envelope: bytes) -> None:
        mock, found = self._mock, MockProblem(operation, problem, envelope)
        with mock._lock:
            mock.problems.append(found)
        if mock._listener is not None:
            mock._listener(found)
