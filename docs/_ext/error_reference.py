"""Write the error reference of the site: each number, text and class of errors, and what to do about it."""

from __future__ import annotations

import html
import inspect
import json
import re
from collections.abc import Iterator

from soapclient import Contract, errors
from soapclient.contract.bundled import bundled
from soapclient.inforouter.error_table import classify
from soapclient.inforouter.numbers import by_number

ADVICE = {
    "SoapClientError": "Catch it last: it covers every failure of this package.",
    "ContractError": "Correct the call. Nothing was sent, so nothing has changed.",
    "WsdlError": 'Check the URL and its access; `wsdl="bundled"` works without the server\'s own WSDL.',
    "UnknownOperation": "Use one of `.nearest`, or check which WSDL the client has loaded.",
    "UnknownPort": "Name one of the services or ports that the message lists.",
    "ArgumentError": "Correct everything in `.problems`; they are listed all at once.",
    "ProfileError": "Correct the setting that the message names; `soapclient profile show` tells where it comes from.",
    "NullNotAllowed": "Use `CLEAR` to empty the field, or give a value.",
    "BulkError": "Mend the rows, plan or journal that `.problems` names and run the command again.",
    "TransportError": "Read `.maybe_applied`: `False` means the change was not made and the call can be repeated.",
    "ConnectError": "Check address, network and proxy; repeat if `.maybe_applied` is `False`.",
    "RequestTimeout": "Read the current state before you repeat a write: the server may still be working.",
    "TlsError": "Check the certificate; give your own CA with `verify=`. Nothing was sent.",
    "HttpError": "Look at `.status`; after 429 or 503 wait `.retry_after` seconds.",
    "UnexpectedReply": "Check that the address is the SOAP service; a login page or a proxy may answer instead.",
    "ReplyTooLarge": "Raise `max_reply_bytes`, or ask for less.",
    "ServiceError": "Read `.code` and `.text`: the service refused, and no more specific class applies.",
    "AuthenticationFailed": "Correct the user name or password. The client does not try again by itself.",
    "SessionExpired": "Get a new ticket. With a password the client has logged in again already.",
    "TicketNotAllowed": "Use another account, or another kind of login: this account gets no ticket.",
    "RequiredParameter": "Give the value that the text names.",
    "AccessDenied": "Ask for the right, or use an account that has it.",
    "NotFound": "Check the name or path. The service also hides what the caller may not see.",
    "UserNotFound": "Check the user name.",
    "GroupNotFound": "Check the group's name, and `DomainName`: an empty one means a global group.",
    "DomainNotFound": "Check the library's name.",
    "DocumentNotFound": "Check the path or number of the document, and the caller's right to see it.",
    "FolderNotFound": "Check the path of the folder, and the caller's right to see it.",
    "PathNotFound": "Check the path: there is neither a document nor a folder at it.",
    "VersionNotFound": "List the versions of the document first.",
    "PropertySetNotFound": "Check the names of the property set and its fields, and the row number.",
    "WorkflowNotFound": "Check the name of the workflow, its definition or its step.",
    "TaskNotFound": "List the tasks again: this one is gone.",
    "HandlerNotFound": "Start the transfer anew: the handler has expired.",
    "AlreadyExists": "Use another name, or update what is there.",
    "InvalidValue": "Correct the value that the text names.",
    "Conflict": "Change the state first: check the document in, unlock it, or wait for the other user.",
    "Obsolete": "Use another operation: this one does nothing any more.",
    "PartialFailure": "Go through `.failed_items`; the others are done.",
    "EmptyBytes": "Call `GetDownloadInfo` or `DocumentExists` to learn whether the document is empty.",
    "ServerFault": "Give `.detail` to the administrator of the server.",
}
_BRACKETED = re.compile(r"\[([0-9]+)\]\s*(.*)", re.DOTALL)


def classes() -> Iterator[tuple[int, type[errors.SoapClientError]]]:
    """List every exception class with its depth in the tree, a parent before its children."""

    def below(kind: type[errors.SoapClientError], depth: int) -> Iterator[tuple[int, type[errors.SoapClientError]]]:
        yield depth, kind
        for child in kind.__subclasses__():
            if child.__module__ == errors.__name__:
                yield from below(child, depth + 1)

    return below(errors.SoapClientError, 0)


def numbers() -> dict[int, dict[str, dict[str, str]]]:
    """Return for each documented number the classes it stands for, and for each class its operations and meanings."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    for row in _table():
        number = row.get("code", row.get("number"))
        if number is not None:
            found.setdefault(number, {}).setdefault(row["error"], {})
    contract = Contract.load()
    for name in contract:
        operation = contract[name]
        for code in operation.codes:
            found.setdefault(code.number, {}).setdefault(code.error, {})[name] = code.means
        for text in operation.errors:
            if told := _BRACKETED.match(text):
                number = int(told[1])
                found.setdefault(number, {}).setdefault(classify(text).error.__name__, {})[name] = told[2]
    return {number: found[number] for number in sorted(found)}


def texts() -> list[tuple[str, str]]:
    """Return each documented text without a number, with the class it stands for."""
    rows = [row for row in _table() if not {"code", "number"} & row.keys()]
    return sorted(
        {(text, row["error"]) for row in rows for text in row.get("texts", ())}, key=lambda row: row[0].lower()
    )


def written() -> str:
    """Return the page, as Markdown."""
    return (
        "\n".join(("# Errors by number, text and class\n", _INTRODUCTION, *_tree(), *_by_number(), *_by_text())) + "\n"
    )


_INTRODUCTION = """\
Every failure is a `soapclient.errors.SoapClientError`. Catch the class that says what you can do about it; `.code` has
the number and `.text` the server's own words. Classic servers put a number in brackets before some texts, as in
`[901]`. Current servers send a number such as 4041 in an attribute and translate the texts. Where a server sends a
number, the number decides the class.

```python
from soapclient import Client, errors

with Client("sim:", username="admin", password="admin") as ir:
    try:
        ir.users.get("nobody")
    except errors.UserNotFound as error:
        print(error.code, error.text)
```
"""


def _tree() -> Iterator[str]:
    yield "## Classes\n\n| class | raised when | what to do |\n|---|---|---|"
    for depth, kind in classes():
        told = (inspect.getdoc(kind) or "").partition("\n\n")[0]
        indent = "&emsp;" * depth
        yield f"| {indent}{_linked(kind.__name__)} | {_cell(told)} | {_cell(ADVICE[kind.__name__])} |"
    yield ""


def _by_number() -> Iterator[str]:
    found = numbers()
    yield "## Numbers\n\nClick a heading to sort by it.\n\n| number | class | meaning |\n|---|---|---|"
    for number, kinds in found.items():
        named = ", ".join(map(_linked, kinds))
        yield f"| [{number}](#error-{number}) | {named} | {_cell('; '.join(_meanings(number)))} |"
    for number, kinds in found.items():
        yield f"\n(error-{number})=\n\n### {number}\n"
        told = _meanings(number)
        if told:
            text = "; ".join(map(_escaped, told))
            yield f"{text[0].upper()}{text[1:]}.\n".replace("..", ".")
        yield f"Where the operation does not say otherwise: {_linked(by_number(number).__name__)}.\n"
        for kind, operations in kinds.items():
            yield f"**{_linked(kind)}**: {_cell(ADVICE[kind])}\n"
            if operations:
                yield _operations(operations)


def _operations(operations: dict[str, str]) -> str:
    count = f"{len(operations)} operation{'s' if len(operations) > 1 else ''}"
    rows = "".join(
        f"<tr><td><code>{html.escape(name)}</code></td><td>{html.escape(means)}</td></tr>\n"
        for name, means in sorted(operations.items())
    )
    return f"<details><summary>{count}</summary>\n<table class='table'>\n{rows}</table></details>\n"


def _by_text() -> Iterator[str]:
    yield (
        "\n## Texts\n\nClassic servers send most errors as a text without a number. Words in brackets stand for names "
        "and values.\n\n| text | class |\n|---|---|"
    )
    for text, kind in texts():
        yield f"| {_escaped(' '.join(text.split()))} | {_linked(kind)} |"


def _meanings(number: int) -> list[str]:
    told: dict[str, None] = {}
    for row in _table():
        if number in (row.get("code"), row.get("number")):
            texts = [_BRACKETED.match(text) for text in row.get("texts", ())]
            told.update(dict.fromkeys(found[2].strip().rstrip(".") for found in texts if found))
            told[row.get("means", "")] = None
    return [each for each in told if each]


def _table() -> list[dict[str, object]]:
    return json.loads(bundled("errors.json").read_text("utf-8"))


def _linked(name: str) -> str:
    return f"{{py:exc}}`~soapclient.errors.{name}`"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|$~])", r"\\\1", text)


def _cell(text: str) -> str:
    """Write a text whose code is in backticks into a cell of a table."""
    parts = " ".join(text.split()).split("`")
    return "`".join(part if at % 2 else _escaped(part) for at, part in enumerate(parts)).replace("`|", "`\\|")
