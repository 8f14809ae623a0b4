"""A program that calls a service with types inside its types, whose stub file was made by `soapclient stubs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

from soapclient import CLEAR, KEEP, Client

if TYPE_CHECKING:
    from shop import Item, ItemPy, Person, Service


def orders(ir: Client, element: etree._Element) -> None:
    service = cast("Service", ir.service)
    buyer: Person = {"name": "Jane", "id": 5, "nick": None, "phone": CLEAR, "parent": {"name": "Joe", "id": 4}}
    items: list[Item] = [{"sku": "a", "pieces": 3, "price": {"_value_1": 3, "currency": "EUR"}}]
    spelled: list[ItemPy] = [{"sku": "a", "price": {"value_1": 3, "currency": "USD"}}]
    service.Order(buyer=buyer, item=items, session={"token": "t"}, _value_1=[{"key": "k", "value": CLEAR}])
    service.order(buyer=buyer, item=spelled, value_1=({"key": "k", "value": "v"},))
    service.Order(buyer={"name": "Jane", "id": 5, "parent": {"name": "Joe", "id": 4, "parent": buyer}}, item=())

    service.Order(buyer={"name": "Jane"}, item=items)  # refused
    service.Order(buyer={"name": "Jane", "id": "5"}, item=items)  # refused
    service.Order(buyer={"name": "Jane", "id": 5, "nickname": "J"}, item=items)  # refused
    service.Order(buyer={"name": None, "id": 5}, item=items)  # refused
    service.Order(buyer={"name": KEEP, "id": 5}, item=items)  # refused
    service.Order(buyer={"name": "Jane", "id": 5, "parent": {"name": "Joe"}}, item=items)  # refused
    service.Order(buyer=[buyer], item=items)  # refused
    service.Order(buyer=buyer, item=items[0])  # refused
    service.Order(buyer=buyer, item=items, session="t")  # refused
    service.Order(buyer=buyer, item=[{"sku": "a", "price": {"_value_1": 3, "currency": "CHF"}}])  # refused
    service.Order(buyer=buyer, item=[{"sku": "a", "price": {"_value_1": 3}}])  # refused
    service.order(buyer=buyer, item=[{"sku": "a", "price": {"_value_1": 3, "currency": "EUR"}}])  # refused
    service.Order(buyer={"name": element, "id": 5}, item=items)  # refused
    service.Add(a=1, who=buyer)
    service.Add(a="1", who=buyer)  # refused
