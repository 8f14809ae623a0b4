"""The layout of the report pages at three widths: parts and picture are where they were when somebody looked."""

from __future__ import annotations

import json

import html_layout
import pytest

VIEWS = {name: (page, fragment, window) for name, page, fragment, window in html_layout.views()}
KEPT = json.loads(html_layout.FILE.read_text("utf-8"))
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", VIEWS)
def test_layout(visit, name):
    """Each part is where it was, and the page looks as it did; else look, and run tests/html_layout.py."""
    page, fragment, window = VIEWS[name]
    tab = visit(html_layout.pages()[page], fragment, **window)
    assert [] == html_layout.problems(KEPT[name], html_layout.measure(tab))


@pytest.mark.parametrize(
    "change",
    [
        "document.querySelector('.frame').style.display = 'block'",
        "document.querySelector('nav').style.background = '#000'",
        "document.querySelector('header').remove()",
        "document.body.style.fontSize = '26px'",
    ],
)
def test_a_change_is_noticed(visit, change):
    """A sidebar that is elsewhere or black, a bar that is gone, and larger text are each noticed."""
    page, fragment, window = VIEWS["operation 1440"]
    tab = visit(html_layout.pages()[page].replace("style-src ", "style-src 'unsafe-inline' ", 1), fragment, **window)
    tab.evaluate(change)
    assert html_layout.problems(KEPT["operation 1440"], html_layout.measure(tab))


def test_every_view_is_kept():
    """The file has each view, and no other."""
    assert list(VIEWS) == list(KEPT)
