"""Refuse operations of a binding that would be read differently from the WSDL."""

from __future__ import annotations

from .bound import Binding, BoundOperation


def refusal(binding: Binding, operation: BoundOperation) -> str:
    """Say why an operation is refused; an empty text where it is not.

    Raises:
        WsdlError: what it names is missing.
    """
    if operation.name in binding.overloaded:
        return "it is in one binding twice, and it is unclear which one is meant"
    sent, back = operation.input, operation.output
    if sent is None:
        return "it has no input, the service calls it"
    messages = [each for each in (sent, back) if each is not None]
    uses = {each.use for each in messages}
    if any(each.encoded_headers for each in messages) or (
        uses != {"literal"} and (operation.style, len(uses)) != ("rpc", 1)
    ):
        return "it is SOAP-encoded, not literal, other than in rpc style"
    if sent.multipart:
        return "it sends MIME parts"
    if sent.missing:
        return f"its body leaves out the part {sent.missing[0]} of its message"
    return ""
