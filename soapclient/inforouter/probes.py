"""Probe the effect of null on a document, a folder or preferences that the user names.

Only nulls and current values are written; cleared values are restored. The old values are saved in the cache first:
if a probe is killed half way, the next one restores them. The result is kept with the server's contract, so
that later updates need not read where null keeps.

Source: the pages of UpdateDocumentProperties, 1 and 2, UpdateFolderProperties, UpdateUserPreferences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import attrs

from ..calls.checks import Finding, failure, of_error, ok, skipped
from ..contract.model import Operation
from ..errors import SoapClientError, UnexpectedReply
from ..values import KEEP
from .document_update import address
from .fields import PREFERENCES, PROPERTIES, VARIANTS
from .models.contents import Folder

if TYPE_CHECKING:
    from .models.entity import Entity

Values = Mapping[str, str]
_DEFAULTS = frozenset({"", "false", "html", "instant"})  # possible defaults of preferences


@attrs.frozen(kw_only=True)
class Probe:
    """The probe of one operation on one thing.

    Attributes:
        check: the name of the check.
        thing: the thing, for messages.
        operation: the operation that is called with null.
        kept: the fields that are sent as null.
        read: reads the values of all fields of the operation.
        null: sends null for the fields, and the current value of the others.
        restore: sends all values.
        unseen: explains why these values could show nothing; empty if they can.
    """

    check: str
    thing: str
    operation: str
    kept: tuple[str, ...]
    read: Callable[[], Values]
    null: Callable[[Values], object]
    restore: Callable[[Values], object]
    unseen: Callable[[Values], str]


def documents(client: Any, path_or_id: str | int) -> Iterator[Probe]:
    """Return the probes of a document: one for each operation that updates its properties."""
    path = address(path_or_id)
    return (_document(client, path, client.contract[name]) for name in VARIANTS if name in client.contract)


def _document(client: Any, path: str, operation: Operation) -> Probe:
    known = {name.casefold() for name in operation.parameters}
    fields = {field: parameter for field, parameter in PROPERTIES.items() if parameter.casefold() in known}
    texts = tuple(field for field in fields if field != "importance")

    def send(values: Mapping[str, Any]) -> object:
        said = {operation.spell(fields[field]): value for field, value in values.items()}
        return client.service[operation.name](**{operation.spell("Path"): path}, **said)

    return Probe(
        check="null-document",
        thing=f"document {path}",
        operation=operation.name,
        kept=texts[1:],
        read=lambda: _fields(client.documents.get(path), texts),
        null=lambda values: send({"name": values["name"], **dict.fromkeys(texts[1:], KEEP)}),
        restore=send,
        unseen=_empty,
    )


def folder(client: Any, path: str) -> Iterator[Probe]:
    """Return the probe of a folder: its description."""
    name = "UpdateFolderProperties"
    if name not in client.contract or "GetFolder" not in client.contract:
        return
    spell, reads = client.contract[name].spell, client.contract["GetFolder"]
    flags = {each.name: False for each in reads.own_parameters if each.type == "boolean"}

    def read() -> Values:
        reply = client.service.GetFolder(**{reads.spell("Path"): path, **flags})
        found = [] if reply.element is None else [*reply.element.iter("{*}folder")]
        return _fields(Folder.read(found[0]), ("name", "description")) if len(found) == 1 else {}

    def send(values: Mapping[str, Any]) -> object:
        said = {"Path": path, "NewFolderName": values["name"], "NewDescription": values["description"]}
        return client.service[name](**{spell(key): value for key, value in said.items()})

    yield Probe(
        check="null-folder",
        thing=f"folder {path}",
        operation=name,
        kept=("description",),
        read=read,
        null=lambda values: send({**values, "description": KEEP}),
        restore=send,
        unseen=_empty,
    )


def preferences(client: Any, user_name: str) -> Iterator[Probe]:
    """Return the probe of a user's preferences: those that are not sent."""
    name = "UpdateUserPreferences"
    if name not in client.contract:
        return
    spell = client.contract[name].spell

    def read() -> Values:
        found = client.users.get(user_name).preferences
        if found is not None:
            _check_restorable(found, PREFERENCES)
        named = {} if found is None else {key.casefold(): value for key, value in found.attributes.items()}
        return {each: named.get(each.casefold(), "") for each in PREFERENCES.values()}

    def send(values: Mapping[str, Any]) -> object:
        said = " ".join(f"{key}={quoteattr(value)}" for key, value in values.items())
        return client.service[name](**{spell("UserName"): user_name, spell("xmlPreferences"): f"<Preferences {said}/>"})

    yield Probe(
        check="null-preferences",
        thing=f"preferences of {user_name}",
        operation=name,
        kept=tuple(PREFERENCES.values())[1:],
        read=read,
        null=lambda values: send({"Language": values["Language"]}),
        restore=send,
        unseen=lambda values: (
            "each of them may be a default of the server"
            if {value.strip().casefold() for value in values.values()} <= _DEFAULTS
            else ""
        ),
    )


def run(client: Any, probe: Probe) -> Finding:
    """Send null, compare, restore what it cleared, and record the result.

    Args:
        client: a client with a login, over SOAP.
        probe: the probe.
    """
    loader, record = client.wiring.loader, f"probe {probe.operation} {probe.thing}"
    about = f"{probe.operation} of the {probe.thing}"
    before = dict(probe.read())
    left = loader.remembered(record)
    if isinstance(left, dict) and (lost := _lost(left, before, probe.kept)):
        found = _restored(probe, {**before, **{field: left[field] for field in lost}}, lost)
        loader.remember(record, None)
        return found or ok(probe.check, f"{about}: an earlier probe was cut off; RESTORED, and read back: {_and(lost)}")
    why = probe.unseen({field: before.get(field, "") for field in probe.kept})
    if why:
        advice = "name one whose fields are filled in, or fill them in"
        return skipped(probe.check, f"{about}: a loss could not be seen: {why}; nothing was sent", advice)
    loader.remember(record, before)
    error: SoapClientError | None = None
    try:
        with loader.trial(probe.operation):
            probe.null(before)
    except SoapClientError as exc:
        error = exc
    lost = _lost(before, probe.read(), probe.kept)
    problem = _restored(probe, before, lost) if lost else None
    if problem is not None:
        return problem
    loader.remember(record, None)
    kept = loader.take_note(probe.operation, keeps=not lost and error is None)
    if lost:
        told = f"null does not keep: it cleared the {_and(lost)}; RESTORED, and read back"
        return ok(probe.check, f"{about}: {told}; updates read the kept fields and send them again")
    if error is not None:
        return of_error(probe.check, error, "nothing was cleared; updates read the kept fields and send them again")
    later = "updates need no reading there from now on"
    if not kept:
        later = "not remembered: the cache has no contract of this server to keep it with"
    return ok(probe.check, f"{about}: null keeps; {later}")


def _restored(probe: Probe, values: Values, lost: list[str]) -> Finding | None:
    """Send the values, and return the problem if they do not read back."""
    reason = "it has another value now"
    try:
        probe.restore(values)
    except SoapClientError as exc:
        reason = str(exc)
    now = probe.read()
    if not _lost(values, now, tuple(lost)):
        return None
    told = _and([f"{field} {values[field]!r}" for field in lost])
    return failure(
        probe.check,
        f"{probe.operation} cleared the {_and(lost)} of the {probe.thing}; NOT RESTORED ({reason})",
        f"set it yourself: {told}",
        "contract",
    )


def _lost(before: Values, now: Values, fields: tuple[str, ...]) -> list[str]:
    return [field for field in fields if before.get(field, "") != now.get(field, "")]


def _empty(values: Values) -> str:
    empty = [field.replace("_", " ") for field, value in values.items() if not value]
    return f"it has no {_and(empty)}" if empty else ""


def _fields(thing: Any, fields: Any) -> dict[str, str]:
    _check_restorable(thing, fields)
    return {field: str(getattr(thing, field) or "") for field in fields}


def _check_restorable(thing: Entity, fields: Iterable[str]) -> None:
    """Refuse a probe of values that could not be restored, since they contain a character that XML does not allow."""
    doubtful = [field for field in fields if field in thing.repaired]
    if doubtful:
        raise UnexpectedReply(f"{_and(doubtful)} has a character that XML does not allow, so it could not be restored")


def _and(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
