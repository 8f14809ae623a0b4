"""Versions, publishing, tags, comments, texts and thumbnails of documents, on both generations of servers."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from soapclient import CLEAR, AsyncClient, Client, DocumentComment, VersionNumber, errors
from soapclient.simulator import Simulator

ADMIN = {"username": "admin", "password": "admin", "cache": False}
JDOE = {"username": "jdoe", "password": "secret", "cache": False}
FOLDER = "/Public"
_NUMBERS = itertools.count()


@pytest.fixture(scope="module", params=["classic", "current"])
def served(request):
    """A simulator of each generation, its server, and clients of an administrator and of another user."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    with (
        Simulator(generation=request.param) as simulator,
        simulator.serve() as server,
        Client(server.url, **ADMIN) as ir,
        Client(server.url, **JDOE) as other,
    ):
        yield simulator, server, ir, other


@pytest.fixture
def simulator(served):
    """The simulator."""
    yield served[0]
    served[0].stop_failing()


@pytest.fixture
def documents(served, simulator):
    """The documents of the administrator's client."""
    return served[2].documents


@pytest.fixture
def path(documents):
    """A document with three versions."""
    path = f"{FOLDER}/{next(_NUMBERS)}.txt"
    for number in range(3):
        documents.upload(f"version {number}".encode(), path, comment=f"comment {number}", over="version")
    return path


def numbers(documents, path):
    """Return the numbers of a document's versions."""
    return [each.number.stored for each in documents.versions(path)]


class TestVersions:
    """The history of a document."""

    def test_read(self, simulator, documents, path):
        """Versions are models; their numbers are what this server says."""
        versions = documents.versions(path)
        assert ["comment 0", "comment 1", "comment 2"] == [each.comment for each in versions]
        assert [9, 9, 9] == [each.size for each in versions]
        expected = [1000000, 1000001, 1000002] if simulator._world.generation.current else [1000000, 2000000, 3000000]
        assert expected == numbers(documents, path)
        assert versions[1] == documents.version(path, versions[1]) == documents.version(path, versions[1].number)
        assert all(each.created.tzinfo is not None for each in versions)
        assert versions[2].number == documents.version(path, 0).number

    def test_by_number_of_the_document(self, documents, path):
        """A document is named by its number, also where the operation takes a path only."""
        number = documents.get(path).document_id
        assert documents.versions(path) == documents.versions(number)
        documents.set_version_comment(number, documents.versions(path)[0], "changed")
        assert "changed" == documents.versions(path)[0].comment

    @pytest.mark.parametrize("number", [1, 2, 999_999, -1, True, None, "1000000"])
    def test_no_number(self, simulator, documents, number):
        """What is not a version's number is refused: version 2 is not 2000000 everywhere."""
        simulator.arrived.clear()
        for call in (
            lambda: documents.version("/Public/x", number),
            lambda: documents.set_version_comment("/Public/x", number, "y"),
            lambda: documents.delete_version("/Public/x", number, confirm=True),
            lambda: documents.verify_hash("/Public/x", version=number or 7),
            lambda: documents.publish("/Public/x", number),
        ):
            with pytest.raises(errors.ArgumentError, match="is not the number of a version"):
                call()
        assert not simulator.arrived

    def test_comment(self, documents, served, path):
        """A comment is set and cleared by its author alone; a blank one is refused."""
        first = documents.versions(path)[0]
        documents.set_version_comment(path, first, "one & <two>")
        assert "one & <two>" == documents.versions(path)[0].comment
        documents.set_version_comment(path, first, CLEAR)
        assert not documents.versions(path)[0].comment
        with pytest.raises(errors.ArgumentError, match="the comment is empty; CLEAR removes it"):
            documents.set_version_comment(path, first, "")
        with pytest.raises(errors.AccessDenied):
            served[3].documents.set_version_comment(path, first, "mine")

    def test_delete(self, simulator, documents, path):
        """A version is deleted where that is confirmed; neither one that is not there nor the published one."""
        first, second, third = numbers(documents, path)
        simulator.arrived.clear()
        with pytest.raises(errors.ArgumentError, match="cannot be restored; pass confirm=True"):
            documents.delete_version(path, second)
        assert not simulator.arrived
        documents.delete_version(path, second, confirm=True)
        assert [first, third] == numbers(documents, path)
        with pytest.raises(errors.VersionNotFound, match=f"has no version {second}"):
            documents.delete_version(path, second, confirm=True)
        with pytest.raises(errors.ServiceError):
            documents.delete_version(path, third, confirm=True)
        assert [first, third] == numbers(documents, path)

    @pytest.mark.parametrize("applied", [False, True])
    def test_delete_with_a_lost_reply(self, simulator, documents, path, applied):
        """A lost reply is settled by reading the versions."""
        first, second, third = numbers(documents, path)
        simulator.fail("drop", operation="DeleteDocumentVersion", applied=applied)
        if applied:
            documents.delete_version(path, second, confirm=True)
        else:
            with pytest.raises(errors.TransportError):
                documents.delete_version(path, second, confirm=True)
        assert ([first, third] if applied else [first, second, third]) == numbers(documents, path)

    def test_prune(self, documents, path):
        """What is gone is told; the published version never goes."""
        first, second, third = numbers(documents, path)
        with pytest.raises(errors.ArgumentError, match="confirm=True.*keep_published must be a whole number from 1"):
            documents.prune_versions(path, keep_published=0, keep_unpublished=0)
        gone = documents.prune_versions(path, keep_published=1, keep_unpublished=0, confirm=True)
        assert [first, second] == [each.number.stored for each in gone]
        assert [third] == numbers(documents, path)
        assert () == documents.prune_versions(path, keep_published=1, keep_unpublished=0, confirm=True)

    def test_hash(self, simulator, documents, path):
        """The answer is whether the check sum matches, and not whether it was checked."""
        assert documents.verify_hash(path)
        first = numbers(documents, path)[0]
        assert documents.verify_hash(path, version=first)
        simulator._world.users.change("UPDATE versions SET crc = crc + 1 WHERE number = ?", first)
        assert not documents.verify_hash(path, version=first)
        assert documents.verify_hash(path)


class TestPublishing:
    """Which version readers get."""

    def test_publish(self, documents, path):
        """A version is published, and read back; 0 is the latest."""
        _first, second, third = numbers(documents, path)
        documents.unpublish(path)
        assert documents.get(path).published_version is None
        assert second == documents.publish(path, second).stored
        assert second == documents.get(path).published_version.stored
        assert third == documents.publish(path).stored

    def test_publish_that_did_nothing(self, simulator, documents, path):
        """A yes without the work is noticed by reading back."""
        first = numbers(documents, path)[0]
        yes = b'<response success="true" error=""/>'
        simulator.fail("reply", operation="VerifyVersionHash", body=envelope("VerifyVersionHash", yes), headers=XML)
        with pytest.raises(errors.UnexpectedReply, match="does not say whether the check sum matches"):
            documents.verify_hash(path)
        for call, operation in (
            (lambda: documents.publish(path, first), "PublishDocument"),
            (lambda: documents.unpublish(path), "UnpublishDocument"),
        ):
            simulator.fail("reply", operation=operation, body=envelope(operation, yes), headers=XML)
            with pytest.raises(errors.UnexpectedReply, match=r"read back, version \d+ is published"):
                call()

    def test_rules(self, simulator, documents, path):
        """A rule is set with all that it needs; what it does not need is sent as nothing."""
        first, _second, third = numbers(documents, path)
        assert first == documents.set_publishing_rule(path, "specific version", version=first).published_version.stored
        said = next(each for each in reversed(simulator.arrived) if each.operation == "SetDocumentPublishingRule")
        assert ("SPESIFICVERSION", first, "") == tuple(said.arguments.values())[2:]
        assert documents.set_publishing_rule(path, "UNPUBLISHED").published_version is None
        assert third == documents.set_publishing_rule(path, "Latest").published_version.stored
        documents.tag(path, "Release")
        documents.set_publishing_rule(path, "tagged", tag="Release")
        documents.upload(b"new", path, over="version")
        assert third == documents.get(path).published_version.stored
        documents.tag(path, "Release")
        assert numbers(documents, path)[-1] == documents.get(path).published_version.stored

    @pytest.mark.parametrize(
        ("rule", "options", "told"),
        [
            ("LASTEST", {}, "unknown publishing rule 'LASTEST': did you mean LATEST"),
            ("", {}, "the rule is empty"),
            ("TAGGED", {}, "give a tag with the rule TAGGED"),
            ("LATEST", {"tag": "x"}, "give a tag with the rule TAGGED"),
            ("SPESIFICVERSION", {}, "give a version with the rule SPECIFICVERSION"),
            ("LATEST", {"version": 1000000}, "give a version with the rule SPECIFICVERSION"),
            ("TAGGED", {"tag": "a;b"}, "the tag 'a;b' must be 1 to 128 letters"),
        ],
    )
    def test_no_rule(self, simulator, documents, rule, options, told):
        """A rule that is none, or that lacks something, is refused before anything is sent."""
        simulator.arrived.clear()
        with pytest.raises(errors.ArgumentError, match=told):
            documents.set_publishing_rule("/Public/x", rule, **options)
        assert not simulator.arrived

    def test_by_form(self, served, path):
        """A form that cannot say an empty text says a tag that nothing reads."""
        simulator, server, _, _ = served
        with Client(server.url, transport="http-post", **ADMIN) as ir:
            assert ir.documents.set_publishing_rule(path, "UNPUBLISHED").published_version is None
            said = next(each for each in reversed(simulator.arrived) if each.operation == "SetDocumentPublishingRule")
            assert "-" == said.arguments["releaseTag"]

    def test_requirements(self, documents):
        """What a library requires is a list of words; there is none for a library that is not there."""
        assert () == documents.publishing_requirements("Public")
        with pytest.raises(errors.NotFound):
            documents.publishing_requirements("Nowhere")


XML = {"Content-Type": "text/xml; charset=utf-8"}


def envelope(operation, inner):
    """Return a reply of the service."""
    return (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><%b xmlns="http://tempuri.org/"><%b>'
        b"%b</%b></%b></s:Body></s:Envelope>"
        % (
            f"{operation}Response".encode(),
            f"{operation}Result".encode(),
            inner.replace(b"<response", b'<response xmlns=""'),
            f"{operation}Result".encode(),
            f"{operation}Response".encode(),
        )
    )


class TestOtherReplies:
    """Replies that tell of another thing."""

    @pytest.mark.parametrize(
        ("operation", "inner", "call", "told"),
        [
            ("GetDocumentVersion", "", lambda d, p: d.version(p, 0), "is not about version 0 alone"),
            ("GetDocumentSummary", "<Value>a</Value><Value>b</Value>", lambda d, p: d.summary(p), "more than one text"),
        ],
    )
    def test_unexpected(self, simulator, documents, path, operation, inner, call, told):
        """They are refused."""
        body = f'<response success="true" error="">{inner}</response>'.encode()
        simulator.fail("reply", operation=operation, body=envelope(operation, body), headers=XML)
        with pytest.raises(errors.UnexpectedReply, match=told):
            call(documents, path)

    def test_another_rendition(self, simulator, documents, path):
        """A rendition that was not asked for is none."""
        name, body = "GetVersionRendition", b'<response success="true" error="" rendition="Text">x</response>'
        simulator.fail("reply", operation=name, body=envelope(name, body), headers=XML)
        with pytest.raises(errors.UnexpectedReply, match="contains the rendition Text, not Markdown"):
            documents.rendition(path, "markdown")

    def test_a_tag_that_cannot_be_set(self, simulator, documents, path):
        """Nothing is in doubt where the connection could not be made."""
        documents.tags(path)
        simulator.fail("error", operation="SetTagToDocument", text="Access denied", number="4030")
        with pytest.raises(errors.AccessDenied):
            documents.tag(path, "Final")


class TestTags:
    """Tags of a document."""

    def test_set_and_removed(self, documents, path):
        """A tag is on the latest version; two of one text are told apart."""
        assert () == documents.tags(path)
        first = documents.tag(path, "Final")
        assert ("Final", 1) == (first.text, first.tagged_by_id)
        assert documents.versions(path)[-1].number.major == first.version.major
        assert (first,) == documents.tags(path)
        second = documents.tag(path, "Final")
        with pytest.raises(errors.ArgumentError, match="has 2 tags 'Final': pass one that tags"):
            documents.untag(path, "Final")
        documents.untag(path, second)
        assert (first,) == documents.tags(path)
        documents.untag(path, "Final")
        assert () == documents.tags(path)
        for gone in ("Final", first):
            with pytest.raises(errors.NotFound, match="has no tag 'Final'"):
                documents.untag(path, gone)

    def test_lost_reply(self, simulator, documents, path):
        """A lost reply is settled by reading the tags."""
        simulator.fail("drop", operation="SetTagToDocument", applied=True)
        assert "Draft" == documents.tag(path, "Draft").text
        simulator.fail("drop", operation="SetTagToDocument", applied=False)
        with pytest.raises(errors.TransportError):
            documents.tag(path, "Draft")
        assert 1 == len(documents.tags(path))

    def test_yes_without_the_work(self, simulator, documents, path):
        """A yes that set or removed nothing is noticed."""
        yes = b'<response success="true" error=""/>'
        simulator.fail("reply", operation="SetTagToDocument", body=envelope("SetTagToDocument", yes), headers=XML)
        with pytest.raises(errors.UnexpectedReply, match="has no new tag 'Draft'"):
            documents.tag(path, "Draft")
        documents.tag(path, "Draft")
        name = "RemoveTagFromDocument"
        simulator.fail("reply", operation=name, body=envelope(name, yes), headers=XML, times=2)
        with pytest.raises(errors.UnexpectedReply, match="still has the tag 'Draft'"):
            documents.untag(path, "Draft")

    @pytest.mark.parametrize("text", ["", " ", "a/b", "x" * 129, "a\n", 7])
    def test_no_tag(self, documents, text):
        """What cannot be a tag is refused."""
        with pytest.raises(errors.ArgumentError):
            documents.tag("/Public/x", text)

    def test_definitions(self, documents):
        """What the service suggests."""
        assert ("Approved", "Draft", "Final") == documents.tag_definitions()


class TestComments:
    """Comments on a document."""

    def test_added_and_deleted(self, simulator, documents, path):
        """Comments are models, in order; one is deleted by what it tells."""
        documents.add_comment(path, "first")
        time.sleep(0.002)  # the service knows a comment by its author and moment
        documents.add_comment(path, "a < b")
        first, second = documents.comments(path)
        assert ("first", "admin", 1) == (first.text, first.author, first.author_id)
        assert first.date.tzinfo is not None
        assert ("a &lt; b" if simulator._world.generation.current else "a < b") == second.text
        documents.delete_comment(path, first)
        assert (second,) == documents.comments(path)
        with pytest.raises(errors.ArgumentError, match="the comment is empty"):
            documents.add_comment(path, " ")

    def test_two_of_one_moment(self, simulator, documents, path):
        """Of two comments that the service cannot tell apart none is deleted."""
        told = '<Comment AuthorID="1" AuthorName="admin" CommentDate="2026-01-02T03:04:05Z">{}</Comment>'
        both = f"<Comments>{told.format('one')}{told.format('two')}</Comments>"
        name, body = "GetDocumentComments", f'<response success="true" error="">{both}</response>'.encode()
        simulator.fail("reply", operation=name, body=envelope(name, body), headers=XML, times=2)
        one, _ = documents.comments(path)
        with pytest.raises(errors.Conflict, match="2 comments of this author at this moment; nothing was deleted"):
            documents.delete_comment(path, one)
        assert "DeleteDocumentComment" not in [each.operation for each in simulator.arrived][-3:]

    def test_deleted_without_the_work(self, simulator, documents, path):
        """A yes that deleted nothing is noticed."""
        documents.add_comment(path, "first")
        (first,) = documents.comments(path)
        name, yes = "DeleteDocumentComment", b'<response success="true" error=""/>'
        simulator.fail("reply", operation=name, body=envelope(name, yes), headers=XML)
        with pytest.raises(errors.UnexpectedReply, match="the comment still exists"):
            documents.delete_comment(path, first)

    def test_without_a_date(self, documents):
        """One that does not tell when it was written cannot be told from others."""
        with pytest.raises(errors.ArgumentError, match="has no author or date"):
            documents.delete_comment("/Public/x", DocumentComment(author_id=1, date=None))


class TestTexts:
    """Texts, summaries, renditions and thumbnails."""

    def test_text(self, documents, path):
        """Texts are of the document or of a version; one is cleared by word only."""
        first = numbers(documents, path)[0]
        assert "" == documents.text(path)
        documents.set_text(path, "all <of> it\nin lines")
        documents.set_text(path, "the first", version=first)
        assert "all <of> it\nin lines" == documents.text(path) == documents.text(path, version=0)
        assert "the first" == documents.text(path, version=first)
        with pytest.raises(errors.ArgumentError, match="the text is empty; CLEAR removes it"):
            documents.set_text(path, "")
        documents.set_text(path, CLEAR)
        assert "" == documents.text(path)
        assert "the first" == documents.text(path, version=first)

    def test_summary(self, documents, path):
        """A dash is no summary."""
        assert documents.summary(path) is None
        assert documents.abstract(path) is None
        documents.set_summary(path, "in short")
        found = documents.summary(path)
        assert ("in short", 1) == (found.text, found.applied_by_id)
        documents.set_summary(path, CLEAR)
        assert documents.summary(path) is None

    def test_rendition(self, documents, path):
        """A rendition that was not produced is None."""
        documents.set_text(path, "plain")
        assert "plain" == documents.rendition(path, "text")
        assert documents.rendition(path, "Markdown") is None
        with pytest.raises(errors.ArgumentError, match="unknown rendition 'Markup': the known ones are Text, Markdown"):
            documents.rendition(path, "Markup")

    def test_thumbnail(self, simulator, documents, path):
        """No bytes are no thumbnail where the document is there, and an error where it is not."""
        assert documents.thumbnail(path) is None
        documents.set_thumbnail(path, b"GIF89a...")
        assert b"GIF89a..." == documents.thumbnail(path)
        documents.delete_thumbnail(path)
        assert documents.thumbnail(path) is None
        with pytest.raises(errors.DocumentNotFound):
            documents.thumbnail("/Public/nowhere.txt")
        with pytest.raises(errors.ArgumentError, match="the image must be bytes, not empty"):
            documents.set_thumbnail(path, b"")

    def test_older_contract(self, served, path):
        """With a contract that lacks newer operations older ones are called, or it is said that there is none."""
        _, server, _, _ = served
        with Client(server.url, wsdl="bundled-2019", **ADMIN) as ir:
            assert ir.documents.abstract(path) is None
            assert 3 == len(ir.documents.versions(path))
            with pytest.raises(errors.UnknownOperation):
                ir.documents.tags(path)


class TestAsync:
    """The same for asyncio."""

    def test_awaited(self, served, path):
        """Workflows are awaited."""
        _, server, _, _ = served

        async def run():
            async with AsyncClient(server.url, **ADMIN) as air:
                await air.documents.add_comment(path, "first")
                versions, tag = await asyncio.gather(air.documents.versions(path), air.documents.tag(path, "Draft"))
                return versions[0].number, tag.text, len(await air.documents.comments(path))

        assert (VersionNumber(1), "Draft", 1) == asyncio.run(run())


class TestWhatCannotBeReadBack:
    """A change that cannot be looked at afterwards is told as made, or as one that may have been."""

    @pytest.mark.parametrize(
        ("change", "operation", "reads", "before"),
        [
            (lambda docs, path: docs.publish(path), "PublishDocument", "GetDocument", 0),
            (lambda docs, path: docs.unpublish(path), "UnpublishDocument", "GetDocument", 0),
            (lambda docs, path: docs.tag(path, "Final"), "SetTagToDocument", "GetAppliedTags", 1),
            (
                lambda docs, path: docs.prune_versions(path, keep_published=1, keep_unpublished=0, confirm=True),
                "PruneDocumentVersions",
                "GetDocumentVersions",
                1,
            ),
        ],
    )
    def test_done(self, simulator, documents, path, change, operation, reads, before):
        """The error of the look names the change."""
        simulator.fail("error", operation=reads, after=before, text="no", number="4030")
        with pytest.raises(errors.ServiceError) as caught:
            change(documents, path)
        assert (operation,) == caught.value.done

    @pytest.mark.parametrize("how", ["error", "reset"])
    def test_lost(self, simulator, documents, path, how):
        """Where the reply was lost, too, that error comes out: what was deleted is not said to be there."""
        options = {"error": {"text": "no", "number": "4030"}, "reset": {"applied": False}}[how]
        first = documents.versions(path)[0].number
        for operation, reads, change in (
            ("SetTagToDocument", "GetAppliedTags", lambda: documents.tag(path, "Final")),
            (
                "DeleteDocumentVersion",
                "GetDocumentVersions",
                lambda: documents.delete_version(path, first, confirm=True),
            ),
        ):
            simulator.fail("drop", operation=operation, applied=True)
            simulator.fail(how, operation=reads, after=1, times=None, **options)
            with pytest.raises(errors.TransportError) as caught:
                change()
            assert (operation, True) == (caught.value.operation, caught.value.maybe_applied)
            assert "could not be read" in str(caught.value)
            simulator.stop_failing()


class TestTextsOfAnotherShape:
    """A reply that has something else than the text that it is to have."""

    @pytest.mark.parametrize(
        ("operation", "read"),
        [
            ("GetDocumentSummary", lambda docs, path: docs.summary(path)),
            ("GetDocumentAbstract1", lambda docs, path: docs.abstract(path)),
            ("GetVersionRendition", lambda docs, path: docs.rendition(path, "Text")),
            ("GetDocumentTextOnlyContent", lambda docs, path: docs.text(path)),
            ("GetVersionTextOnlyContent", lambda docs, path: docs.text(path, version=0)),
        ],
    )
    def test_not_read_as_none(self, simulator, documents, path, operation, read):
        """It is refused; it does not read as a document without a text."""
        body = envelope(operation, b'<response success="true" error=""><Other>words</Other></response>')
        simulator.fail("reply", operation=operation, body=body, headers=XML)
        with pytest.raises(errors.UnexpectedReply, match="more than"):
            read(documents, path)


class TestPruneWithALostReply:
    """The service may have deleted some versions, and its reply was lost."""

    @pytest.mark.parametrize("applied", [True, False])
    def test_told(self, simulator, documents, path, applied):
        """The error says which are gone."""
        before = numbers(documents, path)
        documents.publish(path, before[-1])
        simulator.fail("drop", operation="PruneDocumentVersions", applied=applied)
        with pytest.raises(errors.TransportError, match="deleted versions: ") as caught:
            documents.prune_versions(path, keep_published=1, keep_unpublished=0, confirm=True)
        gone = sorted(set(before) - set(numbers(documents, path)))
        assert bool(gone) is applied
        assert caught.value.message.endswith(": " + (", ".join(map(str, gone)) or "none"))


class TestOrder:
    """A service that lists the newest first."""

    def test_versions(self, simulator, documents, path):
        """Versions are told oldest first all the same: who deletes the first one means that."""
        listed = "".join(f'<Version Number="{each}"/>' for each in (1000002, 1000001, 1000000))
        body = f'<response success="true" error=""><Versions>{listed}</Versions></response>'.encode()
        simulator.fail(
            "reply", operation="GetDocumentVersions", body=envelope("GetDocumentVersions", body), headers=XML
        )
        assert [1000000, 1000001, 1000002] == numbers(documents, path)

    def test_tags(self, simulator, documents, path):
        """The tag that was set is the one that was not there before."""
        tag = '<AppliedTag TagText="A" TagDate="2026-01-0{0}T00:00:00Z" VersionNumber="1000000" TaggedById="1"/>'
        for count in (1, 2):
            listed = "".join(tag.format(each) for each in range(count, 0, -1))
            body = f'<response success="true" error=""><AppliedTags>{listed}</AppliedTags></response>'.encode()
            simulator.fail("reply", operation="GetAppliedTags", body=envelope("GetAppliedTags", body), headers=XML)
        assert 2 == documents.tag(path, "A").date.day
