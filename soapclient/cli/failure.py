"""Errors on the command line: an exit status, and one line, a list of problems, or one JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from soapclient import errors

DONE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
NO_ANSWER: Final = 3
NOT_IN_CONTRACT: Final = 4
ROWS_FAILED: Final = 5
UNEXPECTED: Final = 70
INTERRUPTED: Final = 130
READER_GONE: Final = 141


class Failure(Exception):
    """The command line itself says no.

    Attributes:
        message: why, in one line, without secrets.
        status: the exit status.
        kind: what to call it in JSON.
        operation: the operation it is about, if any.
    """

    def __init__(
        self, message: str, *, status: int = USAGE, kind: str = "UsageError", operation: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.operation = operation


_STATUSES: Final[tuple[tuple[type[errors.SoapClientError], int], ...]] = (
    (errors.ServiceError, REFUSED),
    (errors.TransportError, NO_ANSWER),
    (errors.UnknownOperation, NOT_IN_CONTRACT),
    (errors.UnknownPort, NOT_IN_CONTRACT),
    (errors.NullNotAllowed, NOT_IN_CONTRACT),
    (errors.ContractError, USAGE),
    (errors.BulkError, USAGE),
)


def status_of(error: errors.SoapClientError, *, remote: bool) -> int:
    """Return the exit status that an error of the library stands for.

    Args:
        error: the error.
        remote: whether the contract was to come from a server, so that a bad WSDL is not the caller's own file.
    """
    if isinstance(error, errors.WsdlError):
        return NO_ANSWER if remote else USAGE
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), UNEXPECTED)


def line_of(
    message: str,
    *,
    as_json: bool,
    kind: str,
    operation: str | None = None,
    code: int | None = None,
    warnings: Sequence[str] = (),
    problems: Sequence[str] = (),
    items: Mapping[str, Sequence[errors.PartialItem]] | None = None,
) -> str:
    """Return what is shown for an error: one line, or where there are several problems one more for each.

    Args:
        message: what went wrong.
        as_json: whether to print JSON.
        kind: the name of the error's class.
        operation: the operation it is about, if any.
        code: the service's number of the error, if any.
        warnings: what was warned of before, which JSON takes along so that the line is all there is.
        problems: what is wrong, where that is several things.
        items: the items that failed and those that succeeded, which JSON has in full.
    """
    message = one_line(message)
    if not as_json:
        about = f"{operation}: " if operation else ""
        listed = [f"soapclient: {about}{len(problems)} problems:", *(f"  - {one_line(each)}" for each in problems)]
        return "\n".join(listed) if problems else f"soapclient: {message}"
    error: dict[str, Any] = {"type": kind, "code": code, "message": message, "operation": operation}
    if problems:
        error["problems"] = list(map(one_line, problems))
    for outcome, each in (items or {}).items():
        error[outcome] = [item._asdict() for item in each]
    told = {"error": error, "warnings": list(warnings)} if warnings else {"error": error}
    return json.dumps(told).replace("\x7f", "\\u007f")


def one_line(text: str) -> str:
    """Fold white space and characters that a terminal might obey into single blanks."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
