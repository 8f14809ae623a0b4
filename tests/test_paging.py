"""All pages of a list behind one iterator, in each of the service's ways to page."""

from __future__ import annotations

import asyncio
import itertools
import re

import pytest
import servers
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient import KEEP, AsyncClient, Client, Document, Reply, User, errors
from soapclient.calls.proxy import OperationProxy
from soapclient.inforouter.profile import INFOROUTER

FILTERS = {"StatusFilter": -1, "SortBy": 1, "SortAscending": True}


class Server:
    """A server that lists rows in pages, and remembers what it was asked."""

    def __init__(self, contract, name, rows, *, most=None, told=None, stuck=False, spoil=None):
        self.contract = contract
        self.operation = contract[name]
        self.rows, self.most, self.told, self.stuck, self.spoil = rows, most, told, stuck, spoil
        self.asked = []
        self.cursor = 0

    def proxy(self):
        caller = servers.Answers(self.answer, lambda name: self.contract[name])
        return OperationProxy(self.operation, caller, servers.NOBODY, spelling=self.operation.name)

    def answer(self, operation, arguments):
        self.asked.append((operation.name, dict(arguments)))
        style = operation.paging
        if "next" in style:
            self.cursor = 0
            return self.reply(operation, [], {operation.count["attribute"]: str(self.counted())})
        if "offset" in style:
            start, size = arguments[style["offset"]], arguments[style["size"]]
        elif "page" in style:
            size = self.most or 20
            start = (arguments[style["page"]] - 1) * size
            if start < 0:
                start, size = 0, len(self.rows)
        else:
            start, size = self.cursor, 20
            self.cursor += size
        if self.stuck:
            start = 0
        size = min(size, self.most) if self.most and size else size
        page = self.rows[start : start + size] if size else self.rows[start:]
        return self.reply(operation, page, self.attributes(operation, start, page))

    def attributes(self, operation, start, page):
        if operation.name == "GetNextSearchPage":
            last = start + len(page) >= len(self.rows)
            begin = str(start + 1 if page else 0)
            return {"from": begin, "to": str(start + len(page) if page else 0), "LastPage": str(last).lower()}
        if operation.count.get("of") == "page":
            return {"pageSize": str(self.most or 20), operation.count["attribute"]: str(len(page))}
        total = operation.paging.get("total")
        return {total: str(self.counted())} if total else {}

    def counted(self):
        return len(self.rows) if self.told is None else self.told

    def reply(self, operation, rows, attributes):
        root = etree.Element("response", attributes)
        for row in rows:
            parent = root
            *above, tag = operation.items[0].split("/")
            for step in above:
                found = parent.find(step)
                parent = etree.SubElement(parent, step) if found is None else found
            etree.SubElement(parent, tag, id=str(row), UserID=str(row), ID=str(row), TaskID=str(row))
        if self.spoil is not None:
            self.spoil(root)
        return INFOROUTER.answer(operation, element=root)


def numbers(items):
    return [int(item.attributes["id"]) for item in items]


PAGED = [
    "GetAllUsers1", "GetAllUsers2", "GetAllUsersWithoutDetails", "GetAuthoredDocuments", "GetCheckedoutDocumentsByUser",
    "GetDocumentsByPage", "GetDocumentsOwnedByUser", "GetFavoriteDocumentsOfUser", "GetFavoriteFoldersOfUser",
    "GetFoldersAndDocumentsByPage", "GetFoldersAndDocumentsByPage2", "GetFoldersByPage", "GetFoldersOwnedByUser",
    "GetISOReviewAssignmentsOfUser", "GetSubscribedDocumentsByUser", "GetSubscribedFoldersByUser", "GetTasks1",
    "GetUserViewLogLite", "Search",
]  # fmt: skip


class TestEveryWay:
    """Each operation that has pages."""

    def test_these_have_pages(self, bundled):
        """The operations with pages are those of the reference; one page of a search is no list of pages."""
        assert sorted(PAGED) == sorted(name for name in bundled if bundled[name].paging.keys() - {"last"})

    @pytest.mark.parametrize("name", PAGED)
    @pytest.mark.parametrize("count", [0, 1, 20, 47])
    def test_all_items(self, bundled, name, count):
        """Every item of every page comes once and in order, with no page at all too."""
        server = Server(bundled, name, list(range(1, count + 1)), most=20)
        assert numbers(server.proxy().items()) == server.rows
        more = {"Search": 1, "GetFoldersAndDocumentsByPage2": 1, "GetFoldersOwnedByUser": 1}.get(name, 0)
        assert len(server.asked) <= count // 20 + 1 + more

    @pytest.mark.parametrize("name", sorted(set(PAGED) - {"Search", "GetFoldersAndDocumentsByPage2"}))
    def test_a_page_that_comes_again(self, bundled, name):
        """A server that sends one page for ever is found out after it came twice."""
        server = Server(bundled, name, list(range(1, 6)), told=50, stuck=True, most=5)
        found = []
        with pytest.raises(errors.UnexpectedReply, match=f"{name}: the service sends the same page again and again"):
            found.extend(server.proxy().items())
        assert len(server.asked) == 2

    @given(st.integers(0, 60), st.integers(1, 70), st.integers(1, 70))
    @settings(deadline=None, max_examples=50)
    def test_whatever_the_server_cuts_pages_to(self, bundled, count, size, most):
        """A server may send fewer rows than were asked for: none is lost and none comes twice."""
        server = Server(bundled, "GetDocumentsOwnedByUser", list(range(count)), most=most)
        assert numbers(server.proxy().items(rowCount=size)) == server.rows


class TestWhereToStart:
    """What the caller may say about pages."""

    def test_size_and_start(self, bundled):
        """Start and size are the caller's, in either spelling; the other arguments are sent with every page."""
        server = Server(bundled, "GetAllUsers1", list(range(10)))
        assert numbers(server.proxy().items(starting_row_number=4, NumbeOfRow=3, SortBy=1)) == [4, 5, 6, 7, 8, 9]
        assert [arguments["StartingRowNumber"] for _, arguments in server.asked] == [4, 7]
        assert all(arguments["SortBy"] == 1 and arguments["NumbeOfRow"] == 3 for _, arguments in server.asked)

    def test_keep_and_none_are_not_given(self, bundled):
        """None and `KEEP` say nothing about the start."""
        server = Server(bundled, "GetAllUsers1", [1])
        assert numbers(server.proxy().items(StartingRowNumber=None, NumbeOfRow=KEEP)) == [1]
        assert server.asked[0][1] == {"StartingRowNumber": 0, "NumbeOfRow": 200}

    def test_all_rows_at_once(self, bundled):
        """No rows per call means all of them in one."""
        server = Server(bundled, "GetAuthoredDocuments", list(range(300)))
        assert len(list(server.proxy().items(rowCount=0))) == 300
        assert len(server.asked) == 1

    def test_pages_from_a_number(self, bundled):
        """Pages start at the caller's number; -1 is everything in one call."""
        server = Server(bundled, "GetDocumentsByPage", list(range(50)), most=20)
        assert numbers(server.proxy().items(PageNumber=2)) == list(range(20, 50))
        everything = Server(bundled, "GetDocumentsByPage", list(range(50)))
        assert len(list(everything.proxy().items(PageNumber=-1))) == 50
        assert len(everything.asked) == 1

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ({"StartingRowNumber": -1}, "must not be negative"),
            ({"NumbeOfRow": -1}, "must not be negative"),
            ({"NumbeOfRow": "3"}, "NumbeOfRow must be a whole number, not '3'"),
            ({"NumbeOfRow": True}, "NumbeOfRow must be a whole number, not True"),
            ({"NumbeOfRow": 1, "number_of_row": 2}, "NumbeOfRow is given twice"),
        ],
    )
    def test_refused(self, bundled, arguments, said):
        """A start or size that is none is refused at once, before anything is sent."""
        server = Server(bundled, "GetAllUsers1", [1])
        with pytest.raises(errors.ArgumentError, match=said):
            server.proxy().items(**arguments)
        with pytest.raises(errors.ArgumentError, match="by name"):
            server.proxy().items(1)
        assert server.asked == []

    def test_nothing_is_sent_before_it_is_asked_for(self, bundled):
        """A call is made when its first item is asked for, and no page more than is used."""
        server = Server(bundled, "GetAllUsers1", list(range(9)))
        items = server.proxy().items(NumbeOfRow=3)
        assert server.asked == []
        assert numbers(itertools.islice(items, 4)) == [0, 1, 2, 3]
        assert len(server.asked) == 2


class TestOddServers:
    """What no list can be made of."""

    def test_rows_that_are_told_of_and_not_there(self, bundled):
        """A total without a single row is no empty list."""
        server = Server(bundled, "GetAllUsers1", [], told=7)
        with pytest.raises(errors.UnexpectedReply, match="GetAllUsers1: the reply announces 7 rows but has none"):
            list(server.proxy().items())

    @pytest.mark.parametrize(
        ("told", "said"), [(9, "9 rows were announced, but 5 came"), (4, "4 rows were announced, but 5 came")]
    )
    def test_rows_that_are_not_as_many_as_told(self, bundled, told, said):
        """A list that ends before or beyond its total changed, or never was what the server said."""
        server = Server(bundled, "GetAllUsers1", list(range(5)), told=told, most=3)
        with pytest.raises(errors.UnexpectedReply, match=f"GetAllUsers1: the list changed while it was read: {said}"):
            list(server.proxy().items(NumbeOfRow=5))

    def test_no_total(self, bundled):
        """Without a total, an empty page is the end."""
        server = Server(bundled, "GetAllUsers1", list(range(5)), told="")
        assert len(list(server.proxy().items(NumbeOfRow=5))) == 5
        assert len(server.asked) == 2

    @pytest.mark.parametrize("told", ["x", "-1", "5.0"])
    def test_a_total_that_is_none(self, bundled, told):
        """A total that cannot be read is refused, rather than taken for none."""
        server = Server(bundled, "GetAllUsers1", list(range(5)), told=told)
        with pytest.raises(errors.UnexpectedReply, match="GetAllUsers1: the attribute totalusercount is not a count"):
            list(server.proxy().items(NumbeOfRow=5))

    def test_another_search_on_the_same_session(self, bundled):
        """Rows that do not follow the last ones are those of another search."""
        server = Server(bundled, "Search", list(range(1, 100)))
        items = server.proxy().items()
        next(items)
        server.cursor = 60
        with pytest.raises(errors.UnexpectedReply, match="GetNextSearchPage: rows from 61 come after row 20: another"):
            list(items)

    def test_a_ticket_of_the_callers(self, bundled):
        """A ticket that the caller gives goes into the search and into every page of it."""
        server = Server(bundled, "Search", list(range(1, 30)))
        assert len(list(server.proxy().items(xmlcriteria="<c/>", authentication_ticket="t", withOwner=True))) == 29
        first, *pages = server.asked
        assert first == ("Search", {"xmlcriteria": "<c/>", "authentication_ticket": "t"})
        assert [each["AuthenticationTicket"] for _, each in pages] == ["t", "t"]
        assert all(each["withOwner"] and each["withrules"] is False for _, each in pages)

    def test_a_contract_without_the_next_page(self, bundled):
        """Where the contract cannot go through the pages of a search, it is not begun."""
        server = Server(bundled, "Search", [1])

        def find(name):
            raise errors.UnknownOperation(name)

        with pytest.raises(errors.UnknownOperation, match="GetNextSearchPage"):
            OperationProxy(
                server.operation, servers.Answers(server.answer, find), servers.NOBODY, spelling="Search"
            ).items()
        assert server.asked == []

    def test_an_operation_without_pages(self, bundled):
        """A list without pages is one call."""
        server = Server(bundled, "GetDocuments1", [])
        server.answer = lambda operation, arguments: Reply(
            operation=operation.name, element=etree.fromstring("<r><d id='7'/></r>"), places=operation.items
        )
        assert list(server.proxy().items(Path="/Lib")) == [Document(document_id=7)]


class TestClients:
    """Both clients, over the wire."""

    def test_sync(self):
        """The synchronous client reads all pages."""
        with Client("sim:", username="admin", password="admin") as ir:
            names = [user.user_name for user in ir.service.get_all_users1.items(NumbeOfRow=1, **FILTERS)]
            assert names == [user.user_name for user in ir.users.list()]
            assert len(names) == 3

    def test_async(self):
        """The asyncio client does, with `async for`."""

        async def run():
            async with AsyncClient("sim:", username="admin", password="admin") as ir:
                pages = ir.service.GetAllUsers1.items(NumbeOfRow=2, **FILTERS)
                return [user async for user in pages]

        found = asyncio.run(run())
        assert len(found) == 3 and all(isinstance(user, User) for user in found)

    def test_a_search_over_the_wire(self):
        """A search is begun once, and its pages are asked for one after another."""
        pages = iter(
            [
                '<root xmlns="" success="true" ranksorted="false"/>',
                '<root xmlns="" success="true" FirstPage="true" LastPage="false" from="1" to="2"><folder FolderID="1"/>'
                '<document DocumentID="2"/></root>',
                '<root xmlns="" success="true" FirstPage="false" LastPage="true" from="3" to="3">'
                '<document DocumentID="3"/></root>',
            ]
        )

        def answer(connection, request):
            name = "Search" if b"<ns0:Search" in request or b":Search" in request else "GetNextSearchPage"
            connection.sendall(servers.http(body=servers.envelope(name, next(pages))))

        from soapclient import Ticket

        with servers.RawServer(answer) as server, Client(server.url, auth=Ticket("t"), wsdl="bundled") as ir:
            search = {
                "xmlcriteria": "<c/>",
                "SortBy": "",
                "AscendingOrder": True,
                "with_owner": True,
                "withrules": True,
            }
            found = list(ir.service.Search.items(**search))
            assert [type(item).__name__ for item in found] == ["Folder", "Document", "Document"]
            assert len(server.requests) == 3
            flags = [re.findall(rb":(with\w+)>(\w+)<", request) for request in server.requests]
            said = {"withrules": "true", "withOwner": "true"}
            names = ("withrules", "withPropertySets", "withSecurity", "withOwner", "withVersions")
            asked = [(name.encode(), said.get(name, "false").encode()) for name in names]
            assert flags == [[], asked, asked]
