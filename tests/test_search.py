"""Searches over real sockets: every hit comes once, whatever else the session searches for."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import json
import random
import threading
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import envelope

from soapclient import AsyncClient, Client, Document, Folder, SavedSearch, Ticket, errors
from soapclient import criteria as c
from soapclient.inforouter.search.cursor import cursor_of
from soapclient.simulator import Simulator

ADMIN = {"username": "admin", "password": "admin", "cache": False}
NAMES = ("a", "B & c", "ab", "Ab.pdf", 'q"<é>', "x%_y")
DAY = dt.date(2026, 1, 30)
FOLDER = "/Finance/Archive"
INVOICE = c.set("INVOICE")


def fill(simulator, count=50):
    """Put documents with random facts and rows of a property set into a simulator; return what they have."""
    store, chance, made = simulator._world.users, random.Random(7), []
    for number in range(count):
        name = f"{chance.choice(NAMES)}{number}"
        created = DAY + dt.timedelta(days=chance.randrange(-3, 4))
        row = {
            "AMOUNT": chance.choice(["", "5", "10", "10.0", "-3.5", "20"]),
            "DUE": chance.choice(["", (DAY + dt.timedelta(days=chance.randrange(-2, 3))).isoformat()]),
            "PAID": chance.choice(["", "Yes", "No"]),
            "NOTES": chance.choice(["", "Acme", "acme ltd", "A|B"]),
        }
        rows = [row] if chance.random() < 0.7 else []
        facts = {"size": chance.randrange(5), "importance": chance.randrange(-1, 4), "author": chance.choice(["", "J"])}
        store.change(
            "INSERT INTO documents (document_id, folder, name, created, modified, size, importance, author, owner_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)",
            *(5000 + number, FOLDER, name, f"{created}T12:00:00.000Z", f"{created}T12:00:00.000Z", *facts.values()),
        )
        for each in rows:
            store.change(
                "INSERT INTO property_rows VALUES (?, 'INVOICE', 1, ?, 1, 'admin', '')",
                *(f"D{5000 + number}", json.dumps(each)),
            )
        made.append({"id": 5000 + number, "name": name, "created": created, "rows": rows, **facts})
    return made


@pytest.fixture(scope="module", params=["classic", "current"])
def filled(request):
    """A simulator of each generation with random documents, the facts of these, and a client of it."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    with Simulator(generation=request.param, page_size=7) as simulator:
        made = fill(simulator)
        with simulator.serve() as server, Client(server.url, **ADMIN) as ir:
            yield simulator, made, ir


@pytest.fixture
def small():
    """A simulator whose pages have two items, with nine documents in a folder, and its server."""
    pytest.importorskip("waitress", reason="the extra simulator is not installed")
    with Simulator(seed_documents=9, page_size=2) as simulator, simulator.serve() as server:
        yield simulator, server


def number(text):
    return Decimal(text) if text else None


def compared(compare, read, field):
    """Return what tells whether a row fulfils a comparison; one without a value never does."""

    def holds(document):
        values = [read(row[field]) for row in document["rows"]]
        return any(value is not None and compare(value) for value in values)

    return holds


def text(value):
    return value.casefold() or None


def plain():
    """Strategies for criteria that every server knows, with what they are in Python."""
    days = st.integers(-4, 4).map(lambda days: DAY + dt.timedelta(days=days))
    return st.one_of(
        st.sampled_from(["a", "b", ".pdf", "& C", '"<', "é", "%_", "zz"]).map(
            lambda part: (c.name.contains(part), lambda each: part.casefold() in each["name"].casefold())
        ),
        st.sampled_from([*(f"{name}{n}" for name in NAMES for n in (3, 4)), "AB.PDF", "a"]).map(
            lambda name: (c.name == name, lambda each: each["name"].casefold() == name.casefold())
        ),
        st.integers(0, 5).map(lambda size: (c.size >= size, lambda each: each["size"] >= size)),
        st.integers(0, 5).map(lambda size: (c.size <= size, lambda each: each["size"] <= size)),
        days.map(lambda day: (c.created == day, lambda each: each["created"] == day)),
        st.tuples(days, days)
        .map(sorted)
        .map(
            lambda ends: (
                (c.created >= ends[0]) & (c.created <= ends[1]),
                lambda each: ends[0] <= each["created"] <= ends[1],
            )
        ),
        st.sampled_from(["LOW", "NORMAL", "HIGH"]).map(
            lambda word: (
                c.importance > word,
                lambda each: each["importance"] > ["LOW", "NORMAL", "HIGH"].index(word),
            )
        ),
        st.lists(st.integers(4998, 5055), min_size=1).map(
            lambda ids: (c.document_id.is_in(ids), lambda each: each["id"] in ids)
        ),
        st.just((c.author.matches("j"), lambda each: each["author"] == "J")),
    )


def of_sets(current):
    """Strategies for criteria on fields of a property set, with what they are in Python."""
    numbers = st.sampled_from([5, 10, Decimal("-3.5"), 15.0])
    known = [
        numbers.map(lambda n: (INVOICE.AMOUNT == n, compared(lambda value: value == n, number, "AMOUNT"))),
        numbers.map(lambda n: (INVOICE.AMOUNT != n, compared(lambda value: value != n, number, "AMOUNT"))),
        numbers.map(lambda n: (INVOICE.AMOUNT > n, compared(lambda value: value > n, number, "AMOUNT"))),
        numbers.map(lambda n: (INVOICE.AMOUNT <= n, compared(lambda value: value <= n, number, "AMOUNT"))),
        st.just((INVOICE.DUE == DAY, compared(lambda value: value == DAY.isoformat(), str, "DUE"))),
        st.just((INVOICE.DUE.is_not_null(), compared(bool, str, "DUE"))),
        st.just((INVOICE.PAID == True, compared(lambda value: value == "Yes", str, "PAID"))),  # noqa: E712
        st.just((INVOICE.PAID.is_null(), lambda each: any(not row["PAID"] for row in each["rows"]))),
        st.just((INVOICE.NOTES.contains("ACME"), compared(lambda value: "acme" in value, text, "NOTES"))),
        st.just((INVOICE.NOTES == "A|B", compared(lambda value: value == "a|b", text, "NOTES"))),
    ]
    if current:
        known += [
            st.just((INVOICE.NOTES != "acme", compared(lambda value: value != "acme", text, "NOTES"))),
            st.just((INVOICE.NOTES.not_contains("ltd"), compared(lambda value: "ltd" not in value, text, "NOTES"))),
            st.just((INVOICE.AMOUNT.between(5, 10), compared(lambda value: 5 <= value <= 10, number, "AMOUNT"))),
        ]
    return st.one_of(*known)


class TestFind:
    """What a search finds."""

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_hits_are_those_of_a_plain_filter(self, filled, data):
        """Over all pages, in order and once each, the hits are what the same filter in Python finds."""
        simulator, made, ir = filled
        current = simulator._world.generation.current
        chosen = data.draw(st.lists(plain(), max_size=2)) + data.draw(st.lists(of_sets(current), max_size=1))
        criteria = c.documents_only
        for each, _ in chosen:
            criteria = criteria & each
        ascending = data.draw(st.booleans())
        try:
            found = list(ir.search.find(criteria, folder=FOLDER, ascending=ascending))
        except errors.ArgumentError as refused:
            assert "whether a server accepts" in str(refused)  # two of a kind
            return
        expected = [each for each in made if all(holds(each) for _, holds in chosen)]
        expected.sort(key=lambda each: each["name"].casefold(), reverse=not ascending)
        assert [each["id"] for each in expected] == [hit.document_id for hit in found]
        assert [each["name"] for each in expected] == [hit.name for hit in found]

    def test_everything(self, filled):
        """Everything is asked for by name, and is documents and folders."""
        _, made, ir = filled
        with pytest.raises(errors.ArgumentError, match="the search has no criteria"):
            ir.search.find()
        found = list(ir.search.find(everything=True))
        assert len(made) + 3 == sum(isinstance(each, Document) for each in found)
        assert {"Finance", "Reports", "Archive", "Public"} == {each.name for each in found if isinstance(each, Folder)}

    def test_models(self, filled):
        """A hit has the same fields in the dialects of both generations."""
        _, _, ir = filled
        (document,) = ir.search.find(c.name == "Budget.xlsx")
        (folder,) = ir.search.find(c.folders_only & c.name.contains("report"))
        assert (1001, "Budget.xlsx", "admin") == (document.document_id, document.name, document.owner)
        assert document.version is not None and document.created is not None
        assert (102, "Reports", "Quarterly figures") == (folder.folder_id, folder.name, folder.description)
        assert "Reports" in document.path and folder.path.endswith("Reports")

    def test_parts(self, filled):
        """What else is asked for is in the element of a hit."""
        simulator, _, ir = filled
        flags = {"rules": "withrules", "properties": "withPropertySets", "security": "withSecurity"}
        flags |= {"owner": "withOwner", "versions": "withVersions"}
        for name, parameter in flags.items():
            assert 1 == len([*ir.search.find(c.document_id == 1001, **{name: True})])
            said = simulator.arrived[-1].arguments
            assert {parameter} == {each for each in flags.values() if said[each]}
        (hit,) = ir.search.find(c.document_id == 1001, versions=True)
        assert hit.element.find(".//Version") is not None
        (hit,) = ir.search.find(c.document_id == 1001)
        assert hit.element.find(".//Version") is None

    @pytest.mark.parametrize("name", ["name", "size", "modified", "importance", "INVOICE.AMOUNT"])
    def test_sorted(self, filled, name):
        """Descending is ascending the other way round, as far as hits differ."""
        _, made, ir = filled
        up = [hit.document_id for hit in ir.search.find(c.documents_only, folder=FOLDER, sort_by=name)]
        down = [
            hit.document_id for hit in ir.search.find(c.documents_only, folder=FOLDER, sort_by=name, ascending=False)
        ]
        assert {each["id"] for each in made} == {*up} == {*down}
        if name in ("size", "importance"):
            facts = {each["id"]: each[name] for each in made}
            assert sorted(facts[each] for each in up) == [facts[each] for each in up]
            assert sorted((facts[each] for each in down), reverse=True) == [facts[each] for each in down]

    def test_unknown_set(self, filled):
        """A property set that the server does not have is told with the nearest ones, and nothing is searched."""
        simulator, _, ir = filled
        with pytest.raises(errors.ArgumentError, match="the server has no property set INVOCE: did you mean INVOICE"):
            list(ir.search.find(c.set("INVOCE").AMOUNT == 1))
        with pytest.raises(errors.ArgumentError, match="has no field AMUONT: did you mean AMOUNT"):
            list(ir.search.find(c.set("INVOICE").AMUONT == 1))
        assert "Search" != simulator.arrived[-1].operation

    @pytest.mark.parametrize("number", ["4030", "4200"])
    def test_definition_that_may_not_be_read(self, filled, number):
        """Where the caller may not read the definition, the server checks the criteria."""
        simulator, _made, ir = filled
        kind = "Access denied" if number == "4030" else "[4200] Not an administrator"
        for criteria, found in ((INVOICE.AMOUNT == 10, True), (INVOICE.AMUONT == 1, False)):
            simulator.fail("error", operation="GetPropertySetDefinition", text=kind, number=number)
            if found:
                assert [*ir.search.find(criteria)]
            else:
                with pytest.raises(errors.ServiceError, match="Search: "):
                    list(ir.search.find(criteria))

    @pytest.mark.parametrize(
        ("operation", "body", "told"),
        [
            ("GetPropertySetDefinition", "<PropertySet Name='OTHER'/>", "about another property set than INVOICE"),
            ("GetPropertySetDefinition", "", "is not about INVOICE alone"),
            ("GetNextSearchPage", "<folder FolderID='1'/>", "a hit has no name"),
        ],
    )
    def test_replies_that_tell_of_another_thing(self, filled, operation, body, told):
        """They are refused, however often they come."""
        simulator, _, ir = filled
        head = f'<{operation}Response xmlns="http://tempuri.org/"><{operation}Result>'
        root = f'<response xmlns="" success="true" error="" LastPage="true">{body}</response>'
        reply = (
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
            f"{head}{root}</{operation}Result></{operation}Response></s:Body></s:Envelope>"
        )
        xml = {"Content-Type": "text/xml; charset=utf-8"}
        simulator.fail("reply", operation=operation, body=reply.encode(), headers=xml, times=2)
        try:
            with pytest.raises(errors.UnexpectedReply, match=told):
                list(ir.search.find(c.name == "Budget.xlsx" if "Page" in operation else INVOICE.AMOUNT == 1))
        finally:
            simulator.stop_failing()

    def test_other_refusals_of_a_definition(self, filled):
        """Only a missing right leaves the check to the server."""
        simulator, _, ir = filled
        simulator.fail("fault", operation="GetPropertySetDefinition", text="broken")
        with pytest.raises(errors.ServerFault):
            list(ir.search.find(INVOICE.AMOUNT == 1))
        simulator.fail("error", operation="GetPropertySetDefinitions", text="Access denied", number="4030")
        with pytest.raises(errors.ArgumentError, match="the server has no property set NOPE"):
            list(ir.search.find(c.set("NOPE").A == 1))

    def test_list_folder(self, filled):
        """A folder is listed one level deep, filtered and sorted; the server tells how many there are."""
        _, made, ir = filled
        assert ["Archive", "Reports"] == [each.name for each in ir.search.list_folder("/Finance")]
        assert ["Reports", "Archive"] == [each.name for each in ir.search.list_folder("/Finance", ascending=False)]
        found = list(ir.search.list_folder(FOLDER, c.size >= 3))
        assert {each["id"] for each in made if each["size"] >= 3} == {each.document_id for each in found}
        with pytest.raises(errors.FolderNotFound):
            list(ir.search.list_folder("/Finance/Nowhere"))


class TestCursor:
    """Searches that share the one cursor of a session."""

    def test_nested(self, small):
        """A search within the loop of another one takes no hit from it."""
        _simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            outer, inner = [], []
            for hit in ir.search.find(c.documents_only, folder=FOLDER):
                outer.append(hit.name)
                inner.append([each.name for each in ir.search.find(c.name == "Budget.xlsx")])
            assert [f"doc{number:05}.pdf" for number in range(1, 10)] == outer
            assert [["Budget.xlsx"]] * 9 == inner

    def test_alternating(self, small):
        """Two searches that are read by turns each give all of their hits."""
        _, server = small
        with Client(server.url, **ADMIN) as ir:
            up = ir.search.find(c.documents_only, folder=FOLDER)
            down = ir.search.find(c.documents_only, folder=FOLDER, ascending=False)
            pairs = [(one.name, other.name) for one, other in zip(up, down, strict=True)]
            names = [f"doc{number:05}.pdf" for number in range(1, 10)]
            assert [*zip(names, reversed(names), strict=True)] == pairs

    def test_with_the_pages_of_the_service(self, small):
        """`ir.service.Search.items` shares the cursor with them."""
        _, server = small
        with Client(server.url, **ADMIN) as ir:
            plainly = ir.service.Search.items(xmlcriteria="", SortBy="DOCUMENTNAME", AscendingOrder=True)
            first = next(plainly)
            assert 9 == len(list(ir.search.find(c.documents_only, folder=FOLDER)))
            assert 16 == len([first, *plainly])

    def test_threads(self, small):
        """Threads that search at once each find all that there is."""
        _, server = small
        found: list[list[str]] = []
        with Client(server.url, **ADMIN) as ir:

            def work(ascending):
                for _ in range(5):
                    hits = ir.search.find(c.documents_only, folder=FOLDER, ascending=ascending)
                    found.append([hit.name for hit in hits])

            threads = [threading.Thread(target=work, args=(number % 2 == 0,)) for number in range(4)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
        names = [f"doc{number:05}.pdf" for number in range(1, 10)]
        assert [names] * 20 == [sorted(each) for each in found]

    def test_tasks(self, small):
        """Tasks that search at once do, too; one that is left half-way disturbs nobody."""
        _, server = small
        names = [f"doc{number:05}.pdf" for number in range(1, 10)]

        async def find(air, leaves):
            found = []
            hits = air.search.find(c.documents_only, folder=FOLDER)
            async for hit in hits:
                found.append(hit.name)
                if leaves:
                    await hits.aclose()
                    return names
            return found

        async def run():
            async with AsyncClient(server.url, **ADMIN) as air:
                return await asyncio.gather(*(find(air, number % 3 == 0) for number in range(9)))

        assert [names] * 9 == asyncio.run(run())

    def test_cancelled(self, small):
        """A task that is cancelled while it waits for a page leaves the others their hits, or they say what is lost."""
        simulator, server = small
        names = [f"doc{number:05}.pdf" for number in range(1, 10)]

        async def names_of(hits):
            return [hit.name async for hit in hits]

        async def run():
            async with AsyncClient(server.url, **ADMIN) as air:
                outer = air.search.find(c.documents_only, folder=FOLDER)
                first = (await anext(outer)).name
                simulator.fail("delay", operation="GetNextSearchPage", seconds=30)
                task = asyncio.create_task(names_of(air.search.find(c.name == "Budget.xlsx")))
                while simulator._failures._planned != []:
                    await asyncio.sleep(0.01)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                with pytest.raises(errors.UnexpectedReply, match="another search of this session was cancelled"):
                    await names_of(outer)
                return first, await names_of(air.search.find(c.documents_only, folder=FOLDER))

        assert (names[0], names) == asyncio.run(run())

    def test_forked(self, small):
        """A child process forgets the searches of its parent."""
        _, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            next(hits)
            cursor_of(ir.wiring.caller).after_fork()
            assert ["Budget.xlsx"] == [each.name for each in ir.search.find(c.name == "Budget.xlsx")]
            assert "doc00002.pdf" == next(hits).name

    def test_given_up(self, small):
        """What is left of a search that nobody reads any more is not read."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            next(hits)
            del hits
            gc.collect()
            simulator.arrived.clear()
            assert ["Budget.xlsx"] == [each.name for each in ir.search.find(c.name == "Budget.xlsx")]
            assert ["Search", "GetNextSearchPage"] == [each.operation for each in simulator.arrived]

    def test_another_program(self, small):
        """Another program that searches with the same ticket is noticed."""
        _, server = small
        with Client(server.url, **ADMIN) as owner:
            ticket = owner.service.AuthenticateUser(UID="admin", PWD="admin").attributes["ticket"]
            with (
                Client(server.url, auth=Ticket(ticket), cache=False) as one,
                Client(server.url, auth=Ticket(ticket), cache=False) as other,
            ):
                hits = one.search.find(c.documents_only, folder=FOLDER)
                next(hits)
                list(other.search.find(everything=True))
                with pytest.raises(errors.UnexpectedReply, match="another search used this session"):
                    list(hits)

    def test_expired_before_the_first_page(self, small):
        """A session that ends before the first page was read costs nothing: the search is made anew."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            simulator.fail("error", operation="GetNextSearchPage", text="The Query has been expired.", number="4000")
            assert 9 == len(list(hits))
            simulator.expire_tickets()
            assert 9 == len(list(ir.search.find(c.documents_only, folder=FOLDER)))

    def test_expired_on_the_way(self, small):
        """One that ends later is an error that says how far the search came."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            found = [next(hits), next(hits)]
            simulator.expire_tickets()
            with pytest.raises(errors.Conflict, match="ended after 2 hits; search again"):
                found += list(hits)
            assert 2 == len(found)

    @pytest.mark.parametrize("applied", [False, True])
    def test_lost_first_page(self, small, applied):
        """A first page that is lost costs nothing, whether the server moved its cursor or not."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            simulator.fail("drop", operation="GetNextSearchPage", applied=applied)
            assert 9 == len(list(ir.search.find(c.documents_only, folder=FOLDER)))

    @pytest.mark.parametrize("applied", [False, True])
    def test_lost_page(self, small, applied):
        """A later page that is lost is not asked for again: the error says how far the search came."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            next(hits), next(hits)
            simulator.fail("drop", operation="GetNextSearchPage", applied=applied)
            with pytest.raises(errors.TransportError, match="ended after 2 hits; search again"):
                list(hits)

    def test_error_while_another_search_reads(self, small):
        """What goes wrong with the rest of a search is told to who reads it, not to the search that comes after."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            next(hits)
            simulator.fail("drop", operation="GetNextSearchPage")
            assert ["Budget.xlsx"] == [each.name for each in ir.search.find(c.name == "Budget.xlsx")]
            assert "doc00002.pdf" == next(hits).name  # was read before
            with pytest.raises(errors.TransportError, match="ended after 2 hits"):
                next(hits)

    def test_item_that_vanishes(self, small):
        """A hit that is deleted before its page is read is no shorter list: the page does not have what it counts."""
        simulator, server = small
        with Client(server.url, **ADMIN) as ir:
            hits = ir.search.find(c.documents_only, folder=FOLDER)
            next(hits)
            simulator._world.users.change("DELETE FROM documents WHERE name = 'doc00003.pdf'")
            with pytest.raises(errors.UnexpectedReply, match="counts rows 3 to 4 and lists 1"):
                list(hits)


class TestForms:
    """Searches by form POST."""

    @pytest.mark.parametrize("generation", ["classic", "current"])
    def test_by_form(self, generation):
        """Servers of today take criteria by form; those of before refuse markup there, which is said."""
        pytest.importorskip("waitress", reason="the extra simulator is not installed")
        with (
            Simulator(generation=generation, page_size=2) as simulator,
            simulator.serve() as server,
            Client(server.url, transport="http-post", **ADMIN) as ir,
        ):
            if generation == "current":
                assert ["Budget.xlsx"] == [each.name for each in ir.search.find(c.name == "Budget.xlsx")]
                with pytest.raises(errors.SoapClientError):
                    list(ir.search.find(everything=True))
            else:
                with pytest.raises(errors.InvalidValue, match="use SOAP"):
                    list(ir.search.find(c.name == "Budget.xlsx"))
                assert 7 == len(list(ir.search.find(everything=True)))
            assert 2 == len(list(ir.search.list_folder("/Finance")))


class TestSaved:
    """Saved searches."""

    ITEMS = (
        '<SEARCH><ITEM NAME="DOCUMENTNAME" VALUE="doc0000*" VISIBLE="TRUE"/>'
        '<ITEM NAME="FOLDER" VALUE="/Finance" INCLUDESUBFOLDERS="TRUE"/></SEARCH>'
    )

    @pytest.fixture
    def ir(self, small):
        """A client, and a saved search with number 1."""
        with Client(small[1].url, **ADMIN) as ir:
            self.save(ir, "All documents", self.ITEMS)
            yield ir

    def save(self, ir, name, items):
        return ir.service.CreateSavedSearch(
            searchPageType="savedSearch",
            name=name,
            description="",
            isPersonal=True,
            anonymousAccess=False,
            publicAccess=False,
            userGroupNames="",
            searchParametersXml=items,
        ).number("id")

    def test_listed_and_read(self, ir):
        """They are listed as models, and one is read with what it asks for."""
        (listed,) = ir.search.saved()
        assert ("All documents", "savedSearch", False) == (listed.name, listed.kind, listed.public_access)
        assert [] == list(ir.search.saved("searchPage"))
        found = ir.search.saved_search(listed.search_id)
        said = [item for item in found.items if item["VALUE"]]
        assert {"DOCUMENTNAME": "doc0000*", "FOLDER": "/Finance"} == {item["NAME"]: item["VALUE"] for item in said}
        with pytest.raises(errors.ArgumentError, match="kind must be"):
            ir.search.saved("other")
        with pytest.raises(errors.ServiceError):
            ir.search.saved_search(99)

    def test_run(self, ir):
        """One that asks for plain things is run."""
        (listed,) = ir.search.saved()
        assert 9 == len(list(ir.search.run(listed)))
        names = [hit.name for hit in ir.search.run(listed.search_id, sort_by="name", ascending=False)]
        assert "doc00009.pdf" == names[0]
        with pytest.raises(errors.ArgumentError, match="has no number"):
            list(ir.search.run(SavedSearch(name="x")))

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            ('<ITEM NAME="DOCUMENTFORMAT">pdf</ITEM>', "condition <ITEM>"),
            ('<ITEM NAME="KEYWORDS"><VALUE>x</VALUE></ITEM>', "condition <ITEM>"),
            ('<PROPERTYSET NAME="INVOICE" FIELDS="AMOUNT"/>', "condition <PROPERTYSET>"),
        ],
    )
    def test_of_another_shape(self, small, ir, more, told):
        """What is said in another way than by attributes of items is refused: left out, more would be found."""
        told_of = (
            f'<SearchPage id="1" name="x"><SEARCH><ITEM NAME="DOCUMENTNAME" VALUE="d*"/>{more}</SEARCH></SearchPage>'
        )
        body = envelope("GetSavedSearch", f'<response xmlns="" success="true" error="">{told_of}</response>')
        small[0].fail("reply", operation="GetSavedSearch", body=body, headers={"Content-Type": "text/xml"})
        with pytest.raises(errors.ArgumentError, match=told):
            list(ir.search.run(1))

    @pytest.mark.parametrize(
        ("items", "told"),
        [
            ("", "has no conditions"),
            ('<SEARCH><ITEM NAME="DATECRITERIA" DATETYPE="CREATED" PREVIOUSN="3"/></SEARCH>', "condition DATECRITERIA"),
            (
                '<SEARCH><ITEM NAME="PROPERTYSETNAME" VALUE="INVOICE" FIELDS="AMOUNT"/></SEARCH>',
                "condition PROPERTYSETNAME",
            ),
            ('<SEARCH><ITEM NAME="NEW" VALUE="x"/></SEARCH>', "condition NEW "),
        ],
    )
    def test_not_simple(self, ir, items, told):
        """One that asks for what cannot be said for sure is refused by name."""
        with pytest.raises(errors.ArgumentError, match=told):
            list(ir.search.run(self.save(ir, "Another search", items)))
