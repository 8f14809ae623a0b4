"""Pytest fixtures for programs that use this package: a fresh simulator, or mocks of any WSDL, for each test."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from soapclient import AsyncClient, Client, Contract, Mock
    from soapclient.simulator import Simulator


@pytest.fixture
def soapclient_simulator_options() -> Mapping[str, Any]:
    """The arguments of `Simulator` for `soapclient_simulator`; by default an empty dict.

    Override it in a conftest.py, a module or a class to set them for all tests there:

        @pytest.fixture
        def soapclient_simulator_options():
            return {"generation": "current", "language": "tr"}
    """
    return {}


@pytest.fixture
def soapclient_simulator(
    request: pytest.FixtureRequest, soapclient_simulator_options: Mapping[str, Any]
) -> Iterator[Simulator]:
    """A fresh simulator in memory, with `admin`/`admin`, `jdoe`/`secret` and `sysadmin`/`sysadmin`.

    It takes the options of `soapclient_simulator_options`; an indirect parameter adds to them:

        @pytest.mark.parametrize(
            "soapclient_simulator", [{"generation": "classic"}, {"generation": "current"}], indirect=True
        )
        def test_mine(soapclient_client): ...
    """
    from soapclient.simulator import Simulator

    with Simulator(**{**soapclient_simulator_options, **getattr(request, "param", {})}) as simulator:
        yield simulator


@pytest.fixture
def soapclient_url(soapclient_simulator: Simulator) -> Iterator[str]:
    """The URL of the simulator on the loopback interface; requires the extra `simulator`."""
    with soapclient_simulator.serve() as server:
        yield server.url


@pytest.fixture
def soapclient_client(soapclient_url: str) -> Iterator[Client]:
    """A client of the simulator, logged in as `admin`."""
    from soapclient import Client

    with Client(soapclient_url, username="admin", password="admin", wsdl="bundled") as client:  # noqa: S106 (the simulator's)
        yield client


@pytest.fixture
def soapclient_async_client(soapclient_url: str) -> Iterator[AsyncClient]:
    """An asyncio client of the simulator, logged in as `admin`; it is closed after the test.

    It works with any runner of coroutines, such as pytest-asyncio, anyio or `asyncio.run`:

        async def test_mine(soapclient_async_client):
            assert "jdoe" == (await soapclient_async_client.users.get("jdoe")).user_name
    """
    import asyncio

    from soapclient import AsyncClient

    client = AsyncClient(soapclient_url, username="admin", password="admin", wsdl="bundled")  # noqa: S106 (the simulator's)
    try:
        yield client
    finally:
        asyncio.run(client.close())


@pytest.fixture
def soap_mock() -> Iterator[Callable[..., Mock]]:
    """A function that starts mocks on the loopback interface until the test ends; requires the extra `simulator`.

    It takes the arguments of `Mock`:

        def test_mine(soap_mock):
            mock = soap_mock("orders.wsdl")
            mock.on("GetOrder", id=5).answer(status="shipped")
            assert "shipped" == my_program(mock.url)
            assert not mock.problems
    """
    from soapclient import Mock

    with contextlib.ExitStack() as stack:

        def make(wsdl: Contract | str | os.PathLike[str] | bytes, **options: Any) -> Mock:
            return stack.enter_context(Mock(wsdl, **options))

        yield make
