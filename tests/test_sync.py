"""Sync: a directory and a folder of a server are kept in step."""

from __future__ import annotations

import asyncio
import json

import pytest
from servers import either, envelope

from soapclient import AsyncClient, Client
from soapclient.errors import ArgumentError, BulkError, Conflict, FolderNotFound, TransportError
from soapclient.inforouter.exchange import sync_state
from soapclient.simulator.behaviour import BEHAVIOURS

FOLDER = "/Finance/Archive"


@pytest.fixture
def admin(sim):
    """An administrator's client of a simulator."""
    with sim.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        yield ir


@pytest.fixture
def root(tmp_path):
    """A directory with two files."""
    path = tmp_path / "files"
    path.mkdir()
    (path / "a.txt").write_bytes(b"A")
    (path / "empty").write_bytes(b"")
    return path


def files(directory):
    """What is in a directory, but for the notes."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and ".soapclient" not in path.parts
    }


def documents(ir, folder=FOLDER):
    """What is in a folder of the server and below."""
    found = {}
    for each in ir.folders.walk(folder, folders=False):
        document = ir.documents.get(each.path)
        assert not document.checked_out_by
        found[each.path[len(folder) + 1 :]] = b"".join(ir.documents.download(each.path))
    return found


def kinds(actions):
    """What is done about each name."""
    return {each.name: each.kind for each in actions}


class TestInStep:
    """Both sides are alike afterwards."""

    def test_both_ways(self, admin, root):
        """New files and documents go to the other side, changed ones too, as one version."""
        admin.documents.upload(b"B", f"{FOLDER}/sub/b.txt", make_folders=True)
        result = admin.documents.sync(root, FOLDER)
        assert kinds(result.done) == {"sub/b.txt": "download", "a.txt": "upload", "empty": "upload"}
        assert files(root) == documents(admin) == {"a.txt": b"A", "empty": b"", "sub/b.txt": b"B"}

        (root / "a.txt").write_bytes(b"A2")
        admin.documents.upload(b"B2", f"{FOLDER}/sub/b.txt", over="version")
        result = admin.documents.sync(root, FOLDER)
        assert kinds(result.done) == {"sub/b.txt": "update-here", "a.txt": "update-there"}
        assert files(root) == documents(admin) == {"a.txt": b"A2", "empty": b"", "sub/b.txt": b"B2"}
        assert admin.documents.get(f"{FOLDER}/a.txt").version_count == 2

        again = admin.documents.sync(root, FOLDER)
        assert (again.ok, again.done, again.same) == (True, (), 3)

    def test_awaited(self, admin, root):
        """The same with asyncio."""

        async def run():
            async with AsyncClient(admin.url, username="admin", password="admin", wsdl="bundled") as air:
                plan = await air.documents.plan_sync(root, FOLDER)
                return await air.documents.apply_sync(plan)

        assert asyncio.run(run()).ok
        assert files(root) == documents(admin)

    @pytest.mark.parametrize("options", [{"wsdl": "bundled-2019"}, {"soap_version": "1.2"}])
    def test_other_ways(self, admin, root, options):
        """By the older contract and by SOAP 1.2 it is the same."""
        admin.documents.upload(b"B", f"{FOLDER}/sub/b.txt", make_folders=True)
        with Client(admin.url, username="admin", password="admin", **{"wsdl": "bundled", **options}) as ir:
            assert ir.documents.sync(root, FOLDER).ok
            (root / "a.txt").write_bytes(b"A2")
            assert ir.documents.sync(root, FOLDER).ok
        assert files(root) == documents(admin) == {"a.txt": b"A2", "empty": b"", "sub/b.txt": b"B"}

    def test_by_form_post(self, admin, root):
        """By form POST, which cannot carry bytes, what is new there comes here, and the rest is told."""
        admin.documents.upload(b"B", f"{FOLDER}/b.txt")
        with Client(admin.url, username="admin", password="admin", wsdl="bundled", transport="http-post") as ir:
            result = ir.documents.sync(root, FOLDER)
        assert files(root)["b.txt"] == b"B"
        assert {"a.txt", "empty"} == {action.name for action, _ in result.failed}

    def test_the_plan_changes_nothing(self, admin, sim, root):
        """A plan reads both sides, says what is to be done, and changes neither."""
        admin.documents.upload(b"B", f"{FOLDER}/b.txt")
        sim.arrived.clear()
        plan = admin.documents.plan_sync(root, FOLDER)
        assert plan.counts == {"same": 0, "download": 1, "upload": 2}
        assert plan.bytes == 2
        assert {each.operation for each in sim.arrived} <= {"GetFoldersAndDocuments2", "DocumentExists"}
        assert {*files(root)} == {"a.txt", "empty"}
        assert not (root / ".soapclient").exists()
        told = json.loads(plan.to_json())
        assert told["actions"][0] == {"action": "download", "name": "b.txt", "path": f"{FOLDER}/b.txt", "size": 1}

    def test_deleting(self, admin, root):
        """What was deleted on one side is told; it is deleted on the other only where that is asked for."""
        admin.documents.sync(root, FOLDER)
        (root / "a.txt").unlink()
        admin.service.DeleteDocument(Path=f"{FOLDER}/empty")
        told = admin.documents.sync(root, FOLDER)
        assert (told.ok, told.done) == (True, ())
        assert ({*files(root)}, {*documents(admin)}) == ({"empty"}, {"a.txt"})
        result = admin.documents.sync(root, FOLDER, delete=True)
        assert kinds(result.done) == {"empty": "delete-here", "a.txt": "delete-there"}
        assert (files(root), documents(admin)) == ({}, {})

    def test_a_conflict(self, admin, root):
        """What was changed on both sides is told and left alone; the rest is done."""
        admin.documents.sync(root, FOLDER)
        (root / "a.txt").write_bytes(b"mine")
        admin.documents.upload(b"theirs", f"{FOLDER}/a.txt", over="version")
        (root / "new").write_bytes(b"new")
        result = admin.documents.sync(root, FOLDER)
        assert (result.ok, kinds(result.problems), kinds(result.done)) == (
            False,
            {"a.txt": "conflict"},
            {"new": "upload"},
        )
        assert (files(root)["a.txt"], documents(admin)["a.txt"]) == (b"mine", b"theirs")
        again = admin.documents.sync(root, FOLDER)
        assert kinds(again.problems) == {"a.txt": "conflict"}

    def test_one_way(self, admin, root):
        """A sync up changes nothing here, a sync down nothing there."""
        admin.documents.upload(b"B", f"{FOLDER}/b.txt")
        admin.documents.sync(root, FOLDER, direction="up")
        assert ({*files(root)}, {*documents(admin)}) == ({"a.txt", "empty"}, {"a.txt", "empty", "b.txt"})
        (root / "mine").write_bytes(b"mine")
        admin.documents.sync(root, FOLDER, direction="down")
        assert ({*files(root)}, {*documents(admin)}) == (
            {"a.txt", "empty", "b.txt", "mine"},
            {"a.txt", "empty", "b.txt"},
        )

    def test_missing_sides(self, admin, sim, tmp_path):
        """A directory or folder that is missing is made where something goes to it, and else an error."""
        admin.documents.upload(b"B", f"{FOLDER}/b.txt")
        with pytest.raises(ArgumentError, match="the directory .* does not exist"):
            admin.documents.plan_sync(tmp_path / "none", FOLDER, direction="up")
        assert admin.documents.sync(tmp_path / "none", FOLDER).ok
        assert files(tmp_path / "none") == {"b.txt": b"B"}
        with pytest.raises(FolderNotFound):
            admin.documents.plan_sync(tmp_path, "/Finance/None", direction="down")
        with pytest.raises(FolderNotFound):  # it was there the last time
            sim.fail("error", operation="GetFoldersAndDocuments2", text="Folder not found", number=either("", "4041"))
            admin.documents.plan_sync(tmp_path / "none", FOLDER, delete=True)
        sim.stop_failing()
        assert admin.documents.sync(tmp_path, "/Finance/New").ok
        assert documents(admin, "/Finance/New") == {"none/b.txt": b"B"}

    def test_names_there(self, admin, sim, root):
        """A name that cannot be a file's, or would lead out of the directory, is told and left."""
        for name in ("..", ".", "../x", "a/b", "a\\b", "", " ", ".soapclient", "x" * 256, "a&#10;b"):
            document = f'<d id="7" n="{name}" sz="1" pv="1000000" lv="1000000" chksum="D3D99E8B" tid="0" />'
            reply = f'<response xmlns="" success="true" error="" itemcount="1">{document}</response>'
            body = envelope("GetFoldersAndDocuments2", reply)
            sim.fail("reply", operation="GetFoldersAndDocuments2", body=body)
            plan = admin.documents.plan_sync(root, FOLDER, direction="down")
            assert (["unusable"], ()) == ([each.kind for each in plan.problems], plan.changes), name

    def test_twice_there(self, admin, sim, root):
        """Names of a folder that differ only in letter case are told and left, also where one is a folder."""
        document = '<d id="{}" n="{}" sz="1" pv="1000000" lv="1000000" chksum="D3D99E8B" tid="0" />'
        items = document.format(7, "B") + document.format(8, "b")
        reply = f'<response xmlns="" success="true" error="" itemcount="2">{items}</response>'
        sim.fail("reply", operation="GetFoldersAndDocuments2", body=envelope("GetFoldersAndDocuments2", reply))
        plan = admin.documents.plan_sync(root, FOLDER, direction="down")
        assert (["b"], ()) == ([each.name for each in plan.problems], plan.changes)

    def test_links(self, admin, root, tmp_path):
        """A link is neither followed nor written through."""
        (tmp_path / "outside").mkdir()
        (root / "sub").symlink_to(tmp_path / "outside")
        admin.documents.upload(b"B", f"{FOLDER}/sub/b.txt", make_folders=True)
        result = admin.documents.sync(root, FOLDER, delete=True)
        assert kinds(result.problems) == {"sub": "unusable"}
        assert (files(tmp_path / "outside"), {*documents(admin)}) == ({}, {"sub/b.txt", "a.txt", "empty"})


class TestState:
    """What is remembered between two syncs."""

    def test_another_folder(self, admin, root):
        """A directory that is kept in step with one folder is not for another."""
        admin.documents.sync(root, FOLDER)
        with pytest.raises(BulkError, match="is in step with /Finance/Archive"):
            admin.documents.plan_sync(root, "/Finance/Reports")

    def test_nothing_was_in_step(self, admin, root):
        """A directory that never had anything in step, since the path was wrong, is for any folder."""
        admin.documents.sync(root, "/None/Archive")
        assert admin.documents.sync(root, FOLDER).ok

    def test_damaged(self, admin, root):
        """Notes that are damaged are an error: without them a deletion looks like something new."""
        admin.documents.sync(root, FOLDER)
        for text in ("", "[]", "{}", '{"format": "soapclient sync"', "[" * 100_000):
            (root / ".soapclient" / "sync.json").write_text(text)
            with pytest.raises(BulkError, match="is damaged"):
                admin.documents.plan_sync(root, FOLDER)

    def test_private(self, admin, root):
        """Only their owner can read them."""
        admin.documents.sync(root, FOLDER)
        place = root / ".soapclient"
        assert [path.stat().st_mode & 0o777 for path in (place, place / "sync.json")] == [0o700, 0o600]

    def test_a_plan_is_for_once(self, admin, root):
        """A plan that another sync has overtaken is refused."""
        plan = admin.documents.plan_sync(root, FOLDER)
        admin.documents.sync(root, FOLDER)
        with pytest.raises(BulkError, match="plan again"):
            admin.documents.apply_sync(plan)


class TestFaults:
    """What goes wrong between the plan and its end."""

    def test_changed_since_the_plan(self, admin, root):
        """What changed on either side since the plan is left alone, and told."""
        admin.documents.upload(b"B", f"{FOLDER}/b.txt")
        admin.documents.upload(b"C", f"{FOLDER}/c.txt")
        admin.documents.sync(root, FOLDER)
        (root / "a.txt").write_bytes(b"A2")
        (root / "b.txt").write_bytes(b"B2")
        (root / "new").write_bytes(b"new")
        admin.documents.upload(b"C2", f"{FOLDER}/c.txt", over="version")
        admin.documents.upload(b"D", f"{FOLDER}/d.txt")
        plan = admin.documents.plan_sync(root, FOLDER)
        assert len(plan.changes) == 5
        (root / "a.txt").write_bytes(b"A3")  # a version is to be made of it
        admin.documents.upload(b"B3", f"{FOLDER}/b.txt", over="version")  # one is to be added
        admin.documents.upload(b"taken", f"{FOLDER}/new")  # it is to be new
        (root / "c.txt").write_bytes(b"C3")  # it is to be replaced
        (root / "d.txt").write_bytes(b"taken")  # it is to be new
        result = admin.documents.apply_sync(plan)
        assert {action.name for action, _ in result.failed} == {"a.txt", "b.txt", "c.txt", "d.txt", "new"}
        assert (files(root)["c.txt"], files(root)["d.txt"]) == (b"C3", b"taken")
        assert (documents(admin)["b.txt"], documents(admin)["new"]) == (b"B3", b"taken")

    def test_there_again_since_the_plan(self, admin, root):
        """A file is not deleted whose document is there again by its turn."""
        admin.documents.sync(root, FOLDER)
        admin.documents.delete(f"{FOLDER}/a.txt")
        plan = admin.documents.plan_sync(root, FOLDER, delete=True)
        assert [each.kind for each in plan.changes] == ["delete-here"]
        admin.documents.upload(b"again", f"{FOLDER}/a.txt")
        result = admin.documents.apply_sync(plan)
        assert ([action.name for action, _ in result.failed], (root / "a.txt").exists()) == (["a.txt"], True)

    def test_checked_out(self, admin, root):
        """A document that somebody else has checked out gets no version, and is told."""
        admin.documents.sync(root, FOLDER)
        with Client(admin.url, username="jdoe", password="secret", wsdl="bundled") as other:
            other.service.Lock(Path=f"{FOLDER}/a.txt")
            (root / "a.txt").write_bytes(b"A2")
            result = admin.documents.sync(root, FOLDER)
            assert isinstance(result.failed[0][1], Conflict)
            other.service.UnLock(Path=f"{FOLDER}/a.txt", force=False)
        assert admin.documents.sync(root, FOLDER).ok

    def test_the_server_goes_away(self, admin, sim, root):
        """What was done before the server went away is remembered, and the next sync does the rest."""
        (root / "b.txt").write_bytes(b"B")
        uploads = []

        def drop(call):
            uploads.append(call)
            if len(uploads) == 2:
                sim.fail("drop", times=None)
            return behaviour(call)

        name = "UploadNewDocumentWidthHandler"
        behaviour = BEHAVIOURS[name]
        with pytest.MonkeyPatch.context() as patched:
            patched.setitem(BEHAVIOURS, name, drop)
            with pytest.raises(TransportError) as failed:
                admin.documents.sync(root, FOLDER)
        sim.stop_failing()
        assert len(failed.value.result.done) >= 1
        assert len(json.loads((root / ".soapclient" / "sync.json").read_text())["documents"]) in (1, 2)
        assert admin.documents.sync(root, FOLDER).ok
        assert files(root) == documents(admin)
        assert {1} == {admin.documents.get(f"{FOLDER}/{name}").version_count for name in files(root)}

    @pytest.mark.parametrize("kept", [True, False])
    def test_changed_after_a_kill(self, admin, root, tmp_path, kept):
        """What came in step before a kill is no conflict when it is changed, or deleted, before the next sync."""
        place = root / ".soapclient"
        admin.documents.sync(root, FOLDER)
        (root / "a.txt").write_bytes(b"A2")
        (root / "new.txt").write_bytes(b"N")
        admin.documents.upload(b"E2", f"{FOLDER}/empty", over="version")
        saved = (place / "sync.json").read_bytes()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sync_state, "forget", lambda workplace: None)
            assert admin.documents.sync(root, FOLDER).ok
        (place / "sync.json").write_bytes(saved)  # as if it had been killed just before it saved that
        with (place / "sync.jsonl").open("ab") as stream:
            stream.write(b'["cut off')
        for name in ("a.txt", "new.txt", "empty"):
            (root / name).write_bytes(b"later") if kept else (root / name).unlink()
        plan = admin.documents.plan_sync(root, FOLDER, delete=True)
        kind = "update-there" if kept else "delete-there"
        assert {kind: {"a.txt", "new.txt", "empty"}} == {
            kind: {each.name for each in plan.actions if each.kind == kind}
        }
        assert admin.documents.apply_sync(plan).ok
        assert not (place / "sync.jsonl").exists()

    def test_left_checked_out_by_a_kill(self, admin, root):
        """A document that a sync which was killed left checked out is released by the next one."""
        admin.documents.sync(root, FOLDER)
        document = admin.documents.get(f"{FOLDER}/a.txt")
        admin.service.Lock(Path=f"{FOLDER}/a.txt")
        (root / ".soapclient" / "checkouts").write_text(f"{document.document_id}\n12")
        assert admin.documents.sync(root, FOLDER).ok
        assert not admin.documents.get(f"{FOLDER}/a.txt").checked_out_by

    def test_a_checkout_of_ones_own(self, admin, root):
        """A document that the caller checked out before stays so, and gets its version."""
        admin.documents.sync(root, FOLDER)
        admin.service.Lock(Path=f"{FOLDER}/empty")
        assert admin.documents.sync(root, FOLDER).ok
        assert admin.documents.get(f"{FOLDER}/empty").checked_out_by == "admin"
        admin.service.UnLock(Path=f"{FOLDER}/empty", force=False)

    def test_a_checkout_of_ones_own_is_not_released_later(self, admin, sim, root):
        """A sync that breaks off leaves no note by which the next one would release what the caller checked out."""
        admin.documents.sync(root, FOLDER)
        admin.service.Lock(Path=f"{FOLDER}/a.txt")
        before = (root / "a.txt").read_bytes()
        (root / "a.txt").write_bytes(b"A2")
        for name in ("CreateUploadHandler", "UploadDocument", "UploadDocument1"):
            sim.fail("status", status=503, operation=name, times=None)
        with pytest.raises(TransportError):
            admin.documents.sync(root, FOLDER)
        sim.stop_failing()
        (root / "a.txt").write_bytes(before)  # an upload ends the checkout on servers that check in with it
        assert admin.documents.sync(root, FOLDER).ok
        assert admin.documents.get(f"{FOLDER}/a.txt").checked_out_by == "admin"
