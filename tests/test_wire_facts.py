"""What a request does, measured on a real ASMX service, and the simulator held to the same table (`docs/wire.md`).

The same bytes go to both. The real service is that of `.ci/asmx/serve`; without it those tests are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import wire
from wire import NAMESPACE, Outcome, Request

pytestmark = pytest.mark.classic("the table holds what ASMX does with a request")
VERSIONS = ("1.1", "1.2")
CONTACT = "UpdateUserContactInfo"
SOAP_EXCEPTION = "System.Web.Services.Protocols.SoapException: "
UNREADABLE = Outcome(status=500, fault="Client", text=(f"{SOAP_EXCEPTION}Server was unable to read request. ---> ",))
BAD_REQUEST = Outcome(status=400, empty=True)


@pytest.fixture(scope="module", params=["simulator", pytest.param("asmx", marks=pytest.mark.interop)])
def backend(request: pytest.FixtureRequest) -> Iterator[wire.Backend]:
    """The simulator always, the real service where there is one."""
    if request.param == "asmx":
        url = os.environ.get("SOAPCLIENT_ASMX_URL")
        if not url:
            pytest.skip("SOAPCLIENT_ASMX_URL is not set: no real ASMX service to compare with")
        yield wire.AsmxBackend(url)
        return
    from soapclient.simulator import Simulator

    with Simulator() as simulator, simulator.serve() as server:
        yield wire.SimulatorBackend(simulator, server.url)


def table(*rows: tuple[Any, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Parametrize a test with rows of (name, case, expected)."""
    return pytest.mark.parametrize(("case", "expected"), [pytest.param(*row[1:], id=row[0]) for row in rows])


both_versions = pytest.mark.parametrize("version", VERSIONS)


def contact(**arguments: str) -> Outcome:
    """The contact operation was called for jdoe, with these arguments and null for the others."""
    return Outcome(operation=CONTACT, arguments={"userName": "jdoe", **arguments})


@both_versions
@table(
    ("element left out", "", contact()),
    ("nil", '<emailAddress xsi:nil="true"/>', contact(emailAddress="")),
    ("nil as 1", '<emailAddress xsi:nil="1"/>', contact(emailAddress="")),
    ("nil as false", '<emailAddress xsi:nil="false"/>', contact(emailAddress="")),
    ("nil with text", '<emailAddress xsi:nil="true">a@b</emailAddress>', contact(emailAddress="a@b")),
    ("nil with another attribute", '<emailAddress xsi:nil="true" a="b"/>', contact(emailAddress="")),
    ("empty-element tag", "<emailAddress/>", contact(emailAddress="")),
    ("start and end tag", "<emailAddress></emailAddress>", contact(emailAddress="")),
    ("another letter case", "<EmailAddress>a@b</EmailAddress>", contact()),
    ("another namespace", '<emailAddress xmlns="urn:x">a@b</emailAddress>', contact()),
    ("no namespace", '<emailAddress xmlns="">a@b</emailAddress>', contact()),
    ("unknown element", "<fax>1</fax><emailAddress>a@b</emailAddress>", contact(emailAddress="a@b")),
    ("text between", "stray<emailAddress>a@b</emailAddress>stray", contact(emailAddress="a@b")),
    (
        "another order",
        "<mobileNumber>1</mobileNumber><emailAddress>a@b</emailAddress>",
        contact(emailAddress="a@b", mobileNumber="1"),
    ),
    (
        "the same element twice",
        "<emailAddress>a@b</emailAddress><emailAddress>c@d</emailAddress><mobileNumber>1</mobileNumber>",
        contact(emailAddress="a@b", mobileNumber="1"),
    ),
    ("blanks around", "<emailAddress>  a \n b  </emailAddress>", contact(emailAddress="  a \n b  ")),
    ("only blanks", "<emailAddress>   </emailAddress>", contact(emailAddress="   ")),
    ("line ends", "<emailAddress>a\r\nb&#13;c&#10;d</emailAddress>", contact(emailAddress="a\nb\rc\nd")),
    ("CDATA", "<emailAddress><![CDATA[<a&b>]]></emailAddress>", contact(emailAddress="<a&b>")),
    ("CDATA and text", "<emailAddress>a<![CDATA[b]]>c</emailAddress>", contact(emailAddress="abc")),
    ("beyond ASCII", "<emailAddress>é€😀</emailAddress>", contact(emailAddress="é€😀")),
    ("other attributes", '<emailAddress a="b" xsi:type="x">a@b</emailAddress>', contact(emailAddress="a@b")),
    ("comments between", "<!-- c --><emailAddress>a@b</emailAddress><?p i?>", contact(emailAddress="a@b")),
    ("comment inside", "<emailAddress>a<!-- c -->b</emailAddress>", BAD_REQUEST),
    ("processing instruction inside", "<emailAddress>a<?p i?>b</emailAddress>", BAD_REQUEST),
    ("element inside", "<emailAddress>a<b>c</b>d</emailAddress>", BAD_REQUEST),
)
def test_a_string_arrives_as_the_table_says(backend: wire.Backend, version: str, case: str, expected: Outcome) -> None:
    """A string parameter is null only when its element is left out; nil and empty clear; misspelt is ignored."""
    wire.check(backend, version, wire.soap(version, CONTACT, f"<userName>jdoe</userName>{case}"), expected)


@both_versions
@table(
    ("nil", '<importance xsi:nil="true"/>', {}),
    ("nil as 1", '<importance xsi:nil="1"/>', {}),
    ("nil with text", '<importance xsi:nil="true">4</importance>', {}),
    ("left out", "", {}),
    ("another letter case", "<Importance>3</Importance>", {}),
    ("a number", "<importance>5</importance>", {"importance": "5"}),
    ("blanks around", "<importance> 5\n</importance>", {"importance": "5"}),
    ("a plus sign", "<importance>+5</importance>", {"importance": "5"}),
    ("empty", "<importance/>", None),
    ("not a number", "<importance>abc</importance>", None),
    ("a fraction", "<importance>1.0</importance>", None),
    ("out of range", "<importance>99999</importance>", None),
)
def test_a_nullable_number_arrives_as_the_table_says(
    backend: wire.Backend, version: str, case: str, expected: dict[str, str] | None
) -> None:
    """A nullable number is null when nil or left out, and an empty element is a fault."""
    operation = "UpdateDocumentProperties2"
    outcome = UNREADABLE if expected is None else Outcome(operation=operation, arguments=expected)
    wire.check(backend, version, wire.soap(version, operation, case), outcome)


@both_versions
@table(
    ("nil", '<dateDeletedMinDate xsi:nil="true"/><minSize xsi:nil="true"/>', {}),
    ("left out", "<objectName>o</objectName>", {"objectName": "o"}),
    ("long", "<minSize>9999999999</minSize>", {"minSize": "9999999999"}),
    ("empty", "<dateDeletedMinDate/>", None),
    ("not a date", "<dateDeletedMinDate>x</dateDeletedMinDate>", None),
)
def test_a_nullable_date_arrives_as_the_table_says(
    backend: wire.Backend, version: str, case: str, expected: dict[str, str] | None
) -> None:
    """A nullable date is null when nil or left out, and an empty element is a fault."""
    outcome = UNREADABLE if expected is None else Outcome(operation="SearchRecycledItems", arguments=expected)
    wire.check(backend, version, wire.soap(version, "SearchRecycledItems", case), outcome)


@both_versions
@table(
    ("no zone", "2024-02-03T04:05:06", "2024-02-03T04:05:06"),
    ("UTC", "2024-02-03T04:05:06Z", "2024-02-03T04:05:06Z"),
    ("an offset", "2024-02-03T04:05:06+02:00", "2024-02-03T02:05:06Z"),
    ("a fraction", "2024-02-03T04:05:06.123456", "2024-02-03T04:05:06.123456"),
    ("a date alone", "2024-02-03", "2024-02-03T00:00:00"),
    ("blanks around", " 2024-02-03T04:05:06 ", "2024-02-03T04:05:06"),
    ("a blank for the T", "2024-02-03 04:05:06", None),
    ("hour 24", "2024-02-03T24:00:00", None),
    ("another notation", "03/02/2024", None),
)
def test_a_date_is_read_in_its_xsd_forms_only(
    backend: wire.Backend, version: str, case: str, expected: str | None
) -> None:
    """A dateTime is read with and without zone, and any other notation is a fault."""
    arguments = {} if expected is None else {"dateDeletedMinDate": expected}
    outcome = UNREADABLE if expected is None else Outcome(operation="SearchRecycledItems", arguments=arguments)
    request = wire.soap(version, "SearchRecycledItems", f"<dateDeletedMinDate>{case}</dateDeletedMinDate>")
    wire.check(backend, version, request, outcome)


@both_versions
@table(
    ("left out", "", "0"),
    ("another letter case", "<statusCode>1</statusCode>", "0"),
    ("blanks around", "<StatusCode> 1 </StatusCode>", "1"),
    ("negative", "<StatusCode>-1</StatusCode>", "-1"),
    ("CDATA", "<StatusCode><![CDATA[1]]></StatusCode>", "1"),
    ("twice", "<StatusCode>1</StatusCode><StatusCode>2</StatusCode>", "1"),
    ("twice, the second not a number", "<StatusCode>1</StatusCode><StatusCode>x</StatusCode>", "1"),
    ("nil", '<StatusCode xsi:nil="true"/>', None),
    ("empty", "<StatusCode/>", None),
    ("not a number", "<StatusCode>abc</StatusCode>", None),
    ("a fraction", "<StatusCode>1.5</StatusCode>", None),
    ("hexadecimal", "<StatusCode>0x1</StatusCode>", None),
    ("out of range", "<StatusCode>99999999999</StatusCode>", None),
)
def test_a_plain_number_arrives_as_the_table_says(
    backend: wire.Backend, version: str, case: str, expected: str | None
) -> None:
    """A forgotten number becomes 0 silently, and nil or text that is no number is a fault."""
    arguments = {} if expected is None else {"StatusCode": expected}
    outcome = UNREADABLE if expected is None else Outcome(operation="ChangeUserStatus", arguments=arguments)
    wire.check(backend, version, wire.soap(version, "ChangeUserStatus", case), outcome)


@both_versions
@table(
    ("left out", None, "false"),
    ("true", "true", "true"),
    ("false", "false", "false"),
    ("1", "1", "true"),
    ("0", "0", "false"),
    ("blanks around", " true ", "true"),
    ("upper case", "TRUE", None),
    ("capitalised", "True", None),
    ("yes", "yes", None),
    ("empty", "", None),
)
def test_a_boolean_arrives_as_the_table_says(
    backend: wire.Backend, version: str, case: str | None, expected: str | None
) -> None:
    """A forgotten boolean becomes false silently, and only XSD's four spellings are read."""
    arguments = {} if expected is None else {"ReadOnlyUser": expected}
    outcome = UNREADABLE if expected is None else Outcome(operation="CreateUser", arguments=arguments)
    parameters = "" if case is None else f"<ReadOnlyUser>{case}</ReadOnlyUser>"
    wire.check(backend, version, wire.soap(version, "CreateUser", parameters), outcome)


GET_USER = wire.wrapper("GetUser", "<UserName>jdoe</UserName>")
GOT_JDOE = Outcome(operation="GetUser", arguments={"UserName": "jdoe"})
GOT_NOTHING = Outcome(operation="GetUser")


def in_body(text: str) -> Callable[[str], str]:
    """An envelope of any version with `text` for its body."""
    return lambda version: wire.envelope(version, text)


@both_versions
@table(
    (
        "wrapper with prefix",
        in_body(f'<t:GetUser xmlns:t="{NAMESPACE}"><t:UserName>jdoe</t:UserName></t:GetUser>'),
        GOT_JDOE,
    ),
    ("wrapper in no namespace", in_body("<GetUser><UserName>jdoe</UserName></GetUser>"), GOT_NOTHING),
    ("wrapper in another namespace", in_body(wire.wrapper("GetUser", "<UserName>x</UserName>", "urn:x")), GOT_NOTHING),
    ("wrapper in another letter case", in_body(wire.wrapper("getuser", "<UserName>x</UserName>")), GOT_NOTHING),
    ("wrapper of another operation", in_body(wire.wrapper("UserExists", "<UserName>x</UserName>")), GOT_NOTHING),
    ("wrapper with nil", in_body(GET_USER.replace("GetUser ", 'GetUser xsi:nil="true" ', 1)), GOT_JDOE),
    ("empty wrapper", in_body(wire.wrapper("GetUser")), GOT_NOTHING),
    ("empty body", in_body(""), GOT_NOTHING),
    ("parameters without wrapper", in_body(f'<UserName xmlns="{NAMESPACE}">x</UserName>'), GOT_NOTHING),
    ("an unknown wrapper before", in_body(wire.wrapper("Nope", "<UserName>x</UserName>") + GET_USER), GOT_JDOE),
    ("other wrappers after", in_body(GET_USER + wire.wrapper("LogOut") + wire.wrapper("Nope")), GOT_JDOE),
    ("the wrapper twice", in_body(wire.wrapper("GetUser", "<UserName>x</UserName>") + GET_USER), GOT_JDOE),
    ("comments around", in_body(f"<!-- c -->{GET_USER}<?p i?>"), GOT_JDOE),
    ("a header", lambda v: wire.envelope(v, GET_USER, header='<s:Header><h xmlns="urn:h">x</h></s:Header>'), GOT_JDOE),
    ("an empty header", lambda v: wire.envelope(v, GET_USER, header="<s:Header/>"), GOT_JDOE),
    (
        "a header after the body",
        lambda v: wire.envelope(v, GET_USER).replace("</s:Body>", "</s:Body><s:Header/>"),
        GOT_JDOE,
    ),
    (
        "a header that must be understood",
        lambda v: wire.envelope(v, GET_USER, header='<s:Header><h xmlns="urn:h" s:mustUnderstand="1"/></s:Header>'),
        Outcome(
            status=500,
            fault="MustUnderstand",
            text=("System.Web.Services.Protocols.SoapHeaderException: SOAP header ", " was not understood."),
        ),
    ),
    (
        "no body",
        lambda v: f'<s:Envelope xmlns:s="{wire.SOAP[v]}"/>',
        Outcome(
            status=500, fault="Client", text=(*UNREADABLE.text, "Request format is invalid: Missing required soap:Body")
        ),
    ),
    (
        "an envelope in no namespace",
        lambda v: f"<Envelope><Body>{GET_USER}</Body></Envelope>",
        Outcome(
            status=500,
            fault="VersionMismatch",
            text=(f"{SOAP_EXCEPTION}Possible SOAP version mismatch: Envelope namespace ",),
            answered_as="1.1",
        ),
    ),
    (
        "no envelope",
        lambda v: "<foo/>",
        Outcome(
            status=500,
            fault="VersionMismatch",
            text=(f"{SOAP_EXCEPTION}Possible SOAP version mismatch: Envelope namespace ",),
            answered_as="1.1",
        ),
    ),
    ("not well-formed", lambda v: wire.envelope(v, GET_USER)[:-20], BAD_REQUEST),
    ("not XML", lambda v: "hello", BAD_REQUEST),
    ("nothing", lambda v: "", BAD_REQUEST),
    ("more after the envelope", lambda v: wire.envelope(v, GET_USER) + "<x/>", BAD_REQUEST),
    ("a character that XML forbids", in_body(wire.wrapper("GetUser", "<UserName>&#1;</UserName>")), BAD_REQUEST),
    ("an undeclared entity", in_body(wire.wrapper("GetUser", "<UserName>&e;</UserName>")), BAD_REQUEST),
    (
        "a DTD",
        lambda v: (
            '<!DOCTYPE a [<!ENTITY e "x">]>'
            + wire.envelope(v, wire.wrapper("GetUser", "<UserName>&e;</UserName>"), declaration="")
        ),
        BAD_REQUEST,
    ),
    ("a DTD that is not used", lambda v: "<!DOCTYPE a>" + wire.envelope(v, GET_USER, declaration=""), BAD_REQUEST),
    ("a byte order mark", lambda v: b"\xef\xbb\xbf" + wire.envelope(v, GET_USER).encode(), GOT_JDOE),
    ("a line before the root", lambda v: "\n" + wire.envelope(v, GET_USER, declaration=""), GOT_JDOE),
    ("a line before the declaration", lambda v: "\n" + wire.envelope(v, GET_USER), BAD_REQUEST),
    (
        "not UTF-8",
        lambda v: wire.envelope(v, GET_USER.replace("jdoe", "\xe9")).encode("latin-1"),
        Outcome(operation="GetUser", arguments={"UserName": "\ufffd"}),
    ),
    ("UTF-16 with a mark", lambda v: wire.envelope(v, GET_USER, declaration="").encode("utf-16"), GOT_JDOE),
)
def test_an_envelope_is_read_as_the_table_says(
    backend: wire.Backend, version: str, case: Callable[[str], str | bytes], expected: Outcome
) -> None:
    """Parameters are read only inside the wrapper of the called operation, and what is no XML gets an empty 400."""
    wire.check(backend, version, wire.raw(version, "GetUser", case(version)), expected)


LOGGED_OUT_NOBODY = Outcome(operation="LogOut")
NOT_RECOGNIZED = {
    "1.1": Outcome(
        status=500,
        fault="Client",
        text=(f"{SOAP_EXCEPTION}Server did not recognize the value of HTTP Header ",),
    ),
    "1.2": Outcome(
        status=500,
        fault="Client",
        text=(f"{SOAP_EXCEPTION}Unable to handle request. The action '", "' was not recognized."),
    ),
}
NO_ACTION = Outcome(
    status=500,
    fault="Client",
    text=(
        f"{SOAP_EXCEPTION}Unable to handle request without a valid action parameter. "
        "Please supply a valid soap action.",
    ),
)
GET_USER_ACTION = f"{NAMESPACE}GetUser"


@both_versions
def test_the_action_decides_and_the_wrapper_of_another_operation_gives_it_nothing(
    backend: wire.Backend, version: str
) -> None:
    """With the action of one operation and the wrapper of another, the action's method runs, with null throughout."""
    text = wire.envelope(version, wire.wrapper("GetUser", "<AuthenticationTicket>t</AuthenticationTicket>"))
    wire.check(backend, version, wire.raw(version, "LogOut", text), LOGGED_OUT_NOBODY)


@both_versions
@table(
    ("unquoted", {"action": GET_USER_ACTION, "quote": ""}, GOT_JDOE),
    ("none", {"action": None}, GOT_JDOE),
)
def test_an_action_may_be_unquoted_or_absent(
    backend: wire.Backend, version: str, case: dict[str, Any], expected: Outcome
) -> None:
    """Without an action the wrapper element decides."""
    request = wire.soap(version, "GetUser", "<UserName>jdoe</UserName>")
    wire.check(backend, version, wire.with_headers(request, wire.headers(version, **case)), expected)


@pytest.mark.parametrize(
    "action",
    [f'"{NAMESPACE}Nope"', f'"{NAMESPACE}getuser"', f"'{GET_USER_ACTION}'", '"GetUser"', '""', ""],
)
def test_soap_11_refuses_an_action_it_does_not_know(backend: wire.Backend, action: str) -> None:
    """An unknown or empty SOAPAction is a fault in SOAP 1.1, whatever the wrapper is."""
    request = wire.soap("1.1", "GetUser", "<UserName>jdoe</UserName>")
    changed = wire.with_headers(request, {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": action})
    wire.check(backend, "1.1", changed, NOT_RECOGNIZED["1.1"])


@pytest.mark.parametrize("action", [f"{NAMESPACE}Nope", f"{NAMESPACE}getuser", ""])
def test_soap_12_lets_the_wrapper_decide_where_the_action_is_unknown(backend: wire.Backend, action: str) -> None:
    """An unknown or empty action is no fault in SOAP 1.2 as long as the wrapper is known."""
    request = wire.soap("1.2", "GetUser", "<UserName>jdoe</UserName>")
    wire.check(backend, "1.2", wire.with_headers(request, wire.headers("1.2", action)), GOT_JDOE)


@both_versions
def test_an_unknown_action_with_an_unknown_wrapper_is_a_fault(backend: wire.Backend, version: str) -> None:
    """Where neither action nor wrapper is known, no method is called."""
    wire.check(backend, version, wire.soap(version, "Nope"), NOT_RECOGNIZED[version])


@both_versions
@pytest.mark.parametrize("body", ["", "<GetUser/>", wire.wrapper("Nope")], ids=["empty", "no namespace", "unknown"])
def test_no_action_and_no_known_wrapper_is_a_fault(backend: wire.Backend, version: str, body: str) -> None:
    """Without an action, a body that names no operation is a fault."""
    request = wire.raw(version, "GetUser", wire.envelope(version, body))
    wire.check(backend, version, wire.with_headers(request, wire.headers(version, None)), NO_ACTION)


@table(
    ("the header's name in another letter case", {"soapaction": f'"{GET_USER_ACTION}"'}, GOT_JDOE),
    ("blanks around", {"SOAPAction": f' "{GET_USER_ACTION}" '}, GOT_JDOE),
)
def test_soap_11_reads_the_action_header_leniently(
    backend: wire.Backend, case: dict[str, str], expected: Outcome
) -> None:
    """Letter case of the header's name and blanks around its value do not matter."""
    request = wire.soap("1.1", "GetUser", "<UserName>jdoe</UserName>")
    changed = wire.with_headers(request, {"Content-Type": "text/xml; charset=utf-8", **case})
    wire.check(backend, "1.1", changed, expected)


def test_soap_12_does_not_look_at_the_soapaction_header(backend: wire.Backend) -> None:
    """A SOAPAction header beside an application/soap+xml request changes nothing."""
    request = wire.soap("1.2", "GetUser", "<UserName>jdoe</UserName>")
    for base in (wire.headers("1.2", None), wire.headers("1.2", GET_USER_ACTION)):
        changed = wire.with_headers(request, {**base, "SOAPAction": f'"{NAMESPACE}ServerInfo"'})
        wire.check(backend, "1.2", changed, GOT_JDOE)


UNSUPPORTED = Outcome(status=415, empty=True)


@both_versions
@table(
    ("without charset", "{media}{action}", GOT_JDOE),
    ("in upper case", "{MEDIA}; charset=utf-8{action}", GOT_JDOE),
    ("with a quoted charset", '{media}; charset="utf-8"{action}', GOT_JDOE),
    ("with an unknown charset", "{media}; charset=bogus{action}", GOT_JDOE),
    ("with the wrong charset", "{media}; charset=utf-16{action}", BAD_REQUEST),
    ("absent", None, UNSUPPORTED),
    ("text/plain", "text/plain{action}", UNSUPPORTED),
    ("application/xml", "application/xml{action}", UNSUPPORTED),
    ("a form's", "application/x-www-form-urlencoded{action}", UNSUPPORTED),
    ("JSON's", "application/json{action}", Outcome(status=500, media_type="any")),
)
def test_a_content_type_is_taken_or_refused_as_the_table_says(
    backend: wire.Backend, version: str, case: str | None, expected: Outcome
) -> None:
    """A content type that is not SOAP's gets an empty 415."""
    action = f'; action="{GET_USER_ACTION}"' if version == "1.2" else ""
    changed = {} if version == "1.2" else {"SOAPAction": f'"{GET_USER_ACTION}"'}
    if case is not None:
        media = wire.MEDIA_TYPE[version]
        changed["Content-Type"] = case.format(media=media, MEDIA=media.upper(), action=action)
    request = wire.soap(version, "GetUser", "<UserName>jdoe</UserName>")
    wire.check(backend, version, wire.with_headers(request, changed), expected)


def test_the_charset_of_the_content_type_wins_over_the_declaration(backend: wire.Backend) -> None:
    """Bytes are read in the charset of the Content-Type, whatever the XML declaration says."""
    declaration = '<?xml version="1.0" encoding="iso-8859-1"?>'
    text = wire.envelope("1.1", wire.wrapper("GetUser", "<UserName>\xe9</UserName>"), declaration=declaration)
    request = wire.raw("1.1", "GetUser", text.encode("latin-1"))
    same = wire.with_headers(request, wire.headers("1.1", GET_USER_ACTION, charset="iso-8859-1"))
    wire.check(backend, "1.1", same, Outcome(operation="GetUser", arguments={"UserName": "\xe9"}))
    wire.check(backend, "1.1", request, Outcome(operation="GetUser", arguments={"UserName": "\ufffd"}))


def test_the_envelope_decides_the_version_where_the_content_type_allows_it(backend: wire.Backend) -> None:
    """A 1.2 envelope sent as text/xml is answered as 1.2, and a 1.1 envelope sent as 1.2 is refused."""
    new = wire.soap("1.2", "GetUser", "<UserName>jdoe</UserName>")
    wire.check(backend, "1.2", wire.with_headers(new, wire.headers("1.1", GET_USER_ACTION)), GOT_JDOE)
    old = wire.soap("1.1", "GetUser", "<UserName>jdoe</UserName>")
    wire.check(backend, "1.1", wire.with_headers(old, wire.headers("1.2", GET_USER_ACTION)), UNSUPPORTED)


@pytest.mark.parametrize("query", ["?x=1", "?WSDL"])
def test_a_query_string_is_ignored_for_a_soap_request(backend: wire.Backend, query: str) -> None:
    """A SOAP POST is a call, also with a query string."""
    plain = wire.soap("1.1", "GetUser", "<UserName>jdoe</UserName>")
    wire.check(backend, "1.1", Request("POST", query, plain.headers, plain.body), GOT_JDOE)


@pytest.mark.parametrize("method", ["PUT", "OPTIONS"])
def test_other_http_methods_are_refused(backend: wire.Backend, method: str) -> None:
    """Only GET and POST are served."""
    plain = wire.soap("1.1", "GetUser")
    wire.check(backend, "1.1", Request(method, "", plain.headers, plain.body), Outcome(status=405, media_type="any"))


@both_versions
@table(
    (
        "success",
        ("AuthenticateUser", "<UID>jdoe</UID><PWD>secret</PWD>"),
        {"success": "true", "username": "jdoe", "isAuthenticated": "True"},
    ),
    (
        "refusal",
        ("AuthenticateUser", "<UID>jdoe</UID><PWD>wrong</PWD>"),
        {"success": "false", "error": "[900] Authentication failed"},
    ),
    (
        "refusal without ticket",
        ("GetUser", "<UserName>jdoe</UserName>"),
        {"success": "false", "error": "[900] Authentication failed"},
    ),
    (
        "unknown ticket",
        ("GetUser", "<AuthenticationTicket>3f2504e0-4f89-11d3-9a0c-0305e82c3301</AuthenticationTicket>"),
        {"success": "false", "error": "[901] Session expired or Invalid ticket"},
    ),
)
def test_a_result_is_one_element_without_namespace(
    backend: wire.Backend, version: str, case: tuple[str, str], expected: dict[str, str]
) -> None:
    """An answer is OpResponse, OpResult and one element without namespace, with HTTP 200 also on refusal."""
    operation, parameters = case
    backend.forget()
    answer = wire.send(backend.url, wire.soap(version, operation, parameters))
    assert (answer.status, answer.media_type, answer.charset) == (200, wire.MEDIA_TYPE[version], "utf-8")
    assert answer.body.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    response = wire.body_of(answer, version)
    assert response.tag == f"{{{NAMESPACE}}}{operation}Response"
    (result,) = response
    assert result.tag == f"{{{NAMESPACE}}}{operation}Result"
    (root,) = result
    assert root.tag == ("root" if operation == "AuthenticateUser" else "response")
    assert expected.items() <= root.attrib.items()


@both_versions
def test_no_bytes_and_no_result_have_their_own_shapes(backend: wire.Backend, version: str) -> None:
    """Zero bytes are an empty result element, and a method without result answers an empty response element."""
    backend.forget()
    request = wire.soap(version, "DownloadDocument", "<Path>empty</Path>")
    response = wire.body_of(wire.send(backend.url, request), version)
    (result,) = response
    assert (result.tag, result.text, len(result)) == (f"{{{NAMESPACE}}}DownloadDocumentResult", None, 0)
    response = wire.body_of(wire.send(backend.url, wire.soap(version, "MaintenanceBeat")), version)
    assert (response.tag, response.text, len(response)) == (f"{{{NAMESPACE}}}MaintenanceBeatResponse", None, 0)


@both_versions
@table(
    ("any exception", "!throw", f"{SOAP_EXCEPTION}Server was unable to process request. ---> System.Exception: boom\n"),
    ("a SoapException", "!soapfault", f"{SOAP_EXCEPTION}[901] Session expired or Invalid ticket\n"),
)
def test_an_exception_in_the_method_is_a_server_fault(
    backend: wire.Backend, version: str, case: str, expected: str
) -> None:
    """A method that throws answers HTTP 500 with .NET's prefix, its message and a stack trace."""
    arguments = {"UserName": case}
    outcome = Outcome(status=500, operation="GetUser", arguments=arguments, fault="Server", text=(expected, "  at "))
    backend.will_throw("GetUser", expected)
    answer = wire.check(backend, version, wire.soap(version, "GetUser", f"<UserName>{case}</UserName>"), outcome)
    assert wire.fault_of(answer).detail_is_empty in (True, None)


FIELDS = {"authenticationTicket": "t", "userName": "jdoe", "emailAddress": "a b+c@d", "mobileNumber": "+1"}
ADDED = dict.fromkeys(
    ("AuthenticationTicket", "DomainName", "UserName", "FirstName", "LastName", "EmailAddress", "Password"), "x"
)


def sent(**changes: str) -> Outcome:
    """The contact operation was called with the fields as sent, but for the changes."""
    return Outcome(media_type="text/xml", operation=CONTACT, arguments={**FIELDS, **changes})


def plain_text(*parts: str) -> Outcome:
    """HTTP 500 with a .NET exception as plain text."""
    return Outcome(status=500, media_type="text/plain", text=parts)


MISSING = plain_text("System.InvalidOperationException: Missing parameter: ")
UNKNOWN_METHOD = plain_text("System.InvalidOperationException: ", " Web Service method name is not valid.")
CANNOT_CONVERT = plain_text("System.ArgumentException: Cannot convert ", " to ")


@pytest.mark.parametrize("send_by", [wire.get, wire.form], ids=["GET", "POST"])
@table(
    ("all present", (CONTACT, FIELDS), sent()),
    ("present and empty", (CONTACT, {**FIELDS, "emailAddress": ""}), sent(emailAddress="")),
    ("left out", (CONTACT, {k: v for k, v in FIELDS.items() if k != "emailAddress"}), MISSING),
    ("all left out", (CONTACT, ""), MISSING),
    ("names in another letter case", (CONTACT, {k.upper(): v for k, v in FIELDS.items()}), sent()),
    ("an unknown name", (CONTACT, {**FIELDS, "fax": "1"}), sent()),
    ("blanks around", (CONTACT, {**FIELDS, "emailAddress": " a "}), sent(emailAddress=" a ")),
    (
        "a name twice",
        (CONTACT, "authenticationTicket=t&userName=jdoe&emailAddress=a&mobileNumber=%2B1&EmailAddress=b"),
        sent(emailAddress="a,b"),
    ),
    ("UTF-8", (CONTACT, {**FIELDS, "emailAddress": "é€"}), sent(emailAddress="é€")),
    (
        "not UTF-8",
        (CONTACT, "authenticationTicket=t&userName=jdoe&emailAddress=%E9&mobileNumber=%2B1"),
        sent(emailAddress="\ufffd"),
    ),
    ("an unknown operation", ("Nope", FIELDS), UNKNOWN_METHOD),
    ("a slash after the operation", ("ServerInfo/", ""), UNKNOWN_METHOD),
    (
        "an operation in another letter case",
        (CONTACT.lower(), FIELDS),
        plain_text("System.ArgumentException: Invalid method name ", "method names are case sensitive."),
    ),
    (
        "an operation with a nullable parameter",
        (
            "UpdateDocumentProperties2",
            dict.fromkeys(
                (
                    "authenticationTicket",
                    "path",
                    "newDocumentName",
                    "newDescription",
                    "newUpdateInstructions",
                    "newDocumentSource",
                    "newDocumentLanguage",
                    "newDocumentAuthor",
                    "importance",
                ),
                "1",
            ),
        ),
        UNKNOWN_METHOD,
    ),
    (
        "a number with blanks around",
        ("ChangeUserStatus", {"AuthenticationTicket": "", "UserName": "", "StatusCode": " 1 "}),
        Outcome(
            media_type="text/xml",
            operation="ChangeUserStatus",
            arguments={"AuthenticationTicket": "", "UserName": "", "StatusCode": "1"},
        ),
    ),
    (
        "not a number",
        ("ChangeUserStatus", {"AuthenticationTicket": "", "UserName": "", "StatusCode": "abc"}),
        CANNOT_CONVERT,
    ),
    (
        "an empty number",
        ("ChangeUserStatus", {"AuthenticationTicket": "", "UserName": "", "StatusCode": ""}),
        CANNOT_CONVERT,
    ),
    ("a number left out", ("ChangeUserStatus", {"AuthenticationTicket": "", "UserName": ""}), MISSING),
    (
        "a boolean in upper case",
        ("CreateUser", {**ADDED, "ReadOnlyUser": "TRUE", "AuthenticationSource": "x"}),
        Outcome(
            media_type="text/xml",
            operation="CreateUser",
            arguments={**ADDED, "ReadOnlyUser": "true", "AuthenticationSource": "x"},
        ),
    ),
    (
        "a boolean as 1",
        ("CreateUser", {**ADDED, "ReadOnlyUser": "1", "AuthenticationSource": "x"}),
        CANNOT_CONVERT,
    ),
    (
        "no result",
        ("MaintenanceBeat", ""),
        Outcome(media_type=None, operation="MaintenanceBeat", empty=True),
    ),
)
def test_get_and_form_post_are_read_as_the_table_says(
    backend: wire.Backend, send_by: Callable[..., Request], case: tuple[str, Any], expected: Outcome
) -> None:
    """By GET and form POST letter case does not matter, nothing may be left out, and null cannot be said."""
    wire.check(backend, "1.1", send_by(*case), expected)


@pytest.mark.parametrize("send_by", [wire.get, wire.form], ids=["GET", "POST"])
@table(
    ("any exception", "!throw", "System.Exception: boom\n"),
    ("a SoapException", "!soapfault", f"{SOAP_EXCEPTION}[901] Session expired or Invalid ticket\n"),
)
def test_an_exception_by_get_and_form_post_is_plain_text(
    backend: wire.Backend, send_by: Callable[..., Request], case: str, expected: str
) -> None:
    """Where SOAP answers a fault, GET and form POST answer HTTP 500 with the exception as plain text."""
    arguments = {"AuthenticationTicket": "", "UserName": case}
    backend.will_throw("GetUser", expected)
    outcome = Outcome(
        status=500, media_type="text/plain", operation="GetUser", arguments=arguments, text=(expected, "  at ")
    )
    wire.check(backend, "1.1", send_by("GetUser", arguments), outcome)


@pytest.mark.parametrize("send_by", [wire.get, wire.form], ids=["GET", "POST"])
def test_get_and_form_post_answer_the_bare_element(backend: wire.Backend, send_by: Callable[..., Request]) -> None:
    """The result by GET and form POST is the element alone, without envelope or namespace."""
    backend.forget()
    answer = wire.send(backend.url, send_by("AuthenticateUser", {"UID": "jdoe", "PWD": "secret"}))
    assert (answer.status, answer.media_type, answer.charset) == (200, "text/xml", "utf-8")
    root = wire.ET.fromstring(answer.body)
    assert (root.tag, root.get("success"), root.get("username")) == ("root", "true", "jdoe")


@pytest.mark.parametrize("send_by", [wire.get, wire.form], ids=["GET", "POST"])
def test_get_and_form_post_answer_bytes_as_a_base64_element(
    backend: wire.Backend, send_by: Callable[..., Request]
) -> None:
    """Zero bytes by GET and form POST are an empty base64Binary element."""
    backend.forget()
    answer = wire.send(backend.url, send_by("DownloadDocument", {"AuthenticationTicket": "", "Path": "empty"}))
    assert (answer.status, answer.media_type) == (200, "text/xml")
    root = wire.ET.fromstring(answer.body)
    assert (root.tag, root.text, len(root)) == (f"{{{NAMESPACE}}}base64Binary", None, 0)


@table(
    ("GET", wire.get(CONTACT, "authenticationTicket=t&userName=jdoe&emailAddress&mobileNumber=%2B1"), MISSING),
    (
        "POST",
        wire.form(CONTACT, "authenticationTicket=t&userName=jdoe&emailAddress&mobileNumber=%2B1"),
        sent(emailAddress=""),
    ),
)
def test_a_name_without_value_is_missing_in_a_query_and_empty_in_a_form(
    backend: wire.Backend, case: Request, expected: Outcome
) -> None:
    """A name without an equals sign is missing by GET and empty by form POST."""
    wire.check(backend, "1.1", case, expected)


BAD_FORMAT = plain_text("System.InvalidOperationException: Request format is invalid: ")


@table(
    ("UTF-8 named", "application/x-www-form-urlencoded; charset=utf-8", sent(emailAddress="é")),
    ("upper case", "APPLICATION/X-WWW-FORM-URLENCODED", sent(emailAddress="é")),
    ("another charset named", "application/x-www-form-urlencoded; charset=iso-8859-1", sent(emailAddress="Ã©")),
    ("absent", None, BAD_FORMAT),
    ("text/plain", "text/plain", BAD_FORMAT),
    ("text/xml", "text/xml; charset=utf-8", BAD_FORMAT),
    ("multipart", "multipart/form-data; boundary=x", BAD_FORMAT),
)
def test_a_form_is_read_only_with_its_content_type(backend: wire.Backend, case: str | None, expected: Outcome) -> None:
    """A form POST needs the form's content type, and its charset is the charset of the percent-encoded bytes."""
    request = wire.form(CONTACT, "authenticationTicket=t&userName=jdoe&emailAddress=%C3%A9&mobileNumber=%2B1", case)
    wire.check(backend, "1.1", request, expected)


def test_a_form_post_does_not_look_at_the_query(backend: wire.Backend) -> None:
    """Parameters in the query string of a form POST are missing."""
    query = wire.get(CONTACT, FIELDS).path
    plain = wire.form(CONTACT, "")
    wire.check(backend, "1.1", Request("POST", query, plain.headers), MISSING)


@pytest.mark.parametrize("query", ["?WSDL", "?wsdl"])
def test_the_wsdl_names_the_address_that_was_asked(backend: wire.Backend, query: str) -> None:
    """The service describes itself, with the URL it was reached at for its SOAP 1.1 and 1.2 addresses."""
    answer = wire.send(backend.url, Request("GET", query, {}))
    assert (answer.status, answer.media_type, answer.charset) == (200, "text/xml", "utf-8")
    root = wire.ET.fromstring(answer.body)
    assert root.tag == "{http://schemas.xmlsoap.org/wsdl/}definitions"
    assert root.get("targetNamespace") == NAMESPACE
    for port, prefix in (("srvSoap", "soap"), ("srvSoap12", "soap12")):
        found = root.find(f"{{*}}service[@name='srv']/{{*}}port[@name='{port}']/{{*}}address")
        assert found is not None
        assert found.tag == f"{{http://schemas.xmlsoap.org/wsdl/{prefix}/}}address"
        assert found.get("location") == backend.url


def test_the_wsdl_declares_how_null_can_be_written(backend: wire.Backend) -> None:
    """A string is minOccurs 0 and not nillable, a nullable value type 1 and nillable, a plain value type 1."""
    root = wire.ET.fromstring(wire.send(backend.url, Request("GET", "?WSDL", {})).body)

    def declared(operation: str, parameter: str) -> tuple[str | None, str | None, str | None]:
        schema = "{*}types/{*}schema"
        found = root.find(f"{schema}/{{*}}element[@name='{operation}']//{{*}}element[@name='{parameter}']")
        assert found is not None
        return found.get("minOccurs"), found.get("nillable"), (found.get("type") or "").partition(":")[2]

    assert declared(CONTACT, "emailAddress") == ("0", None, "string")
    assert declared("UpdateDocumentProperties2", "importance") == ("1", "true", "short")
    assert declared("SearchRecycledItems", "dateDeletedMinDate") == ("1", "true", "dateTime")
    assert declared("ChangeUserStatus", "StatusCode") == ("1", None, "int")
    assert declared("CreateUser", "ReadOnlyUser") == ("1", None, "boolean")


def test_a_get_of_the_page_itself_is_html(backend: wire.Backend) -> None:
    """A browser that opens the address gets an HTML page."""
    answer = wire.send(backend.url, Request("GET", "", {}))
    assert (answer.status, answer.media_type) == (200, "text/html")
