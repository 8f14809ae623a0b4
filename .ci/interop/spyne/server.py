"""A server on spyne: the operations of orders.wsdl as spyne's classes say them, with a WSDL that spyne writes.

GET /NAME?wsdl gives the WSDL, GET /arrived what the last called function received, GET /arrived?reset=1 forgets it.
"""

import base64
import datetime
import decimal
import io
import json
import sys
import zlib
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from lxml import etree
from spyne import (
    AnyXml,
    Application,
    Array,
    Boolean,
    ByteArray,
    ComplexModel,
    Date,
    DateTime,
    Decimal,
    Double,
    Enum,
    Fault,
    Integer32,
    ServiceBase,
    Unicode,
    XmlAttribute,
    rpc,
)
from spyne.protocol.soap import Soap11, Soap12
from spyne.server.wsgi import WsgiApplication

NAMESPACE = "urn:example:spyne"
STATE = {"request": {}, "arrived": None}

Status = Enum("new", "paid", "hold", type_name="Status")


class Model(ComplexModel):
    __namespace__ = NAMESPACE


class Party(Model):
    name = Unicode(min_occurs=1, nillable=False)


class Person(Party):
    birthday = Date


class Company(Party):
    vat = Unicode(min_occurs=1)


class Line(Model):
    sku = Unicode(min_occurs=1, nillable=False)
    quantity = Integer32(min_occurs=1)
    price = Decimal(min_occurs=1)
    note = Unicode
    position = XmlAttribute(Integer32, use="required")
    currency = XmlAttribute(Unicode)


class Order(Model):
    customer = Party.customize(min_occurs=1)
    placed = DateTime(min_occurs=1, timezone=False)
    due = Date(min_occurs=1, nillable=True)
    express = Boolean(min_occurs=1)
    status = Status(min_occurs=1)
    total = Decimal(min_occurs=1)
    weight = Double
    comment = Unicode(nillable=True)
    line = Line.customize(max_occurs="unbounded")
    tags = Array(Unicode, member_name="tag")
    scan = ByteArray
    id = XmlAttribute(Integer32, use="required")
    source = XmlAttribute(Unicode)


class Session(Model):
    user = Unicode(min_occurs=1)
    token = Unicode(min_occurs=1)


class Trace(Model):
    id = Unicode(min_occurs=1)


class Stored(Model):
    size = Integer32(min_occurs=1)
    checksum = Unicode(min_occurs=1)


class Refused(Fault):
    __namespace__ = NAMESPACE


def shown(value):
    """Return what spyne made of a value as JSON can say it."""
    if isinstance(value, ComplexModel):
        members = {name: shown(getattr(value, name)) for name in type(value).get_flat_type_info(type(value))}
        plain = type(value) in (Party, Order, Line, Session)
        return members if plain else {"class": type(value).__name__, **members}
    if isinstance(value, etree._Element):
        return {"xml": etree.tostring(value, encoding="unicode", with_tail=False)}
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(piece, bytes) for piece in value):
            return {"bytes": base64.b64encode(b"".join(value)).decode()}
        return [shown(item) for item in value]
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, dict)) else str(value)


def note(ctx, operation, **read):
    """Keep what arrived."""
    headers = {} if ctx.in_header is None else {"Session": shown(ctx.in_header)}
    told = {"operation": operation, "read": {name: shown(value) for name, value in read.items()}, "headers": headers}
    STATE["arrived"] = {**STATE["request"], **told}


def orders(count):
    """Return so many orders."""
    return [
        Order(
            id=number,
            customer=Party(name=f"Customer {number}"),
            placed=datetime.datetime(2026, 11, 30, 8, 15, tzinfo=datetime.timezone.utc),
            express=number % 2 == 0,
            status="hold",
            total=decimal.Decimal("10.50"),
            line=[Line(position=1, sku=f"A{number}", quantity=number, price=decimal.Decimal("10.50"))],
        )
        for number in range(1, count + 1)
    ]


class Orders(ServiceBase):
    @rpc(Order, _returns=Order, _out_variable_name="order")
    def Echo(ctx, order):
        note(ctx, "Echo", order=order)
        return order

    @rpc(Party, _returns=Party)
    def EchoParty(ctx, party):
        note(ctx, "EchoParty", party=party)
        return party

    @rpc(Integer32(min_occurs=1), _returns=Array(Order))
    def List(ctx, count):
        note(ctx, "List", count=count)
        return orders(count)

    @rpc(Integer32(min_occurs=1), _returns=Order.customize(max_occurs="unbounded"))
    def ListFlat(ctx, count):
        note(ctx, "ListFlat", count=count)
        return orders(count)

    @rpc()
    def Empty(ctx):
        note(ctx, "Empty")

    @rpc(Integer32(min_occurs=1), Unicode, _throws=[Refused])
    def Fail(ctx, code, reason):
        note(ctx, "Fail", code=code, reason=reason)
        members = {"code": str(code), "reason": reason, "field": ["total", "due"]}
        detail = {f"{{{NAMESPACE}}}Refused": {f"{{{NAMESPACE}}}{name}": value for name, value in members.items()}}
        raise Refused(faultcode="Client.Rule", faultstring=reason, detail=detail)

    @rpc(AnyXml, _returns=AnyXml)
    def EchoXml(ctx, any):
        note(ctx, "EchoXml", any=any)
        return any

    @rpc(Unicode, ByteArray(min_occurs=1), _returns=Stored)
    def Store(ctx, name, data):
        data = b"".join(data or ())
        note(ctx, "Store", name=name, size=len(data))
        return Stored(size=len(data), checksum=str(zlib.adler32(data)))

    @rpc(Integer32(min_occurs=1), _returns=ByteArray)
    def Fetch(ctx, size):
        note(ctx, "Fetch", size=size)
        return [(bytes(range(256)) * (size // 256 + 1))[:size]]

    @rpc(
        Unicode(nillable=False),
        Unicode(min_occurs=1, nillable=True),
        Unicode(nillable=True),
        Integer32(nillable=False),
        Integer32(min_occurs=1, nillable=True),
    )
    def Update(ctx, email, mobile, title, age, points):
        note(ctx, "Update", email=email, mobile=mobile, title=title, age=age, points=points)

    @rpc(_in_header=(Session,), _out_header=(Trace,), _returns=Unicode)
    def WhoAmI(ctx):
        note(ctx, "WhoAmI")
        ctx.out_header = Trace(id="trace-7")
        return ctx.in_header.user if ctx.in_header else ""


def application(protocol):
    """Return the service on a version of SOAP."""
    spoken = protocol(validator="lxml", polymorphic=True), protocol(polymorphic=True)
    return WsgiApplication(
        Application([Orders], NAMESPACE, name="Orders", in_protocol=spoken[0], out_protocol=spoken[1])
    )


SERVICES = {"orders": application(Soap11), "orders12": application(Soap12)}


def route(environ, start_response):
    """Answer one request."""
    name = environ["PATH_INFO"].strip("/")
    if name == "arrived":
        if "reset" in parse_qs(environ["QUERY_STRING"]):
            STATE["arrived"] = None
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(STATE["arrived"]).encode()]
    if name not in SERVICES:
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b""]
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        STATE["request"] = {
            "media": environ.get("CONTENT_TYPE"),
            "action": environ.get("HTTP_SOAPACTION"),
            "request": base64.b64encode(body).decode(),
        }
    return SERVICES[name](environ, start_response)


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_request(self, *arguments):
        """Write no line for each request."""


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[2]), route, ThreadingServer, Quiet).serve_forever()
