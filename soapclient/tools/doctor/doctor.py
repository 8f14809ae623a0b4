"""Whether a client and its server fit together: from the name's look-up to what null does, a check at a time."""

from __future__ import annotations

import datetime as dt
import platform
import ssl
import time
import warnings
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.parse import urlsplit

import attrs

from ...calls.checks import Check, Examiner, Finding, failure, of_error, ok, skipped, warning, within
from ...clients.sync import Client
from ...contract.compare import compare
from ...contract.contract import Contract
from ...contract.loading.loader import ContractWarning
from ...contract.rating import RATINGS
from ...errors import TransportError, WsdlError
from ...wire.redact import hide_source, hide_url
from ...wire.transport import RawReply
from .network import Way

LIBRARIES: Final = ("zeep", "lxml", "attrs", "requests", "urllib3")
CLOCK: Final = 60.0
COMPARING: Final = 60.0


def diagnose(
    client: Client,
    *,
    probe_null: bool = False,
    probe_document: str | int | None = None,
    probe_folder: str | None = None,
    probe_preferences: bool = False,
) -> Iterator[Finding]:
    """Check everything between a client and its server, from the name's look-up to the login.

    Nothing is written, but by the probes. Each check has a bounded time and raises nothing; one that depends on
    another that failed is skipped.

    Args:
        client: the client; its settings are used.
        probe_null: whether to try that null keeps: an update of the own user that says null for both of its fields.
            Nothing but nulls is written; if one clears a field, the old value is sent and read back. Ctrl-C waits
            for that.
        probe_document: the path or the number of a document to try the same with, for each operation that updates its
            properties; what it clears is restored. What is seen is kept with the server's contract in the cache, so
            that updates need not read where null keeps.
        probe_folder: the path of a folder to try it with.
        probe_preferences: whether to try it with the own user's preferences.

    Yields:
        What each check found, as soon as it is known.
    """
    examination = _Examination(client)
    undone: dict[str, str] = {}
    for check, needs, work in examination.checks():
        broken = [need for need in needs if need in undone]
        if broken:
            finding = skipped(check, f"because {undone[broken[0]]} failed")
            undone[check] = undone[broken[0]]
        else:
            finding = _made(check, work)
            if finding.outcome == "failure":
                undone[check] = check
        yield finding
    things = {"document": probe_document, "folder": probe_folder, "preferences": probe_preferences or None}
    wanted = ["null"] * probe_null + [f"null-{kind}" for kind, thing in things.items() if thing]
    if "login" in undone:
        yield from (skipped(check, f"because {undone['login']} failed") for check in wanted)
        return
    for finding, held in _probed(examination.examiner, things, probe_null):
        yield finding
        if held is not None:
            raise held


def _made(check: str, work: Callable[[], Finding]) -> Finding:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ContractWarning)  # the checks themselves tell it
            return work()
    except Exception as exc:
        return of_error(check, exc, "see the other checks")


def _probed(
    examiner: Examiner, things: dict[str, str | int | None], own: bool
) -> Iterator[tuple[Finding, BaseException | None]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ContractWarning)
        if own:
            try:
                yield examiner.probe()
            except Exception as exc:
                yield of_error("null", exc, "nothing was written"), None
        try:
            yield from examiner.probe_things(**things)
        except Exception as exc:
            yield of_error("null-thing", exc, "nothing was written"), None


@attrs.define
class _Examination:
    """One run: what earlier checks learnt for later ones."""

    client: Client
    way: Way | None = None
    theirs: Contract | None = None
    page: RawReply | None = None
    met: float = 0.0
    examiner: Examiner = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.examiner = self.client.wiring.caller.profile.examiner(self.client)

    def checks(self) -> Iterator[Check]:
        """List the checks in order."""
        yield Check("versions", (), self.versions)
        if self.client.simulator is None:
            self.way = way = Way(self.client.url, self.client.wiring.transport)
            yield Check("proxy", (), way.proxy)
            yield Check("name", (), way.name)
            yield Check("tcp", ("name",), way.tcp)
            yield Check("tls", ("tcp",), way.tls)
        yield Check("wsdl", ("tls", "tcp"), self.wsdl)
        yield Check("contract", ("wsdl", "tls", "tcp"), self.contract)
        yield Check("address", ("wsdl", "tls", "tcp"), self.address)
        yield from self.examiner.service_checks()
        yield Check("clock", ("tls", "tcp"), self.clock)
        yield from self.examiner.login_checks()

    def versions(self) -> Finding:
        """Tell the versions of what is at work here."""
        found = [f"Python {platform.python_version()}", *(_version(name) for name in LIBRARIES)]
        return ok("versions", f"{_version('inforouter-soapclient')}, {', '.join(found)}, {ssl.OPENSSL_VERSION}")

    def wsdl(self) -> Finding:
        """Get the server's own WSDL."""
        url = f"{self.client.url}?WSDL"
        started = time.time()
        try:
            self.page = page = self.client.wiring.transport.get(url)
        except TransportError as exc:
            return of_error("wsdl", exc, "check that the URL is that of srv.asmx")
        self.met = (started + time.time()) / 2
        try:
            if page.status != 200:
                raise WsdlError(f"the server answers HTTP {page.status} at {hide_url(url)}{_location(page)}")
            self.theirs = within(COMPARING, lambda: Contract.from_bytes(page.body, url))
        except WsdlError as exc:
            return self._no_wsdl(exc)
        return ok("wsdl", f"{hide_url(url)} has {len(self.theirs)} operations, {len(page.body):,} bytes")

    def _no_wsdl(self, error: WsdlError) -> Finding:
        advice = "check that the URL is that of srv.asmx; has the server its WSDL turned off, ask for a copy of it"
        if self.client.wiring.loader.source == "remote":
            return failure("wsdl", str(error), advice, "contract")
        return warning("wsdl", str(error), f"{advice} (--wsdl FILE)")

    def contract(self) -> Finding:
        """Compare the server's contract with the one that programs are written for, or that the client was given."""
        source = self.client.wiring.loader.source
        own = source in ("auto", "remote")
        ours = Contract.load("bundled") if own else self.client.contract
        name = "bundled" if own else hide_source(source)
        theirs = self.theirs
        if theirs is None:
            return skipped("contract", f"the server's contract could not be had; calls are bound to {name!r}")
        changes = within(COMPARING, lambda: compare(ours, theirs))
        if not changes:
            return ok("contract", f"the server's contract is equal to {name!r}")
        counts = ", ".join(f"{sum(each.rating == rating for each in changes)} {rating}" for rating in RATINGS)
        found = f"the server's contract differs from {name!r}: {counts}"
        advice = f"soapclient wsdl diff {name} {hide_url(self.client.url)}?WSDL lists them"
        if all(each.rating == "harmless" for each in changes):
            written = {each.kind for each in changes} == {"null"}
            found = f"the server's contract is equal to {name!r}, but for how null is written" if written else found
            return ok("contract", found, "" if written else advice)
        return warning("contract", found, advice if own else f"{advice}; use --wsdl auto for the server's own contract")

    def address(self) -> Finding:
        """Compare the addresses that the WSDL names with the URL that is called."""
        if self.theirs is None:
            return skipped("address", "the server's contract could not be had")
        named = {port.address for service in self.theirs.services for port in service.ports}
        other = sorted(each for each in named if _parts(each) != _parts(self.client.url))
        if not other:
            return ok("address", "the WSDL names the URL that is called")
        differences = [f"{hide_url(each)} ({', '.join(_differing(each, self.client.url))})" for each in other]
        return warning(
            "address",
            f"the WSDL names {' and '.join(differences)}, while {hide_url(self.client.url)} is called",
            "this client calls the URL that it was given; programs that take the WSDL's would go elsewhere",
        )

    def clock(self) -> Finding:
        """Compare the server's clock with ours."""
        told: dict[str, float] = {}
        date = _date(self.page)
        if date is not None:
            told["HTTP"] = date.timestamp() + 0.5 - self.met  # it tells whole seconds
        told |= self.examiner.clocks()
        if not told:
            return skipped("clock", "the server does not tell its time")
        sources: dict[str, list[str]] = {}
        for source, seconds in told.items():
            sources.setdefault(_ahead(seconds), []).append(source)
        found = ", ".join(f"{ahead} (by {' and '.join(names)})" for ahead, names in sources.items())
        if max(map(abs, told.values())) > CLOCK:
            return warning(
                "clock", f"the server's clock is {found}", "set both clocks by a time server; dates of one may mislead"
            )
        return ok("clock", f"the server's clock is {found}")


def _version(distribution: str) -> str:
    try:
        return f"{distribution.removeprefix('inforouter-')} {version(distribution)}"
    except PackageNotFoundError:
        return f"{distribution} (not installed as a package)"


def _location(page: RawReply) -> str:
    location = page.headers.get("Location")
    return f", which leads to {hide_url(location)} (redirects are not followed)" if location else ""


def _date(page: RawReply | None) -> dt.datetime | None:
    if page is None or page.headers.get("Age"):  # kept by a proxy since then
        return None
    try:
        date = parsedate_to_datetime(page.headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=dt.timezone.utc)


def _ahead(seconds: float) -> str:
    if abs(seconds) < 2:
        return "the same as ours"
    size = f"{abs(seconds):.0f} s" if abs(seconds) < 7200 else f"{abs(seconds) / 3600:.1f} h"
    return f"{size} {'ahead' if seconds > 0 else 'behind'}"


def _parts(url: str) -> dict[str, object]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:  # it is none
        return {"scheme": None, "host": None, "port": None, "path": None}
    return {"scheme": parts.scheme, "host": parts.hostname, "port": port, "path": parts.path.casefold()}


def _differing(first: str, second: str) -> list[str]:
    others = _parts(second)
    return [f"another {name}" for name, value in _parts(first).items() if value != others[name]]
