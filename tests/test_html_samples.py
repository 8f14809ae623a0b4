"""The samples of the report page: every one of them is a call that the contract, the parser and the server accept."""

from __future__ import annotations

import re
import shlex
from html import unescape
from pathlib import Path

import pytest
from lxml import etree

from soapclient import Contract, report_html
from soapclient.calls.arguments import bind
from soapclient.cli import main
from soapclient.cli.arguments import read
from soapclient.simulator.reading import RequestReader, open_envelope
from soapclient.tools.html.sample_answers import SampleAnswers
from soapclient.tools.html.sample_calls import as_soap, in_python, on_command_line, sample_calls

SHOP = Path(__file__).parent / "wsdls" / "shop.wsdl"
SOURCES = ["bundled", "bundled-2019", str(SHOP)]
INFOROUTERS = SOURCES[:2]


class Recorder:
    """Takes the place of a client: it remembers the call instead of sending it."""

    def __init__(self):
        self.service = self
        self.called = None

    def __getattr__(self, name):
        def call(**given):
            self.called = (name, given)

        return call


class Prompts:
    """Takes the place of a connection while words of the command line are read."""

    password_from_stdin = False

    def remember(self, value):
        """Forget a secret."""


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    """The files that samples of the command line read."""
    (tmp_path / "content.bin").write_bytes(b"content")
    (tmp_path / "secret.txt").write_text("***", "utf-8")
    monkeypatch.chdir(tmp_path)


def shell_words(line):
    """Split a command as a shell does, which joins the lines that end with a backslash."""
    return shlex.split(line.replace("\\\n", " "))


def sent(contract, operation, given):
    """The envelope of a call."""
    return contract.encode(operation, bind(operation, given))


def every(source):
    """Each operation of a contract with each of its sample calls."""
    contract = Contract.load(source)
    for name in contract:
        operation = contract.operations[name]
        calls, missing = sample_calls(operation)
        assert missing is None
        assert calls
        for call in calls:
            yield contract, operation, call


@pytest.mark.parametrize("source", SOURCES)
def test_every_python_sample_is_a_call_of_the_contract(source):
    """Each Python sample runs, calls the operation in Python's spelling, and gives what the contract takes."""
    for contract, operation, call in every(source):
        client = Recorder()
        exec(in_python(operation, call), {"ir": client, "soap": client})
        name, given = client.called
        assert contract[name].name == operation.name
        assert sent(contract, operation, given) == sent(contract, operation, call.values)


@pytest.mark.parametrize("source", SOURCES)
def test_every_command_line_sample_is_read(source):
    """Each sample of the command line is words that the parser takes, and means what the Python sample means."""
    for contract, operation, call in every(source):
        words = shell_words(on_command_line(contract, operation, call))
        assert words[:3] == ["soapclient", "call", operation.name]
        more = words[3:]
        if operation.message is not None:
            assert more[:2] == ["--wsdl", source]
            more = more[2:]
        if operation.returns == "bytes":
            assert more[-2:] == ["-o", "reply.bin"]
            more = more[:-2]
        given = read(operation, more, Prompts())
        assert sent(contract, operation, given) == sent(contract, operation, call.values)


@pytest.mark.parametrize("source", INFOROUTERS)
def test_every_soap_sample_is_bound_by_the_server(source):
    """Each envelope is read by the simulator as the operation with the arguments of the sample."""
    for contract, operation, call in every(source):
        envelope = open_envelope(as_soap(contract, operation, call, "1.1").encode(), None)
        reader = RequestReader(operation)
        assert [each.tag for each in envelope.children] == [reader.wrapper]
        found = reader.soap(envelope.children)
        told = {name for name, value in found.items() if value is not None}
        assert set(call.values) <= told
        texts = {name: value for name, value in call.values.items() if isinstance(value, str) and value[0] != "<"}
        assert texts == {name: found[name] for name in texts}


@pytest.mark.parametrize("source", INFOROUTERS)
def test_every_answer_is_xml_of_the_contract(source):
    """Each sample answer is an envelope with the output of its operation, in the contract's namespace."""
    contract = Contract.load(source)
    answers = SampleAnswers(contract)
    for name in contract:
        operation = contract.operations[name]
        answer = answers.answer(operation)
        root = etree.fromstring(answer.soap)
        output = root[0][0]
        assert f"{{{operation.namespace}}}{operation.output}" == output.tag
        if operation.result:
            assert [f"{{{operation.namespace}}}{operation.result}"] == [each.tag for each in output]
        assert operation.returns != "xml" or {operation.root} == {each.tag for each in output[0]}


@pytest.mark.parametrize("name", ["UpdateUserContactInfo", "SetExpirationDate", "UploadDocument"])
def test_a_sample_runs_as_a_command(name, capsys):
    """The `envelope` command takes the words of a sample and prints the envelope of the page."""
    contract = Contract.load()
    operation = contract[name]
    call = sample_calls(operation)[0][0]
    words = shell_words(on_command_line(contract, operation, call))
    assert main(["envelope", *words[2:], "--wsdl", "bundled"]) == 0
    printed = etree.fromstring(capsys.readouterr().out)
    expected = etree.fromstring(as_soap(contract, operation, call, "1.1"))
    for ticket in expected.xpath("//*[local-name() = $name]", name=operation.session_parameter.name):
        ticket.getparent().remove(ticket)
    for root in (printed, expected):
        etree.indent(root)
    assert etree.tostring(expected, method="c14n").split() == etree.tostring(printed, method="c14n").split()


def test_a_partial_update_comes_first():
    """Where null keeps fields, the first call changes one of them and leaves the others out; the last says all."""
    operation = Contract.load()["UpdateUserContactInfo"]
    first, last = sample_calls(operation)[0]
    assert first.title == "Change emailAddress and keep mobileNumber"
    assert ["userName", "emailAddress"] == [*first.values]
    assert ["userName", "emailAddress", "mobileNumber"] == [*last.values]


def test_a_sample_leaves_out_nothing_that_null_may_clear():
    """No sample leaves out a parameter whose null clears the stored value, or may."""
    for _, operation, call in every("bundled"):
        left = [each for each in operation.own_parameters if each.name not in call.values]
        assert not operation.writes or not [each for each in left if each.on_null in ("clears", "contradictory")]


def test_an_answer_of_any_service_is_decoded():
    """The sample answer of a service without notes is one that its schema decodes to the values of the Python tab."""
    contract = Contract.load(SHOP)
    answer = SampleAnswers(contract).answer(contract["Order"])
    assert f"reply  # {contract.decode('Order', answer.soap.encode())!r}" == answer.python


def test_the_tabs_are_on_the_page():
    """The page has each sample as SOAP, in Python and on the command line, under headings that need no script."""
    page = report_html(Contract.load(SHOP))
    start = page.index('id="op-Order"')
    shown = unescape(re.sub(r"<[^>]+>", " ", page[start : page.index("<details class", start)]))
    assert "soap.service.order(" in shown
    assert "soapclient call Order" in shown
    assert "<ns0:OrderRequest" in shown or "<ns0:Order" in shown


def test_the_sample_of_a_secret_is_a_file():
    """On the command line a secret is read from a file, never said."""
    contract = Contract.load()
    operation = contract["AuthenticateUser"]
    line = on_command_line(contract, operation, sample_calls(operation)[0][0])
    assert "PWD=@secret.txt" in line
    assert "***" not in line
