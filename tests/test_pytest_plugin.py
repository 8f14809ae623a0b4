"""The fixtures that users of the package get."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from servers import either

pytest_plugins = ["pytester"]


def test_fixtures(soapclient_client, soapclient_simulator, soapclient_url):
    """The client talks to the simulator over a socket, and failures can be asked for."""
    soapclient_simulator.fail("html", operation="GetUser")
    with pytest.raises(Exception, match="HTML"):
        soapclient_client.users.get("jdoe")

    assert "jdoe" == soapclient_client.users.get("jdoe").user_name
    assert soapclient_url == soapclient_client.url


def test_in_a_project_of_its_own(pytester):
    """A project that has the package installed gets the fixtures without asking."""
    pytester.makepyfile(
        """
        def test_mine(soapclient_client):
            soapclient_client.users.update("jdoe", email="new@example.com")
            assert soapclient_client.users.get("jdoe").mobile == "+15551234567"
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_asynchronous_client(soapclient_async_client, soapclient_simulator):
    """The asyncio client needs no plugin of its own, and its ticket does not outlive the test."""

    async def main():
        return [await soapclient_async_client.users.get(name) for name in ("jdoe", "admin")]

    assert ["jdoe", "admin"] == [user.user_name for user in asyncio.run(main())]


def test_asynchronous_client_is_closed(pytester):
    """It logs out after the test, also where the test left it in the middle of its calls."""
    pytester.makepyfile(
        """
        import asyncio

        import pytest

        @pytest.fixture
        def witness(soapclient_simulator):
            yield
            assert "LogOut" == soapclient_simulator.arrived[-1].operation

        def test_mine(witness, soapclient_async_client):
            async def main():
                tasks = [asyncio.ensure_future(soapclient_async_client.users.get("jdoe")) for _ in range(9)]
                await tasks[0]

            asyncio.run(main())
        """
    )
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("soapclient_simulator", "expected"),
    [({"generation": "current"}, ", current>"), ({"seed_users": 1}, either("memory>>", ", current>"))],
    indirect=["soapclient_simulator"],
)
def test_options_by_an_indirect_parameter(soapclient_simulator, expected):
    """A test chooses the options of its simulator where it is parametrized."""
    assert repr(soapclient_simulator).endswith(expected)


def test_options_by_a_fixture(pytester):
    """A project overrides the options for all its tests, and a parameter stands above them."""
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture
        def soapclient_simulator_options():
            return {"generation": "current", "page_size": 7}
        """
    )
    pytester.makepyfile(
        """
        import pytest

        def test_conftest(soapclient_simulator):
            assert repr(soapclient_simulator).endswith(", current>")

        @pytest.mark.parametrize("soapclient_simulator", [{"generation": "classic"}], indirect=True)
        def test_parameter(soapclient_simulator):
            assert repr(soapclient_simulator).endswith("memory>>")
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_mocks(pytester):
    """A test makes mocks of WSDLs, which are served until it ends."""
    pytester.copy_example(str(Path(__file__).parent / "wsdls" / "shop.wsdl"))
    pytester.makepyfile(
        """
        import requests

        def test_mine(soap_mock):
            one, other = soap_mock("shop.wsdl"), soap_mock("shop.wsdl", full=False)
            assert requests.get(one.url).ok and requests.get(other.url).ok
            test_mine.mocks = one, other

        def test_after_it():
            for mock in test_mine.mocks:
                try:
                    mock.url
                except RuntimeError:
                    continue
                raise AssertionError
        """
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=2)
