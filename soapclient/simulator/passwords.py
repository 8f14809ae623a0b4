"""Stored passwords: salted and hashed, with few rounds because this is a test server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from typing import Final

_ROUNDS: Final = 1000


def hashed(password: str) -> str:
    """Return the stored form of a password."""
    salt = os.urandom(12)
    return f"{_ROUNDS}${_text(salt)}${_text(_derive(password, salt, _ROUNDS))}"


def matches(password: str, stored: str | None) -> bool:
    """Tell whether `password` matches `stored`; no password matches None."""
    if stored is None:
        return False
    rounds, salt, digest = stored.split("$")
    return hmac.compare_digest(_derive(password, base64.b64decode(salt), int(rounds)), base64.b64decode(digest))


def _derive(password: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode("utf-8", "surrogatepass"), salt, rounds)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
