"""Replies as they come over the wire, a pair of files each, and what they amount to."""

from __future__ import annotations

import json
import pickle
import re
import time
import tracemalloc
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree
from requests.structures import CaseInsensitiveDict
from servers import judge

from soapclient import errors
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.contract.model import Operation
from soapclient.errors import ServiceError, SoapClientError, TransportError
from soapclient.inforouter.reply import Reply
from soapclient.replies import dotnet
from soapclient.replies.dotnet import strip_net

REPLIES = Path(__file__).parent / "replies"
CASES = sorted(path.stem for path in REPLIES.glob("*.json"))
ENVELOPE = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<{0}Response xmlns="http://tempuri.org/"><{0}Result>{1}</{0}Result></{0}Response></s:Body></s:Envelope>'
)


def read(name: str) -> tuple[int, CaseInsensitiveDict, bytes]:
    """Read a reply's file: a status line, headers, an empty line, the body."""
    head, _, body = (REPLIES / f"{name}.http").read_bytes().partition(b"\r\n\r\n")
    status, *headers = head.decode("ascii").splitlines()
    return int(status.split()[1]), CaseInsensitiveDict(line.split(": ", 1) for line in headers), body


def judged(operation: Operation, inner: str, *, secrets=()):
    return judge(operation, 200, {}, ENVELOPE.format(operation.name, inner).encode(), secrets)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("name", CASES)
def test_reply_is_what_its_file_expects(bundled, name):
    """A reply is the result or the error that the file beside it expects, and its message is fit to be shown."""
    case = json.loads((REPLIES / f"{name}.json").read_text("utf-8"))
    operation = bundled[case["operation"]]
    status, headers, body = read(name)
    secrets = tuple(case.get("secrets", ()))
    expected = case["expected"]
    try:
        result = judge(operation, status, headers, body, secrets, plain=case.get("plain", False))
    except SoapClientError as error:
        _check_error(error, expected, case["operation"])
        return
    assert "error" not in expected, "a bad reply was taken for a good one"
    if expected.get("nothing"):
        assert result is None
    elif "bytes" in expected:
        assert result == bytes.fromhex(expected["bytes"])
    else:
        reply = Reply(operation=operation.name, element=result)
        assert etree.QName(result).localname == expected["root"]
        assert expected["attributes"] == reply.attributes
        assert expected.get("text", reply.text) == reply.text
        assert tuple(expected.get("repaired", ())) == reply.repaired


def _check_error(error: SoapClientError, expected: dict, operation: str) -> None:
    message = str(error)
    assert expected.get("error") in (type(error).__name__, None), message
    assert error.operation == operation
    assert message.startswith(operation)
    assert message.isprintable()
    assert len(message) <= 400
    assert expected.get("message", message) == message
    assert expected.get("has", "") in message
    if isinstance(error, TransportError):
        assert expected["maybe_applied"] == error.maybe_applied
        assert ("may have been made" in message) == error.maybe_applied
        assert expected.get("status") == getattr(error, "status", None)
        told = ""
    else:
        assert isinstance(error, ServiceError)
        assert "may have been made" not in message
        assert expected["code"] == error.code
        assert expected.get("text", error.text) == error.text
        assert error.text in message
        assert f"[{error.code}]" in message or error.code is None
        assert expected.get("has_detail", "") in error.detail
        assert expected.get("detail", error.detail) == error.detail
        assert expected.get("detail_length", len(error.detail)) == len(error.detail)
        for name in ("fault_code", "fault_subcode", "fault_actor"):
            assert expected.get(name, getattr(error, name)) == getattr(error, name)
        if "fault_detail" in expected:
            assert expected["fault_detail"] == error.fault_detail.findtext("ErrorCode")
        told = f"{error.detail} {error.fault_code} {error.fault_actor}"
    for hidden in expected.get("hidden", ()):
        assert hidden not in f"{error!s} {error!r} {error.args} {told}"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.operation) == (type(error), message, operation)
    assert getattr(again, "fault_detail", None) is None


def test_every_reply_has_both_files():
    """No case is half there, and each claims a behaviour in one sentence."""
    assert CASES == sorted(path.stem for path in REPLIES.glob("*.http"))
    claims = [json.loads((REPLIES / f"{name}.json").read_text("utf-8"))["claim"] for name in CASES]
    assert len(CASES) > 150
    assert all(claim.endswith(".") and claim[0].isprintable() for claim in claims)


def documented() -> list[tuple[str, str]]:
    rows = json.loads(bundled_file("errors.json").read_text("utf-8"))
    return [(text, row["error"]) for row in rows for text in row.get("texts", ())]


@pytest.mark.parametrize("wrap", ["result", "fault"])
@pytest.mark.parametrize(("text", "error"), documented())
def test_every_documented_text_has_its_class(bundled, text, error, wrap):
    """A documented text is its documented class, whether it comes in a result or in a fault."""
    literal = re.sub(r"<[^<>]+>", "something", text)
    literal = re.sub(r"\[(?:N|M|name|PARAMETER_NAME|SortBy)\]", "[x]", literal)
    with pytest.raises(getattr(errors, error)) as caught:
        if wrap == "result":
            judged(bundled["GetUser"], f'<root success="false" error="{escaped(literal)}" xmlns=""/>')
        else:
            envelope = ENVELOPE.partition("<{0}")[0] + "<s:Fault><faultstring>"
            envelope += escaped(f"System.Web.Services.Protocols.SoapException: {literal}\r\n   at Active.srv.GetUser()")
            envelope += "</faultstring></s:Fault></s:Body></s:Envelope>"
            judge(bundled["GetUser"], 500, {}, envelope.encode())
    assert type(caught.value).__name__ == error


@pytest.mark.parametrize(
    "number", sorted({int(n) for text, _ in documented() for n in re.findall(r"^\[(\d+)\]", text)})
)
def test_every_documented_number_is_known_in_any_language(bundled, number):
    """A documented number is its class whatever the words say, with and without a blank after it."""
    with pytest.raises(ServiceError) as caught:
        judged(bundled["GetUser"], f'<root success="false" error="[{number}]何か" xmlns=""/>')
    assert (caught.value.code, caught.value.text) == (number, "何か")
    assert type(caught.value) is not ServiceError
    with pytest.raises(type(caught.value)):
        judged(bundled["GetUser"], f'<root success="false" error=" [{number}] 何か " xmlns=""/>')


def test_every_operation_knows_its_own_answer(bundled, bundled_2019):
    """For every operation of both contracts its own success is an answer, and nothing in its place is none."""
    for contract in (bundled, bundled_2019):
        for name in contract:
            operation = contract[name]
            empty = f'<{name}Response xmlns="http://tempuri.org/"/>'
            body = (ENVELOPE.partition("<{0}")[0] + empty + "</s:Body></s:Envelope>").encode()
            if operation.returns == "xml":
                assert judged(operation, '<response success="true" xmlns=""/>').get("success") == "true"
            elif operation.returns == "bytes":
                assert judged(operation, "AAEC") == b"\x00\x01\x02"
            else:
                assert judge(operation, 200, {}, body) is None
                continue
            with pytest.raises(SoapClientError) as caught:
                judge(operation, 200, {}, body)
            assert getattr(caught.value, "maybe_applied", False) == operation.changes


def test_refused_result_is_kept_on_the_error(bundled):
    """What a refusal lists stays readable on the exception, and does not stand in the way of pickling it."""
    with pytest.raises(ServiceError) as caught:
        judged(bundled["GetUser"], '<root success="false" xmlns=""><log><item error="x"/></log></root>')
    assert caught.value.result.find("log/item").get("error") == "x"
    assert pickle.loads(pickle.dumps(caught.value)).result is None


def one_way() -> Operation:
    return Operation(
        name="Ping",
        python_name="ping",
        namespace="urn:x",
        input="Ping",
        output=None,
        result=None,
        actions={},
        parameters={},
    )


@pytest.mark.parametrize("status", [200, 202, 204])
def test_one_way_operation_is_done_with_an_empty_reply(status):
    """An operation whose contract has no output is answered by an accepted request, or by an empty envelope."""
    assert judge(one_way(), status, {}, b"") is None
    empty = b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'
    assert judge(one_way(), status, {}, empty) is None


def test_one_way_operation_fails_as_any_other():
    """An operation without an output is not done by an HTML page, an error status or somebody's answer."""
    answer = ENVELOPE.format("Pong", "").encode()
    for status, body in ((200, b"<html/>"), (500, b""), (302, b""), (200, answer)):
        with pytest.raises(TransportError):
            judge(one_way(), status, {}, body)


def test_large_document_is_read_whole(bundled):
    """A document of many megabytes in one piece of text is read whole."""
    body = ENVELOPE.format("DownloadDocument", "A" * (12 * 2**20)).encode()
    assert len(judge(bundled["DownloadDocument"], 200, {}, body)) == 9 * 2**20


LONG = 3 * 2**20


@pytest.mark.parametrize("text", ["a.ba.b", "a ", "---> ", "aException: ", "x   at a.b("])
@pytest.mark.parametrize("place", ["result", "fault", "detail"])
def test_a_long_error_text_is_cut_before_it_costs(bundled, monkeypatch, text, place):
    """An error text of many megabytes is one bounded error, in little memory, and is not searched beyond the cut."""
    searched = []
    monkeypatch.setattr(
        dotnet, "strip_net", lambda raw, fault: searched.append(len(raw)) or strip_net(raw, fault=fault)
    )
    text = escaped(text * (LONG // len(text)))
    fault = "<s:Fault>{}</s:Fault></s:Body></s:Envelope>"
    bodies = {
        "result": ENVELOPE.format("GetUser", f'<root success="false" error="{text}" xmlns=""/>'),
        "fault": ENVELOPE.partition("<{0}")[0] + fault.format(f"<faultstring>{text}</faultstring>"),
        "detail": ENVELOPE.partition("<{0}")[0] + fault.format(f"<detail>{text}</detail>"),
    }
    body = bodies[place].encode()
    tracemalloc.start()
    try:
        with pytest.raises(ServiceError) as caught:
            judge(bundled["GetUser"], 200, {}, body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [65536 + 1000] == searched
    assert peak < 6 * len(text)
    assert len(caught.value.detail) <= 65536 + 1000
    assert len(str(caught.value)) <= 400


@pytest.mark.parametrize("secret", ["3f2504e0-4f89-11d3-9a0c-0305e82c3301", "pässwörd\U0001f600" * 200])
@pytest.mark.parametrize("before", ["", "x ---> [901] ", "System.Exception: "])
@pytest.mark.parametrize("wrap", ["result", "fault"])
def test_a_secret_at_the_cut_is_hidden_whole(bundled, secret, before, wrap):
    """Wherever a long text is cut, no part of a secret that stood there is shown."""
    form = quote(secret)
    cut = 65536 + max(1000, 12 * len(secret))
    for shift in range(1, len(form), max(1, len(form) // 40)):
        for lead in (" ", secret):
            start = (before + lead * ((cut - shift - 40) // len(lead))).ljust(cut - shift)
            text = start + form + " and so on " * 4000
            with pytest.raises(ServiceError) as caught:
                if wrap == "result":
                    judged(
                        bundled["GetUser"],
                        f'<root success="false" error="{escaped(text)}" xmlns=""/>',
                        secrets=(secret,),
                    )
                else:
                    fault = f"<s:Fault><faultstring>{escaped(text)}</faultstring></s:Fault></s:Body></s:Envelope>"
                    body = (ENVELOPE.partition("<{0}")[0] + fault).encode()
                    judge(bundled["GetUser"], 500, {}, body, (secret,))
            shown = f"{caught.value} {caught.value.text} {caught.value.detail}"
            assert secret[:6] not in shown
            assert form[:6] not in shown
            assert caught.value.code == (901 if "[901]" in before and wrap == "fault" else None)


def test_a_long_element_name_is_cut(bundled):
    """A name of megabytes makes a short message."""
    with pytest.raises(errors.UnexpectedReply) as caught:
        judge(bundled["GetUser"], 200, {}, b"<" + b"a" * 8 * 2**20 + b"/>")
    assert len(str(caught.value)) <= 400


def test_scattered_base64_is_read_in_little_memory(bundled):
    """Bytes with a blank after every few characters cost no more than a few times their size."""
    body = ENVELOPE.format("DownloadDocument", "AAAA " * 2**20).encode()
    tracemalloc.start()
    try:
        data = judge(bundled["DownloadDocument"], 200, {}, body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert data == bytes(3 * 2**20)
    assert peak < 6 * len(body)


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        ("[901] Session expired or Invalid ticket", "SessionExpired", 901),
        ("[900]何か", "AuthenticationFailed", 900),
        ("SystemError: Object reference not set", "ServerFault", None),
        ("Access denied", "AccessDenied", None),
        ("[99999] unheard of", "ServiceError", 99999),
        ("[log]", "PartialFailure", None),
        ("3 of 5 items were left out", "PartialFailure", None),
    ],
)
def test_a_success_with_an_error_is_no_success(bundled, text, error, code):
    """What says both that it is a success and an error raises that error, and the result is kept on it."""
    with pytest.raises(ServiceError) as caught:
        judged(bundled["GetUser"], f'<response success="true" error="{escaped(text)}" x="1" xmlns=""/>')
    assert (type(caught.value).__name__, caught.value.code) == (error, code)
    assert caught.value.result.get("x") == "1"


@pytest.mark.parametrize("text", ["", " ", "&#10;"])
def test_a_success_with_an_empty_error_is_a_success(bundled, text):
    """An empty error attribute says nothing against a success."""
    assert judged(bundled["GetUser"], f'<response success="true" error="{text}" xmlns=""/>').get("success") == "true"


@pytest.mark.parametrize("second", ["false", "true"])
def test_two_results_are_no_answer(bundled, second):
    """A result with two roots is refused, whichever of them says that it is a success."""
    one = '<response success="true" xmlns=""/>'
    with pytest.raises(errors.UnexpectedReply, match="more than one root"):
        judged(bundled["GetUser"], f'{one}<!-- x --><response success="{second}" error="" xmlns=""/>')
    assert judged(bundled["GetUser"], f"<!-- x -->{one}<?x?>").get("success") == "true"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_when_to_try_again(bundled, said, seconds):
    """What `Retry-After` asks for is on the error, in seconds; what cannot be read is as if it were not there."""
    headers = {} if said is None else {"Retry-After": said}
    with pytest.raises(errors.HttpError) as caught:
        judge(bundled["GetUser"], 503, headers, b"")
    assert seconds == caught.value.retry_after


def test_a_moment_to_try_again(bundled):
    """A `Retry-After` that names a moment to come is that many seconds away."""
    with pytest.raises(errors.HttpError) as caught:
        judge(bundled["GetUser"], 429, {"Retry-After": formatdate(time.time() + 3600, usegmt=True)}, b"")
    assert 3000 < caught.value.retry_after <= 3600
