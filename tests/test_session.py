"""One login for all who wait, its failure shared, and no login that nobody asked for."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree
from servers import wear_out

from soapclient import Client, Impersonate, Password, Ticket, errors
from soapclient.calls.flow import Blocking
from soapclient.inforouter.reply import Reply
from soapclient.inforouter.session import TicketSession
from soapclient.wire.secret import Secret


class Service:
    """Stands for the calls that a session makes."""

    def __init__(self, answer=None, seconds=0.05):
        self.calls = []
        self.answer = answer
        self._seconds = seconds

    def __call__(self, name, arguments, ticket=None):
        self.calls.append((name, ticket))
        time.sleep(self._seconds)
        if self.answer is not None:
            raise self.answer
        element = (
            etree.Element("root", ticket=f"ticket-{len(self.calls)}") if name != "LogOut" else etree.Element("root")
        )
        return Reply(operation=name, element=element)


class Session:
    """A session whose flows are carried through, with what stands for its calls."""

    def __init__(self, auth, service):
        self.now = 0.0
        self._session = TicketSession(auth, clock=lambda: self.now)
        self._service = service

    def _call(self, name, arguments, token):
        yield from ()
        return self._service(name, arguments, *([] if token is None else [token.reveal()]))

    def ticket(self, stale=None):
        stale = None if stale is None else Secret(stale)
        return Blocking(None).carry(self._session.token(self._call, stale)).reveal()

    def close(self):
        Blocking(None).carry(self._session.close(self._call))

    def __getattr__(self, name):
        return getattr(self._session, name)


def together(count, function):
    """Call a function from many threads at once, and return results or errors."""
    barrier = threading.Barrier(count)

    def run():
        barrier.wait()
        try:
            return function()
        except BaseException as exc:
            return exc

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(count)]]


def test_a_call_that_always_comes_late_logs_in_for_itself():
    """A call whose ticket others use up again and again gets one that nobody else has had."""
    service = Service(seconds=0)
    session = Session(Password("u", "p"), service)
    taken = []

    def send(ticket):
        yield from ()
        taken.append(ticket.reveal())
        if taken[-1] in shared:  # it is used up, and somebody has logged in since
            shared.append(session.ticket(taken[-1]))
            raise errors.SessionExpired("[901]", operation="GetUser")
        return "done"

    shared = [session.ticket()]
    shared.append(session.ticket(shared[0]))
    refusal = errors.SessionExpired("[901]", operation="GetUser")
    flow = session.replay(session._call, send, Secret(shared[0]), refusal)

    assert "done" == Blocking(None).carry(flow)
    assert (shared[1], 2) == (taken[0], len(taken))


def test_one_login_for_all_threads():
    """Threads that need a ticket at once make one login and share its ticket."""
    service = Service()
    session = Session(Password("u", "p"), service)

    assert {"ticket-1"} == set(together(16, session.ticket))
    assert [("AuthenticateUser", None)] == service.calls


def test_a_failed_login_is_shared():
    """Threads that wait for a login that fails all get its failure: the password is tried once, not sixteen times."""
    service = Service(errors.AuthenticationFailed("no", code=900, operation="AuthenticateUser"))
    session = Session(Password("u", "p"), service)

    found = together(16, session.ticket)

    assert {errors.AuthenticationFailed} == {type(each) for each in found}
    assert {900} == {each.code for each in found}
    assert 16 == len({id(each) for each in found}), "threads share one exception object and its traceback"
    assert 1 == len(service.calls)


REFUSALS = [
    errors.AuthenticationFailed("no", code=900),
    errors.TicketNotAllowed("no", code=902),
    errors.AccessDenied("no", code=4030),
    errors.SessionExpired("no", code=4010),
    errors.NotFound("no", code=4041),
    errors.ServiceError("no"),
    errors.HttpError("no", status=401),
    errors.HttpError("no", status=407),
]


class TestRefusedCredentials:
    """Credentials that were refused are not tried again and again, since that locks accounts."""

    @pytest.mark.parametrize("refusal", REFUSALS, ids=lambda error: f"{type(error).__name__}-{error.__dict__}"[:40])
    def test_fifty_calls_make_one_login(self, refusal):
        """Whatever the refusal, the calls after it get the same error and make no login of their own."""
        service = Service(refusal, seconds=0)
        session = Session(Password("u", "p"), service)
        for _ in range(50):
            with pytest.raises(type(refusal), match="no") as caught:
                session.ticket()

        assert 1 == len(service.calls)
        assert "no; the same credentials are not tried again for 60 s" == str(caught.value) == caught.value.args[0]
        assert vars(refusal).get("code") == vars(caught.value).get("code")

    def test_one_try_after_a_pause_that_doubles(self):
        """After the pause one call tries again; each refusal doubles the pause, up to an hour."""
        service = Service(errors.AuthenticationFailed("no"), seconds=0)
        session = Session(Password("u", "p"), service)
        moments = []
        for session.now in range(0, 20_000, 20):
            with pytest.raises(errors.AuthenticationFailed):
                session.ticket()
            moments += [session.now] * (len(service.calls) - len(moments))

        pauses = [after - before for before, after in itertools.pairwise(moments)]
        assert [60, 120, 240, 480, 960, 1920, *[3600] * 4] == pauses

    def test_one_try_for_all_threads_after_the_pause(self):
        """When the pause is over, sixteen threads make one login and share its outcome."""
        service = Service(errors.AuthenticationFailed("no"))
        session = Session(Password("u", "p"), service)
        together(16, session.ticket)
        session.now = 61

        assert {errors.AuthenticationFailed} == {type(each) for each in together(16, session.ticket)}
        assert 2 == len(service.calls)

    def test_what_is_right_again_after_the_pause(self):
        """An account that was mended is found after the pause, and its old refusals are forgotten."""
        service = Service(errors.AuthenticationFailed("no"), seconds=0)
        session = Session(Password("u", "p"), service)
        together(1, session.ticket)
        service.answer = None
        session.now = 60

        assert "ticket-2" == session.ticket()
        service.answer = errors.AuthenticationFailed("no")
        for said in ("no", "for 60 s", "for 60 s"):
            with pytest.raises(errors.AuthenticationFailed, match=f"{said}$"):
                session.ticket(stale="ticket-2")
        assert 3 == len(service.calls)

    def test_changed_credentials_are_tried_at_once(self):
        """A function that gives the password is asked before a refusal is repeated: another one is tried at once."""
        passwords = iter(["old", "old", "old", "new", "old"])
        service = Service(errors.AuthenticationFailed("no"), seconds=0)
        session = Session(Password("u", lambda: next(passwords)), service)
        tried = []
        for _ in range(3):
            with pytest.raises(errors.AuthenticationFailed):
                session.ticket()
            tried.append(len(service.calls))
        service.answer = None

        assert ([1, 1, 1], "ticket-2") == (tried, session.ticket())

    def test_credentials_that_come_and_go(self):
        """Passwords that take turns, as from copies of a store that differ, are each tried once in a while."""
        passwords = itertools.cycle(["old", "older"])
        service = Service(errors.AuthenticationFailed("no"), seconds=0)
        session = Session(Password("u", lambda: next(passwords)), service)
        for session.now in (*range(50), *range(61, 111)):
            with pytest.raises(errors.AuthenticationFailed):
                session.ticket()

        assert 4 == len(service.calls)

    def test_credentials_without_end(self):
        """However many were refused, a few are remembered."""
        passwords = (str(number) for number in range(100))
        session = Session(Password("u", lambda: next(passwords)), Service(errors.AuthenticationFailed("no"), seconds=0))
        for _ in range(100):
            with pytest.raises(errors.AuthenticationFailed, match="^no$"):
                session.ticket()

        assert 8 == len(session._refused)

    def test_a_function_that_calls_the_client(self):
        """A function that needs the login that it is asked for is told so; it would wait for itself."""

        def password():
            with pytest.raises(errors.ArgumentError, match="calls the client that it is for"):
                session.ticket()
            return "p"

        session = Session(Password("u", password), Service())
        with ThreadPoolExecutor(1) as pool:
            assert "ticket-1" == pool.submit(session.ticket).result(5)

    @pytest.mark.parametrize("make", [lambda give: Password("u", give), lambda give: Impersonate(give, "u")])
    def test_what_gives_no_password(self, make):
        """A function that returns no text is told of in one sentence, and what one raises comes through as it is."""
        session = Session(make(lambda: None), Service())
        with pytest.raises(errors.ArgumentError, match="did not return a str"):
            session.ticket()
        with pytest.raises(ZeroDivisionError):
            Session(make(lambda: 1 / 0), Service()).ticket()

    @pytest.mark.parametrize(
        "failure", [errors.ServerFault("no"), errors.ConnectError("no"), errors.HttpError("no", status=503)]
    )
    def test_a_failure_of_the_server_is_no_refusal(self, failure):
        """A login that fails for another reason than the credentials is tried again by the next call."""
        service = Service(failure, seconds=0)
        session = Session(Password("u", "p"), service)
        for _ in range(2):
            with pytest.raises(type(failure), match="^no$"):
                session.ticket()

        assert 2 == len(service.calls)

    def test_a_refused_renewal(self):
        """A password refused at renewal is tried once for all calls, those with the old ticket and new ones."""
        service = Service(seconds=0)
        session = Session(Password("u", "p"), service)
        old = session.ticket()
        service.answer = errors.AuthenticationFailed("no", code=900, operation="AuthenticateUser")
        for stale in (old, old, None, old):
            with pytest.raises(errors.AuthenticationFailed):
                session.ticket(stale=stale)
        assert 2 == len(service.calls)


def test_a_renewal_that_did_not_arrive_is_tried_again():
    """Where a login met no server, a call that comes back later tries it again."""
    service = Service(seconds=0)
    session = Session(Password("u", "p"), service)
    old = session.ticket()
    service.answer = errors.ConnectError("away", operation="AuthenticateUser")
    with pytest.raises(errors.ConnectError):
        session.ticket(stale=old)
    service.answer = None

    assert "ticket-3" == session.ticket(stale=old)


def test_renewal_is_one_login_too():
    """Threads whose ticket expired share one new login, and one that comes late takes its ticket."""
    service = Service()
    session = Session(Password("u", "p"), service)
    old = session.ticket()

    assert {"ticket-2"} == set(together(16, lambda: session.ticket(stale=old)))
    assert "ticket-2" == session.ticket(stale=old)
    assert 2 == len(service.calls)


def test_an_interrupted_login_does_not_strand_the_others():
    """When the thread that logs in is interrupted, those that wait log in themselves."""
    service = Service(KeyboardInterrupt())
    session = Session(Password("u", "p"), service)

    found = together(4, session.ticket)

    assert {KeyboardInterrupt} == {type(each) for each in found}
    assert 4 == len(service.calls)


def test_a_login_without_a_ticket():
    """A login whose reply has no ticket is an UnexpectedReply."""
    session = Session(Password("u", "p"), lambda name, arguments: Reply(operation=name, element=etree.Element("root")))

    with pytest.raises(errors.UnexpectedReply, match="no ticket"):
        session.ticket()


def test_a_given_ticket_is_left_alone():
    """A given ticket is used as it is, is not renewable and not logged out."""
    service = Service()
    session = Session(Ticket("given"), service)

    assert ("given", "given", False) == (session.ticket(), session.ticket(stale="given"), session.renewable)
    session.close()
    assert [] == service.calls


def test_a_given_ticket_stays_to_the_end():
    """A call that another thread's `close` overtakes is not told that there are no credentials."""
    service = Service()
    session = Session(Ticket("t"), service)
    session.close()

    assert ("t", []) == (session.ticket(), service.calls)


def test_nothing_to_log_out():
    """A session that never logged in has nothing to log out."""
    service = Service()
    Session(Password("u", "p"), service).close()
    Session(None, service).close()

    assert [] == service.calls


def test_closing_during_a_login():
    """A login that is under way when the session is closed does not leave its ticket behind."""
    service = Service(seconds=0.3)
    session = Session(Password("u", "p"), service)
    thread = threading.Thread(target=session.ticket)
    thread.start()
    while not service.calls:
        time.sleep(0.01)
    session.close()
    thread.join()

    assert [("AuthenticateUser", None), ("LogOut", "ticket-1")] == service.calls
    assert not session.owns_token


class TestOnTheWire:
    """What a server sees of it."""

    @pytest.fixture
    def ir(self):
        with Client("sim:", username="admin", password="admin") as client:
            yield client

    def operations(self, ir):
        return [each.operation for each in ir.simulator.arrived]

    def test_replayed_once_only(self, ir):
        """A call refused twice for its ticket is not tried a third time."""
        ir.simulator.fail("error", text="[901]Session expired or Invalid ticket", operation="GetUser", times=2)

        with pytest.raises(errors.SessionExpired):
            ir.users.get("jdoe")
        assert ["AuthenticateUser", "GetUser", "AuthenticateUser", "GetUser"] == self.operations(ir)

    @pytest.mark.parametrize("kind", ["error", "fault"])
    def test_expiry_in_a_refusal_and_in_a_fault(self, ir, kind):
        """[901] is answered by one login and one repetition, whether it comes in the reply or inside a fault."""
        ir.simulator.fail(kind, text="[901] Session expired or Invalid ticket", operation="UpdateUserContactInfo")
        ir.users.update("jdoe", email="after@example.com")

        assert "after@example.com" == ir.simulator.user("jdoe")["email"]
        assert 2 == ir.simulator.logins

    def test_900_is_no_reason_to_log_in(self, ir):
        """[900] is raised as it is: it may be the caller's own wrong password, and logging in again would not help."""
        ir.simulator.fail("error", text="[900] Authentication failed", operation="GetUser")

        with pytest.raises(errors.AuthenticationFailed):
            ir.users.get("jdoe")
        assert 1 == ir.simulator.logins

    def test_wrong_password_at_renewal(self, ir):
        """When the password has changed meanwhile, the expired call says so."""
        ir.users.get("jdoe")
        ir.service.ChangeUserPassword(UserName="admin", NewPassword="another-1")
        ir.simulator.expire_tickets()

        with pytest.raises(errors.AuthenticationFailed):
            ir.users.get("jdoe")

    def test_many_calls_after_a_change_of_password(self, ir):
        """The password changes and the tickets end: 800 calls of 16 threads make one login, and all hear the reason."""
        ir.users.get("jdoe")
        ir.service.ChangeUserPassword(UserName="admin", NewPassword="another-1")
        ir.simulator.expire_tickets()
        before = self.operations(ir).count("AuthenticateUser")

        def fifty():
            found = set()
            for _ in range(50):
                with pytest.raises(errors.AuthenticationFailed) as caught:
                    ir.users.get("jdoe")
                found.add(caught.value.operation)
            return found

        assert [{"AuthenticateUser"}] * 16 == together(16, fifty)
        assert 1 == self.operations(ir).count("AuthenticateUser") - before

    def test_a_function_that_gives_the_changed_password(self, ir):
        """With a function for the password, the calls after a change go on with the new one."""
        passwords = ["admin"]
        with Client("sim:", username="admin", password=lambda: passwords[-1]) as other:
            other.users.get("jdoe")
            other.service.ChangeUserPassword(UserName="admin", NewPassword="another-1")
            other.simulator.expire_tickets()
            with pytest.raises(errors.AuthenticationFailed):
                other.users.get("jdoe")
            passwords.append("another-1")

            assert ["jdoe"] * 16 == together(16, lambda: other.users.get("jdoe").user_name)
            assert 2 == other.simulator.logins

    @pytest.mark.parametrize("calls", [50, 5, 2, 1])
    def test_tickets_that_are_used_up_by_other_threads(self, ir, calls):
        """However few calls a ticket is good for, every call of many threads is done, with a login for some of them."""
        wear_out(ir.simulator, calls)
        names = together(16, lambda: [ir.users.get("jdoe").user_name for _ in range(10)])

        assert [["jdoe"] * 10] * 16 == names
        assert 160 / calls <= ir.simulator.logins <= 161

    def test_tickets_that_are_never_taken(self, ir):
        """Where no ticket is good for anything, each thread hears [901] for its own call, after few logins."""
        wear_out(ir.simulator, 0)
        names = ("GetUser", "UserExists")
        turns = iter(names * 8)
        found = together(16, lambda: ir.service[next(turns)](UserName="jdoe"))

        assert {errors.SessionExpired} == {type(each) for each in found}
        assert Counter(dict.fromkeys(names, 8)) == Counter(each.operation for each in found)
        assert ir.simulator.logins <= 1 + 2 * 16

    def test_a_call_whose_ticket_is_never_taken_ends_while_others_go_on(self, ir):
        """An operation that always answers [901] is told after few logins, though other threads' calls succeed."""
        ir.simulator.fail("error", text="[901]Session expired or Invalid ticket", operation="UserExists", times=None)
        over = threading.Event()

        def others():
            while not over.is_set():
                ir.users.get("jdoe")

        threads = [threading.Thread(target=others) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            with pytest.raises(errors.SessionExpired):
                ir.users.exists("jdoe")
        finally:
            over.set()
            for thread in threads:
                thread.join()
        assert ir.simulator.logins <= 3
