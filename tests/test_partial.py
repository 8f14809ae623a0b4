"""Work done in part: what failed and what was done, in every shape that the service writes."""

from __future__ import annotations

import json
import pickle

import pytest
import servers
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from servers import judge

from soapclient import errors
from soapclient.cli import main
from soapclient.inforouter import partial

XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


def judged(operation, result, secrets=()):
    return judge(operation, 200, {}, servers.envelope(operation.name, result), secrets)


FAILURES = [
    ("AddPropertySetRow", '<response success="false" error="[log]" xmlns=""><item name="P" error="no"/></response>'),
    ("DeletePropertySetRow", '<response success="false" error="[log]" xmlns=""><item name="P" error="no"/></response>'),
    (
        "AddPropertySetRowForUser",
        '<response success="false" error="[log]" xmlns=""><logitem propertyset="P" error="no"/></response>',
    ),
    ("Copy", '<Response success="false" error="[log]" xmlns=""><item path="P" error="no"/></Response>'),
    ("Lock", '<response success="false" error="[log]" xmlns=""><log><item>P</item><error>no</error></log></response>'),
    ("DisposeItem", '<root success="true" xmlns=""><log><item>P</item><error>no</error></log></root>'),
    ("SetRdFreezeFlag", '<root success="true" xmlns=""><log><item>P</item><error>no</error></log></root>'),
    (
        "PurgeRecycleBinItem",
        '<response success="false" error="[log]" xmlns=""><logitem name="P" message="no"/></response>',
    ),
    (
        "SetOwner",
        '<response success="false" error="Some items could not be updated" xmlns=""><logitem path="P" error="no"/>'
        "</response>",
    ),
    ("UploadZip", '<root success="false" xmlns=""><logs><log><item>P</item><error>no</error></log></logs></root>'),
    (
        "UploadZipWithHandler",
        '<root success="true" xmlns=""><logs><log><item>P</item><error>no</error></log></logs></root>',
    ),
    (
        "DownloadZipWithHandler",
        '<Response success="true" error="[log]" downloadhandler="h" xmlns=""><log><item path="P" error="no"/></log>'
        "</Response>",
    ),
    (
        "GetConnectProfile",
        '<response success="true" error="" xmlns=""><Operations><Operation name="P" status="Failed" error="no"/>'
        "</Operations></response>",
    ),
]


class TestFailures:
    """What a call raises."""

    @pytest.mark.parametrize(("operation", "result"), FAILURES, ids=[name for name, _ in FAILURES])
    def test_each_shape(self, bundled, operation, result):
        """Each documented shape, in a success or a failure, is a PartialFailure that lists the item and its reason."""
        with pytest.raises(errors.PartialFailure) as caught:
            judged(bundled[operation], result)
        assert caught.value.failed_items == (("P", "no"),)
        assert str(caught.value) == f"{operation}: 1 failed: P: no"
        assert caught.value.result is not None

    @pytest.mark.parametrize("operation", ["SetFolderCutoffDate", "RemoveFolderCutoffDate"])
    def test_both_are_listed(self, bundled, operation):
        """MultiStatus lists what was done too, and what has another status than success was not."""
        with pytest.raises(errors.PartialFailure) as caught:
            judged(
                bundled[operation],
                '<response success="false" error="MultiStatus" xmlns=""><logitem path="/a" status="success"/>'
                '<logitem path="/b" status="error" message="Access denied"/><logitem path="/c" status="skipped"/>'
                "</response>",
            )
        assert caught.value.failed_items == (("/b", "Access denied"), ("/c", "skipped"))
        assert caught.value.succeeded_items == (("/a", "success"),)
        assert caught.value.message == f"{operation}: 2 failed (1 done): /b: Access denied; /c: skipped"
        assert caught.value.detail == "MultiStatus"

    def test_warnings_of_a_transfer(self, bundled):
        """A transfer with warnings is one; with none, or an empty text, it is a success."""
        operation = bundled["TransferUserTasks"]
        for quiet in ("", ' warnings=""', ' warnings="0"'):
            assert judged(operation, f'<root success="true"{quiet} xmlns=""/>').get("success") == "true"
        with pytest.raises(errors.PartialFailure, match="1 failed: 2 tasks stay"):
            judged(operation, '<root success="true" warnings="2 tasks stay" xmlns=""/>')

    def test_rows_that_wait_did_not_fail(self, bundled):
        """A row with a status that is neither done nor failed is no failure inside a success."""
        result = (
            '<response success="true" xmlns=""><Operations><Operation name="S" status="Queued" error=""/></Operations>'
        )
        assert judged(bundled["GetConnectProfile"], f"{result}</response>").get("success") == "true"

    def test_a_log_without_failures(self, bundled):
        """A log of a success that names only what was done is a success."""
        result = '<root success="true" xmlns=""><logs><log><item>a</item><error/><item>b</item></log></logs></root>'
        assert judged(bundled["UploadZip"], result) is not None

    def test_a_plain_refusal_stays_what_it_is(self, bundled):
        """Without items, a refusal is the documented error; in an operation without such lists it is too, with them."""
        with pytest.raises(errors.AccessDenied):
            judged(bundled["Lock"], '<response success="false" error="Access denied" xmlns=""/>')
        with pytest.raises(errors.UserNotFound):
            judged(
                bundled["GetUser"],
                '<response success="false" error="User not found" xmlns=""><item path="P" error="no"/></response>',
            )

    def test_what_a_failure_leaves(self, bundled):
        """Where a failure leaves changes that no reply lists, the message says so, but not for a missing right."""
        operation = bundled["UpdateTaskStatus"]
        with pytest.raises(errors.ServiceError) as caught:
            judged(operation, '<root success="false" error="Task not active" xmlns=""/>')
        assert caught.value.message == "UpdateTaskStatus: Task not active; the comment may have been saved"
        assert caught.value.text == "Task not active"
        with pytest.raises(errors.AccessDenied) as denied:
            judged(operation, '<root success="false" error="Access denied" xmlns=""/>')
        assert denied.value.message == "UpdateTaskStatus: Access denied"

    def test_many_items_and_secrets(self, bundled):
        """The message names three items and the number of the rest, all without secrets; the lists survive pickling."""
        items = "".join(f'<item path="/{number}" error="S3CRET"/>' for number in range(9))
        with pytest.raises(errors.PartialFailure) as caught:
            judged(bundled["Copy"], f'<Response success="false" error="[log]" xmlns="">{items}</Response>', ("S3CRET",))
        assert caught.value.message == "Copy: 9 failed: /0: ***; /1: ***; /2: ***; and 6 more"
        again = pickle.loads(pickle.dumps(caught.value))
        assert again.failed_items == tuple((f"/{number}", "***") for number in range(9))
        assert again.failed_items[0].name == "/0" and again.failed_items[0].text == "***"

    def test_command_line(self, monkeypatch, capsys):
        """The one line names the first ones; JSON has them all."""
        monkeypatch.setenv("SOAPCLIENT_PASSWORD", "admin")
        items = [errors.PartialItem(f"/{number}", "no") for number in range(5)]

        def lock(*_, **__):
            raise errors.PartialFailure(
                "Lock: 5 failed",
                operation="Lock",
                failed_items=tuple(items),
                succeeded_items=(errors.PartialItem("/9", ""),),
            )

        monkeypatch.setattr("soapclient.calls.proxy.OperationProxy.reply", lock)
        words = ["call", "Lock", "Path=/F", "--server", "sim:", "--username", "admin"]
        assert main(words) == 1
        assert capsys.readouterr().err == "soapclient: Lock: 5 failed\n"
        assert main([*words, "--json"]) == 1
        error = json.loads(capsys.readouterr().err)["error"]
        assert error["failed"] == [{"name": f"/{number}", "text": "no"} for number in range(5)]

    def test_without_success(self, bundled):
        """Items that failed are listed too where `success` is missing and an error is there."""
        with pytest.raises(errors.PartialFailure) as caught:
            judged(
                bundled["Lock"],
                '<response error="[log]" xmlns=""><log><item>P</item><error>no</error></log></response>',
            )
        assert caught.value.failed_items == (("P", "no"),)


class TestReading:
    """How items are read."""

    @settings(deadline=None)
    @given(st.lists(st.tuples(XML_TEXT, XML_TEXT), max_size=5))
    def test_pairs_and_attributes_read_alike(self, pairs):
        """Items as pairs of elements and as attributes give the same, and none is lost."""
        pairs = [(name.strip(), reason.strip()) for name, reason in pairs]
        elements, attributes = (etree.Element("root", success="false") for _ in range(2))
        for name, reason in pairs:
            log = etree.SubElement(elements, "log")
            etree.SubElement(log, "item").text = name
            etree.SubElement(log, "error").text = reason
            etree.SubElement(attributes, "log", path=name, error=reason)
        read = partial.read("log", elements)
        assert read == partial.read("log", attributes) == partial.read("*", elements)
        assert [*read.failed, *read.succeeded] == sorted(pairs, key=lambda pair: not pair[1])

    def test_an_error_without_an_item(self):
        """A reason that stands without its item, and an item that follows another, are kept."""
        root = etree.fromstring(
            "<r success='false'><log><error>e</error><item>a</item><item>b</item><error>f</error></log></r>"
        )
        assert partial.read("log", root) == ((("", "e"), ("b", "f")), (("a", ""),))
