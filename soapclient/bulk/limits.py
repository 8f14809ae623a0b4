"""Check a plan before a run: its server, its age, and how much it changes."""

from __future__ import annotations

from typing import Final

from ..errors import BulkError
from ..wire.redact import one_line
from .plan import PlanFile
from .planner import fingerprint
from .target import Target

Limit = int | str | None

MAX_CHANGES: Final = 1000
MAX_CLEARS: Final = 100
MAX_ERRORS: Final = 100
MAX_AGE: Final = 24 * 3600.0


def check_fits(plan: PlanFile, max_age: float | None) -> Target:
    """Check that a plan is for the client's server and contract, and not too old; return its target.

    Raises:
        BulkError: the plan does not fit, or is too old.
    """
    target = plan.target
    if target is None:
        raise BulkError("the plan was read without a client, so it cannot be applied")
    if plan.header["server"] != target.server:
        raise BulkError(f"the plan is for {one_line(plan.header['server'])}, not for {target.server}")
    if plan.header["contract"].get("sha256") != fingerprint(target)["sha256"]:
        raise BulkError("the server's contract has changed since the plan was made: plan again")
    if max_age is not None and plan.age > max_age:
        raise BulkError(
            f"the plan is {_hours(plan.age)} old, older than max-age ({_hours(max_age)}): plan again, "
            "because its old values may be out of date"
        )
    return target


def check_limits(plan: PlanFile, max_changes: Limit, max_clears: Limit) -> None:
    """Check that a plan does not change or clear more than allowed.

    Raises:
        BulkError: the plan exceeds a limit, or a limit cannot be read.
    """
    counts = plan.summary
    rows = counts["rows"]
    does = "makes" if plan.shape.operation else "changes"
    for name, limit, count, what in (
        (
            "max-changes",
            max_changes,
            counts["change"],
            f"{does} {{}} {plan.shape.name}",
        ),
        ("max-clears", max_clears, counts["clears"], f"clears {{}} field{'' if counts['clears'] == 1 else 's'}"),
    ):
        most = allowed(name, limit, rows)
        if most is not None and count > most:
            raise BulkError(
                f"the plan {what.format(count)}, more than {name} {limit} allows; nothing was sent; "
                f"if the plan is right, raise {name} to {count}"
            )


def allowed(name: str, limit: Limit, rows: int) -> int | None:
    """Return a limit as a number; None for no limit.

    Args:
        name: what to call it.
        limit: a number, a percentage such as "10%", or None.
        rows: the number that a percentage refers to.

    Raises:
        BulkError: the limit is neither a number nor a percentage.
    """
    if limit is None:
        return None
    text = str(limit).strip()
    number = text.removesuffix("%").strip()
    try:
        value = float(number) if text.endswith("%") else int(number)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        raise BulkError(f"{name} must be a number or a percentage such as 10%, not {text!r}")
    return int(rows * value / 100) if text.endswith("%") else int(value)


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds:.0f} s"
