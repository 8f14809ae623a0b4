"""`demo`: what null does to a user's fields, over SOAP and over HTTP POST, and the errors as they arrive.

It needs nothing but the package's own dependencies, and no socket.
"""

from __future__ import annotations

import json
from typing import Any, Final, TextIO

import requests
from lxml import etree

from soapclient import Client, errors

_NEW: Final = "new@example.com"
_OPERATION: Final = "UpdateUserContactInfo"
_UNKNOWN_TICKET: Final = "00000000-0000-0000-0000-000000000000"
_SYSTEM_ERROR: Final = "SystemError:Object reference not set"


def demo(stream: TextIO, *, as_json: bool = False) -> None:
    """Tell the story on an embedded simulator.

    Args:
        stream: where to.
        as_json: whether to tell it as one JSON object.
    """
    with Client("sim:", username="admin", password="admin") as ir:  # noqa: S106 - the simulator's own
        facts = {
            "before": _contact(ir),
            "soap": _over_soap(ir),
            "after_soap": _contact(ir),
            "post": _over_post(ir),
            "after_post": _contact(ir),
            "errors": _errors(ir),
        }
    text = json.dumps(facts, indent=2) if as_json else _story(facts)
    stream.write(f"{text}\n")
    stream.flush()


def _contact(ir: Client) -> dict[str, str | None]:
    user = ir.users.get("jdoe")
    return {"email": user.email, "mobile": user.mobile}


def _over_soap(ir: Client) -> dict[str, str]:
    root = etree.fromstring(
        ir.envelope(_OPERATION, authenticationTicket="***", userName="jdoe", emailAddress=_NEW).encode()
    )
    etree.indent(root)
    ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress=_NEW)
    call = f'ir.service.{_OPERATION}(userName="jdoe", emailAddress="{_NEW}")'
    return {"call": call, "envelope": etree.tostring(root, encoding="unicode")}


def _over_post(ir: Client) -> dict[str, Any]:
    simulator = ir.simulator
    if simulator is None:
        raise AssertionError
    ticket = _ticket(ir, "admin", "admin")
    form = {"authenticationTicket": ticket, "userName": "jdoe", "emailAddress": _NEW, "mobileNumber": ""}
    with requests.Session() as session:
        session.trust_env = False
        session.mount(ir.url, simulator.adapter())
        reply = session.post(f"{ir.url}/{_OPERATION}", data=form, timeout=10)
    shown = "&".join(f"{name}={value}" for name, value in {**form, "authenticationTicket": "***"}.items())
    return {"path": f"srv.asmx/{_OPERATION}", "form": shown, "status": reply.status_code}


def _ticket(ir: Client, user: str, password: str) -> str:
    return ir.service.AuthenticateUser(UID=user, PWD=password).attributes["ticket"]


def _errors(ir: Client) -> list[dict[str, Any]]:
    simulator = ir.simulator
    if simulator is None:
        raise AssertionError
    own = _ticket(ir, "jdoe", "secret")
    found = [
        _error(ir, userName="jdoe", authenticationTicket=""),
        _error(ir, userName="jdoe", authenticationTicket=_UNKNOWN_TICKET),
        _error(ir, userName="nobody"),
        _error(ir, userName="admin", authenticationTicket=own),
    ]
    simulator.fail("error", operation=_OPERATION, text=_SYSTEM_ERROR)
    return [*found, _error(ir, userName="jdoe")]


def _error(ir: Client, **arguments: str) -> dict[str, Any]:
    try:
        ir.service.UpdateUserContactInfo(emailAddress=_NEW, **arguments)
    except errors.ServiceError as exc:
        return {"type": type(exc).__name__, "code": exc.code, "message": exc.message}
    raise AssertionError


def _story(facts: dict[str, Any]) -> str:
    lines = [
        f"before    jdoe: {_said(facts['before'])}",
        f"SOAP      {facts['soap']['call']} sends",
        *(f"          {line}" for line in facts["soap"]["envelope"].splitlines()),
        f"after     jdoe: {_said(facts['after_soap'])}; no mobileNumber was sent: null keeps it",
        f"POST      {facts['post']['path']}, where null cannot be said, with the form",
        f"          {facts['post']['form']}",
        f"after     jdoe: {_said(facts['after_post'])}; the empty mobileNumber cleared it",
        f"errors    of {_OPERATION}, as they arrive",
        *(f"          {error['type']:21} {error['message']}" for error in facts["errors"]),
    ]
    return "\n".join(lines)


def _said(contact: dict[str, str | None]) -> str:
    return f"e-mail {contact['email'] or '(empty)'}, mobile {contact['mobile'] or '(empty)'}"
