"""Fixtures that many tests share."""

from __future__ import annotations

import functools
import itertools
import os
import shutil
import sys

import foreign
import pytest
import servers
from hypothesis import HealthCheck, settings
from servers import serving

from soapclient import Client, Contract
from soapclient.cli import main
from soapclient.simulator import Simulator

_NUMBERS = itertools.count()
ASMX = "SOAPCLIENT_ASMX_URL"
# How long an example takes depends on what else the machine does.
settings.register_profile("soapclient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("soapclient")


def pytest_addoption(parser):
    """Let the suite run on servers of either generation."""
    parser.addoption(
        "--generation",
        choices=("classic", "current"),
        default="classic",
        help="the generation of each simulator for which a test says none; current ones speak Turkish",
    )


def pytest_configure(config):
    """Let each simulator for which a test says no generation be of the chosen one.

    Simulators in other processes, and those of the command `soapclient simulate`, are what their arguments say.
    """
    if sys.version_info < (3, 11):
        # http.client leaves the reply of a proxy that refuses a tunnel open: its socket is closed, and warns of that.
        closed = r"ignore:Exception ignored in. <socket\.socket \[closed\]:pytest.PytestUnraisableExceptionWarning"
        config.addinivalue_line("filterwarnings", closed)
    servers.generation = config.getoption("generation")
    if servers.generation == "classic":
        return
    start = Simulator.__init__

    @functools.wraps(start)
    def of_today(self, *arguments, **options):
        if not {"generation", "language"} & {*options}:
            options |= {"generation": "current", "language": "tr"}
        start(self, *arguments, **options)

    Simulator.__init__ = of_today
    config.add_cleanup(functools.partial(setattr, Simulator, "__init__", start))


def pytest_collection_modifyitems(config, items):
    """Leave out long tests and those of frameworks unless asked for; skip on servers of today what is classic only."""
    for mark in ("endurance", "frameworks"):
        if mark not in config.option.markexpr:
            left = [item for item in items if item.get_closest_marker(mark)]
            config.hook.pytest_deselected(items=left)
            items[:] = [item for item in items if not item.get_closest_marker(mark)]
    if servers.generation == "classic":
        return
    for item in items:
        for mark in item.iter_markers("classic"):
            item.add_marker(pytest.mark.skip(reason=f"classic servers only: {mark.args[0]}"))
        if item.get_closest_marker("interop"):
            item.add_marker(
                pytest.mark.skip(reason="the servers of others have no generation: tried once, with classic ones")
            )


@pytest.fixture(
    params=[
        "simulator",
        pytest.param(
            "asmx",
            marks=[
                pytest.mark.interop,
                pytest.mark.skipif(ASMX not in os.environ, reason=f"{ASMX} is not set: no real ASMX service to run on"),
            ],
        ),
    ]
)
def server(request):
    """A fresh service: the simulator, and a real ASMX service where there is one."""
    with serving(request.param) as service:
        yield service


@pytest.fixture
def ir(server):
    """An administrator's client of either service."""
    with Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


@pytest.fixture
def sim():
    """A simulator; modules that want more in it have their own."""
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def admin(sim):
    """An administrator's client of the simulator."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as client:
        yield client


@pytest.fixture
def configure(monkeypatch):
    """Say settings in the environment, by their names."""

    def say(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"SOAPCLIENT_{name.upper()}", value)

    return say


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch, tmp_path_factory):
    """No proxy, no setting, no profile and no cache of whoever runs the tests reaches them."""
    for name in list(os.environ):
        proxy = name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
        if proxy or (name.startswith("SOAPCLIENT_") and name not in foreign.VARIABLES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SOAPCLIENT_PROFILES", str(tmp_path_factory.getbasetemp() / "no-profiles.ini"))
    monkeypatch.setenv("SOAPCLIENT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}"))


@pytest.fixture(scope="session")
def bundled():
    """The contract of current servers."""
    return Contract.load("bundled")


@pytest.fixture(scope="session")
def bundled_2019():
    """The vendor's older sample contract."""
    return Contract.load("bundled-2019")


@pytest.fixture
def cli(capfd):
    """Run a command in this process; give exit status, standard output, standard error."""

    def run(*words):
        capfd.readouterr()
        status = main(words)
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium of the system."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, tmp_path):
    """Open a page in a new window; in the end nothing was complained about and nothing else was asked for."""
    seen: list[str] = []
    contexts = []

    def visit(text, fragment="", **options):
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        contexts.append(chromium.new_context(**options))
        contexts[-1].set_default_timeout(10_000)
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("pageerror", lambda error: seen.append(str(error)))
        tab.on("request", lambda request: request.url.startswith(file.as_uri()) or seen.append(request.url))
        tab.goto(file.as_uri() + fragment)
        return tab

    yield visit
    for context in contexts:
        context.close()
    assert not seen
