"""Call any SOAP service by its WSDL, here a mock of examples/orders.wsdl.

It prints:

    A-1 59.70
    saved 5
    no such order 6
"""

from decimal import Decimal
from pathlib import Path

from soapclient import Mock, SoapClient, errors

WSDL = Path(__file__).with_name("orders.wsdl")

with Mock(WSDL) as mock, SoapClient(mock.url) as soap:  # yours: SoapClient("https://erp.example.com/orders?wsdl")
    lines = [{"sku": "A-1", "price": Decimal("19.90"), "quantity": 3}]
    mock.on("GetOrder", id=5).answer(id=5, status="open", lines=lines)
    mock.on("SaveOrder").answer(5)
    mock.on("GetOrder", id=6).fault("no such order", "Client", detail={"NoSuchOrder": {"id": 6}})

    order = soap.service.GetOrder(id=5)
    for line in order.lines:
        print(line.sku, line.quantity * line.price)

    shipped = order.replace(status="shipped")  # a record does not change: replace makes another one
    number = soap.service.SaveOrder(order=shipped)
    print("saved", number)
    try:
        soap.service.GetOrder(id=6)
    except errors.ServerFault as fault:
        print(fault.text, fault.fault_value.id)
