"""What starting a server for the tests needs: packages, free ports, processes that end, a wait until it answers.

A script makes a `Server` and calls `run`:

install        install what is missing: packages (Debian or Ubuntu; needs root), and what is built from them
packages       print the packages that are missing
start DIR      start it on free ports of 127.0.0.1, with all its files under DIR; print its URL
stop DIR       end it and remove its files from DIR
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

ATTEMPTS = 3  # a free port may be taken before the server binds it
BUILT = Path(__file__).resolve().parent / "interop" / "built"  # ignored by git
STARTUP_SECONDS = 90


class ServeError(Exception):
    """What went wrong, in one line, with the end of a log after it where there is one."""


class EndedError(ServeError):
    """A process ended by itself; another attempt with other ports may do better."""


class Server:
    """A server that the tests talk to. A subclass says what it needs and what to start.

    Attributes:
        name: the one directory under DIR that holds all its files, and the one below `built`.
        packages: what it needs of Debian.
        ports: how many ports it listens on; the first is that of its URL.
        path: what comes after the port in its URL.
        probe: what is appended to its URL to ask whether it is there: a WSDL.
    """

    name: str
    packages: Sequence[str] = ()
    ports = 1
    path = "/"
    probe = "?wsdl"
    _started: Mapping[str, subprocess.Popen[bytes]] = {}

    def sources(self) -> Sequence[Path]:
        """Return the files that a build depends on; none where nothing is built."""
        return ()

    def build(self, built: Path) -> None:
        """Build what can be built before the start into an empty directory."""

    def prepare(self, own: Path, ports: Sequence[int]) -> Mapping[str, Sequence[str]]:
        """Write the files of the server and return its processes: name and command, which names `own`."""
        raise NotImplementedError

    @property
    def built(self) -> Path:
        """The directory with what `build` has made."""
        return BUILT / self.name

    def missing(self) -> list[str]:
        """Return the packages that are not installed."""
        return [package for package in self.packages if not installed(package)]

    def install(self) -> None:
        """Install the packages that are missing, and build what is not built of today's sources."""
        apt_install(self.missing())
        if not self.sources():
            return
        stamp = self.built / "stamp"
        digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in self.sources())).hexdigest()
        if stamp.is_file() and stamp.read_text() == digest:
            return
        shutil.rmtree(self.built, ignore_errors=True)
        self.built.mkdir(parents=True)
        self.build(self.built)
        stamp.write_text(digest)

    def start(self, directory: Path) -> str:
        """Start the server and return its URL."""
        own = directory / self.name
        if own.exists():
            raise ServeError(f"{own} exists: stop the server that uses it first (serve stop {directory})")
        if self.sources() and not (self.built / "stamp").is_file():
            raise ServeError(f"{self.name} is not built: run 'serve install' first")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._start(own)
            except EndedError:
                self.stop(directory)
                if attempt == ATTEMPTS:
                    raise
            except BaseException:
                self.stop(directory)
                raise
        raise AssertionError

    def _start(self, own: Path) -> str:
        for name in ("tmp", "log", "home"):
            (own / name).mkdir(parents=True)
        with free_ports(self.ports) as ports:
            pass
        commands = self.prepare(own, ports)
        # A server keeps what it compiles and its settings below these directories.
        environment = {**os.environ, "TMPDIR": str(own / "tmp"), "HOME": str(own / "home"), "LC_ALL": "C.UTF-8"}
        foreign = ("MONO_", "XDG_", "PYTHON", "PHP", "NODE_")
        environment = {name: value for name, value in environment.items() if not name.startswith(foreign)}
        self._started = {name: spawn(own, name, command, environment) for name, command in commands.items()}
        url = f"http://127.0.0.1:{ports[0]}{self.path}"
        wait(f"{url}{self.probe}", own, self._started)
        return url

    def stop(self, directory: Path) -> None:
        """End the processes that `start` has started for this directory, and remove their files."""
        own = directory / self.name
        for pid_file in sorted(own.glob("*.pid"), reverse=True):
            if not pid_file.name.endswith(".own.pid"):
                end(int(pid_file.read_text()), own)
        for process in self._started.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5.0)  # one that is ending has no command any more, and is no zombie yet
        # A process that is being killed may still write for a moment.
        for _ in range(20):
            shutil.rmtree(own, ignore_errors=True)
            if not own.exists():
                return
            time.sleep(0.1)
        raise ServeError(f"{own} cannot be removed")


def run(server: Server, usage: str) -> None:
    """Do what the command line says, and end with an exit status."""
    try:
        match sys.argv[1:]:
            case ["install"]:
                server.install()
            case ["packages"]:
                print("\n".join(server.missing()))
            case ["start", directory]:
                print(server.start(Path(directory).resolve()))
            case ["stop", directory]:
                server.stop(Path(directory).resolve())
            case _:
                print(f"{usage.strip()}\n{(__doc__ or '').partition('`run`:')[2]}", file=sys.stderr)
                sys.exit(2)
    except ServeError as failure:
        print(f"serve {server.name}: {failure}", file=sys.stderr)
        sys.exit(1)


def apt_install(packages: Sequence[str]) -> None:
    """Install packages of Debian or Ubuntu."""
    if not packages:
        return
    if os.geteuid() != 0:
        raise ServeError(f"install needs root; missing: {' '.join(packages)}")
    # RUNLEVEL=1: the packages' own daemons are not started.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    apt = ["apt-get", "-o", "Acquire::Retries=8", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        do([*apt, *command], environment=environment)


def do(command: Sequence[str | Path], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
    """Run a command that has to succeed."""
    result = subprocess.run(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if result.returncode:
        raise ServeError(f"{' '.join(map(str, command))} failed\n{tail(result.stdout)}")


def installed(package: str) -> bool:
    """Return whether a package is installed."""
    try:
        result = subprocess.run(["dpkg-query", "-W", "-f", "${Status}", package], capture_output=True, text=True)
    except FileNotFoundError:
        raise ServeError("install needs a Debian or Ubuntu: there is no dpkg-query here") from None
    return result.stdout == "install ok installed"


def wait(url: str, own: Path, processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Wait until a WSDL can be had from the URL."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + STARTUP_SECONDS
    last = "no answer"
    while time.monotonic() < deadline:
        for name, process in processes.items():
            if process.poll() is not None:
                raise EndedError(f"{name} ended with status {process.returncode}\n{logs(own)}")
        try:
            with opener.open(url, timeout=60) as reply:
                if reply.status == 200 and b"definitions" in reply.read():
                    return
        except urllib.error.HTTPError as error:
            last = f"HTTP {error.code}"
            if error.code == 500:  # the page does not compile: it will not get better
                text = html.unescape(error.read().decode(errors="replace"))
                reason = re.search(r"CompilationException\]: (.*)", text)
                raise ServeError(f"{url} answers {last}: {reason[1] if reason else tail(text)}\n{logs(own)}") from None
        except OSError as error:
            last = str(error)
        time.sleep(0.2)
    raise ServeError(f"{url} did not answer 200 within {STARTUP_SECONDS} s ({last})\n{logs(own)}")


def spawn(own: Path, name: str, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own and note its id."""
    with (own / "log" / f"{name}.out").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=own,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    (own / f"{name}.pid").write_text(str(process.pid))
    return process


def end(pid: int, own: Path) -> None:
    """End the process group of `pid`, if it is still the one that was started for `own`."""
    for number, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        if not ours(pid, own):
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, number)
        while ours(pid, own) and time.monotonic() < deadline:
            time.sleep(0.05)


def ours(pid: int, own: Path) -> bool:
    """Return whether a process runs that was started for `own`."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    process = Path("/proc") / str(pid)
    try:
        command = (process / "cmdline").read_bytes()
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return os.fsencode(own) in command and state != "Z"


@contextlib.contextmanager
def free_ports(count: int):
    """Ports of 127.0.0.1 that were free a moment ago."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        yield [one.getsockname()[1] for one in sockets]


def program(name: str) -> str:
    """Return the path of a program."""
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))
    if found is None:
        raise ServeError(f"{name} is not installed: run 'serve install' as root first")
    return found


def logs(own: Path) -> str:
    """Return the ends of all logs."""
    return "\n".join(tail(path.read_text(errors="replace")) for path in sorted((own / "log").iterdir()))


def tail(text: str, lines: int = 15) -> str:
    """Return the last lines of a text."""
    return "\n".join(text.strip().splitlines()[-lines:])
