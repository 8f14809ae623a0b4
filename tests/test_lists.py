"""Every operation that lists: what is unknown, miscounted, repeated or changed never reads as a list."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
import servers
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_paging import Server, numbers

from soapclient import AsyncClient, Client, Contract, Document, Reply, Ticket, errors
from soapclient.contract.bundled import bundled as bundled_file
from soapclient.inforouter.profile import INFOROUTER
from soapclient.simulator import Simulator

pytest.importorskip("waitress", reason="the extra simulator is not installed")

NOTES = json.loads(bundled_file("annotations.json").read_text("utf-8"))
LISTS = sorted(name for name, note in NOTES.items() if note.get("items"))
WRAPPED = sorted(name for name in LISTS if all("/" in place for place in NOTES[name]["items"]))
COUNTED = sorted(name for name in LISTS if NOTES[name].get("count"))
COUNTS_PAGE = sorted(name for name in COUNTED if NOTES[name]["count"]["of"] == "page")
NUMBERED = sorted(name for name in LISTS if "page" in NOTES[name].get("paging", {}))
OFFSET = sorted(name for name in COUNTED if "offset" in NOTES[name].get("paging", {}))
SEARCHES = ["GetFoldersAndDocumentsByPage2", "Search"]
ALL_AT_ONCE = sorted(name for name, note in NOTES.items() if note.get("paging", {}).get("all") == "0")


@pytest.fixture(scope="module")
def contract():
    """The contract of current servers, once for all examples of a property."""
    return Contract.load("bundled")


def add(root, place, **attributes):
    """Add an item at a place, with the wrappers that it needs."""
    parent = root
    *above, tag = place.split("/")
    for step in above:
        found = parent.find(step)
        parent = etree.SubElement(parent, step) if found is None else found
    return etree.SubElement(parent, tag, attributes)


def good(operation, count=3):
    """Make the root of a good reply with so many items at each of the places."""
    root = etree.Element("response", {"success": "true", "error": ""})
    for place in operation.items:
        for _ in range(count):
            add(root, place, id=str(sum(1 for _ in root.iter())))
    listed = count * len(operation.items)
    if operation.count:
        root.set(operation.count["attribute"], str(listed))
    return root


def read(operation, root):
    """Return the items of a reply, the way the client makes it."""
    return INFOROUTER.answer(operation, element=root).items


class TestEveryList:
    """The reply of each operation that lists."""

    @pytest.mark.parametrize("name", LISTS)
    def test_a_good_reply(self, contract, name):
        """Every item of every place is read, in the reply's order; a list without items or wrapper is empty."""
        operation = contract[name]
        root = good(operation)
        found = read(operation, root)
        assert len(found) == 3 * len(operation.items)
        elements = [item if isinstance(item, etree._Element) else item.element for item in found]
        order = {element: at for at, element in enumerate(root.iter())}
        assert [order[element] for element in elements] == sorted(order[element] for element in elements)
        assert read(operation, good(operation, 0)) == read(operation, etree.Element("root")) == ()
        for place in operation.items:
            empty = etree.Element("root")
            if "/" in place:
                empty.append(etree.Comment("nothing"))
                etree.SubElement(empty, place.split("/")[0]).text = "\n"
            assert read(operation, empty) == ()

    @pytest.mark.parametrize("name", LISTS)
    def test_what_nothing_knows(self, contract, name):
        """A reply with children of which none is an item is no empty list: the unknown element is named."""
        operation = contract[name]
        root = etree.fromstring("<root success='true'><x id='1'/><x id='2'/></root>")
        with pytest.raises(errors.UnexpectedReply, match=f"^{name}: the reply lists <x>, which is unknown") as caught:
            read(operation, root)
        assert caught.value.operation == name
        with pytest.raises(errors.UnexpectedReply):
            list(INFOROUTER.answer(operation, element=root))

    @pytest.mark.parametrize("name", WRAPPED)
    def test_what_nothing_knows_in_a_wrapper(self, contract, name):
        """A wrapper holds items alone: another child of it is refused, with or without items beside it."""
        operation = contract[name]
        for count in (0, 2):
            root = good(operation, count)
            add(root, f"{operation.items[0].split('/')[0]}/x")
            with pytest.raises(errors.UnexpectedReply, match=f"{name}: the reply lists <x>, which is unknown"):
                read(operation, root)

    @pytest.mark.parametrize("name", LISTS)
    def test_what_stands_beside_items(self, contract, name):
        """Beside items, a child of the root that is none is left alone; so is everything inside of items."""
        operation = contract[name]
        root = good(operation, 1)
        etree.SubElement(root, "criteria")
        for item in read(operation, root):
            etree.SubElement(item if isinstance(item, etree._Element) else item.element, "User")
        assert len(read(operation, root)) == len(operation.items)

    @pytest.mark.parametrize("name", LISTS)
    def test_in_any_namespace_and_letter_case(self, contract, name):
        """A list is found in a namespace and in another letter case too."""
        operation = contract[name]
        text = etree.tostring(good(operation)).decode().replace("<response", "<response xmlns='urn:x'")
        assert len(read(operation, etree.fromstring(text))) == 3 * len(operation.items)
        root = good(operation)
        for element in root.iter():
            element.tag = element.tag.upper()
        assert len(read(operation, root)) == 3 * len(operation.items)

    @pytest.mark.parametrize("name", COUNTS_PAGE)
    @pytest.mark.parametrize("told", [0, 1, 99])
    def test_another_count(self, contract, name, told):
        """A reply that counts other than it lists is refused, both ways."""
        operation = contract[name]
        root, listed = good(operation), 3 * len(operation.items)
        root.set(operation.count["attribute"], str(told))
        said = f"{name}: the reply counts {told} items? and lists {listed}$"
        with pytest.raises(errors.UnexpectedReply, match=said):
            read(operation, root)

    @pytest.mark.parametrize("name", COUNTED)
    def test_a_count_in_all(self, contract, name):
        """There may be more in all than on this page, and not fewer."""
        operation = contract[name]
        listed = 3 * len(operation.items)
        for attribute in filter(None, (operation.count["attribute"], operation.count.get("also"))):
            root = good(operation)
            del root.attrib[operation.count["attribute"]]
            root.set(attribute.upper(), str(listed - 1))
            with pytest.raises(errors.UnexpectedReply, match=f"counts {listed - 1} items? and lists {listed}"):
                read(operation, root)
            root.set(attribute.upper(), str(listed + 1))
            if operation.count["of"] == "all":
                assert len(read(operation, root)) == listed

    @pytest.mark.parametrize("name", COUNTED)
    @pytest.mark.parametrize("told", ["x", "-1", "3.0", "1e1"])
    def test_a_count_that_is_none(self, contract, name, told):
        """A count that cannot be read is refused; an empty one, and none at all, say nothing."""
        operation = contract[name]
        root, attribute = good(operation), operation.count["attribute"]
        root.set(attribute, told)
        with pytest.raises(errors.UnexpectedReply, match=f"{name}: the attribute {attribute} is not a count"):
            read(operation, root)
        root.set(attribute, " ")
        assert len(read(operation, root)) == 3 * len(operation.items)

    def test_two_counts(self, contract):
        """Two names of one count must say the same."""
        operation = contract["GetAuthoredDocuments"]
        root = good(operation)
        root.set("recordCount", "3")
        assert len(read(operation, root)) == 3
        root.set("recordCount", "4")
        with pytest.raises(errors.UnexpectedReply, match="disagree: totalcount=3, recordCount=4"):
            read(operation, root)

    def test_short_and_full(self, contract):
        """What an operation lists in short may come in full, and the other way round, as the same models."""
        full = etree.fromstring("<r><folder id='1' name='F'/><document id='2' name='a'/></r>")
        short = etree.fromstring("<r><f id='1' n='F'/><d id='2' n='a'/></r>")
        for name in LISTS:
            if {"f", "folder"} & {*contract[name].items} and {"d", "document"} & {*contract[name].items}:
                assert read(contract[name], full) == read(contract[name], short)
                assert len(read(contract[name], short)) == 2

    def test_of_the_callers_own(self):
        """A reply that a program makes itself needs neither places nor counts."""
        root = etree.fromstring("<r itemcount='7'><d id='1'/><x/></r>")
        assert Reply(operation="X", element=root).items == (Document(document_id=1),)
        assert Reply(operation="X", element=root, places=("d",)).items == (Document(document_id=1),)

    def test_a_long_list(self, contract):
        """Judging a list of 50,000 items takes no time to speak of, beside reading them."""
        operation = contract["GetDocuments1"]
        root = etree.fromstring("<r itemcount='50000'>" + "<d id='1' n='a'/>" * 50_000 + "</r>")
        started = time.perf_counter()
        assert len(read(operation, root)) == 50_000
        assert time.perf_counter() - started < 10


def walked(contract, name, rows, **options):
    """List everything of a server, and return the numbers of the rows, or the error."""
    arguments = options.pop("arguments", {})
    server = Server(contract, name, rows, **options)
    try:
        return numbers(server.proxy().items(**arguments))
    except errors.UnexpectedReply as error:
        return error


def spoiler(row, how, times):
    """Return what cuts a row out of a reply, or gives it another name, so many times."""
    left = [times]

    def spoil(root):
        for element in root.iter():
            if element.get("id") == str(row) and left[0]:
                left[0] -= 1
                if how == "cut":
                    element.getparent().remove(element)
                else:
                    element.tag = "x"
                return

    return spoil


class TestProperties:
    """Whatever the list and the pages."""

    @given(st.data())
    @settings(max_examples=300, deadline=None)
    def test_a_row_that_is_missing(self, contract, data):
        """Where there is a count, a row cut out or renamed gives an error or the whole list, and never a short one."""
        name = data.draw(st.sampled_from([*COUNTS_PAGE, *OFFSET, *SEARCHES]))
        rows = list(range(1, data.draw(st.integers(1, 9)) + 1))
        most = data.draw(st.integers(1, 5))
        how, times = data.draw(st.sampled_from(["cut", "renamed"])), data.draw(st.sampled_from([1, 99]))
        spoil = spoiler(data.draw(st.sampled_from(rows)), how, times)
        options = {"most": most, "spoil": spoil}
        if name in OFFSET:
            size = contract[name].paging["size"]
            options["arguments"] = {size: data.draw(st.integers(1, 5))}
        elif name not in (*NUMBERED, *SEARCHES):
            options = {"spoil": spoil}
            assume(len(rows) <= 20)
        found = walked(contract, name, rows, **options)
        assert found == rows or isinstance(found, errors.UnexpectedReply)

    @given(st.data())
    @settings(max_examples=200, deadline=None)
    def test_a_row_more_or_less(self, contract, data):
        """A row that comes or goes while a list with a total is read is noticed, unless all was read before."""
        name = data.draw(st.sampled_from(OFFSET))
        rows, most = list(range(1, data.draw(st.integers(2, 9)) + 1)), data.draw(st.integers(1, 4))
        server = Server(contract, name, rows, most=most)
        items = server.proxy().items()
        found = [next(items)]
        before = list(rows)
        at = data.draw(st.integers(0, len(rows) - 1))
        if data.draw(st.booleans()):
            rows.insert(at, 99)
        else:
            del rows[at]
        if len(before) <= most:
            assert numbers([*found, *items]) == before
        else:
            with pytest.raises(errors.UnexpectedReply, match=f"{name}: the (list changed|service sends the same)"):
                list(items)

    @pytest.mark.parametrize("generation", ["classic", "current"])
    @given(
        documents=st.integers(0, 9),
        users=st.integers(0, 6),
        page=st.integers(1, 5),
        rows=st.sampled_from([1, 2, 3, 200]),
    )
    @settings(max_examples=25, deadline=None)
    def test_what_the_server_has(self, contract, generation, documents, users, page, rows):
        """Every listing of the simulator gives exactly what it has, whatever the pages, in both generations."""
        options = {"seed_documents": documents, "seed_users": users, "page_size": page}
        with (
            Simulator(generation=generation, **options) as simulator,
            simulator.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled") as ir,
        ):
            self.check_contents(ir, documents)
            stored = [user.user_name for user in ir.service.GetAllUsers()]
            assert len(stored) == users + 3
            filters = {"SortBy": 1, "SortAscending": True}
            for name, more in (
                ("GetAllUsers1", {"NumbeOfRow": rows, "StatusFilter": -1}),
                ("GetAllUsers2", {"NumberOfRow": rows, "UserStatusFilter": -1, "UserTypeFilter": -1}),
                ("GetAllUsersWithoutDetails", {"NumberOfRow": rows, "UserStatusFilter": -1, "UserTypeFilter": -1}),
            ):
                found = [user.user_name for user in ir.service[name].items(**filters, **more)]
                assert found == sorted(stored, key=str.casefold)

    def check_contents(self, ir, documents):
        """Compare every listing of documents and folders with the full ones, and these with each other."""
        archive, finance = "/Finance/Archive", "/Finance"
        details = dict.fromkeys(("withPropertySets", "withSecurity", "withOwner", "withVersions"), False)
        full = [(each.document_id, each.name) for each in ir.service.GetDocuments(Path=archive, **details)]
        assert len(full) == len({*full}) == documents
        for name in ("GetDocuments1", "GetDocumentsByPage", "GetFoldersAndDocuments1", "GetFoldersAndDocuments2",
                     "GetFoldersAndDocumentsByPage"):  # fmt: skip
            filters = {key: "" for key in ("FolderFilter", "DocumentFilter") if key in ir.contract[name].parameters}
            found = ir.service[name].items(Path=archive, **filters)
            assert [(each.document_id, each.name) for each in found] == full, name
        for name in ("GetFolders1", "GetFolders2", "GetFoldersByPage", "GetFoldersAndDocumentsByPage"):
            filters = {key: "" for key in ("FolderFilter", "DocumentFilter") if key in ir.contract[name].parameters}
            for more in ({}, {"PageNumber": -1}) if "PageNumber" in ir.contract[name].parameters else ({},):
                found = ir.service[name].items(Path=finance, **filters, **more)
                assert [(each.folder_id, each.name) for each in found] == [(103, "Archive"), (102, "Reports")], name


class TestNumberedPages:
    """Pages that have a number and say how many items a full one has."""

    @pytest.mark.parametrize("name", NUMBERED)
    @pytest.mark.parametrize(("count", "asked"), [(0, 1), (3, 1), (4, 2), (5, 2), (8, 3)])
    def test_where_they_end(self, contract, name, count, asked):
        """A page that is not full is the last; after a full one, another is asked for, and an empty one is the end."""
        server = Server(contract, name, list(range(1, count + 1)), most=4)
        assert numbers(server.proxy().items()) == server.rows
        assert [arguments["PageNumber"] for _, arguments in server.asked] == list(range(1, asked + 1))

    @pytest.mark.parametrize("name", NUMBERED)
    @pytest.mark.parametrize("size", ["0", "-3", "x", "", None])
    def test_a_size_that_is_none(self, contract, name, size):
        """A size of 0, a negative one, nonsense and none at all end nothing: an empty page does."""

        def spoil(root):
            root.attrib.pop("pageSize")
            root.attrib.update({} if size is None else {"pageSize": size})

        server = Server(contract, name, list(range(1, 6)), most=2, spoil=spoil)
        assert numbers(server.proxy().items()) == server.rows
        assert len(server.asked) == 4
        stuck = Server(contract, name, list(range(1, 6)), most=2, spoil=spoil, stuck=True)
        with pytest.raises(errors.UnexpectedReply, match="the same page again and again"):
            list(stuck.proxy().items())

    @pytest.mark.parametrize("name", NUMBERED)
    def test_a_count_that_is_missing(self, contract, name):
        """A page that does not count its items may have lost some: only an empty one is the end."""
        server = Server(contract, name, [1, 2, 3], most=2, spoil=lambda root: root.attrib.pop("itemcount"))
        assert numbers(server.proxy().items()) == [1, 2, 3]
        assert len(server.asked) == 3

    @pytest.mark.parametrize("name", NUMBERED)
    def test_everything(self, contract, name):
        """-1 is one call, whatever the reply says of pages; other numbers below 1 are refused."""
        server = Server(contract, name, list(range(1, 6)))
        assert numbers(server.proxy().items(PageNumber=-1)) == server.rows
        assert len(server.asked) == 1
        for number in (0, -2):
            with pytest.raises(errors.ArgumentError, match=f"page {number} does not exist; pages are numbered from 1"):
                server.proxy().items(PageNumber=number)
        assert len(server.asked) == 1

    @pytest.mark.parametrize("name", NUMBERED)
    def test_a_list_that_changes(self, contract, name):
        """An item that moves to the next page, and pages of another size, are told."""
        for change, said in (
            (lambda server: server.rows.insert(0, 9), "(document|folder) 2 came twice"),
            (lambda server: setattr(server, "most", 3), "pages of 2 items became pages of 3"),
        ):
            server = Server(contract, name, [1, 2, 3, 4, 5], most=2)
            items = server.proxy().items()
            found = [next(items), next(items)]
            change(server)
            with pytest.raises(errors.UnexpectedReply, match=f"{name}: the list changed while it was read: {said}"):
                list(items)
            assert numbers(found) == [1, 2]

    @pytest.mark.parametrize("generation", ["classic", "current"])
    @pytest.mark.parametrize(("old", "new"), [(0, "zz.txt"), (4, "00.txt")])
    def test_a_name_that_changes(self, generation, old, new):
        """A document that is renamed from a page that was read to a later one, or before it, is noticed."""
        with (
            Simulator(generation=generation, page_size=2, seed_documents=5) as simulator,
            simulator.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled") as ir,
        ):
            path = "/Finance/Archive"
            names = [each.name for each in ir.service.GetDocuments1(Path=path)]
            items = ir.service.GetDocumentsByPage.items(Path=path, DocumentFilter="")
            assert [next(items).name, next(items).name] == names[:2]
            ir.documents.update(f"{path}/{names[old]}", name=new)
            with pytest.raises(errors.UnexpectedReply, match="the list changed while it was read"):
                list(items)


class TestRows:
    """Rows from a start."""

    @pytest.mark.parametrize("name", ALL_AT_ONCE)
    def test_everything(self, contract, name):
        """No rows per call is everything in one reply, and another is not asked for, total or none."""
        server = Server(contract, name, list(range(1, 6)))
        assert numbers(server.proxy().items(rowCount=0)) == server.rows
        assert numbers(server.proxy().items(rowCount=0, startingRow=2)) == server.rows[2:]
        assert len(server.asked) == 2

    @pytest.mark.parametrize("name", sorted({*ALL_AT_ONCE} & {*OFFSET}))
    @pytest.mark.parametrize("told", [4, 6])
    def test_everything_and_another_total(self, contract, name, told):
        """Everything in one reply is as many rows as the total says."""
        server = Server(contract, name, list(range(1, 6)), told=told)
        with pytest.raises(errors.UnexpectedReply, match=f"{name}: the (list changed|reply counts)"):
            list(server.proxy().items(rowCount=0))
        assert len(server.asked) == 1

    @pytest.mark.parametrize("generation", ["classic", "current"])
    def test_no_rows_per_call(self, generation):
        """Where 0 rows are not everything but none, a server that tells of some and lists none is asked once."""
        with (
            Simulator(generation=generation) as simulator,
            simulator.serve() as server,
            Client(server.url, username="admin", password="admin", wsdl="bundled") as ir,
            pytest.raises(errors.UnexpectedReply, match="GetAllUsers1: the reply announces 3 rows but has none"),
        ):
            list(ir.service["GetAllUsers1"].items(NumbeOfRow=0, StatusFilter=-1, SortBy=1, SortAscending=True))

    @pytest.mark.parametrize("name", OFFSET)
    def test_a_short_page(self, contract, name):
        """A page that is shorter than asked for is no end, where the total says so."""
        server = Server(contract, name, list(range(1, 6)), most=2)
        assert numbers(server.proxy().items()) == server.rows
        assert len(server.asked) == 3

    @pytest.mark.parametrize("name", OFFSET)
    def test_a_start_beyond_the_end(self, contract, name):
        """From a row beyond the last one, there is nothing."""
        start = contract[name].paging["offset"]
        assert walked(contract, name, [1, 2], arguments={start: 5}) == []
        assert walked(contract, name, [1, 2], arguments={start: 2}) == []
        assert walked(contract, name, [1, 2], arguments={start: 1}) == [2]

    @pytest.mark.parametrize("name", OFFSET)
    def test_a_total_that_changes(self, contract, name):
        """A total that changes from page to page is told, before a row of that page is given out."""
        server = Server(contract, name, list(range(1, 6)), most=2)
        items = server.proxy().items()
        assert numbers([next(items), next(items)]) == [1, 2]
        server.told = 4
        with pytest.raises(errors.UnexpectedReply, match=f"{name}: the list changed .*: 5 rows became 4"):
            next(items)

    def test_a_total_that_goes_missing(self, contract):
        """A total that only the first page tells holds for the others."""
        server = Server(contract, "GetAllUsers1", [1, 2, 3], most=2)
        items = server.proxy().items()
        assert numbers([next(items), next(items)]) == [1, 2]
        server.told, server.rows = "", [1, 2]
        with pytest.raises(errors.UnexpectedReply, match="3 rows were announced, but 2 came"):
            list(items)

    def test_the_same_entries_of_a_log(self, contract):
        """Entries of a log may be alike, on one page and on two."""
        server = Server(contract, "GetUserViewLogLite", [7, 7, 7, 8, 8])
        assert numbers(server.proxy().items(rowCount=2)) == [7, 7, 7, 8, 8]


class TestSearches:
    """Pages of the session's search."""

    @pytest.mark.parametrize("name", SEARCHES)
    def test_the_last_page(self, contract, name):
        """The last page says so, and is not asked for again, though it be full."""
        server = Server(contract, name, list(range(1, 41)))
        assert numbers(server.proxy().items()) == server.rows
        assert [asked for asked, _ in server.asked] == [name, "GetNextSearchPage", "GetNextSearchPage"]

    @pytest.mark.parametrize(
        ("attributes", "said"),
        [
            ({"to": "19"}, "the reply counts rows 1 to 19 and lists 20"),
            ({"from": "0"}, "rows from 0 come after row 0"),
            ({"from": "x"}, "the attribute from is not a count"),
            ({"LastPage": "true"}, "21 rows were announced, but 20 came"),
            ({"LastPage": ""}, "the page is empty and is not the last one"),
        ],
    )
    def test_what_does_not_fit(self, contract, attributes, said):
        """Rows that are told of and not listed, and a page that ends nothing, are told."""
        server = Server(contract, "Search", list(range(1, 22)))

        def spoil(root):
            if "LastPage" in root.attrib:
                root.attrib.update(attributes)

        server.spoil = spoil
        with pytest.raises(errors.UnexpectedReply, match=said):
            list(server.proxy().items())

    def test_without_any_count(self, contract):
        """Where neither the search nor its pages count, the last page is the end."""

        def spoil(root):
            for name in ("count", "from", "to"):
                root.attrib.pop(name, None)

        server = Server(contract, "Search", list(range(1, 22)), spoil=spoil)
        assert numbers(server.proxy().items()) == server.rows


class TestAsync:
    """The asyncio client."""

    @pytest.mark.parametrize("generation", ["classic", "current"])
    def test_all_pages(self, generation):
        """`async for` reads every page."""

        async def run(url):
            async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
                pages = ir.service.GetDocumentsByPage.items(Path="/Finance/Archive", DocumentFilter="")
                listed = await ir.service.GetDocuments1(Path="/Finance/Archive")
                return [each async for each in pages], list(listed)

        with Simulator(generation=generation, page_size=2, seed_documents=5) as simulator, simulator.serve() as server:
            pages, listed = asyncio.run(run(server.url))
        assert pages == listed and len(pages) == 5

    def test_what_nothing_knows(self):
        """An unknown element is an error there too, in a list and in a reply."""
        body = servers.envelope("GetFolders1", '<response xmlns="" success="true" itemcount="1"><x id="1"/></response>')

        async def run(url):
            async with AsyncClient(url, auth=Ticket("t"), wsdl="bundled") as ir:
                with pytest.raises(errors.UnexpectedReply, match="GetFolders1: the reply lists <x>"):
                    [each async for each in ir.service.GetFolders1.items(Path="/Lib")]
                return await ir.service.GetFolders1(Path="/Lib")

        with servers.RawServer(lambda connection, _: connection.sendall(servers.http(body=body))) as server:
            reply = asyncio.run(run(server.url))
        assert reply.number("itemcount") == 1
        with pytest.raises(errors.UnexpectedReply, match="which is unknown"):
            list(reply)
