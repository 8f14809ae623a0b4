"""Read the bytes of a document from a result: base64, a JSON string of base64, or an error about the reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import json_form
from .base64_bytes import decoded, json_run
from .error_builder import ErrorBuilder

if TYPE_CHECKING:
    from .intake import Intake

MOST_XML: Final = 64 * 2**20  # limit for the rest of a reply with the bytes of a document


def of_json(builder: ErrorBuilder, body: bytes, intake: Intake | None = None) -> bytes:
    """Return the bytes of a JSON string of base64.

    Args:
        builder: makes errors about the reply.
        body: the reply.
        intake: the intake that cut the base64 out of it, or None.

    Raises:
        UnexpectedReply: the reply is something else.
    """
    run = json_run(body) if builder.large else None
    if run is not None:
        return of_base64(builder, run, escaped=True)
    if len(body) > MOST_XML:
        raise builder.unexpected("the reply is JSON, but not a string of base64")
    try:
        text = json_form.string(body)
    except ValueError:
        raise builder.unexpected("the reply is JSON, but not a string of base64") from None
    taken = of_intake(builder, intake, text)
    if taken is not None:
        return taken
    if " " in text.strip() or not text.isascii():  # "Document not found" would be valid base64 without its blanks
        raise builder.unexpected("the result is not base64")
    return of_base64(builder, text.encode("ascii"))


def of_base64(builder: ErrorBuilder, run: bytes | memoryview, *, escaped: bool = False) -> bytes:
    """Return the bytes of base64; see `base64_bytes.decoded`.

    Raises:
        UnexpectedReply: it is not base64.
    """
    try:
        return decoded(run, escaped=escaped)
    except ValueError:
        raise builder.unexpected("the result is not base64") from None


def of_intake(builder: ErrorBuilder, intake: Intake | None, text: str) -> bytes | None:
    """Return the first bytes that an intake has written, if the text is their token; None for another text.

    Raises:
        UnexpectedReply: the bytes are not base64 to the end.
    """
    try:
        return None if intake is None else intake.taken(text)
    except ValueError:
        raise builder.unexpected("the result is not base64") from None
