"""Listings of folders: complete, or an error; and walks that notice what changes under them."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import envelope

from soapclient import AsyncClient, Client, Document, Folder, errors
from soapclient.inforouter.folders.globs import passing
from soapclient.simulator import Simulator

GENERATIONS = ["classic", "current"]


@pytest.fixture(params=GENERATIONS)
def tree(request):
    """A simulator of each generation with 45 documents in one folder, and pages of ten."""
    with Simulator(generation=request.param, seed_documents=45, page_size=10) as sim:
        yield sim


@pytest.fixture
def client(tree):
    """An administrator's client of it."""
    with tree.serve() as server, Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
        yield ir


def rename(client: Client, path: str, name: str, operation: str = "UpdateFolderProperties") -> None:
    """Rename a folder, or by another operation a document."""
    rest = {} if operation == "UpdateFolderProperties" else {"NewUpdateInstructions": ""}
    new = {"NewFolderName" if not rest else "NewDocumentName": name}
    client.service[operation](Path=path, NewDescription="", **new, **rest)


def rename_document(client: Client, path: str, name: str) -> None:
    """Rename a document."""
    rename(client, path, name, "UpdateDocumentProperties")


def listed(inner: str, **root: str) -> bytes:
    """Write a reply of GetFoldersAndDocuments1."""
    said = "".join(f' {name}="{value}"' for name, value in root.items())
    return envelope("GetFoldersAndDocuments1", f'<response xmlns="" success="true" error=""{said}>{inner}</response>')


def answer(sim: Simulator, *bodies: bytes) -> None:
    """Let the next listings be answered by these."""
    for body in bodies:
        headers = {"Content-Type": "text/xml"}
        sim.fail("reply", operation="GetFoldersAndDocuments1", body=body, headers=headers)


class TestList:
    """One folder."""

    def test_items_are_models_with_whole_paths(self, client):
        """Folders come first, then documents, as models with whole paths in normal form, in either detail."""
        for detail in ("short", "full"):
            found = [*client.folders.list("finance\\", detail=detail)]
            assert ["/finance/Archive", "/finance/Reports"] == [each.path for each in found]
            assert [Folder, Folder] == [type(each) for each in found]
            (first, _) = client.folders.list("/Finance/Reports", detail=detail)
            assert ("/Finance/Reports/Budget.xlsx", 1001) == (first.path, first.document_id)
            assert isinstance(first, Document)

    def test_kinds(self, client):
        """Only folders, or only documents, by operations that list nothing else."""
        assert 2 == len([*client.folders.list("/Finance", documents=False)])
        assert [] == [*client.folders.list("/Finance", folders=False)]
        assert 45 == len([*client.folders.list("/Finance/Archive", folders=False, detail="full")])

    @pytest.mark.parametrize(
        ("name", "count"),
        [("doc0000*", 9), ("DOC00001.PDF", 1), ("doc00001", 0), ("*", 45), (["*1.pdf", "*2.pdf"], 10), ("*;*", 0)],
    )
    def test_names(self, client, name, count):
        """A pattern is of the whole name, for documents as for folders, and only `*` is special."""
        assert count == len([*client.folders.list("/Finance/Archive", name=name)])

    def test_pages(self, tree, client):
        """Pages end at one that is not full, and are read twice."""
        found = [*client.folders.list("/Finance/Archive", pages=True)]
        assert 45 == len({each.path for each in found}) == len(found)
        assert 10 == [each.operation for each in tree.arrived].count("GetFoldersAndDocumentsByPage")

    @pytest.mark.parametrize("user", [("admin", "admin"), ("jdoe", "secret")])
    def test_pages_of_folders_and_documents(self, client, user):
        """Pages that have both, or one, are the same as the whole, whoever asks."""
        for name in ("a", "b", "c"):
            client.folders.create(f"/Finance/Archive/{name}")
        with Client(client.url, username=user[0], password=user[1], wsdl="bundled") as ir:
            whole = [each.path for each in ir.folders.list("/Finance/Archive")]
            assert 48 == len(whole)
            assert whole == [each.path for each in ir.folders.list("/Finance/Archive", pages=True)]

    def test_an_empty_last_page(self, client):
        """A folder that fills its last page ends with an empty one."""
        names = [f"*{each:05}.pdf" for each in range(41, 46)]
        for each in client.folders.list("/Finance/Archive", name=names):
            rename_document(client, each.path, f"x{each.name}")
        assert 45 == len([*client.folders.list("/Finance/Archive", pages=True)])

    def test_a_large_reply_is_read_in_pages(self, tree):
        """Where one reply would be too large, pages are read without being asked for."""
        with tree.serve() as server:
            options = {"username": "admin", "password": "admin", "wsdl": "bundled", "max_reply_bytes": 4000}
            with Client(server.url, **options) as ir:
                assert 45 == len([*ir.folders.list("/Finance/Archive")])
                with pytest.raises(errors.ReplyTooLarge):
                    [*ir.folders.list("/Finance/Archive", detail="full")]

    def test_pages_that_change_are_noticed(self, client):
        """An item that moves to a page before, and so is on neither, is an error at the end, not a short list."""
        found = client.folders.list("/Finance/Archive", pages=True)
        next(found)
        rename_document(client, "/Finance/Archive/doc00005.pdf", "zz.pdf")
        with pytest.raises(errors.UnexpectedReply, match="changed while it was read"):
            list(found)

    def test_a_folder_that_others_change(self, tree, client):
        """What changes between two calls is noticed by pages, by a walk, and by one that verifies."""
        tree.fail("change", operation="GetFoldersAndDocumentsByPage", after=2, path="/Finance/Archive")
        with pytest.raises(errors.UnexpectedReply, match="changed while it was read"):
            list(client.folders.list("/Finance/Archive", pages=True))
        tree.fail("change", operation="GetFoldersAndDocuments1", after=2, path="/Finance/Reports")
        with pytest.raises(
            errors.UnexpectedReply, match="/Finance/Archive has other items now|Reports has other items"
        ):
            list(client.folders.walk("/Finance", verify=True))
            tree.fail("change", operation="GetFoldersAndDocuments1", after=3, path="/Finance/Archive")
            list(client.folders.walk("/Finance", verify=True))
        tree.fail("change", operation="GetFoldersAndDocuments1", after=1, path="/Finance")
        with pytest.raises(errors.UnexpectedReply, match="/Finance/Archive was listed but no longer exists"):
            list(client.folders.walk("/Finance"))

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (listed("<f id='1' n='a'/>", itemcount="2"), "counts 2 items and lists 1"),
            (listed("<f id='1' n='a'/><x id='2'/>"), "which is unknown"),
            (listed("<x id='2'/>"), "lists <x>"),
            (listed("<f n='a'/>"), "without a name or number"),
            (listed("<d id='1'/>"), "without a name or number"),
            (listed("<d id='1' n='a'/><d id='1' n='a'/>"), "number 1 twice"),
        ],
    )
    def test_what_is_not_complete_is_an_error(self, tree, client, body, why):
        """A reply that counts otherwise, lists what nothing knows, or the same twice, is no list."""
        answer(tree, body)
        with pytest.raises(errors.UnexpectedReply, match=why):
            [*client.folders.list("/Finance")]

    @pytest.mark.parametrize(
        ("path", "error"),
        [
            ("/Finance/Nothing", errors.FolderNotFound),
            ("/Finance/Reports/Budget.xlsx", errors.FolderNotFound),
            ("/Finance/a & # % + b", errors.FolderNotFound),
            ("/Finance/Reports  ", errors.FolderNotFound),
            ("/Finance/" + "x" * 400, errors.FolderNotFound),
            ("/Finance/\ud800", errors.ArgumentError),
            ("/Finance/../Public", errors.ArgumentError),
            ("/", errors.ArgumentError),
            ("", errors.ArgumentError),
            ("~F102", errors.ArgumentError),
        ],
    )
    def test_bad_paths(self, client, path, error):
        """A folder that is missing, a document, and what cannot be a path are told apart by class."""
        for ask in (client.folders.list, client.folders.walk):
            with pytest.raises(error):
                [*ask(path)]
        with pytest.raises(error):
            client.folders.get(path)
        if error is errors.FolderNotFound:
            assert not client.folders.exists(path)

    @pytest.mark.parametrize(
        "said",
        [{"folders": False, "documents": False}, {"detail": "all"}, {"pages": True, "detail": "full"}, {"name": ""}],
    )
    def test_what_contradicts_itself(self, client, said):
        """What cannot be listed is refused before anything is sent."""
        with pytest.raises(errors.ArgumentError):
            [*client.folders.list("/Finance", **said)]

    def test_form_post(self, tree):
        """By form POST the same is listed, in one reply and in pages."""
        with tree.serve() as server:
            options = {"username": "admin", "password": "admin", "wsdl": "bundled", "transport": "http-post"}
            with Client(server.url, **options) as ir:
                for pages in (False, True):
                    assert 45 == len([*ir.folders.list("/Finance/Archive", pages=pages)])
                assert 4 == len([*ir.folders.walk("/Finance", name=["a*", "r*", "*.xlsx"])])

    def test_the_older_contract(self, tree):
        """The vendor's older contract has all that is needed."""
        with tree.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled-2019") as ir:
                assert 49 == len([*ir.folders.walk("/Finance", verify=True)])


class TestNames:
    """Patterns of names."""

    @given(st.text(min_size=1), st.text(), st.text())
    def test_star_is_any_text(self, head, middle, tail):
        """A star stands for any characters, and for nothing else; letter case does not matter."""
        whole = head + middle + tail
        assert passing(f"{head}*{tail}")(whole)
        assert passing(whole)(whole.casefold()) and passing(whole.casefold())(whole)
        assert not passing(f"x{head}*")("")

    @given(st.text(min_size=1).filter(lambda text: "*" not in text), st.text())
    def test_without_a_star_it_is_the_whole_name(self, name, other):
        """A pattern without a star is the whole name."""
        assert (name.casefold() == other.casefold()) == passing(name)(other)


class TestWalk:
    """Everything below a folder."""

    def test_order_and_depth(self, client):
        """A folder's contents come before those of the folders in it; depth counts levels."""
        found = [each.path for each in client.folders.walk("/Finance", name=["a*", "r*", "*.xlsx"])]
        reports = "/Finance/Reports"
        assert ["/Finance/Archive", reports, f"{reports}/Budget.xlsx", f"{reports}/Forecast.xlsx"] == found
        assert 2 == len([*client.folders.walk("/Finance", depth=1)])
        assert 47 == len([*client.folders.walk("/Finance", depth=2, folders=False)])
        for depth in (0, -1, True, "1"):
            with pytest.raises(errors.ArgumentError, match="depth"):
                client.folders.walk("/Finance", depth=depth)

    def test_tree(self, client):
        """A tree has the same, and draws itself."""
        tree = client.folders.tree("/Finance")
        assert (2, 47) == tree.counts
        lines = str(tree).splitlines()
        assert ["Finance/", "├── Archive/"] == lines[:2]
        assert ["└── Reports/", "    ├── Budget.xlsx", "    └── Forecast.xlsx"] == lines[-3:]

    def test_a_folder_that_goes_is_noticed(self, client):
        """A folder that is renamed between its parent's listing and its own is an error, or told."""
        told = []
        for problem in (None, told.append):
            walk = client.folders.walk("/Finance", problem=problem)
            next(walk)
            rename(client, "/Finance/Reports", "Elsewhere")
            if problem is None:
                with pytest.raises(errors.UnexpectedReply, match="no longer exists"):
                    list(walk)
            else:
                assert 46 == len([*walk])
            rename(client, "/Finance/Elsewhere", "Reports")
        assert [("/Finance/Reports", "gone")] == [(each.path, each.reason) for each in told]
        assert "was listed but no longer exists" in str(told[0])

    def test_a_folder_that_is_replaced_is_noticed(self, client):
        """Another folder under the name of one that was listed is an error, whatever is in it."""
        walk = client.folders.walk("/Finance")
        next(walk)
        for old, new in (("Reports", "x"), ("Archive", "Reports"), ("x", "Archive")):
            rename(client, f"/Finance/{old}", new)
        with pytest.raises(errors.UnexpectedReply, match="was replaced by another folder"):
            list(walk)

    def test_a_circle_is_noticed(self, tree, client):
        """A folder that contains itself is an error, and the walk ends."""
        answer(tree, *[listed("<f id='7' n='a'/>")] * 3)
        with pytest.raises(errors.UnexpectedReply, match="/Finance/a/a contains itself"):
            [*client.folders.walk("/Finance")]

    def test_an_item_seen_twice_is_noticed(self, tree, client):
        """A document that is in two folders of one walk was moved."""
        told = []
        answer(tree, listed("<f id='7' n='a'/><d id='9' n='x'/>"), listed("<d id='9' n='x'/>"))
        found = [*client.folders.walk("/Finance", problem=told.append)]
        assert [("/Finance/a/x", "twice")] == [(each.path, each.reason) for each in told]
        assert 3 == len(found)

    def test_a_folder_that_is_refused(self, tree, client):
        """A folder that cannot be read is the service's own error, or told with it."""
        told = []
        for problem in (None, told.append):
            answer(tree, listed("<f id='7' n='a'/>"))
            walk = client.folders.walk("/Finance", problem=problem)
            next(walk)
            number = "" if "classic" in repr(tree._generation) else "4030"
            tree.fail("error", operation="GetFoldersAndDocuments1", text="Access denied", number=number)
            if problem is None:
                with pytest.raises(errors.AccessDenied):
                    list(walk)
            else:
                assert [] == [*walk]
        assert ("/Finance/a", "refused", errors.AccessDenied) == (told[0].path, told[0].reason, type(told[0].error))

    def test_verify_notices_what_moves_out_of_sight(self, client):
        """What is renamed in a folder that was read already is noticed where the walk verifies."""
        for verify in (False, True):
            walk = client.folders.walk("/Finance", verify=verify)
            next(walk)
            client.service.UpdateFolderProperties(
                "/Public", f"Public{verify}" if verify else "PublicFalse", ""
            ) if 0 else None
            [next(walk) for _ in range(3)]
            rename_document(client, "/Finance/Archive/doc00001.pdf", f"new{verify}.pdf")
            if verify:
                with pytest.raises(errors.UnexpectedReply, match="has other items now"):
                    list(walk)
            else:
                assert 45 == len([*walk])
            rename_document(client, f"/Finance/Archive/new{verify}.pdf", "doc00001.pdf")

    def test_a_name_that_cannot_be_sent(self, tree, client):
        """A folder whose name cannot be sent is given out without a path, and told."""
        told = []
        answer(tree, listed("<f id='7' n='a&#1;b'/>"))
        with pytest.warns(UserWarning, match="characters that XML does not allow"):
            found = [*client.folders.walk("/Finance", problem=told.append)]
        assert ["unaddressable"] == [each.reason for each in told]
        assert 1 == len(found)

    def test_async(self, tree):
        """The asynchronous face lists and walks the same."""

        async def main(url: str) -> None:
            async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
                assert 49 == len([each async for each in ir.folders.walk("/Finance")])
                assert 45 == len([each async for each in ir.folders.list("/Finance/Archive", pages=True)])
                assert (await ir.folders.tree("/Finance")).counts == (2, 47)
                assert await ir.folders.exists("/Finance")

        with tree.serve() as server:
            asyncio.run(main(server.url))
