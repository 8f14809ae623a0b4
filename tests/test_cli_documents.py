"""`documents` on the command line."""

from __future__ import annotations

import json

import pytest
from servers import envelope, level, refusal

from soapclient import FieldChange
from soapclient.cli.showing import _changed

PATH = "/Finance/Reports/Budget.xlsx"


@pytest.fixture
def url(sim, configure):
    """Its URL, with a user who may write in the environment."""
    with sim.serve() as server:
        configure(server=server.url, username="jdoe", password="secret")
        yield server.url


class TestShow:
    """`documents show` and `documents exists`."""

    @pytest.mark.parametrize("path", [PATH, "1001", "~D1001.xlsx"])
    def test_shown(self, cli, url, path):
        """A document's facts are a line each, what is not told is left out."""
        status, out, err = cli("documents", "show", path)
        assert (status, err) == (0, "")
        assert ["update", "instructions", "Monthly"] in [line.split() for line in out.splitlines()]
        assert "mime" not in out

    def test_json(self, cli, url):
        """--json has the names of `Document`."""
        found = json.loads(cli("documents", "show", PATH, "--json")[1])
        assert (found["document_id"], found["author"], level(found["importance"])) == (1001, "jdoe", "1")
        assert "attributes" not in found

    def test_versions_are_text(self, cli, url, sim):
        """The number of a version is shown as people write it."""
        document = '<document DocumentID="1001" VersionNumber="2000001" CreationDate="2026-01-02T03:04:05" />'
        body = envelope("GetDocument", f'<response xmlns="" success="true" error="">{document}</response>')
        sim.fail("reply", operation="GetDocument", body=body)
        found = json.loads(cli("documents", "show", "1001", "--json")[1])
        assert (found["version"], found["created"]) == ("2.0.1", "2026-01-02T03:04:05")

    def test_exists(self, cli, url):
        """Whether there is one is true or false, and no failure."""
        assert cli("documents", "exists", PATH) == (0, "true\n", "")
        assert cli("documents", "exists", "/a/b") == (0, "false\n", "")
        assert json.loads(cli("documents", "exists", "9", "--json")[1]) == {"path": "9", "exists": False}

    def test_not_found(self, cli, url):
        """A document that there is not is the service's refusal."""
        status, out, err = cli("documents", "show", "/a/b")
        assert (status, out, err) == (1, "", f"soapclient: {refusal('GetDocument', 'Document not found', 4041)}\n")
        status, _, err = cli("documents", "update", "/a/b", "--author", "x", "--json")
        assert (status, json.loads(err)["error"]["type"]) == (1, "DocumentNotFound")


class TestUpdate:
    """`documents update`."""

    def test_only_what_is_named(self, cli, url, sim):
        """One property is set, another cleared, and the rest stays."""
        before = sim.document(PATH)
        words = ("--description", "new", "--clear", "update-instructions")
        changes = f'description "{before["description"]}" -> "new"; update-instructions cleared (was "Monthly")'
        again = "(GetDocument, UpdateDocumentProperties; read and sent again: NewDocumentName)"
        assert cli("documents", "update", PATH, *words) == (0, f"{PATH}: {changes} {again}\n", "")
        assert sim.document(PATH) == {**before, "description": "new", "update_instructions": ""}

    @pytest.mark.parametrize(
        ("after", "before", "expected"),
        [
            ("", "a", 'author cleared (was "a")'),
            ("", "", "author is empty already"),
            ("", None, "author cleared"),
            ("b", "a", 'author "a" -> "b"'),
            ("b", "", 'author "" -> "b"'),
            ("b", "b", 'author is "b" already'),
            ("b", None, 'author -> "b"'),
        ],
    )
    def test_no_value_is_claimed(self, after, before, expected):
        """A field that was empty was not cleared, and one that the server did not tell is not called empty."""
        change = FieldChange(field="author", after=after, before=before, read=True)
        assert [expected] == [*_changed(change)]

    def test_json(self, cli, url, sim):
        """--json tells the new path, the operations, what was sent again, and whether it was one call."""
        words = ("--name", "Plan.xlsx", "--importance=-1", "--json")
        assert json.loads(cli("documents", "update", PATH, *words)[1]) == {
            "path": "/Finance/Reports/Plan.xlsx",
            "operations": ["GetDocument", "UpdateDocumentProperties2"],
            "resent": [
                *("NewDescription", "NewUpdateInstructions"),
                *("NewDocumentSource", "NewDocumentLanguage", "NewDocumentAuthor"),
            ],
            "atomic": False,
            "changes": [
                {"field": "name", "before": "Budget.xlsx", "after": "Plan.xlsx"},
                {"field": "importance", "before": "Normal", "after": "NoMarkings"},
            ],
        }
        assert sim.document("~D1001")["importance"] == -1
        found = json.loads(cli("documents", "update", "1001", "--importance=2", "--json")[1])
        assert [{"field": "importance", "after": "High"}] == found.pop("changes")
        assert found == {"path": "~D1001", "operations": ["SetDocumentImportance"], "resent": [], "atomic": True}

    def test_read_and_sent_again(self, cli, url):
        """Where there is no null, what was sent again is told."""
        form = ("--transport", "http-post")
        status, _, err = cli("documents", "update", PATH, "--description", "x", *form)
        assert (status, "keep the name and update instructions; give all of that" in err) == (4, True)
        status, out, _ = cli("documents", "update", PATH, "--description", "x", *form, "--on-null", "read")
        again = "(GetDocument, UpdateDocumentProperties; read and sent again: NewDocumentName, NewUpdateInstructions)"
        assert (status, out) == (0, f'{PATH}: description "Budget of 2026" -> "x" {again}\n')

    def test_dry_run(self, cli, url, sim):
        """--dry-run says what would be sent, cleared and kept, and sends nothing, not even a login."""
        words = ("documents", "update", "1001", "--author", "x", "--clear", "source", "--dry-run")
        status, out, _ = cli(*words)
        assert status == 0
        assert "\nUpdateDocumentProperties1\n" in out
        assert "GetDocument: read NewDocumentName, NewDescription" in out
        assert '  NewDocumentSource: cleared\n  NewDocumentAuthor: "x"\n' in out
        assert "  NewDocumentLanguage: kept (read and sent again)\n" in out
        found = json.loads(cli(*words, "--json")[1])
        assert (found["path"], found["operations"]) == ("~D1001", ["GetDocument", "UpdateDocumentProperties1"])
        assert found["steps"][0]["sends"] == {"Path": "~D1001", "NewDocumentSource": "", "NewDocumentAuthor": "x"}
        form = ("--transport", "http-post", "--on-null", "read", "--on-clear", "verify")
        assert cli(*words, *form)[1] == out
        assert [] == list(sim.arrived)

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            ([], "nothing to change"),
            (["--importance", "urgent"], "'urgent' is not a level; the levels are -1 (NoMarkings)"),
            (["--author", "x", "--clear", "author"], "--author and --clear author contradict each other"),
            (["--name", ""], "--name: cannot be empty; give a value, or leave --name out"),
            (["--name", "x", "--importance="], "--importance: cannot be empty; give a value"),
            (["--author", ""], "--author: is blank; say --clear author to empty the field, or leave --author out"),
            (["--update-instructions="], "--update-instructions: is blank; say --clear update-instructions to"),
            (["--description", " \t"], "--description: is blank; say --clear description"),
            (["--dry-run", "--source", ""], "--source: is blank; say --clear source"),
            (["--clear", "name"], "name"),
        ],
    )
    def test_refused(self, cli, url, sim, words, problem):
        """What cannot be is wrong usage, and nothing is sent."""
        status, out, err = cli("documents", "update", PATH, *words)
        assert (status, out, problem in err) == (2, "", True)
        assert [] == list(sim.arrived)
