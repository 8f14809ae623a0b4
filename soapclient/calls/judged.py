"""Judge the reply of one call, and build the answer of its profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ..contract.contract import Contract
from ..contract.model import Operation
from ..errors import ServiceError, TransportError
from ..replies import faults
from ..replies.answer import warn_repaired
from ..replies.error_builder import ErrorBuilder, with_doubt
from ..wire.redact import hide
from . import form_post
from .profile import Profile

if TYPE_CHECKING:
    from ..replies.intake import Intake
    from .flow import Raw
    from .mtom import Held


@attrs.frozen(repr=False, eq=False)
class BoundCall:
    """A call with bound arguments, which its repr does not show.

    Attributes:
        contract: the contract of the call.
        operation: the operation.
        parts: the message parts, without the session's token.
        slot: the part that takes the token; empty for none.
        resent: the parameters whose current value was read and is sent again.
        cleared: the parameters to read back, because a form may not clear them.
        held: the bytes that are sent next to the envelope or read while it is sent, if any.
        intake: the intake that writes the bytes of the answer to a sink, or None.
    """

    contract: Contract
    operation: Operation
    parts: Mapping[str, Any]
    slot: str = ""
    resent: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    held: Held | None = None
    intake: Intake | None = None


def judged(
    profile: Profile,
    bound: BoundCall,
    raw: Raw,
    known: tuple[str, ...],
    *,
    plain: bool,
    check: Callable[..., Any] | None,
) -> Any:
    """Return the answer of a call, or raise the error for its reply.

    Args:
        profile: the conventions of the service.
        bound: the call.
        raw: the raw reply.
        known: the secrets of the request, hidden if the reply echoes them.
        plain: whether the call was a form POST.
        check: an additional check of the envelope, or None.

    Raises:
        Exception: the error of the call's sink.
    """
    operation, intake = bound.operation, bound.intake
    try:
        result: Any = faults.judge(
            operation, raw.status, raw.headers, raw.body, known, plain=plain, verdict=profile.verdict,
            empty=form_post.empty(operation, bound.parts) if plain else (), check=check, intake=intake,
        )  # fmt: skip
    except ServiceError as exc:
        if exc.fault_detail is not None:
            profile.explain(operation, bound.contract, exc)
        raise
    if profile.verdict.whole:
        return _whole(profile, bound, {} if result is None else result._asdict(), known)
    if isinstance(result, bytes) and intake is not None:
        written = _poured(ErrorBuilder(operation, known, profile.verdict), intake, result)
        return profile.answer(operation, written=written, resent=bound.resent)
    if isinstance(result, bytes):
        return profile.answer(operation, bytes=result, resent=bound.resent)
    if operation.about and result is not None:
        why = profile.another(operation, bound.parts, result)
        if why:
            raise ErrorBuilder(operation, known, profile.verdict).unexpected(why)
    answer = profile.answer(operation, element=result, resent=bound.resent)
    if answer.repaired:
        warn_repaired(answer)
    return answer


def _poured(builder: ErrorBuilder, intake: Intake, result: bytes) -> int:
    """Write bytes to a sink that were not written while they arrived; return their number.

    Raises:
        UnexpectedReply: the written bytes are not the result of the reply.
    """
    if not intake.streamed:
        intake.pour(result)
    elif not intake.matched:
        raise builder.unexpected("the reply has more than one result")
    return intake.written


def _whole(profile: Profile, bound: BoundCall, facts: Mapping[str, Any], known: tuple[str, ...]) -> Any:
    """Build the answer from the contents of an envelope; None if the operation has no answer."""
    operation = bound.operation
    try:
        answer = profile.answer(operation, contract=bound.contract, **facts, resent=bound.resent)
    except TransportError as exc:
        exc.maybe_applied = operation.changes
        exc.message = with_doubt(hide(exc.message, known), exc.maybe_applied)
        exc.args = (exc.message,)
        raise
    if answer is not None and answer.repaired:
        warn_repaired(answer)
    return answer
