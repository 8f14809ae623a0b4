"""A client, a simulator or a bulk run in a process that is forked: used with nothing of the parent's, or refused."""

from __future__ import annotations

import contextlib
import copy
import json
import pickle
import subprocess
import sys
import textwrap

import pytest

from soapclient import AsyncClient, Client
from soapclient.simulator import Simulator

pytestmark = pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system has no fork")

# A program of its own: to fork one with the threads of pytest in it is not what users do.
PROLOGUE = """
import asyncio, functools, json, os, pathlib, sys, threading, time, warnings
from soapclient import AsyncClient, Client, ContractWarning, Ticket, errors
warnings.simplefilter("ignore", DeprecationWarning)  # of a fork while there are threads: that is what is tried here

def told(call):
    try:
        return call()
    except Exception as exc:
        return f"{type(exc).__name__}: {exc}"

def forked(work, count=4):
    \"\"\"Run a function in child processes, each with its number, and return what they return.\"\"\"
    pipes = []
    for number in range(count):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(reading)
                answer = told(lambda: work(number))
                os.write(writing, json.dumps(answer).encode())
            finally:
                os._exit(0)
        os.close(writing)
        pipes.append((child, reading))
    answers = []
    for child, reading in pipes:
        with os.fdopen(reading) as stream:
            answers.append(json.load(stream))
        os.waitpid(child, 0)
    return answers
"""


def run(script, *arguments, seconds=120):
    """Run a program and return what it prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", PROLOGUE + textwrap.dedent(script), *map(str, arguments)],
        capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    assert "" == done.stderr
    assert 0 == done.returncode
    return json.loads(done.stdout)


@contextlib.contextmanager
def slow(seed_users=50, seconds=0.003):
    """A simulated server that needs a few milliseconds for each call."""
    with Simulator(seed_users=seed_users) as simulator:
        simulator.fail("delay", seconds=seconds, times=None)
        with simulator.serve(threads=16) as server:
            yield simulator, server.url


def logged_out(simulator):
    """The tickets that were logged out."""
    return [each.arguments["AuthenticationTicket"] for each in simulator.arrived if each.operation == "LogOut"]


CALLS = """
def pairs(ir, number, count=40):
    wrong = []
    for turn in range(count):
        name = f"user{1 + (number * 11 + turn) % 50:05}"
        found = ir.users.get(name)
        if found.user_name != name:
            wrong.append((name, found.user_name))
    return wrong
"""


class TestClient:
    """A client that has called before its process is forked."""

    def test_no_reply_of_another_process(self):
        """Four children and their parent call at once, and each gets the replies to its own requests."""
        with slow() as (_, url):
            found = run(
                CALLS
                + """
ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
ir.users.get("jdoe")
going = []
thread = threading.Thread(target=lambda: going.append(pairs(ir, 9, 100)))
thread.start()
answers = forked(lambda number: pairs(ir, number))
thread.join()
print(json.dumps([answers, going, pairs(ir, 5)]))
""",
                url,
            )

        assert [[[], [], [], []], [[]], []] == found

    def test_on_every_server(self, server):
        """The same on a real service where there is one: users that are asked for, and users who do not exist."""
        found = run(
            """
ir = Client(sys.argv[1], username="admin", password="admin", wsdl="remote", cache=False)
ir.users.get("jdoe")
def work(number):
    wrong = []
    for turn in range(50):
        name = ("jdoe", "admin", "sysadmin", "nobody")[(turn + number) % 4]
        try:
            got = ir.users.get(name).user_name
        except errors.NotFound:
            got = "nobody"
        if got != name:
            wrong.append((name, got))
    ir.close()
    return wrong
print(json.dumps(forked(work)))
ir.close()
""",
            server.url,
        )

        assert [[], [], [], []] == found

    def test_multiprocessing(self):
        """The same under the start method "fork" of multiprocessing, and with a pool of its workers."""
        with slow() as (_, url):
            found = run(
                CALLS
                + """
import multiprocessing
ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
ir.users.get("jdoe")
def work(number):
    return pairs(ir, number)
with multiprocessing.get_context("fork").Pool(4) as pool:
    answers = pool.map(work, range(8))
print(json.dumps(answers))
""",
                url,
            )

        assert [[]] * 8 == found

    def test_spawned_processes(self, tmp_path):
        """Under the start method "spawn" a client cannot be handed over, in one sentence; made there, it works."""
        program = tmp_path / "program.py"
        program.write_text(
            PROLOGUE
            + CALLS
            + textwrap.dedent("""
            import multiprocessing

            def work(url, number, answers):
                with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
                    answers.put(pairs(ir, number))

            if __name__ == "__main__":
                spawn = multiprocessing.get_context("spawn")
                with Client(sys.argv[1], username="admin", password="admin", wsdl="bundled") as ir:
                    ir.users.get("jdoe")
                    refused = told(lambda: spawn.Process(target=pairs, args=(ir, 1)).start())
                    answers = spawn.Queue()
                    children = [spawn.Process(target=work, args=(sys.argv[1], each, answers)) for each in range(4)]
                    for each in children:
                        each.start()
                    found = [answers.get(timeout=60) for _ in children]
                    for each in children:
                        each.join()
                    print(json.dumps([refused, found, pairs(ir, 5)]))
            """)
        )
        with slow() as (_, url):
            done = subprocess.run(
                [sys.executable, str(program), url], capture_output=True, text=True, timeout=120, check=True
            )
        refused, found, own = json.loads(done.stdout)

        assert refused == "TypeError: a Client cannot be copied or sent to another process: make one there"
        assert [[], [], [], []] == found
        assert [] == own

    def test_no_update_of_nobody(self):
        """An update of a user who does not exist is never reported done, whatever the other processes get."""
        with slow() as (simulator, url):
            found = run(
                """
ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
ir.users.get("jdoe")
def work(number):
    done = []
    for turn in range(20):
        name = f"user{1 + number * 10 + turn % 10:05}"
        ir.users.update(name, email=f"{number}-{turn}@example.com")
        try:
            ir.users.update(f"nobody{number}-{turn}", email="x@example.com")
            done.append(turn)
        except errors.NotFound:
            pass
    return done
print(json.dumps(forked(work)))
""",
                url,
            )
            stored = {n: simulator.user(f"user{n:05}")["email"] for n in range(1, 41)}

        assert [[], [], [], []] == found
        assert {1 + n * 10 + t: f"{n}-{t + 10}@example.com" for n in range(4) for t in range(10)} == stored

    def test_a_session_of_its_own(self):
        """A child logs in itself, logs its own ticket out, and leaves the parent's open."""
        with slow() as (simulator, url):
            found = run(
                """
ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
ir.users.get("jdoe")
def work(number):
    before = ir.wiring.session.owns_token
    ir.users.get("jdoe")
    ir.close()
    return before
answers = forked(work) + forked(lambda number: ir.close())
ir.users.get("jdoe")
ir.close()
print(json.dumps(answers))
""",
                url,
            )
            tickets = [
                each.arguments["AuthenticationTicket"] for each in simulator.arrived if each.operation == "LogOut"
            ]
            logins = simulator.logins

        assert [False] * 4 + [None] * 4 == found
        assert (5, 5) == (len(set(tickets)), logins)
        assert tickets[-1] == simulator.arrived[1].arguments["AuthenticationTicket"]

    def test_a_given_ticket_is_used(self):
        """A ticket that the client was given is used in each process, and never logged out."""
        with slow() as (simulator, url):
            with Client(url, username="admin", password="admin", wsdl="bundled") as ir:
                ticket = ir.service.AuthenticateUser(UID="admin", PWD="admin").attributes["ticket"]
            found = run(
                """
with Client(sys.argv[1], auth=Ticket(sys.argv[2]), wsdl="bundled") as ir:
    ir.users.get("jdoe")
    def work(number):
        with ir:
            return ir.users.get("jdoe").user_name
    print(json.dumps(forked(work)))
""",
                url, ticket,
            )  # fmt: skip
            logouts = [
                each.arguments["AuthenticationTicket"] for each in simulator.arrived if each.operation == "LogOut"
            ]

        assert ["jdoe"] * 4 == found
        assert ticket not in logouts

    @pytest.mark.parametrize("wsdl", ["bundled", "remote"])
    def test_locks_that_a_thread_held(self, wsdl):
        """Children work although threads of the parent hold every lock of the client when they are forked."""
        with slow() as (_, url):
            found = run(
                """
ir = Client(sys.argv[1], username="admin", password="admin", wsdl=sys.argv[2], cache=False)
from soapclient.wire import forks
ir.users.get("jdoe")
ir.contract["GetDocument"]
held, release = threading.Event(), threading.Event()
def hold():
    for each in tuple(forks._locks):
        if each not in forks._steady:
            each.acquire()
    if sys.version_info < (3, 12):
        vars(Client)["documents"].lock.acquire()
    held.set()
    release.wait()
threading.Thread(target=hold, daemon=True).start()
held.wait()
def work(number):
    ir.documents
    return [ir.users.get("jdoe").user_name, ir.contract["GetFolder"].name]
print(json.dumps(forked(work)), flush=True)
os._exit(0)
""",
                url, wsdl,
            )  # fmt: skip

        assert [["jdoe", "GetFolder"]] * 4 == found

    def test_a_login_that_was_under_way(self):
        """A child does not wait for a login that a thread of its parent had begun."""
        with Simulator() as simulator, simulator.serve() as server:
            simulator.fail("delay", operation="AuthenticateUser", seconds=2, times=1)
            found = run(
                """
ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
ir.contract
thread = threading.Thread(target=lambda: ir.users.get("jdoe"))
thread.start()
while ir.wiring.session._attempt is None:
    time.sleep(0.01)
answers = forked(lambda number: ir.users.get("jdoe").user_name)
thread.join()
print(json.dumps([answers, ir.users.get("jdoe").user_name]))
""",
                server.url,
            )

        assert [["jdoe"] * 4, "jdoe"] == found

    def test_the_asynchronous_client(self):
        """An asynchronous client that was used before the fork works in each child's own event loop."""
        with slow() as (simulator, url):
            found = run(
                """
ir = AsyncClient(sys.argv[1], username="admin", password="admin", wsdl="bundled")
async def pairs(number, count=40):
    names = [f"user{1 + (number * 11 + turn) % 50:05}" for turn in range(count)]
    found = await asyncio.gather(*(ir.users.get(name) for name in names))
    return [(name, user.user_name) for name, user in zip(names, found) if user.user_name != name]
asyncio.run(pairs(0))
async def whole(number):
    wrong = await pairs(number)
    await ir.close()
    return wrong
answers = forked(lambda number: asyncio.run(whole(number)))
print(json.dumps([answers, asyncio.run(whole(5))]))
""",
                url,
            )
            logins = simulator.logins

        assert [[[], [], [], []], []] == found
        assert 5 == logins


class TestSimulator:
    """Simulators in a forked process."""

    def test_memory_is_a_copy(self):
        """A client of a simulator in memory goes on with a copy: what one process changes, no other one sees."""
        found = run("""
        ir = Client("sim:", username="admin", password="admin")
        ir.users.update("jdoe", mobile="1")
        def work(number):
            ir.users.update("jdoe", email=f"{number}@example.com")
            user = ir.users.get("jdoe")
            ir.close()
            return [user.email, user.mobile]
        answers = forked(work)
        print(json.dumps([answers, ir.users.get("jdoe").email]))
        """)

        assert [[[f"{n}@example.com", "1"] for n in range(4)], "john.doe@example.com"] == found

    def test_memory_is_whole(self):
        """A fork waits for a change under way in another thread, so that the copy is whole and can be used."""
        found = run("""
        ir = Client("sim:", username="admin", password="admin")
        ir.users.get("jdoe")
        stop = threading.Event()
        def change():
            turn = 0
            while not stop.is_set():
                turn += 1
                ir.users.update("jdoe", email=f"{turn}@example.com", mobile=f"{turn}")
        threads = [threading.Thread(target=change) for _ in range(3)]
        for each in threads:
            each.start()
        def work(number):
            user = ir.users.get("jdoe")
            return user.email.partition("@")[0] == user.mobile or user.mobile == "+15551234567"
        answers = [each for _ in range(10) for each in forked(work)]
        stop.set()
        for each in threads:
            each.join()
        print(json.dumps(answers))
        """)

        assert [True] * 40 == found

    def test_a_file_is_shared_by_connections_of_their_own(self, tmp_path):
        """Processes that have a simulator's file open each use a connection of their own, and no change is lost."""
        found = run(
            """
        ir = Client(f"sim:{sys.argv[1]}", username="admin", password="admin")
        ir.users.get("jdoe")
        def work(number):
            names = ["admin", "jdoe", "sysadmin"]
            for turn in range(10):
                ir.users.update(names[number % 3], email=f"{number}-{turn}@example.com")
            ir.close()
            return "done"
        answers = forked(work, 3)
        found = [ir.users.get(name).email for name in ("admin", "jdoe", "sysadmin")]
        ir.users.update("jdoe", email="parent@example.com")
        again = ir.users.get("jdoe").email
        ir.close()
        with Client(f"sim:{sys.argv[1]}", username="admin", password="admin") as later:
            print(json.dumps([answers, found, again, later.users.get("jdoe").email]))
        """,
            tmp_path / "sim.db",
        )

        mails = [f"{n}-9@example.com" for n in range(3)]
        assert [["done"] * 3, mails, "parent@example.com", "parent@example.com"] == found

    def test_a_server_stays_the_parents(self):
        """A child neither serves nor closes the server of its parent, and can be a client of it."""
        found = run("""
        from soapclient.simulator import Simulator
        simulator = Simulator()
        server = simulator.serve()
        def work(number):
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                name = ir.users.get("jdoe").user_name
            server.close()
            simulator.close()
            return name
        answers = forked(work)
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            own = ir.users.get("jdoe").user_name
        server.close()
        print(json.dumps([answers, own]))
        """)

        assert [["jdoe"] * 4, "jdoe"] == found


class TestBulk:
    """Plans, journals and runs in a forked process."""

    def test_a_plan_is_its_process_s(self, tmp_path):
        """A child that reads a plan made before the fork is told what to do, and the parent's rows stay whole."""
        found = run(
            """
        rows = [{"user_name": "jdoe", "email": f"{n}@example.com"} for n in range(1)]
        ir = Client("sim:", username="admin", password="admin")
        plan = ir.users.plan_bulk([*rows, {"user_name": "admin", "mobile": "5"}])
        def work(number):
            said = told(lambda: [row.key for row in plan])
            told(lambda: plan.save(f"{sys.argv[1]}/{number}.jsonl"))
            plan.close()
            return [said, os.path.exists(f"{sys.argv[1]}/{number}.jsonl")]
        answers = forked(work)
        print(json.dumps([answers, [row.key for row in plan]]))
        """,
            tmp_path,
        )

        refused = (
            "BulkError: this plan belongs to the process that this one was forked from: save it there and load it here"
        )
        assert [[[refused, False]] * 4, ["jdoe", "admin"]] == found

    def test_a_run_goes_on_in_the_parent_alone(self, tmp_path):
        """A fork in the middle of a run: the child stops in a sentence and writes nothing, the parent ends the run."""
        found = run(
            """
        ir = Client("sim:", username="admin", password="admin")
        plan = ir.users.plan_bulk([{"user_name": name, "mobile": "5"} for name in ("admin", "jdoe", "sysadmin")])
        journal = f"{sys.argv[1]}/journal"
        children, answers = [], []
        def progress(result, rows):
            if children:
                return
            reading, writing = os.pipe()
            child = os.fork()
            children.append((child, reading, writing))
        try:
            result = plan.apply(journal=journal, workers=1, progress=progress)
            outcome = [each.status for each in result.results]
        except Exception as exc:
            outcome = f"{type(exc).__name__}: {exc}"
        child, reading, writing = children[0]
        if not child:
            os.write(writing, json.dumps(outcome).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as stream:
            theirs = json.load(stream)
        os.waitpid(child, 0)
        kept = ir.bulk.open_journal(journal)
        ends = pathlib.Path(journal).read_text().count('"end"')
        print(json.dumps([theirs, outcome, len(kept.sessions), kept.stopped, ends]))
        """,
            tmp_path,
        )
        theirs, outcome, sessions, stopped, ends = found

        assert theirs.startswith("BulkError: ")
        assert "belongs to the process that this one was forked from, which continues the run" in theirs
        assert [["done"] * 3, 1, "", 1] == [outcome, sessions, stopped, ends]


class TestScarcity:
    """A process that is forked where the system gives no more files."""

    def test_nothing_is_shared_for_want_of_a_file(self):
        """Plans are let go of without a file to spare, and no connection of the parent's is used by the child."""
        with slow() as (_, url):
            found = run(
                """
            import resource
            from soapclient.bulk.private_files import Spool
            ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
            ir.users.get("user00001")
            spools = [Spool() for _ in range(20)]
            for each in spools:
                each.add(b"line")
            reading, writing = os.pipe()
            _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(map(int, os.listdir("/proc/self/fd"))) + 10, most))
            spare = []
            try:
                while True:
                    spare.append(os.dup(0))
            except OSError:
                pass
            child = os.fork()
            if not child:
                for each in spare:
                    os.close(each)
                kept = [each._opened.pools for each in ir.wiring.transport._session.adapters.values()]
                said = [told(lambda: each.add(b"mine")) for each in spools]
                answer = [sum(map(len, kept)), len({*said}), str(said[0])[:9], told(lambda: ir.users.get("jdoe").email)]
                os.write(writing, json.dumps(answer).encode())
                os._exit(0)
            os.close(writing)
            with os.fdopen(reading) as stream:
                answer = json.load(stream)
            os.waitpid(child, 0)
            print(json.dumps([answer, [b"".join(each).decode() for each in spools] == ["line"] * 20]))
            ir.close()
            """,
                url,
            )

        (connections, said, first, email), whole = found
        assert (0, 1, "BulkError", True) == (connections, said, first, whole)
        assert "@" in email

    def test_one_that_cannot_begin_anew_leaves_the_others_be(self):
        """Whatever holds something and fails in the child, everything else is renewed."""
        with slow() as (_, url):
            done = subprocess.run(
                [sys.executable, "-c", PROLOGUE + textwrap.dedent(
                    """
                from soapclient.wire import forks
                class Failing:
                    def after_fork(self):
                        raise OSError("no room")
                ir = Client(sys.argv[1], username="admin", password="admin", wsdl="bundled")
                ir.users.get("user00001")
                holders = [Failing() for _ in range(50)]
                for each in holders:
                    forks.renewed(each)
                kept = lambda number: [
                    len(each._opened.pools) for each in ir.wiring.transport._session.adapters.values()
                ]
                print(json.dumps(forked(kept, 1)))
                ir.close()
                """
                ), url],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip

        assert [[0, 0]] == json.loads(done.stdout)
        assert "OSError: no room" in done.stderr


class TestCopies:
    """What cannot be handed to another process, or copied, says so."""

    def test_refused_in_a_sentence(self):
        """A client, its plan, and a simulator can be neither pickled nor copied."""
        with Client("sim:", username="admin", password="admin") as ir:
            plan = ir.users.plan_bulk([{"user_name": "jdoe", "mobile": "5"}])
            with Simulator() as simulator, plan:
                for each in (ir, plan, simulator, AsyncClient("sim:")):
                    said = f"a {type(each).__name__} cannot be copied or sent to another process: make one there"
                    for way in (pickle.dumps, copy.copy, copy.deepcopy):
                        with pytest.raises(TypeError, match=f"^{said}$"):
                            way(each)
