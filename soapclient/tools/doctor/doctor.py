"""Check whether a client and its server fit together, from the DNS lookup to the effect of null."""

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
from ...contract.rating import counted
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
    """Check everything between a client and its server, from the DNS lookup to the login.

    Only the probes write. Each check has a time limit and raises nothing; a check that depends on a failed one
    is skipped.

    Args:
        client: the client; the checks use its settings.
        probe_null: whether to probe that null keeps: one update of the own user that sends null for both fields.
            It writes only nulls; if a null clears a field, the old value is sent back and read again. Ctrl-C waits
            until that is done.
        probe_document: the path or number of a document to probe in the same way, with each operation that updates its
            properties; what a null clears is restored. The result is cached with the server's contract, and updates
            then skip the read where null keeps.
        probe_folder: the path of a folder to probe.
        probe_preferences: whether to probe the preferences of the client's own user.

    Yields:
        The result of each check, as soon as it is known.
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
            warnings.simplefilter("ignore", ContractWarning)  # the checks report it themselves
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
    """One run: what earlier checks found, for later ones."""

    client: Client
    way: Way | None = None
    theirs: Contract | None = None
    page: RawReply | None = None
    met: float = 0.0
    examiner: Examiner = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.examiner = self.client.wiring.caller.profile.examiner(self.client)

    def checks(self) -> Iterator[Check]:
        """Return the checks in order."""
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
        """Report the versions in use."""
        found = [f"Python {platform.python_version()}", *(_version(name) for name in LIBRARIES)]
        return ok("versions", f"{_version('inforouter-soapclient')}, {', '.join(found)}, {ssl.OPENSSL_VERSION}")

    def wsdl(self) -> Finding:
        """Fetch the server's own WSDL."""
        url = f"{self.client.url}?WSDL"
        started = time.time()
        try:
            self.page = page = self.client.wiring.transport.get(url)
        except TransportError as exc:
            return of_error("wsdl", exc, "check that the URL ends in srv.asmx")
        self.met = (started + time.time()) / 2
        try:
            if page.status != 200:
                raise WsdlError(f"the server answers HTTP {page.status} at {hide_url(url)}{_location(page)}")
            self.theirs = within(COMPARING, lambda: Contract.from_bytes(page.body, url))
        except WsdlError as exc:
            return self._no_wsdl(exc)
        return ok("wsdl", f"{hide_url(url)} has {len(self.theirs)} operations, {len(page.body):,} bytes")

    def _no_wsdl(self, error: WsdlError) -> Finding:
        advice = "check that the URL ends in srv.asmx; if the server does not publish its WSDL, ask for a copy"
        if self.client.wiring.loader.source == "remote":
            return failure("wsdl", str(error), advice, "contract")
        return warning("wsdl", str(error), f"{advice} (--wsdl FILE)")

    def contract(self) -> Finding:
        """Compare the server's contract with the client's contract, or with the one that programs are written for."""
        source = self.client.wiring.loader.source
        own = source in ("auto", "remote")
        ours = Contract.load("bundled") if own else self.client.contract
        name = "bundled" if own else hide_source(source)
        theirs = self.theirs
        if theirs is None:
            return skipped("contract", f"could not read the server's contract; calls use {name!r}")
        changes = within(COMPARING, lambda: compare(ours, theirs))
        if not changes:
            return ok("contract", f"the server's contract matches {name!r}")
        counts = counted([each.rating for each in changes])
        found = f"the server's contract differs from {name!r}: {counts}"
        advice = f"soapclient wsdl diff {name} {hide_url(self.client.url)}?WSDL lists the differences"
        if all(each.rating == "harmless" for each in changes):
            written = {each.kind for each in changes} == {"null"}
            found = f"the server's contract matches {name!r}, except for how null is written" if written else found
            return ok("contract", found, "" if written else advice)
        return warning("contract", found, advice if own else f"{advice}; use --wsdl auto for the server's own contract")

    def address(self) -> Finding:
        """Compare the addresses in the WSDL with the client's URL."""
        if self.theirs is None:
            return skipped("address", "could not read the server's contract")
        named = {port.address for service in self.theirs.services for port in service.ports}
        other = sorted(each for each in named if _parts(each) != _parts(self.client.url))
        if not other:
            return ok("address", "the WSDL names the client's URL")
        differences = [f"{hide_url(each)} ({', '.join(_differing(each, self.client.url))})" for each in other]
        return warning(
            "address",
            f"the WSDL names {' and '.join(differences)}, but this client calls {hide_url(self.client.url)}",
            "this client is not affected; programs that use the address in the WSDL call another server",
        )

    def clock(self) -> Finding:
        """Compare the server's clock with ours."""
        told: dict[str, float] = {}
        date = _date(self.page)
        if date is not None:
            told["HTTP"] = date.timestamp() + 0.5 - self.met  # the header has whole seconds
        told |= self.examiner.clocks()
        if not told:
            return skipped("clock", "the server does not report its time")
        sources: dict[str, list[str]] = {}
        for source, seconds in told.items():
            sources.setdefault(_ahead(seconds), []).append(source)
        found = ", ".join(f"{ahead} (by {' and '.join(names)})" for ahead, names in sources.items())
        if max(map(abs, told.values())) > CLOCK:
            return warning(
                "clock",
                f"the server's clock is {found}",
                "synchronise both clocks; dates may be wrong",
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
    if page is None or page.headers.get("Age"):  # a proxy has cached it
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
    except ValueError:  # not a date
        return {"scheme": None, "host": None, "port": None, "path": None}
    return {"scheme": parts.scheme, "host": parts.hostname, "port": port, "path": parts.path.casefold()}


def _differing(first: str, second: str) -> list[str]:
    others = _parts(second)
    return [f"another {name}" for name, value in _parts(first).items() if value != others[name]]
