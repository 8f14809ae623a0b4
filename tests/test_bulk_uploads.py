"""Bulk runs of uploads: a file becomes a document or a version, planned, resumed, verified and taken back."""

from __future__ import annotations

import asyncio
import json
import zlib
from decimal import Decimal

import pytest

from soapclient import CLEAR, AsyncClient, Client, RowFile
from soapclient.errors import BulkError
from soapclient.inforouter.exchange import uploads

FOLDER = "/Finance/Archive"


@pytest.fixture
def admin(sim):
    """An administrator's client of a simulator."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        yield ir


def made(directory, **contents):
    """Files of these contents, as rows."""
    rows = []
    for name, data in contents.items():
        (directory / name).write_bytes(data)
        rows.append({"path": f"{FOLDER}/{name}", "file": str(directory / name)})
    return rows


def stored(ir, name):
    """What a document has in it, and how many versions it has."""
    return b"".join(ir.documents.download(f"{FOLDER}/{name}")), ir.documents.get(f"{FOLDER}/{name}").version_count


def statuses(result):
    """What became of each row."""
    return [each.status for each in result.results]


class TestPlan:
    """What a plan says."""

    def test_new_version_same(self, admin, tmp_path):
        """A plan tells new documents from new versions, and from content that is there already."""
        rows = made(tmp_path, new=b"1", changed=b"2", same=b"3")
        admin.documents.upload(b"old", f"{FOLDER}/changed")
        admin.documents.upload(b"3", f"{FOLDER}/same")
        with admin.bulk.plan_uploads(rows) as plan:
            assert {name: plan.summary[name] for name in ("change", "same", "errors")} == {
                "change": 2,
                "same": 1,
                "errors": 0,
            }
            new, changed, same = plan
            assert (new.moves["file"].before, new.moves["file"].after) == ("", f"83DCEFB7:1:{tmp_path}/new")
            assert changed.moves["file"].before == f"{zlib.crc32(b'old'):08X}:3"
            assert same.same == ("file",)
            result = plan.apply()
        assert statuses(result) == ["done", "done", "same"]
        assert [stored(admin, each) for each in ("new", "changed", "same")] == [(b"1", 1), (b"2", 2), (b"3", 1)]

    def test_refused(self, admin, tmp_path, monkeypatch):
        """A row that cannot be done is told in the plan, and nothing of it is sent."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "here").write_text("x")
        for row, why in [
            ({"path": f"{FOLDER}/x", "file": "missing.txt"}, "missing.txt is missing"),
            ({"path": f"{FOLDER}/x", "file": "."}, "is not a file"),
            ({"path": f"{FOLDER}/x", "file": CLEAR}, "names no file"),
            ({"path": f"{FOLDER}/x", "comment": "x"}, "names no file"),
            ({"path": f"{FOLDER}/x/", "file": "here"}, "is not the path of a document"),
            ({"path": "/x", "file": "here"}, "is not the path of a document"),
            ({"path": f"{FOLDER}/../x", "file": "here"}, "'..'"),
            ({"path": f"{FOLDER}/R&D", "file": "here"}, "would store 'R&D' as 'R_D'"),
            ({"path": f"{FOLDER}/x", "file": "here", "importance": "urgent"}, "importance"),
        ]:
            with admin.bulk.plan_uploads([row]) as plan:
                assert plan.summary["change"] == 0
                assert why in next(iter(plan)).error
                assert statuses(plan.apply()) == ["failed"]

    def test_columns(self, admin, tmp_path):
        """A file of rows has a path, a file and metadata; a name is not among them."""
        made(tmp_path, a=b"1")
        csv = tmp_path / "rows.csv"
        csv.write_text(f"path,file,description,comment,importance\n{FOLDER}/a,{tmp_path}/a,scan,first,high\n")
        with admin.bulk.plan_uploads(RowFile(csv)) as plan:
            assert plan.apply(verify=True).ok
        document = admin.documents.get(f"{FOLDER}/a")
        assert (document.description, document.importance in ("High", "2")) == ("scan", True)
        assert admin.documents.versions(f"{FOLDER}/a")[0].comment == "first"
        csv.write_text(f"path,file,name\n{FOLDER}/a,x,b\n")
        with pytest.raises(BulkError, match="the name is the last part of path"):
            admin.bulk.plan_uploads(RowFile(csv))

    def test_properties_and_keywords(self, admin, tmp_path):
        """Columns of property sets and keywords are set with the file, and are alike the next time."""
        row = {**made(tmp_path, a=b"1")[0], "INVOICE.AMOUNT": "12.50", "keywords": "scan; signed", "language": "en"}
        row["INVOICE.INVOICE_NO"] = "A-1"
        with admin.bulk.plan_uploads([row]) as plan:
            assert plan.apply(tmp_path / "journal", verify=True).ok
        assert admin.documents.properties(f"{FOLDER}/a")["INVOICE"][0]["AMOUNT"] == Decimal("12.5")
        assert admin.documents.keywords(f"{FOLDER}/a") == ("scan", "signed")
        with admin.bulk.plan_uploads([row]) as plan:
            assert plan.summary["same"] == 1
        with admin.bulk.plan_uploads([{**row, "keywords": "scan"}]) as plan:
            assert [*next(iter(plan)).moves] == ["keywords"]
            assert plan.apply().ok
        assert admin.documents.keywords(f"{FOLDER}/a") == ("scan",)
        with admin.bulk.plan_uploads([{**row, "INVOICE.AMOUNT": "much"}]) as plan:
            assert "AMOUNT" in next(iter(plan)).error
        with admin.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            assert undo.apply(max_clears=None).ok
        assert not admin.documents.exists(f"{FOLDER}/a")

    def test_two_rows_of_one_document(self, admin, tmp_path):
        """A second row of one path, however it is written, is an error of that row."""
        rows = made(tmp_path, a=b"1")
        rows.append({**rows[0], "path": "Finance\\archive/A"})
        with admin.bulk.plan_uploads(rows) as plan:
            assert [bool(row.error) for row in plan] == [False, True]

    def test_metadata_only(self, admin, tmp_path):
        """Where the content is there already, only the metadata that differs is sent."""
        rows = made(tmp_path, a=b"1")
        admin.documents.upload(b"1", f"{FOLDER}/a")
        with admin.bulk.plan_uploads([{**rows[0], "description": "scan"}]) as plan:
            assert plan.apply().ok
        assert (stored(admin, "a"), admin.documents.get(f"{FOLDER}/a").description) == ((b"1", 1), "scan")

    def test_awaited(self, admin, tmp_path):
        """The same with asyncio."""
        rows = made(tmp_path, a=b"1")

        async def run():
            async with AsyncClient(admin.url, username="admin", password="admin", wsdl="bundled") as air:
                async with await air.bulk.plan_uploads(rows) as plan:
                    return await plan.apply()

        assert asyncio.run(run()).ok
        assert stored(admin, "a") == (b"1", 1)


class TestRun:
    """What a run does."""

    def test_saved_and_loaded(self, admin, tmp_path):
        """A plan that was saved is carried out in another process, from where the files are."""
        with admin.bulk.plan_uploads(made(tmp_path, a=b"1")) as plan:
            plan.save(tmp_path / "plan")
        with Client(admin.url, username="admin", password="admin", wsdl="bundled") as other:
            with other.bulk.load_plan(tmp_path / "plan") as loaded:
                assert loaded.apply(tmp_path / "journal").ok
        assert stored(admin, "a") == (b"1", 1)

    def test_a_file_that_changed(self, admin, tmp_path):
        """A file that was changed since the plan is not sent."""
        with admin.bulk.plan_uploads(made(tmp_path, a=b"1")) as plan:
            (tmp_path / "a").write_bytes(b"2")
            result = plan.apply()
        assert statuses(result) == ["failed"]
        assert "was changed since the plan" in str(result.results[0].error)
        assert not admin.documents.exists(f"{FOLDER}/a")

    def test_a_file_that_changes_on_its_way(self, admin, tmp_path, monkeypatch):
        """A file that is written to just when it is sent is no success: other bytes than planned are stored."""
        seen = uploads.content_of

        def and_then(file):
            found = seen(file)
            (tmp_path / "a").write_bytes(b"2")
            return found

        with admin.bulk.plan_uploads(made(tmp_path, a=b"1")) as plan:
            monkeypatch.setattr(uploads, "content_of", and_then)
            result = plan.apply()
        assert statuses(result) == ["failed"]
        assert "changed while it was uploaded" in str(result.results[0].error)
        assert result.results[0].error.done == ("UploadDocument",)

    def test_a_document_that_came_up(self, admin, tmp_path):
        """What somebody else put there since the plan is never covered by a version."""
        admin.documents.upload(b"old", f"{FOLDER}/b")
        with admin.bulk.plan_uploads(made(tmp_path, a=b"1", b=b"2")) as plan:
            admin.documents.upload(b"theirs", f"{FOLDER}/a")
            admin.documents.upload(b"theirs", f"{FOLDER}/b", over="version")
            assert statuses(plan.apply()) == ["moved", "moved"]
        assert [stored(admin, each) for each in "ab"] == [(b"theirs", 1), (b"theirs", 2)]

    def test_missing_folders_are_made(self, admin, tmp_path):
        """Folders of a path that are missing are made, once for all rows."""
        (tmp_path / "x").write_bytes(b"x")
        rows = [{"path": f"{FOLDER}/new/deep/{number}", "file": str(tmp_path / "x")} for number in range(8)]
        with admin.bulk.plan_uploads(rows) as plan:
            assert plan.apply(workers=8).ok
        assert sorted(each.name for each in admin.folders.list(f"{FOLDER}/new/deep")) == [*"01234567"]

    @pytest.mark.parametrize("applied", [True, False])
    def test_a_lost_answer(self, admin, sim, tmp_path, applied):
        """A lost answer is found out by reading: the document is there once, however often it is resumed."""
        sim.fail("drop", operation="UploadNewDocumentWidthHandler", applied=applied)
        with admin.bulk.plan_uploads(made(tmp_path, a=b"1")) as plan:
            result = plan.apply(tmp_path / "journal", patience=0)
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            assert journal.resume().ok
        assert (stored(admin, "a"), result.ok or not applied) == ((b"1", 1), True)

    def test_rows_not_done_can_be_planned_again(self, admin, tmp_path):
        """The rows that are not done are written so that they can be planned again, files that were missing too."""
        rows = [*made(tmp_path, a=b"1"), {"path": f"{FOLDER}/b", "file": str(tmp_path / "b")}]
        with admin.bulk.plan_uploads(rows) as plan:
            (tmp_path / "a").write_bytes(b"2")
            assert statuses(plan.apply(tmp_path / "journal")) == ["failed", "failed"]
        with admin.bulk.open_journal(tmp_path / "journal") as journal:
            assert journal.save_failures(tmp_path / "left.csv") == 2
        (tmp_path / "b").write_bytes(b"3")
        with admin.bulk.plan_uploads(RowFile(tmp_path / "left.csv")) as plan:
            assert plan.apply().ok
        assert [stored(admin, each) for each in "ab"] == [(b"2", 1), (b"3", 1)]


class TestUndo:
    """A run is taken back by the recycle bin."""

    def test_created_and_versions(self, admin, tmp_path):
        """Documents that a run made go to the recycle bin; versions, and what others changed, are told and stay."""
        admin.documents.upload(b"old", f"{FOLDER}/b")
        rows = [{**row, "importance": "high"} for row in made(tmp_path, a=b"1", b=b"2", c=b"3")]
        with admin.bulk.plan_uploads(rows) as plan:
            assert plan.apply(tmp_path / "journal").ok
        admin.documents.upload(b"theirs", f"{FOLDER}/c", over="version")
        with admin.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            a, b, c = undo
            assert (a.operations, {*c.left}, {*c.left.values()}) == (
                ("DeleteDocument",),
                {"file", "importance"},
                {"others changed it since"},
            )
            assert "an undo cannot remove a new version" in b.error
            undo.apply()
        assert not admin.documents.exists(f"{FOLDER}/a")
        assert [stored(admin, each) for each in "bc"] == [(b"2", 2), (b"theirs", 2)]

    def test_changed_before_the_undo_is_applied(self, admin, tmp_path):
        """A document that was changed since the undo was planned is not deleted."""
        with admin.bulk.plan_uploads(made(tmp_path, a=b"1")) as plan:
            assert plan.apply(tmp_path / "journal").ok
        with admin.bulk.open_journal(tmp_path / "journal") as journal, journal.undo() as undo:
            admin.documents.upload(b"theirs", f"{FOLDER}/a", over="version")
            assert statuses(undo.apply()) == ["moved"]
        assert stored(admin, "a") == (b"theirs", 2)


class TestCommands:
    """`bulk ... --target uploads`."""

    @pytest.fixture
    def rows(self, admin, configure, tmp_path):
        """A file of rows: new, a version, and the same."""
        configure(server=admin.url, username="admin", password="admin")
        made(tmp_path, new=b"1", changed=b"2", same=b"3")
        admin.documents.upload(b"old", f"{FOLDER}/changed")
        admin.documents.upload(b"3", f"{FOLDER}/same")
        csv = tmp_path / "rows.csv"
        names = ("new", "changed", "same")
        csv.write_text("path,file\n" + "".join(f"{FOLDER}/{name},{tmp_path}/{name}\n" for name in names))
        return csv

    def test_from_plan_to_undo(self, cli, admin, rows, tmp_path):
        """It is planned, applied and taken back from the command line."""
        plan, journal, undo = (str(tmp_path / name) for name in ("plan", "journal", "undo"))
        status, out, err = cli("bulk", "plan", str(rows), "--target", "uploads", "-o", plan)
        assert (status, err) == (0, "")
        assert "Uploads: 1 new documents, 1 new versions, 1 with this content already" in out
        assert f"{FOLDER}/new: new document from {tmp_path}/new, 1 byte" in out
        assert f"{FOLDER}/changed: new version from {tmp_path}/changed, 1 byte" in out
        assert cli("bulk", "apply", plan, "--journal", journal)[0] == 0
        assert stored(admin, "changed") == (b"2", 2)
        status, out, _ = cli("bulk", "undo", journal, "-o", undo)
        assert (status, f"{FOLDER}/new: to the recycle bin" in out) == (5, True)
        assert cli("bulk", "apply", undo, "--journal", str(tmp_path / "undone"))[0] == 5
        assert not admin.documents.exists(f"{FOLDER}/new")

    def test_run(self, cli, admin, rows, tmp_path):
        """`bulk run` does both; a blind plan would not know what is there, and is refused."""
        words = ("bulk", "run", str(rows), "--target", "uploads", "--journal", str(tmp_path / "journal"))
        status, _, err = cli(*words, "--yes", "--blind")
        assert (status, "--blind" in err) == (2, True)
        status, out, _ = cli(*words, "--yes", "--json")
        assert (status, json.loads(out)["counts"]) == (0, {"done": 2, "same": 1})
