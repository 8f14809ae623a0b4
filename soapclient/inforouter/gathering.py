"""A listing carried through inside another workflow, which needs what it lists before it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..calls.flow import Flow, Listing, Page

T = TypeVar("T")


def gather(listing: Listing[T], take: Callable[[Page[T]], object]) -> Flow[None]:
    """Carry a listing through, and give each of its pages to a function.

    Args:
        listing: the listing.
        take: is called with each page.
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
