"""Where a reply becomes a result, or one exception.

A reply is judged by what it is, in this order: a redirect, the media, the envelope, a fault, the operation it answers,
the result, what the service itself says in the result (`Verdict`), and at last the HTTP status: a service that says no
has said no whatever the status, and a yes with the status of a failure is not believed. Whatever is not a proof of
success is an exception. A reply that says yes and does not tell what a workflow asked is an `UnexpectedReply` there.
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

_NO_METHOD: Final = "Request format is unrecognized"  # ASP.NET: no such method by form POST
_VALIDATION: Final = re.compile(r"HttpRequestValidationException|dangerous Request\.Form")
_MOST_TEXT: Final = 2**20
_WITHOUT: Final = "HTTP {} without an answer of the service{}"
_ANSWERED: Final = "; it has the body of an answer that is no refusal"

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
    """Return what an operation answered, or raise what its reply amounts to.

    Args:
        operation: the operation that was called.
        status: the HTTP status.
        headers: the HTTP headers.
        body: the bytes of the reply.
        secrets: those of the request, hidden from messages should the reply echo them.
        plain: whether the call was a form POST, whose reply has no envelope.
        verdict: how the service itself says yes and no inside a good reply.
        empty: of a form POST, the parameters that were sent as an empty text.
        check: checks the envelope before anything in it is believed, such as its signature.
        intake: what has taken the bytes of the result out of the body and written them: `Intake.matched` tells whether
            they are the result, and what is returned is then no more than the first of them.

    Returns:
        The root element of the result's XML, the bytes of a document, or None for an operation that answers nothing;
        all that the envelope has where the verdict takes it as a whole.

    Raises:
        ServiceError: the service said no, in a fault or in the result.
        HttpError: an HTTP status without an answer of the service.
        UnexpectedReply: anything else that is no answer of this operation.

    Source: SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4, docs/wire.md.
    """
    builder = ErrorBuilder(operation, secrets, verdict, large=len(body) > LARGE)
    if 300 <= status < 400:
        target = hide_url(headers.get("Location", "")) or "nowhere"
        raise builder.http(f"HTTP {status}, a redirect to {target}, which is not followed", status, headers)
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
    """One reply while it is judged.

    Args:
        builder: makes errors about it.
        verdict: how the service says yes and no.
        status: the HTTP status.
        headers: the HTTP headers.
        plain: whether it answers a form POST.
        empty: the parameters that the form had as an empty text.
        intake: what has taken the bytes of the result out of it, if anything.
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
        """Return the bytes that a form POST is answered by in JSON, or raise what is told without a document.

        None where the body is to be read.
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
            if _VALIDATION.search(text):  # not in its own words, which quote the beginning of the value: a password
                raise builder.error(
                    InvalidValue, "the server takes a value for markup, which it refuses in forms; use SOAP"
                )
            if from_dotnet(text) and self.media.strip().lower().startswith("text/plain"):
                raise builder.refused(text, fault=True)
        return None

    def read(self, body: bytes) -> etree._Element:
        """Read the document that a body is, or that the root of its parts is.

        Raises:
            NotXml: it is none.
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
                raise NotXml(f"it has more than {MOST_XML:,} bytes beside those of the document")
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
        """Say what a body is that is no document."""
        if self.ok:
            media = one_line(self.media, 60) or "no media type"
            return self.builder.unexpected(f"HTTP {self.status} with a reply that cannot be used: {reason} ({media})")
        told = "" if str(reason) == "it is empty" else f"; {reason}"
        if self.plain and _NO_METHOD in told:
            told += ": this operation is not offered by form POST, or form POST is switched off"
        return self.failed(told)

    def failed(self, told: str = "", *, answered: bool = False) -> TransportError:
        """Say that the status is one of a failure, and that the service does not say why.

        Args:
            told: what else is to be said.
            answered: whether the operation answered all the same, so that it may have been carried out.
        """
        text = f"HTTP {self.status}{told}" if answered else _WITHOUT.format(self.status, told)
        return self.builder.http(text, self.status, self.headers, answered=answered)

    def judged(self, root: etree._Element) -> Result:
        """Return the result that a document has, or raise what it amounts to."""
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
                raise self.builder.unexpected(f"the reply is XML but no SOAP envelope: its root is <{local(root.tag)}>")
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
        """Raise the refusal that the root of a result's XML says, if it says one."""
        try:
            self.verdict.xml(self.builder, root)
        except ServiceError:
            raise
        except TransportError:
            return

    def answers(self, content: etree._Element) -> bool:
        """Tell whether an element of a body is an answer of this operation."""
        if self.verdict.whole:
            from . import envelope_parts

            return envelope_parts.answers(self.operation, content)
        output = self.operation.output
        return output is not None and content.tag == f"{{{self.operation.namespace}}}{output}"

    def result(self, content: etree._Element | None) -> Result:
        """Return the result that the content of a body has."""
        builder, operation = self.builder, self.operation
        if content is None:
            if operation.output is None:
                return None
            raise builder.unexpected("the SOAP body is empty")
        if not self.answers(content):
            raise builder.unexpected(f"the reply is of another operation: <{local(content.tag)}>")
        if operation.result is None:
            return None
        result = content.find(f"{{{operation.namespace}}}{operation.result}")
        if result is None:  # of a schema whose elements have no namespace
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
        """Return the result that a document without an envelope is."""
        builder, operation, tag = self.builder, self.operation, str(root.tag)
        if operation.returns == "bytes" and tag == f"{{{operation.namespace}}}base64Binary":
            return self.verdict.data(builder, self.bytes(root))
        if operation.returns == "xml" and self.verdict.is_form_result(tag):
            return self.verdict.xml(builder, root)
        raise builder.unexpected(f"the reply is no result of this operation: its root is <{local(root.tag)}>")

    def bytes(self, result: etree._Element | None) -> bytes:
        """Return the bytes that an element holds, or that it refers to."""
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
