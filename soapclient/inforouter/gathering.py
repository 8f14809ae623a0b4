"""Run a listing inside another workflow that needs all its items first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..calls.flow import Flow, Listing, Page

T = TypeVar("T")


def gather(listing: Listing[T], take: Callable[[Page[T]], object]) -> Flow[None]:
    """Run a listing, and pass each of its pages to a function.

    Args:
        listing: the listing.
        take: called with each page.
    """
    came, failed = None, None
    while True:
        try:
            effect = listing.send(came) if failed is None else listing.throw(failed)
        except StopIteration:
            return
        came, failed = None, None
        if isinstance(effect, Page):
            take(effect)
            continue
        try:
            came = yield effect
        except GeneratorExit:
            listing.close()
            raise
        except BaseException as exc:
            failed = exc
