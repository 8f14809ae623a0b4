"""The initial users of a store of the simulator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .passwords import hashed

USER: Final = (
    "INSERT OR IGNORE INTO users (name_key, user_name, first_name, last_name, email, mobile, domain, administrator,"
    " may_have_tickets, password) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
Seed = tuple[str, str, str, str, str, str, str, int, int, str]


def named_users() -> Iterator[Seed]:
    """Return the named users."""
    yield ("admin", "admin", "System", "Administrator", "admin@example.com", "", "", 1, 1, hashed("admin"))
    yield ("jdoe", "jdoe", "John", "Doe", "john.doe@example.com", "+15551234567", "Finance", 0, 1, hashed("secret"))
    yield ("sysadmin", "sysadmin", "Sys", "Admin", "", "", "", 1, 0, hashed("sysadmin"))


def numbered_users(first: int, last: int) -> Iterator[Seed]:
    """Generate users, from one number to another."""
    # One hash for all of them: hashing each would take longer than everything else.
    secret = hashed("secret")
    for number in range(first, last + 1):
        name = f"user{number:05}"
        email, mobile = f"{name}@example.com", f"+1555{number:07}"
        yield (name, name, f"First{number:05}", f"Last{number:05}", email, mobile, "Finance", 0, 1, secret)
