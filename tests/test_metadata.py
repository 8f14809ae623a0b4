"""Keywords, classification, types, expiration, completion and cutoff: read, set, and read back."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import either, envelope

from soapclient import CLEAR, KEEP, AsyncClient, Client, errors
from soapclient.inforouter.metadata import moments
from soapclient.simulator import Simulator
from soapclient.simulator.metadata.keywords import generate

BUDGET = "/Finance/Reports/Budget.xlsx"
FORECAST = "/Finance/Reports/Forecast.xlsx"
DAY = dt.date(2030, 1, 2)
DONE = '<response xmlns="" success="true" error="" />'


@pytest.fixture
def here(sim, admin):
    """A simulator and an administrator's client."""
    return sim, admin


def stored(sim, field, path=BUDGET):
    """A column of a document."""
    return sim.document(path)[field]


def lie(sim, operation):
    """Let an operation call a success what it does not do."""
    sim.fail("reply", operation=operation, body=envelope(operation, DONE))


class TestKeywords:
    """Keywords of documents."""

    def test_set_and_read(self, here):
        """The own ones are replaced; none clears them; by number, too."""
        _sim, ir = here
        ir.documents.set_keywords(BUDGET, ["finance", "Größe<&>", "2026"])
        assert ("finance", "Größe<&>", "2026") == ir.documents.keywords(1001)
        ir.documents.set_keywords("~D1001", [])
        assert () == ir.documents.keywords(BUDGET)

    def test_a_phrase(self, here):
        """A keyword may be a phrase; a server that splits it is an error which names what is there now."""
        sim, ir = here
        if sim._world.generation.current:
            ir.documents.set_keywords(BUDGET, ["acceptance  letter"])
            assert ("acceptance letter",) == ir.documents.keywords(BUDGET)
        else:
            with pytest.raises(errors.UnexpectedReply, match="are acceptance, letter, not acceptance letter") as caught:
                ir.documents.set_keywords(BUDGET, ["acceptance letter"])
            assert caught.value.maybe_applied
            assert ("UpdateDocumentKeywords",) == caught.value.done

    @pytest.mark.parametrize(
        ("keywords", "match"),
        [
            *[([f"a{separator}b"], "separates keywords") for separator in ",;|\t\n\r"],
            ([""], "cannot be blank"),
            ([" "], "cannot be blank"),
            (["x" * 129], "it has 129 characters"),
            (["a", "A"], "appears twice"),
            ([3], "expected a str, not int"),
            ("finance", "expected a list of them, not str"),
            (["a\x01"], "XML cannot carry"),
        ],
    )
    def test_refused(self, keywords, match):
        """What would be another keyword, or more than one, is refused before anything is sent."""
        with Client("sim:", username="admin", password="admin", wsdl="bundled") as ir:
            with pytest.raises(errors.ArgumentError, match=match):
                ir.documents.set_keywords(BUDGET, keywords)

    def test_generated_ones_stay_generated(self):
        """Adding and removing need to know the own ones: a list that mixes both is refused unless they are named."""
        with Simulator(generation="current") as sim, sim.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                documents = ir.documents
                documents.add_keywords(BUDGET, ["a", "b"])
                documents.add_keywords(BUDGET, ["B", "c"])
                assert ("a", "b", "c") == documents.keywords(BUDGET)
                generate(sim._world.users, 1001, ["made", "up"])
                for change in (documents.add_keywords, documents.remove_keywords):
                    with pytest.raises(errors.ArgumentError, match="cannot tell which of the keywords"):
                        change(BUDGET, ["x"])
                    with pytest.raises(
                        errors.ArgumentError, match="do not begin with these; they are a, b, c, made, up"
                    ):
                        change(BUDGET, ["x"], own=["b", "made"])
                documents.add_keywords(BUDGET, ["d"], own=["c", "A", "b"])
                documents.remove_keywords(BUDGET, ["B", "none"], own=["a", "b", "c", "d"])
                assert ("a", "c", "d", "made", "up") == documents.keywords(BUDGET)
                rows = sim._world.users.rows("SELECT keyword FROM keywords WHERE generated = 0 ORDER BY place")
                assert ["a", "c", "d"] == [word for (word,) in rows]
                assert documents.remove_keywords(BUDGET, ["none"], own=["a", "c", "d"]).nothing_to_do

    @pytest.mark.parametrize("own", [[], ["a"]])
    def test_own_ones_that_were_left_out(self, own):
        """Own keywords that `own` leaves out are not lost where the document says that none was generated."""
        with Simulator(generation="current") as sim, sim.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                ir.documents.set_keywords(BUDGET, ["a", "b"])
                for change in (ir.documents.add_keywords, ir.documents.remove_keywords):
                    with pytest.raises(errors.ArgumentError, match="b of .* are own keywords too"):
                        change(BUDGET, ["x", "a"], own=own)
                assert ("a", "b") == ir.documents.keywords(BUDGET)

    def test_a_success_without_the_work(self, here):
        """Keywords that are not there afterwards are an error."""
        sim, ir = here
        lie(sim, "UpdateDocumentKeywords")
        with pytest.raises(errors.UnexpectedReply, match="the keywords of .* are none, not a"):
            ir.documents.set_keywords(BUDGET, ["a"])

    @pytest.mark.parametrize("keywords", [[], ["a"]])
    def test_what_was_not_replaced(self, keywords):
        """Keywords that should be gone are noticed where the document says that none of them was generated."""
        with Simulator(generation="current") as sim, sim.serve() as server:
            with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
                ir.documents.set_keywords(BUDGET, ["a", "b"])
                lie(sim, "UpdateDocumentKeywords")
                with pytest.raises(errors.UnexpectedReply, match="are a, b, not"):
                    ir.documents.set_keywords(BUDGET, keywords)

    def test_a_reply_without_keywords(self, here):
        """A reply that does not tell them is not read as none."""
        sim, ir = here
        lie(sim, "GetDocumentKeywords")
        with pytest.raises(errors.UnexpectedReply, match="does not list the keywords"):
            ir.documents.keywords(BUDGET)


class TestClassification:
    """`classify`."""

    def levels(self, ir, path=BUDGET):
        found = ir.documents.get(path)
        dates = [each and each.date() for each in (found.downgrade_on, found.declassify_on)]
        return [found.classification_id, *dates]

    def test_dates_are_kept(self, here):
        """A date that is not named is sent again, since the service would unset it; `CLEAR` unsets one."""
        _sim, ir = here
        later = dt.date(2031, 5, 6)
        ir.documents.classify(BUDGET, "Secret", downgrade_on=DAY, declassify_on=later, reason="r", agency="a")
        assert [3, DAY, later] == self.levels(ir)
        result = ir.documents.classify(BUDGET, 2)
        assert ("downgrade_on", "declassify_on") == result.resent
        assert [2, DAY, later] == self.levels(ir)
        ir.documents.classify(BUDGET, "top secret", downgrade_on=CLEAR, declassify_on=KEEP)
        assert [4, None, later] == self.levels(ir)
        assert ir.documents.classify(BUDGET, 4).nothing_to_do
        ir.documents.classify(BUDGET, 0)
        assert [0, None, None] == self.levels(ir)
        log = [*ir.service.GetClassificationLogs(Path=BUDGET)]
        assert 4 == len(log)
        assert ("r", "a") == (log[0].attributes["ReasonForAction"], log[0].attributes["Agency"])

    @pytest.mark.parametrize(
        ("said", "match"),
        [
            ({"level": 5}, "5 is not one of"),
            ({"level": "high"}, "'high' is not one of"),
            ({"level": True}, "True is not one of"),
            ({"level": 1, "downgrade_on": DAY}, "ignores it below Confidential"),
            ({"level": 2, "declassify_on": "2030-01-02"}, "is not a date"),
            ({"level": 2, "declassify_on": dt.date(1900, 1, 1)}, "reads as no date"),
        ],
    )
    def test_refused(self, here, said, match):
        """What the service would ignore or misread is not sent."""
        sim, ir = here
        with pytest.raises(errors.ArgumentError, match=match):
            ir.documents.classify(BUDGET, said.pop("level"), **said)
        assert "SetClassificationLevel" not in [each.operation for each in sim.arrived]

    def test_another_day_is_sent(self, here):
        """A date is changed by a day or by hours, whatever zone the service tells dates in."""
        sim, ir = here
        noon = dt.datetime(2030, 1, 1, 12)
        for on in (dt.date(2030, 1, 1), dt.date(2030, 1, 2), noon, noon.replace(hour=14)):
            assert not ir.documents.classify(BUDGET, 3, downgrade_on=on, declassify_on=DAY).nothing_to_do
            assert stored(sim, "downgrade_on").startswith(on.isoformat()[:13])

    def test_folders(self, here):
        """A folder is classified; a date that the service does not tell of it has to be said again."""
        sim, ir = here
        ir.folders.classify("/Finance/Reports", 2, declassify_on=DAY)
        if sim._world.generation.current:
            ir.folders.classify("/Finance/Reports", 3)
        else:
            with pytest.raises(
                errors.NullNotAllowed, match="declassify_on|downgrade_on: the service does not return it"
            ):
                ir.folders.classify("/Finance/Reports", 3)
            ir.folders.classify("/Finance/Reports", 3, declassify_on=DAY, downgrade_on=CLEAR)
        folder = sim.folder("/Finance/Reports")
        assert (3, "", "2030-01-02") == (
            folder["classification_level"],
            folder["downgrade_on"],
            folder["declassify_on"][:10],
        )

    def test_a_success_without_the_work(self, here):
        """A level that is not there afterwards is an error that says what was done."""
        sim, ir = here
        lie(sim, "SetClassificationLevel")
        with pytest.raises(errors.UnexpectedReply, match="the level is 0, not 2; downgrade_on is None") as caught:
            ir.documents.classify(BUDGET, 2, downgrade_on=DAY)
        assert ("SetClassificationLevel",) == caught.value.done


class TestExpiration:
    """Expiration dates."""

    @pytest.mark.parametrize(
        "on", [DAY, dt.datetime(2030, 1, 2, 10, 30), dt.datetime(2030, 1, 2, 10, 30, tzinfo=dt.timezone.utc)]
    )
    def test_set_and_remove(self, here, on):
        """A day, a time on the server's clock or one with a zone; none is None, though the service tells 1900."""
        sim, ir = here
        assert ir.documents.expiration(BUDGET) is None
        ir.documents.set_expiration(BUDGET, on, notify=(2, 10))
        assert DAY == ir.documents.expiration("~D1001").date()
        sent = next(each for each in sim.arrived if each.operation == "SetExpirationDate").arguments
        assert (2, 10) == (sent["notificationAgentId"], sent["notifyBeforeDays"])
        ir.documents.remove_expiration(BUDGET)
        assert ir.documents.expiration(BUDGET) is None

    @pytest.mark.parametrize("notify", [(0, 5), (2, 0), (2,), 5, (True, 5)])
    def test_who_is_notified(self, here, notify):
        """It cannot be read, so that it has to be said, and has to be somebody."""
        _, ir = here
        with pytest.raises(errors.ArgumentError, match="notify: "):
            ir.documents.set_expiration(BUDGET, DAY, notify=notify)
        with pytest.raises(TypeError, match="notify"):
            ir.documents.set_expiration(BUDGET, DAY)

    @pytest.mark.parametrize("operation", ["SetExpirationDate", "RemoveExpirationDate"])
    def test_a_success_without_the_work(self, here, operation):
        """Another date than the one that was sent is an error."""
        sim, ir = here
        ir.documents.set_expiration(BUDGET, DAY, notify=None)
        lie(sim, operation)
        with pytest.raises(errors.UnexpectedReply, match="expires on 2030-01-02"):
            if operation == "SetExpirationDate":
                ir.documents.set_expiration(BUDGET, dt.date(2031, 1, 2), notify=None)
            else:
                ir.documents.remove_expiration(BUDGET)

    @pytest.mark.parametrize(
        ("reply", "found"),
        [
            ('<root xmlns="" success="true" expirationDate="2030-01-02T00:00:00+02:00" />', DAY),
            ('<root xmlns="" success="true"><Value>2030-01-02</Value></root>', DAY),
            ('<root xmlns="" success="true" expirationDate="" />', None),
            ('<root xmlns="" success="true" expirationDate="soon" />', errors.UnexpectedReply),
            ('<root xmlns="" success="true" />', errors.UnexpectedReply),
        ],
    )
    def test_both_shapes_of_the_reply(self, here, reply, found):
        """The date is an attribute or a child, since the page says both; a reply with neither is not "never"."""
        sim, ir = here
        sim.fail("reply", operation="GetDocumentExpirationDate", body=envelope("GetDocumentExpirationDate", reply))
        if found is errors.UnexpectedReply:
            with pytest.raises(found):
                ir.documents.expiration(BUDGET)
        else:
            told = ir.documents.expiration(BUDGET)
            assert found == (told and told.date())


class TestCompletion:
    """`set_completion`."""

    def test_up_and_down(self, here):
        """A number below 100 clears the date; 100 completes, today or when it is said."""
        sim, ir = here
        for percent, date, expected in ((50, None, ""), (100, dt.date(2020, 1, 2), "2020-01-02"), (0, None, "")):
            ir.documents.set_completion(BUDGET, percent, completed_on=date)
            assert (percent, expected) == (stored(sim, "percent_complete"), stored(sim, "completion_date")[:10])
        ir.documents.set_completion(BUDGET, 100)
        assert "" != stored(sim, "completion_date")

    @pytest.mark.parametrize("percent", [-1, 101, True, "50", 5.5])
    def test_a_number_that_cannot_be(self, here, percent):
        """The service stores any number, so it is refused here."""
        _sim, ir = here
        with pytest.raises(errors.ArgumentError, match="is not a number from 0 to 100"):
            ir.documents.set_completion(BUDGET, percent)

    def test_a_date_below_100(self, here):
        """A date would complete the document, whatever the number."""
        sim, ir = here
        with pytest.raises(errors.ArgumentError, match="only allowed at 100"):
            ir.documents.set_completion(BUDGET, 50, completed_on=dt.date(2020, 1, 2))
        with pytest.raises(either(errors.ServiceError, errors.InvalidValue)):
            ir.documents.set_completion(BUDGET, 100, completed_on=dt.date(2220, 1, 2))
        assert 0 == stored(sim, "percent_complete")

    def test_a_success_without_the_work(self, here):
        """Another number than the one that was sent is an error."""
        sim, ir = here
        lie(sim, "SetDocumentCompletionStatus")
        with pytest.raises(errors.UnexpectedReply, match="at 0 percent, not at 50"):
            ir.documents.set_completion(BUDGET, 50)
        ir.documents.set_completion(BUDGET, 100, completed_on=dt.date(2020, 1, 1))
        lie(sim, "SetDocumentCompletionStatus")
        with pytest.raises(errors.UnexpectedReply, match="was completed on 2020-01-01 .*, not on 2021-01-01"):
            ir.documents.set_completion(BUDGET, 100, completed_on=dt.date(2021, 1, 1))


class TestCutoff:
    """Cutoff dates."""

    def test_set_once(self, here):
        """A date that is there would be kept without a word, so another one is refused; the same one is no change."""
        sim, ir = here
        ir.documents.cut_off(BUDGET, DAY)
        assert ir.documents.cut_off(BUDGET, DAY).nothing_to_do
        with pytest.raises(errors.Conflict, match="already has the cutoff date 2030-01-02"):
            ir.documents.cut_off(BUDGET, dt.date(2033, 1, 2))
        for on in (DAY + dt.timedelta(days=1), dt.datetime(2030, 1, 2, 9)):
            with pytest.raises(errors.Conflict, match="already has the cutoff date 2030-01-02"):
                ir.documents.cut_off(BUDGET, on)
        assert 1 == [each.operation for each in sim.arrived].count("SetDocumentCutoffDate")
        ir.documents.remove_cutoff(BUDGET)
        assert "" == stored(sim, "cutoff_date")

    @pytest.mark.parametrize("on", [None, CLEAR, "2030-01-02", dt.date(1900, 1, 1)])
    def test_what_would_remove_it(self, here, on):
        """No date, and one that the service takes for none, is not sent."""
        sim, ir = here
        with pytest.raises(errors.ArgumentError, match="on: "):
            ir.documents.cut_off(BUDGET, on)
        assert "SetDocumentCutoffDate" not in [each.operation for each in sim.arrived]

    def test_a_success_without_the_work(self, here):
        """A date that is not there, or still there, is an error."""
        sim, ir = here
        lie(sim, "SetDocumentCutoffDate")
        with pytest.raises(errors.UnexpectedReply, match="the cutoff date is None"):
            ir.documents.cut_off(BUDGET, DAY)
        ir.documents.cut_off(BUDGET, DAY)
        lie(sim, "RemoveDocumentCutoffDate")
        with pytest.raises(errors.UnexpectedReply, match="the cutoff date is still 2030-01-02"):
            ir.documents.remove_cutoff(BUDGET)


class TestTypes:
    """Document types."""

    def test_by_name_and_number(self, here):
        """A type is given by its name or number, and taken away by `CLEAR`."""
        sim, ir = here
        assert [("CONTRACT", ""), ("INVOICE", "INVOICE")] == [
            (each.name, each.property_set) for each in ir.documents.types()
        ]
        ir.documents.set_type(BUDGET, "contract")
        assert (1, "CONTRACT") == (ir.documents.get(BUDGET).document_type_id, ir.documents.get(BUDGET).document_type)
        assert ir.documents.set_type(1001, 1).nothing_to_do
        ir.documents.set_type(BUDGET, CLEAR)
        assert 0 == stored(sim, "document_type_id")

    @pytest.mark.parametrize(
        ("kind", "match"),
        [
            ("contrat", r"unknown document type 'contrat' \(did you mean CONTRACT\?\)"),
            (7, r"unknown document type 7 \(there are CONTRACT, INVOICE\)"),
            (0, "unknown document type 0"),
            (True, "unknown document type True"),
        ],
    )
    def test_no_such_type(self, here, kind, match):
        """The nearest name is suggested; 0, which takes the type away, has to be said as `CLEAR`."""
        _, ir = here
        with pytest.raises(errors.ArgumentError, match=match):
            ir.documents.set_type(BUDGET, kind)

    def test_a_required_set(self, here):
        """A type that requires a property set needs a row of it first, unless it may do without; then the row stays."""
        sim, ir = here
        with pytest.raises(errors.ArgumentError, match="requires a row in the property set INVOICE"):
            ir.documents.set_type(BUDGET, "INVOICE")
        ir.documents.set_type(FORECAST, "INVOICE", unfilled=True)
        ir.documents.set_properties(BUDGET, {"INVOICE": {"INVOICE_NO": "A-1"}})
        ir.documents.set_type(BUDGET, "INVOICE")
        assert [2, 2] == [stored(sim, "document_type_id", path) for path in (BUDGET, FORECAST)]
        with pytest.raises(either(errors.Conflict, errors.InvalidValue)):
            ir.documents.set_properties(BUDGET, {}, remove_rows={"INVOICE": [1]})

    def test_a_success_without_the_work(self, here):
        """Another type than the one that was sent is an error."""
        sim, ir = here
        lie(sim, "UpdateDocumentType")
        with pytest.raises(errors.UnexpectedReply, match="the type is 0, not 1"):
            ir.documents.set_type(BUDGET, 1)


class TestFolders:
    """Property sets of folders."""

    def test_read_and_write(self, here):
        """The same workflows serve folders."""
        sim, ir = here
        ir.folders.set_properties("Finance/Reports/", {"PROJECT": {"STATUS": "x"}})
        (row,) = ir.folders.properties("\\Finance\\Reports")["PROJECT"]
        assert "x" == row["status"]
        assert [("1", "x")] == [
            (row["RowNbr"], row["STATUS"]) for row in sim.property_rows("/Finance/Reports")["PROJECT"]
        ]

    def test_not_a_folder(self, here):
        """A document is not taken for a folder, nor a number for a path."""
        _, ir = here
        with pytest.raises(errors.FolderNotFound):
            ir.folders.properties(BUDGET)
        for path in ("/", "~F102", 102):
            with pytest.raises(errors.ArgumentError):
                ir.folders.properties(path)

    def test_a_document_of_the_same_path(self, here):
        """The service would change the document, so that is refused."""
        sim, ir = here
        sim._world.users.change("UPDATE documents SET folder = '/Finance', name = 'Reports' WHERE document_id = 1002")
        with pytest.raises(errors.Conflict, match="is also a document"):
            ir.folders.set_properties("/Finance/Reports", {"PROJECT": {"STATUS": "x"}})


def test_asynchronously():
    """The same workflows, awaited."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as air:
            documents = air.documents
            await documents.set_keywords(BUDGET, ["a"])
            await documents.classify(BUDGET, 2)
            await documents.set_type(BUDGET, "CONTRACT")
            return await documents.keywords(BUDGET), [each.name async for each in documents.types()]

    with Simulator() as sim, sim.serve() as server:
        assert (("a",), ["CONTRACT", "INVOICE"]) == asyncio.run(work(server.url))


def test_several_at_once():
    """Fields of one row and keywords that one client changes at the same time are all there."""

    async def work(url):
        async with AsyncClient(url, username="admin", password="admin", wsdl="bundled") as ir:
            documents = ir.documents
            await asyncio.gather(
                documents.set_properties(BUDGET, {"PROJECT": {"STATUS": "Closed"}}),
                documents.update(BUDGET, description="New", properties={"PROJECT": {"NOTES": "n"}}),
                documents.update("\\finance\\Reports\\Budget.xlsx", properties={"PROJECT": {"PROJECT_CODE": "P-9"}}),
                documents.add_keywords(BUDGET, ["a"]),
                documents.add_keywords(BUDGET, ["b"]),
            )
            (row,) = (await documents.properties(BUDGET))["PROJECT"]
            return dict(row), sorted(await documents.keywords(BUDGET))

    with Simulator(generation="current") as sim, sim.serve() as server:
        row, keywords = asyncio.run(work(server.url))
    assert ({"PROJECT_CODE": "P-9", "STATUS": "Closed", "NOTES": "n"}, ["a", "b"]) == (row, keywords)


ZONES = st.none() | st.integers(-12, 12).map(lambda hours: dt.timezone(dt.timedelta(hours=hours)))
MOMENTS = st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)) | st.datetimes(
    dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1), timezones=ZONES
)


@given(value=MOMENTS, zone=st.integers(-12, 12))
def test_a_date_is_recognised_however_it_is_told(value, zone):
    """As a day, as a local time, or with the zone of the server, which stored it by its own clock."""
    server = dt.timezone(dt.timedelta(hours=zone))
    said = dt.datetime.fromisoformat(moments.said(value))
    local = said.replace(tzinfo=server) if said.tzinfo is None else said.astimezone(server)
    for told in (local, local.replace(tzinfo=None), local.astimezone(dt.timezone.utc)):
        assert moments.same(value, told)
    assert (
        moments.same(value, dt.datetime.combine(local.date(), dt.time())) or abs(local.date() - said.date()).days == 1
    )
    for other in (local, local.replace(tzinfo=None)):
        assert not moments.same(value, other + dt.timedelta(days=3))
        assert not moments.certain(value, other + dt.timedelta(minutes=1))
    assert moments.certain(said, said)
    assert not moments.same(value, None)


def test_what_is_not_a_date():
    """A text is not guessed at."""
    for value in ("2030-01-02", 5, None, dt.time()):
        with pytest.raises(ValueError, match="is not a date"):
            moments.said(value)
