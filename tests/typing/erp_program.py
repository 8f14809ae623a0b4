"""A program that calls a service whose answers have types, by the stub file of `soapclient stubs`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import attrs
from typing_extensions import assert_type

from soapclient import CLEAR, NIL, AsyncSoapClient, SoapClient, xsd

if TYPE_CHECKING:
    from typing import Literal

    from erp import AnyCustomerRecord, AsyncService, Line, LineRecord, OrderRecord, PersonRecord, Service


@attrs.define
class Entry:
    """A line as another program has it."""

    sku: str
    unitPrice: Decimal


@dataclasses.dataclass
class Row:
    """A line as a program has it."""

    sku: str
    unitPrice: Decimal


def answers(soap: SoapClient) -> None:
    service = cast("Service", soap.service)
    order = service.GetOrder(id=5)
    assert_type(order.lines[0].unit_price, Decimal)
    assert_type(order.lines[0].unitPrice, Decimal)
    assert_type(order.placed_at, "dt.datetime | str")
    assert_type(order.scan, "bytes | None")
    currency: Literal["EUR", "USD"] = order.Currency
    euro: Literal["EUR"] = currency  # refused
    assert_type(order.type, "int | None")
    tags = [each.tag for each in order._value_1]
    assert_type(order.lines[0].note, "str | None")
    assert_type(service.find_orders(), "list[int]")
    assert_type(service.get_order(id=5).id, int)
    customer = order.customer
    assert_type(customer.name, str)
    if customer.type == "{urn:erp}Person":
        assert_type(customer.born, "dt.date | str | None")
    kind: Literal["{urn:erp}Line"] = order.lines[0].type
    print(euro, kind, tags)
    assert_type(order["lines"], Any)
    assert_type(order.lines[0].to_dict(), "dict[str, Any]")
    total = order.lines[0].total
    if total is not None:
        assert_type(total.value, Decimal)

    print(order.lines[0].price)  # refused
    print(order.lines.sku)  # refused
    order.id = 5  # refused
    print(order.placed_at.year)  # refused
    print(total.value)  # refused
    print(customer.vat)  # refused
    service.GetOder(id=5)  # refused
    service.GetOrder(id="5")  # refused
    service.GetOrder()  # refused


def everyone(customer: AnyCustomerRecord) -> str:
    return customer.name


def arguments(soap: SoapClient, order: OrderRecord, line: LineRecord, person: PersonRecord, scan: bytes) -> None:
    service = cast("Service", soap.service)
    lines: list[Line] = [{"sku": "a", "unitPrice": Decimal(1), "note": NIL}]
    moment = dt.datetime(2026, 1, 31)
    service.PutOrder(order=order)
    service.PutOrder(order=order.replace(id=6) if "id" in order else order)
    service.PutOrder(order={"id": 1, "placedAt": moment, "lines": [line], "customer": person, "scan": scan})
    service.PutOrder(order={"id": 1, "placedAt": "2026-01-31T24:00:00", "lines": order.lines, "customer": person})
    service.PutOrder(
        order={"id": 1, "placedAt": moment, "lines": [Row("a", Decimal(1)), Entry("a", Decimal(1))], "customer": person}
    )
    service.PutOrder(
        order={
            "id": 1,
            "placedAt": moment,
            "lines": lines,
            "customer": {"xsi:type": "Company", "name": "n", "vat": "x"},
        }
    )
    service.PutOrder(order={"id": 1, "placedAt": moment, "lines": lines, "customer": xsd({"name": "n"}, "Person")})
    everyone(person)

    lines = [{"sku": "a", "unitPrice": Decimal(1), "total": CLEAR}]  # refused
    service.PutOrder(order=line)  # refused
    service.PutOrder(order={"id": 1, "placedAt": moment, "lines": line, "customer": person})  # refused
    service.PutOrder(order={"id": 1, "placedAt": moment, "lines": [order], "customer": person})  # refused
    service.PutOrder(order={"id": "1", "placedAt": moment, "lines": lines, "customer": person})  # refused
    service.PutOrder(order={"id": 1, "lines": lines, "customer": person})  # refused
    everyone(line)  # refused
    number: int = service.Ping()  # refused
    print(number)


async def awaited(soap: AsyncSoapClient) -> None:
    service = cast("AsyncService", soap.service)
    order = await service.GetOrder(id=5)
    assert_type(order.lines[0].unit_price, Decimal)
    assert_type(await service.find_orders(), "list[int]")
    print(service.GetOrder(id=5).lines)  # refused
