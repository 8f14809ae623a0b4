"""What a form POST brings in place of a document: bytes as JSON, errors in headers, HTTP 400, on both generations."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from servers import RawServer, http, judge

from soapclient import Client, Contract, Ticket, errors
from soapclient.inforouter.header_errors import told
from soapclient.inforouter.numbers import by_number
from soapclient.replies import faults
from soapclient.simulator import Simulator

CONTRACT = Contract.load()
DOWNLOAD = CONTRACT["DownloadDocument"]
JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
XML = "text/xml; charset=utf-8"
DATA = b"%PDF\0\xff"
RETURN_BYTES = sorted(name for name in CONTRACT if CONTRACT[name].returns == "bytes")


def answered(body, media=JSON, status=200, operation=DOWNLOAD, secrets=(), empty=(), **headers):
    """Judge the reply to a form POST; underscores in the names of headers are hyphens."""
    fields = {"Content-Type": media, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return judge(operation, status, CaseInsensitiveDict(fields), body, secrets, plain=True, empty=empty)


def said(number="", text=""):
    """Return the headers of an error."""
    return {"X_InfoRouter_ErrorCode": number, "X_InfoRouter_Error": text}


def error(*positional, **named):
    """Judge a reply that is an error, and return it."""
    with pytest.raises(errors.SoapClientError) as caught:
        answered(*positional, **named)
    return caught.value


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
WAYS = st.sampled_from(["plain", "escaped", "lower", "break"])


def written(data, ways, around, encoding):
    """Write bytes as a JSON string of base64, in one of the many ways to write one."""
    text = base64.b64encode(data).decode()
    pieces = {
        "plain": lambda char: char,
        "escaped": lambda char: "\\/" if char == "/" else f"\\u{ord(char):04X}",
        "lower": lambda char: f"\\u{ord(char):04x}",
        "break": lambda char: f"\\r\\n{char}",
    }
    inside = "".join(pieces[way](char) for char, way in zip(text, ways, strict=False)) + text[len(ways) :]
    return f'{around}"{inside}"{around}'.encode(encoding)


class TestJson:
    """Bytes as servers of today write them."""

    @given(
        data=st.binary(min_size=2, max_size=200),
        ways=st.lists(WAYS, max_size=40),
        around=st.text(" \t\r\n", max_size=3),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    )
    @example(data=b"\xff\xff\xfe\xfb\xef\xbe", ways=["escaped"] * 8, around="", encoding="utf-8")
    def test_any_bytes(self, data, ways, around, encoding):
        """Any bytes come back, whatever is escaped and wherever there are blanks."""
        assert answered(written(data, ways, around, encoding)) == data

    @given(data=st.binary(min_size=2, max_size=60), ways=st.lists(WAYS, max_size=20), cut=st.integers(1, 1000))
    def test_any_cut(self, data, ways, cut):
        """A string that is cut off anywhere is never taken for bytes."""
        body = written(data, ways, "", "utf-8")
        failure = error(body[: len(body) - min(cut, len(body))])
        assert type(failure) is errors.UnexpectedReply

    @given(JSON_VALUES)
    def test_any_other_value(self, value):
        """Whatever JSON is no string of base64 is no bytes; an empty string is the service's refusal."""
        if isinstance(value, str):
            try:
                base64.b64decode(value, validate=True)
            except ValueError:
                pass
            else:
                return
        assert type(error(json.dumps(value).encode())) is errors.UnexpectedReply

    @given(st.binary(max_size=40))
    def test_any_garbage(self, body):
        """Any bytes at all are a document, empty bytes, or no reply that can be used; nothing else is raised."""
        try:
            data = answered(body)
        except (errors.UnexpectedReply, errors.EmptyBytes):
            return
        assert base64.b64decode(json.loads(body)) == data

    @pytest.mark.parametrize(
        "body",
        [
            b"", b" ", b"null", b"true", b"17", b"NaN", b"{}", b"[]", b'["YWJj"]', b'{"$value":"YWJj"}', b"YWJj",
            b"'YWJj'", b'"YWJj', b'"YWJj" "YWJj"', b'"YWJj",', b'"YWJ"', b'"YW\nJj"', b'"Y*Jj"', b'"\\ud800"',
            b'"\xff"', b'"Document not found"', b"[" * 100_000, b"9" * 10_000, b"<base64Binary/>", '"ÿ"'.encode(),
        ],
    )  # fmt: skip
    def test_what_is_none(self, body):
        """Null, numbers, objects, what is cut off or no base64: one error that says so."""
        failure = error(body)
        assert type(failure) is errors.UnexpectedReply
        assert re.search(r"JSON, but not a string of base64|not base64", failure.message)
        assert not failure.maybe_applied

    @pytest.mark.parametrize("body", [b'""', b' "" ', b'"  "', b'"\\n"'])
    def test_no_bytes_at_all(self, body):
        """An empty string is zero bytes, which is how the service refuses where it says no more."""
        assert type(error(body)) is errors.EmptyBytes

    @pytest.mark.parametrize("media", ["application/json", "Application/JSON;charset=UTF-8", "text/json", PROBLEM])
    def test_media(self, media):
        """JSON is known by its media type, letter case and parameters aside."""
        assert answered(b'"YWJj"', media) == b"abc"

    @pytest.mark.parametrize("media", ["", "text/plain", "text/html", "application/octet-stream", "application/jsonp"])
    def test_other_media(self, media):
        """A string that does not say that it is JSON is not taken for bytes."""
        assert type(error(b'"YWJj"', media)) is errors.UnexpectedReply

    def test_asmx_as_before(self):
        """An ASMX server's base64Binary is bytes still, and is none where it says to be JSON."""
        body = b'<base64Binary xmlns="http://tempuri.org/">YWJj</base64Binary>'
        assert answered(body, XML) == b"abc"
        assert type(error(body)) is errors.UnexpectedReply

    def test_one_zero_byte(self):
        """The zero byte of GetAddInPart is its way to say that there is none."""
        assert type(error(b'"AA=="', operation=CONTRACT["GetAddInPart"])) is errors.NotFound

    def test_an_operation_that_answers_xml(self):
        """JSON is no answer of an operation that answers XML."""
        assert type(error(b'"YWJj"', operation=CONTRACT["GetUser"])) is errors.UnexpectedReply

    def test_not_over_soap(self):
        """Neither JSON nor the headers of a form are looked at over SOAP."""
        with pytest.raises(errors.UnexpectedReply):
            judge(DOWNLOAD, 200, {"Content-Type": JSON, "X-InfoRouter-ErrorCode": "4041"}, b'"YWJj"')

    def test_another_service(self):
        """The headers are one service's: the general judge does not know them."""
        headers = {"Content-Type": JSON, "X-InfoRouter-ErrorCode": "4041"}
        assert faults.judge(DOWNLOAD, 200, headers, b'"YWJj"', plain=True) == b"abc"


class TestHeaders:
    """Failures that headers tell of."""

    @pytest.mark.parametrize(
        ("status", "number", "text", "kind", "code"),
        [
            (404, "4041", "Document not found", errors.DocumentNotFound, 4041),
            (200, "4041", "Belge bulunamad%C4%B1", errors.DocumentNotFound, 4041),
            (401, "4010", "Session expired or invalid ticket", errors.SessionExpired, 4010),
            (403, " 4030 ", "", errors.AccessDenied, 4030),
            (400, "4000", "x", errors.InvalidValue, 4000),
            (423, "4230", "Offline", errors.Conflict, 4230),
            (409, "4091", "x", errors.AlreadyExists, 4091),
            (500, "5000", "SELECT * FROM", errors.ServerFault, 5000),
            (502, "5020", "x", errors.ServerFault, 5020),
            (418, "4180", "x", errors.ServiceError, 4180),
            (404, "", "Document not found", errors.DocumentNotFound, None),
            (200, "0", "Document not found", errors.DocumentNotFound, None),
            (200, "0", "[901] Session expired", errors.SessionExpired, 901),
            (200, "odd", "", errors.ServiceError, None),
            (200, "4041,4041", "", errors.ServiceError, None),
            (200, "1234567890", "", errors.ServiceError, None),
        ],
    )
    @pytest.mark.parametrize("body", [b"", b'""', b'"YWJj"', b"null"])
    def test_class_number_text(self, status, number, text, kind, code, body):
        """The number decides the class, and the text only where there is none; the body and the status say nothing."""
        failure = error(body, status=status, **said(number, text))
        assert type(failure) is kind
        assert failure.code == code
        assert failure.operation == "DownloadDocument"

    @pytest.mark.parametrize("name", RETURN_BYTES)
    def test_every_code(self, name):
        """Each documented number of each operation that answers bytes becomes its class."""
        operation = CONTRACT[name]
        for code in operation.codes:
            failure = error(b'""', status=code.number // 10, operation=operation, **said(str(code.number), "Yok"))
            assert (type(failure).__name__, failure.code, failure.text) == (code.error, code.number, "Yok")
        assert type(error(b'""', operation=operation, **said("4099"))) is by_number(4099)

    @pytest.mark.parametrize("number", ["", "0", "00", " 0 "])
    def test_none(self, number):
        """Without an error, and with the number 0, the headers say nothing."""
        assert answered(b'"YWJj"', **said(number, " ")) == b"abc"
        assert type(error(b"", status=404, **said(number))) is errors.HttpError

    def test_letter_case(self):
        """The case of the headers' names does not matter."""
        assert error(b'""', x_inforouter_errorcode="4041").code == 4041

    def test_a_document_tells_more(self):
        """Where there is a document, it is what tells; headers count for an HTTP status without one."""
        operation = CONTRACT["UserExists"]
        no = b'<response success="false" error="User not found" errorCode="4000"/>'
        failure = error(no, XML, operation=operation, **said("4030"))
        assert (failure.code, failure.no) == (4000, True)
        failure = error(b"", status=403, operation=operation, **said("4030", "No"))
        assert (type(failure), failure.no) == (errors.AccessDenied, False)

    def test_a_redirect_is_one(self):
        """A redirect is not followed and not taken for a refusal, whatever its headers say."""
        assert type(error(b"", status=302, **said("4041"))) is errors.HttpError

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1), st.booleans())
    def test_any_text(self, text, encoded):
        """A text comes back, be it percent-encoded or UTF-8 that was read as Latin-1."""
        raw = quote(text, safe="") if encoded else text.encode().decode("latin-1")
        number, found = told({"X-InfoRouter-ErrorCode": "4041", "X-InfoRouter-Error": raw})
        assert number == 4041
        assert found == (text if encoded or "%" not in text else found)

    @pytest.mark.parametrize(
        ("raw", "text"),
        [("caf\xe9", "caf\xe9"), ("50% of", "50% of"), ("%ff", "%ff"), ("%C3%A9", "é"), ("a+b", "a+b"), ("漢", "漢")],
    )
    def test_what_is_not_utf_8(self, raw, text):
        """What is no UTF-8 stays as it is."""
        assert told({"X-InfoRouter-Error": raw}) == (None, text)

    def test_secrets(self):
        """A password that a header echoes is not told."""
        for raw in ("no hunter-2/x here", quote("no hunter-2/x here"), quote("no hunter-2/x here", safe="")):
            failure = error(b'""', secrets=("hunter-2/x",), **said("4041", raw))
            assert "hunter" not in repr(vars(failure)) + str(failure)
            assert failure.text == "no *** here"


class TestBadRequest:
    """HTTP 400 without a document."""

    OPERATION = CONTRACT["UpdateUserContactInfo"]
    SENTENCE = "an empty required text cannot be sent by form to this server: {} empty; use SOAP"

    def told(self, body, media="", empty=(), status=400):
        failure = error(body, media, status=status, operation=self.OPERATION, empty=empty)
        assert type(failure) is errors.HttpError
        assert (failure.status, failure.maybe_applied) == (status, False)
        return failure.message.removeprefix("UpdateUserContactInfo: ")

    @pytest.mark.parametrize(
        ("body", "media"),
        [(b"", ""), (b" \r\n", "text/plain"), (b"{}", JSON), (b"null", JSON), (b"{", PROBLEM), (b'{"errors":1}', JSON)],
    )
    def test_one_sentence(self, body, media):
        """Where the call sent empty texts they are named, in one sentence with the way out."""
        assert self.told(body, media, ["mobileNumber"]) == self.SENTENCE.format("mobileNumber is")
        names = ["userName", "emailAddress", "mobileNumber"]
        assert self.told(body, media, names[1:]) == self.SENTENCE.format("emailAddress and mobileNumber are")
        assert self.told(body, media, names) == self.SENTENCE.format("userName, emailAddress and mobileNumber are")

    def test_the_server_names_them(self):
        """Where the server names parameters, only those are blamed, and none of its words are told."""
        body = json.dumps({"errors": {"MOBILENUMBER": ["The value '<b>hunter</b>' ..."], "other": []}}).encode()
        both = ["emailAddress", "mobileNumber"]
        assert self.told(body, PROBLEM, both) == self.SENTENCE.format("mobileNumber is")
        named = "HTTP 400: the server could not read mobileNumber from the form"
        assert self.told(body, PROBLEM, ["emailAddress"]) == named
        assert self.told(body, PROBLEM) == named

    def test_nothing_was_empty(self):
        """Where nothing was empty, the status is told as ever."""
        assert self.told(b"") == "HTTP 400 without an answer from the service"
        assert self.told(b'{"errors":{"authenticationTicket":[]}}', PROBLEM) == self.told(b"")

    def test_a_page_is_another_matter(self):
        """A page of a proxy is not taken for the server's refusal of an empty text."""
        page = b"<html><head><title>Bad Request</title></head></html>"
        assert "Bad Request" in self.told(page, "text/html", ["mobileNumber"])
        assert "empty" not in self.told(b"", "", ["mobileNumber"], status=404)

    @pytest.mark.parametrize("operation", ["GetFolder", "UpdateUserEmail"])
    def test_a_reading_call_too(self, operation):
        """A server of today refuses an empty required text of any operation; no value is in the message."""
        with Simulator(generation="current") as simulator, simulator.serve() as server, by_form(server.url) as ir:
            with pytest.raises(errors.HttpError) as caught:
                if operation == "GetFolder":
                    own = ir.contract["GetFolder"].own_parameters
                    ir.service.GetFolder(**{each.name: "" if each.name == "Path" else False for each in own})
                else:
                    ir.service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="  ")
        name = {"GetFolder": "Path", "UpdateUserEmail": "NewEmailAddress"}[operation]
        assert caught.value.message == f"{operation}: {self.SENTENCE.format(f'{name} is')}"


def by_form(url, **options):
    """Make a client that sends forms, empty texts too."""
    auth = {} if "auth" in options else {"username": "admin", "password": "admin"}
    return Client(url, wsdl="bundled", transport="http-post", on_clear="send", **auth, **options)


@pytest.fixture(params=["sockets", "embedded"])
def served(request):
    """A server of today and an administrator's client that sends forms to it, over sockets or within the process."""
    with Simulator(generation="current") as simulator:
        if request.param == "sockets":
            with simulator.serve() as server, by_form(server.url) as ir:
                yield simulator, ir
            return
        with by_form("http://simulator.invalid/srv.asmx") as ir:
            ir.wiring.transport.mount("http://simulator.invalid/", simulator.adapter())
            yield simulator, ir


class TestDownloads:
    """Whole calls."""

    def test_bytes_of_both_generations(self, served):
        """The same call gives the same bytes, whatever kind of server answers it."""
        simulator, ir = served
        text = base64.b64encode(DATA).decode()
        bodies = {
            JSON: json.dumps(text).replace("/", "\\/").encode(),
            XML: f'<base64Binary xmlns="http://tempuri.org/">{text}</base64Binary>'.encode(),
        }
        for media, body in bodies.items():
            simulator.fail("reply", body=body, headers={"Content-Type": media}, operation="DownloadDocument")
            reply = ir.service.DownloadDocument(Path="/a")
            assert (reply.bytes, reply.element) == (DATA, None)

    @pytest.mark.parametrize(
        ("operation", "number", "kind"),
        [
            ("DownloadDocument", 4041, errors.DocumentNotFound),
            ("DownloadDocument", 4030, errors.AccessDenied),
            ("GetDocumentThumbnail", 4041, errors.NotFound),
            ("GetDocumentThumbnail", 4230, errors.Conflict),
        ],
    )
    def test_refused(self, served, operation, number, kind):
        """A refusal is one exception with number and text, also where the HTTP status says success."""
        simulator, ir = served
        simulator.fail("error", text="Böyle bir belge yok", number=str(number), operation=operation)
        path = ir.contract[operation].own_parameters[0].name
        with pytest.raises(kind) as caught:
            ir.service[operation](**{path: "/a"})
        assert type(caught.value) is kind
        assert (caught.value.code, caught.value.text) == (number, "Böyle bir belge yok")
        assert caught.value.message == f"{operation}: [{number}] Böyle bir belge yok"

    def test_a_session_that_is_over(self, served):
        """4010 in a header is answered by one login, and the call is made again."""
        simulator, ir = served
        simulator.fail("error", text="x", number="4010", operation="DownloadDocument")
        simulator.fail("reply", body=b'"YWJj"', headers={"Content-Type": JSON}, operation="DownloadDocument")
        assert ir.service.DownloadDocument(Path="/a").bytes == b"abc"
        assert simulator.logins == 2

    @pytest.mark.parametrize("body", [b"null", b'"YWJ', b'{"error":"no"}'])
    def test_no_bytes(self, served, body):
        """A reply that is no document is an error over the wire too."""
        simulator, ir = served
        simulator.fail("reply", body=body, headers={"Content-Type": JSON}, operation="DownloadDocument")
        with pytest.raises(errors.UnexpectedReply, match="JSON, but not a string of base64"):
            ir.service.DownloadDocument(Path="/a")

    @pytest.mark.parametrize("transport", ["soap", "http-post"])
    def test_never_by_get(self, transport):
        """No call is ever a GET, of bytes or of anything else: the only one is for the WSDL."""
        with RawServer(lambda connection, _: connection.sendall(http("404 Not Found"))) as server:
            with Client(server.url, auth=Ticket("6f1a24b9-1c5f-4f3f-9f0a-0a4a2a3a1a11"), transport=transport,
                        timeout=5) as ir:  # fmt: skip
                with pytest.warns(UserWarning):
                    names = [name for name in RETURN_BYTES if name in ir.contract]
                for name in (*names, "GetUser"):
                    arguments = {each.name: {"int": 1}.get(each.type, "x") for each in ir.contract[name].own_parameters}
                    with pytest.raises(errors.HttpError):
                        ir.service[name](**arguments)
        lines = [request.split(b"\r\n")[0].split(b" ") for request in server.requests]
        assert len([1 for method, *_ in lines if method == b"POST"]) == len(names) + 1
        assert {path.lower() for method, path, _ in lines if method != b"POST"} == {b"/srv.asmx?wsdl"}
