"""One order, as the contract of each of the servers says it and as its toolkit reads it."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

UTC = dt.timezone.utc
PLACED = dt.datetime(2026, 1, 2, 3, 4, 5, 678000, UTC)
BYTES = b"\x00\xff<&\r\n"
# As php, node and gsoap have it: their WSDLs are those of .ci/interop/wsdl.
ORDER: Mapping[str, Any] = {
    "id": 5,
    "source": "web",
    "customer": {"xsi:type": "Company", "name": 'Acme & Söhne <"中文">', "vat": "DE 1"},
    "placed": PLACED,
    "due": None,
    "express": True,
    "status": "on hold",
    "total": Decimal("12345678901234567890.10"),
    "weight": 0.1,
    "comment": "",
    "line": [
        {"position": 1, "currency": "EUR", "sku": "A", "quantity": 2, "price": Decimal("1.10"), "note": "x\ny"},
        {"position": 2, "sku": "B", "quantity": -1, "price": Decimal("0.00")},
    ],
    "tag": ["a", "", "  c "],
    "scan": BYTES,
}


def order(server: str) -> dict[str, Any]:
    """Return the order as the contract of a server has it."""
    if server == "spyne":
        said = dict(ORDER) | {"status": "hold", "tags": {"tag": ORDER["tag"]}}
        del said["tag"]
        return said
    if server == "asmx":
        lines = [_pascal(line, keep=("position", "currency")) for line in ORDER["line"]]
        customer = {name if name == "xsi:type" else name.capitalize(): text for name, text in ORDER["customer"].items()}
        said = _pascal(ORDER, keep=("id",)) | {"Customer": customer, "Lines": {"Line": lines}}
        del said["Line"], said["Source"]
        return said | {"Day": dt.date(2026, 1, 2), "Points": None, "Key": "00000000-0000-0000-0000-000000000001"}
    return dict(ORDER)


def heard(server: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a toolkit read of an order, in the names and types of `expected`."""
    if server == "asmx":
        plain = {name[:1].lower() + name[1:]: value for name, value in read.items()}
        lines = [{name[:1].lower() + name[1:]: value for name, value in line.items()} for line in plain["lines"]]
        customer = {name[:1].lower() + name[1:]: value for name, value in plain["customer"].items()}
        # The text that ASMX tells of a point in time has its kind.
        placed = plain["placed"].replace(" Utc", "Z")
        plain |= {
            "customer": customer,
            "line": lines,
            "tag": plain["tags"],
            "placed": placed,
            "source": ORDER["source"],
        }
        plain["status"] = {"OnHold": "on hold"}[plain["status"]]
    elif server == "spyne":
        plain = dict(read) | {"tag": read["tags"], "status": {"hold": "on hold"}[read["status"]]}
    elif server == "node":
        plain = _of_node(read) | {
            "line": [_of_node(line) for line in read["line"]],
            "customer": _of_node(read["customer"]),
        }
        plain["customer"]["class"] = plain["customer"].pop("xsi:type").rpartition(":")[2]
        plain |= {"scan": {"bytes": plain["scan"]}, "total": float(plain["total"])}
    else:
        plain = dict(read)
    plain["placed"] = dt.datetime.fromisoformat(plain["placed"].replace("Z", "+00:00"))
    found = {name: plain[name] for name in ORDER}
    found["line"] = [{name: line[name] for name in line if line[name] is not None} for line in found["line"]]
    return found


def expected(server: str) -> dict[str, Any]:
    """Return what a toolkit has to read of the order; node-soap reads decimals as numbers and cuts blanks."""
    number = float if server == "node" else str
    lines = [dict(line) | {"price": number(line["price"])} for line in ORDER["line"]]
    if server == "node":
        lines = [line | {"position": str(line["position"])} for line in lines]
    return dict(ORDER) | {
        "id": str(ORDER["id"]) if server == "node" else ORDER["id"],
        "customer": {"class": "Company", "name": ORDER["customer"]["name"], "vat": ORDER["customer"]["vat"]},
        "total": number(ORDER["total"]),
        "line": lines,
        "tag": [tag.strip() if server == "node" else tag for tag in ORDER["tag"]],
        "scan": {"bytes": base64.b64encode(BYTES).decode()},
    }


def _pascal(values: Mapping[str, Any], keep: tuple[str, ...]) -> dict[str, Any]:
    return {name if name in keep else name.capitalize(): value for name, value in values.items()}


def _of_node(read: Mapping[str, Any]) -> dict[str, Any]:
    return {**read.get("attributes", {}), **{name: value for name, value in read.items() if name != "attributes"}}
