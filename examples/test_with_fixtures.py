"""Test your own program with the fixtures that come with the package; run it with pytest.

It needs nothing but `pip install 'inforouter-soapclient[simulator]' pytest`: the fixtures are there by themselves.
"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from soapclient import Client, Mock, SoapClient, errors
from soapclient.simulator import Simulator

WSDL = Path(__file__).with_name("orders.wsdl")


def move_mail(ir: Client, user_name: str, domain: str) -> str:
    """Give a user an address in another domain; the program under test."""
    name, _, _ = (ir.users.get(user_name).email or user_name).partition("@")
    ir.users.update(user_name, email=f"{name}@{domain}")
    return f"{name}@{domain}"


def total(url: str, number: int) -> Decimal:
    """Add up an order; the other program under test."""
    with SoapClient(url) as soap:
        return sum((line.price * line.quantity for line in soap.service.GetOrder(id=number).lines), Decimal())


def test_the_address_moves_and_nothing_else(soapclient_client: Client) -> None:
    """A user gets the new address and keeps the mobile number."""
    assert move_mail(soapclient_client, "jdoe", "example.org") == "john.doe@example.org"
    assert soapclient_client.users.get("jdoe").mobile == "+15551234567"


def test_a_lost_answer_is_told(soapclient_client: Client, soapclient_simulator: Simulator) -> None:
    """When the answer to the change is lost, the caller hears that it may have been made."""
    soapclient_simulator.fail("drop", operation="UpdateUserContactInfo", applied=True)

    with pytest.raises(errors.TransportError) as caught:
        move_mail(soapclient_client, "jdoe", "example.org")

    assert caught.value.maybe_applied
    assert soapclient_client.users.get("jdoe").email == "john.doe@example.org"  # and it was


def test_an_order_is_added_up(soap_mock: Callable[..., Mock]) -> None:
    """The total of an order is exact."""
    mock = soap_mock(WSDL)
    mock.on("GetOrder", id=5).answer(lines=[{"sku": "A-1", "price": "19.90", "quantity": 3}])

    assert total(mock.url, 5) == Decimal("59.70")
    assert [call.arguments for call in mock.calls] == [{"id": 5}]
