"""Judge a reply: return its result, or raise one exception.

The checks run in this order: redirect, media type, envelope, fault, the operation that the reply answers, the result,
the service's own verdict in the result (`Verdict`), and last the HTTP status. A refusal counts whatever the status, and
a success with the status of a failure is not believed. Whatever does not prove success is an exception. A success
without the information that a workflow asked for is an `UnexpectedReply` there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from lxml import etree

from ..contract.model import Operation
from ..errors import InvalidValue, ServiceError, TransportError, UnexpectedReply
from ..wire.encodings import charset_of
from ..wire.redact import hide_url, one_line
from ..wire.safe_xml import NotXml, local, parse
from . import soap_fault
from .error_builder import ErrorBuilder
from .texts import LARGE, whole
from .verdict import PLAIN, Verdict

if TYPE_CHECKING:
    from .attachments import Attachments
    from .base64_bytes import Apart
    from .envelope_parts import EnvelopeParts
    from .intake import Intake
    from .multipart import Parts

_NO_METHOD: Final = "Request format is unrecognized"  # ASP.NET: the method is not available by form POST
_VALIDATION: Final = re.compile(r"HttpRequestValidationException|dangerous Request\.Form")
_MOST_TEXT: Final = 2**20
_WITHOUT: Final = "HTTP {} without an answer from the service{}"
_ANSWERED: Final = "; its body is an answer, but not a refusal"

Result: TypeAlias = "etree._Element | bytes | EnvelopeParts | None"


def judge(
    operation: Operation,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    secrets: tuple[str, ...] = (),
    *,
    plain: bool = False,
    verdict: Verdict = PLAIN,
    empty: Collection[str] = (),
    check: Callable[[etree._Element], None] | None = None,
    intake: Intake | None = None,
) -> Result:
    """Return the result of an operation, or raise the error for its reply.

    Args:
        operation: the operation that was called.
        status: the HTTP status.
        headers: the HTTP headers.
        body: the bytes of the reply.
        secrets: the secrets of the request, hidden in messages if the reply echoes them.
        plain: whether the call was a form POST, whose reply has no envelope.
        verdict: how the service reports success and refusal inside a good reply.
        empty: the parameters of a form POST that were sent as an empty text.
        check: checks the envelope, such as its signature, before anything in it is believed.
        intake: the intake that cut the bytes of the result out of the body and wrote them. `Intake.matched` then tells
            whether they are the result, and only the first of them are returned.

    Returns:
        The root element of the result's XML, the bytes of a document, or None for an operation without an answer;
        the contents of the envelope if the verdict takes it as a whole.

    Raises:
        ServiceError: the service refused, in a fault or in the result.
        HttpError: an HTTP status without an answer from the service.
        UnexpectedReply: any other reply that does not answer this operation.

    Source: SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4, docs/wire.md.
    """
    builder = ErrorBuilder(operation, secrets, verdict, large=len(body) > LARGE)
    if 300 <= status < 400:
        target = hide_url(headers.get("Location", "")) or "nowhere"
        raise builder.http(f"HTTP {status}: a redirect to {target}, which is not followed", status, headers)
    ok = 200 <= status < 300
    if not body and ok and _answers_nothing(operation, plain, verdict):
        return None
    reply = _Reply(builder, verdict, status, headers, plain, empty, intake)
    if plain:
        verdict.status(builder, status, headers)
        found = reply.without_xml(body)
        if found is not None:
            return found
    try:
        root = reply.read(body)
    except NotXml as exc:
        raise reply.not_xml(exc) from None
    if check is not None:
        try:
            check(root)
        except UnexpectedReply as exc:
            raise builder.unexpected(exc.message) from None
    return reply.judged(root)


def _answers_nothing(operation: Operation, plain: bool, verdict: Verdict) -> bool:
    if verdict.whole:
        return operation.one_way
    return operation.output is None or (plain and operation.result is None)


class _Reply:
    """The judgement of one reply.

    Args:
        builder: makes errors about it.
        verdict: how the service reports success and refusal.
        status: the HTTP status.
        headers: the HTTP headers.
        plain: whether it answers a form POST.
        empty: the parameters that the form sent as an empty text.
        intake: the intake that cut the bytes of the result out of it, or None.
    """

    def __init__(
        self,
        builder: ErrorBuilder,
        verdict: Verdict,
        status: int,
        headers: Mapping[str, str],
        plain: bool,
        empty: Collection[str],
        intake: Intake | None = None,
    ) -> None:
        self.builder = builder
        self.operation = builder.operation
        self.verdict = verdict
        self.status = status
        self.ok = 200 <= status < 300
        self.headers = headers
        self.media = headers.get("Content-Type", "")
        self.plain = plain
        self.empty = empty
        self.intake = intake
        self.parts: Parts | None = None
        self.attachments: Attachments | None = None
        self.long: Apart | None = None

    def without_xml(self, body: bytes) -> bytes | None:
        """Return the bytes of a JSON answer to a form POST, or raise the error for a reply without a document.

        None if the body must still be read.
        """
        from . import document_bytes, json_form

        builder, operation = self.builder, self.operation
        if operation.returns == "bytes" and self.ok and json_form.is_json(self.media):
            return self.verdict.data(builder, document_bytes.of_json(builder, body, self.intake))
        if json_form.is_unbound(self.status, self.media, body):
            raise builder.http(json_form.unbound(operation, body, self.empty), self.status, self.headers)
        if self.status == 500:
            from .dotnet import from_dotnet

            text = body[:_MOST_TEXT].decode("utf-8-sig", "replace")
            if _VALIDATION.search(text):  # without the server's text, which quotes the start of the value: a password
                raise builder.error(
                    InvalidValue, "the server refuses a form because a value looks like markup; use SOAP"
                )
            if from_dotnet(text) and self.media.strip().lower().startswith("text/plain"):
                raise builder.refused(text, fault=True)
        return None

    def read(self, body: bytes) -> etree._Element:
        """Parse the document in a body, or in the root part of a multipart body.

        Raises:
            NotXml: it is not an acceptable document.
        """
        media = self.media
        if media[:1] in "mM \t":
            from . import multipart

            if multipart.is_multipart(media):
                try:
                    self.parts = multipart.read(media, body)
                except multipart.NotParts as exc:
                    raise NotXml(str(exc)) from None
                media, body = self.parts.media, self.parts.root
        if self.operation.returns == "bytes" and self.builder.large and not self.verdict.whole:
            from .base64_bytes import apart
            from .document_bytes import MOST_XML

            name = "base64Binary" if self.plain else self.operation.result or ""
            self.long = apart(body, name)
            body = self.long.document
            if len(body) > MOST_XML:
                raise NotXml(f"it has more than {MOST_XML:,} bytes besides those of the document")
        root = parse(body, charset_of(media), repair=True)
        if self.parts is not None and (self.operation.returns != "bytes" or self.verdict.whole):
            from . import multipart

            self.attachments = multipart.attachments(root, self.parts) if self.verdict.whole else None
            try:
                multipart.inlined(root, self.parts.others)
            except multipart.NotParts as exc:
                raise NotXml(str(exc)) from None
        return root

    def not_xml(self, reason: NotXml) -> TransportError:
        """Describe a body that is not a document."""
        if self.ok:
            media = one_line(self.media, 60) or "no media type"
            return self.builder.unexpected(f"HTTP {self.status}: the reply cannot be used: {reason} ({media})")
        told = "" if str(reason) == "it is empty" else f"; {reason}"
        if self.plain and _NO_METHOD in told:
            told += ": this operation is not available by form POST, or form POST is switched off"
        return self.failed(told)

    def failed(self, told: str = "", *, answered: bool = False) -> TransportError:
        """Return the error for the status of a failure without a reason from the service.

        Args:
            told: an addition to the message.
            answered: whether the operation answered anyway, so it may have been carried out.
        """
        text = f"HTTP {self.status}{told}" if answered else _WITHOUT.format(self.status, told)
        return self.builder.http(text, self.status, self.headers, answered=answered)

    def judged(self, root: etree._Element) -> Result:
        """Return the result in a document, or raise the error for it."""
        fault = soap_fault.find(root)
        if fault is not None:
            told = soap_fault.read(fault, self.builder.most)
            raise self.builder.refused(told.text, fault=True, facts=told.facts())
        soap_body = soap_fault.body_of(root)
        if soap_body is None and self.verdict.is_form_result(str(root.tag)):
            self.refused(root)
        if self.ok:
            if self.plain:
                return self.plain_result(root)
            if soap_body is None:
                raise self.builder.unexpected(f"the reply is not a SOAP envelope: its root is <{local(root.tag)}>")
            if self.verdict.whole:
                from . import envelope_parts

                return envelope_parts.read(self.builder, soap_body, self.attachments)
            contents = [child for child in soap_body if isinstance(child.tag, str)]
            if len(contents) > 1 and any(map(self.answers, contents[1:])):
                raise self.builder.unexpected("the SOAP body has more than one answer")
            return self.result(contents[0] if contents else None)
        if soap_body is not None:
            for answer in soap_body.iterchildren("*"):
                for result in answer.iterchildren("*"):
                    for inner in result.iterchildren("*"):
                        if self.answers(answer):
                            self.refused(inner)
                if self.answers(answer):
                    raise self.failed(_ANSWERED, answered=True)
        if self.plain and soap_body is None and self.verdict.is_form_result(str(root.tag)):
            raise self.failed(_ANSWERED, answered=True)
        raise self.failed()

    def refused(self, root: etree._Element) -> None:
        """Raise the refusal in the root element of a result, if it has one."""
        try:
            self.verdict.xml(self.builder, root)
        except ServiceError:
            raise
        except TransportError:
            return

    def answers(self, content: etree._Element) -> bool:
        """Return whether an element of a body answers this operation."""
        if self.verdict.whole:
            from . import envelope_parts

            return envelope_parts.answers(self.operation, content)
        output = self.operation.output
        return output is not None and content.tag == f"{{{self.operation.namespace}}}{output}"

    def result(self, content: etree._Element | None) -> Result:
        """Return the result in the content of a body."""
        builder, operation = self.builder, self.operation
        if content is None:
            if operation.output is None:
                return None
            raise builder.unexpected("the SOAP body is empty")
        if not self.answers(content):
            raise builder.unexpected(f"the reply belongs to another operation: <{local(content.tag)}>")
        if operation.result is None:
            return None
        result = content.find(f"{{{operation.namespace}}}{operation.result}")
        if result is None:  # the elements of its schema have no namespace
            result = content.find(operation.result)
        if result is not None and next(result.itersiblings(result.tag), None) is not None:
            raise builder.unexpected("the reply has more than one result")
        if operation.returns == "bytes":
            return self.verdict.data(builder, self.bytes(result))
        if result is None:
            raise builder.unexpected("the reply has no result")
        root = next((child for child in result if isinstance(child.tag, str)), None)
        if root is None:
            raise builder.unexpected("the result has no XML")
        if len(result) > 1 and sum(1 for _ in result.iterchildren("*")) > 1:
            raise builder.unexpected("the result has more than one root element")
        return self.verdict.xml(builder, root)

    def plain_result(self, root: etree._Element) -> Result:
        """Return the result in a document without an envelope."""
        builder, operation, tag = self.builder, self.operation, str(root.tag)
        if operation.returns == "bytes" and tag == f"{{{operation.namespace}}}base64Binary":
            return self.verdict.data(builder, self.bytes(root))
        if operation.returns == "xml" and self.verdict.is_form_result(tag):
            return self.verdict.xml(builder, root)
        raise builder.unexpected(f"the reply is not a result of this operation: its root is <{local(root.tag)}>")

    def bytes(self, result: etree._Element | None) -> bytes:
        """Return the bytes in an element, or in the part that it refers to."""
        from . import document_bytes

        if result is None:
            return b""
        if self.parts is not None:
            from . import multipart

            reference = multipart.include(result)
            if reference is not None:
                data = multipart.referred(reference, self.parts.others)
                if data is None:
                    raise self.builder.unexpected("the result refers to a part that is missing")
                return data
        if any(isinstance(child.tag, str) for child in result):
            raise self.builder.unexpected("the result has elements where bytes should be")
        text = whole(result)
        taken = document_bytes.of_intake(self.builder, self.intake, text)
        if taken is not None:
            return taken
        if self.long is not None and self.long.token and text == self.long.token:
            return document_bytes.of_base64(self.builder, self.long.run)
        if not text.isascii():
            raise self.builder.unexpected("the result is not base64")
        return document_bytes.of_base64(self.builder, text.encode("ascii"))
