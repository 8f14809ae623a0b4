"""The checks that only infoRouter supports: whether it answers, its clock, the login, the effect of null.

Source: the pages of ServerInfo and GetCurrentUser.
"""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..calls.checks import Check, Examiner, Finding, of_error, ok, skipped
from ..errors import SoapClientError
from ..wire.redact import one_line
from .models.entity import moment

if TYPE_CHECKING:
    from .probes import Probe


class InfoRouterExaminer(Examiner):
    """infoRouter's checks in one examination: earlier results for later checks."""

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self._info: dict[str, str] = {}
        self._asked = 0.0
        self._user_name: str | None = None

    def service_checks(self) -> Iterator[Check]:
        """Check that the service answers."""
        yield Check("service", ("tls", "tcp"), self.service)

    def login_checks(self) -> Iterator[Check]:
        """Log in."""
        yield Check("login", ("service",), self.login)

    def service(self) -> Finding:
        """Call ServerInfo, which needs no ticket."""
        if "ServerInfo" not in self.client.contract:
            return skipped("service", "this contract does not have ServerInfo")
        started = time.time()
        try:
            reply = self.client.service.ServerInfo()
        except SoapClientError as exc:
            return of_error("service", exc, "check that the URL ends in srv.asmx and that infoRouter is running")
        self._asked = (started + time.time()) / 2
        self._info = {name: one_line(value, 80) for name, value in reply.attributes.items()}
        number, name = self._info.get("VersionNumber"), self._info.get("ServerName")
        return ok("service", f"infoRouter {number or 'of an unknown version'}{f' on {name}' if name else ''} answers")

    def clocks(self) -> Mapping[str, float]:
        """Compare the clock in the reply of ServerInfo with ours."""
        utc = moment(self._info.get("Coordinated_Universal_Time"))
        if utc is None:
            return {}
        told = utc if utc.tzinfo else utc.replace(tzinfo=dt.timezone.utc)
        return {"ServerInfo": told.timestamp() + 0.5 - self._asked}  # the reply has whole seconds

    def login(self) -> Finding:
        """Log in, and read the current user."""
        if not self.client.wiring.session.authenticates:
            return skipped("login", "no user name given", "give --username")
        try:
            user = self.client.users.current()
        except SoapClientError as exc:
            return of_error("login", exc, "check the user name and password, and that the account may log in")
        self._user_name = user.user_name
        return ok("login", f"logged in as {user.user_name}")

    def probe(self) -> tuple[Finding, BaseException | None]:
        """Probe the effect of null on the client's own user."""
        if self._user_name is None:
            return skipped("null", "needs a login"), None
        from .null_probe import probe

        return probe(self.client, self._user_name)

    def probe_things(self, **things: Any) -> Iterator[tuple[Finding, BaseException | None]]:
        """Probe the effect of null on a document, a folder and the own preferences; see `probes`."""
        from . import probes
        from .null_probe import uninterrupted

        for kind, thing in things.items():
            if not thing:
                continue
            check = f"null-{kind}"
            if self.client.transport != "soap":
                yield skipped(check, "a form has no null", "use transport='soap'"), None
                continue
            if self._user_name is None:
                yield skipped(check, "needs a login"), None
                continue
            tried = False
            for each in self._probes(kind, thing):
                tried = True
                yield uninterrupted(functools.partial(probes.run, self.client, each), check)
            if not tried:
                yield skipped(check, "this contract has no operation to probe"), None

    def _probes(self, kind: str, thing: Any) -> Iterator[Probe]:
        from . import probes

        if kind == "document":
            return probes.documents(self.client, thing)
        if kind == "folder":
            return probes.folder(self.client, thing)
        return probes.preferences(self.client, self._user_name or "")
