"""Criteria of a search: what they are written as, and what is refused before anything is searched."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import PropertySet, errors
from soapclient import criteria as c
from soapclient.inforouter.search.query import query, sorting

DAY, LATER = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
INVOICE = PropertySet.read(
    etree.fromstring(
        "<PropertySet Name='INVOICE'><Fields><field FieldName='CUSTOMER' DataType='CHAR'/>"
        "<field FieldName='AMOUNT' DataType='NUMBER'/><field FieldName='DUE' DataType='DATE'/>"
        "<field FieldName='PAID' DataType='BOOLEAN'/><field FieldName='LOGO' DataType='BLOB'/></Fields></PropertySet>"
    )
)
KNOWN = {"invoice": INVOICE}


def written(criteria, definitions=KNOWN, **options):
    """Return what the criteria are sent as."""
    return query(criteria, **options).written(definitions)[0]


def items(criteria, definitions=KNOWN, **options):
    """Return what is sent: the attributes of each criterion, those of a property set's fields below it."""
    root = etree.fromstring(written(criteria, definitions, **options))
    return [({**each.attrib}, *({**below.attrib} for below in each)) for each in root]


def problem(build):
    """Return what is wrong with criteria, be it found when they are made or before they are sent."""
    with pytest.raises(errors.ArgumentError) as caught:
        written(build())
    return "; ".join(caught.value.problems)


class TestPlain:
    """Criteria that every server knows."""

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            (c.name.contains("budget"), {"NAME": "DOCUMENTNAME", "VALUE": "*budget*"}),
            (c.name.starts_with("a & b"), {"NAME": "DOCUMENTNAME", "VALUE": "a & b*"}),
            (c.name.ends_with(".pdf"), {"NAME": "DOCUMENTNAME", "VALUE": "*.pdf"}),
            (c.name.like("b*t"), {"NAME": "DOCUMENTNAME", "VALUE": "b*t"}),
            (c.name == "a.pdf", {"NAME": "DOCUMENTNAME", "VALUE": "a.pdf"}),
            (c.document_id == 7, {"NAME": "DOCUMENTID", "VALUE": "7"}),
            (c.document_id.is_in([7, 8]), {"NAME": "DOCUMENTID", "VALUE": "7,8"}),
            (c.folder_id.is_in({3}), {"NAME": "FOLDERBYID", "VALUE": "3"}),
            (c.full_text.matches("annual report"), {"NAME": "KEYWORDS", "VALUE": "annual report"}),
            (c.size >= 10, {"NAME": "SIZEIS", "OPERATOR": "EQGT", "VALUE": "10"}),
            (c.size <= 0, {"NAME": "SIZEIS", "OPERATOR": "EQLT", "VALUE": "0"}),
            (c.importance >= "high", {"NAME": "IMPORTANCE", "OPERATOR": "GT-EQ", "VALUE": "HIGH"}),
            (c.importance < "Vital", {"NAME": "IMPORTANCE", "OPERATOR": "LT", "VALUE": "VITAL"}),
            (c.classification == "secret", {"NAME": "CLEVEL", "VALUE": "SECRET"}),
            (c.language == "TR", {"NAME": "DOCLANG", "VALUE": "tr"}),
            (c.owner == "jdoe", {"NAME": "USERNAME", "VALUE": "jdoe"}),
            (
                c.created >= DAY,
                {"NAME": "DATECRITERIA", "OPERATOR": "EQGT", "SUBTYPE": "CREATED", "VALUE": "2026-01-01"},
            ),
            (
                c.modified.between(DAY, LATER),
                {
                    "NAME": "DATECRITERIA",
                    "OPERATOR": "BETWEEN",
                    "SUBTYPE": "MODIFIED",
                    "VALUE": "2026-01-01|2026-03-31",
                },
            ),
            (
                (c.expires <= LATER) & (c.expires >= DAY),
                {
                    "NAME": "DATECRITERIA",
                    "OPERATOR": "BETWEEN",
                    "SUBTYPE": "EXPIRATION DATE",
                    "VALUE": "2026-01-01|2026-03-31",
                },
            ),
            (c.documents_only, {"NAME": "SEARCHFOR", "VALUE": "DOCUMENTSONLY"}),
            (c.unpublished, {"NAME": "PUBLISHSTATUS", "VALUE": "1"}),
            (c.recent_documents, {"NAME": "RECENTDOCUMENTS"}),
            (c.checked_out_by("jdoe"), {"NAME": "CHECKOUTSTATUS", "USERNAME": "jdoe", "VALUE": "CHECKEDOUTBYUSER"}),
            (c.viewed("saw"), {"NAME": "VIEWCRITERIA", "VALUE": "SAW"}),
            (c.viewed("NOVIEW", by="jdoe"), {"NAME": "VIEWCRITERIA", "USERNAME": "jdoe", "VALUE": "NOVIEW"}),
            (c.ai_enhanced("summary", "abstract"), {"NAME": "AIENHANCED", "VALUE": "SUMMARY,ABSTRACT"}),
            (c.ai_enhanced("any"), {"NAME": "AIENHANCED", "VALUE": "ANY"}),
            (c.template("~D999"), {"NAME": "TEMPLATEPATH", "VALUE": "~D999"}),
            (c.subscriptions_of("jdoe"), {"NAME": "SUBSCRIPTIONSOF", "VALUE": "jdoe"}),
            (c.favorites_of("jdoe"), {"NAME": "FAVORITESOF", "VALUE": "jdoe"}),
            (c.download_queue_of("jdoe"), {"NAME": "DOWNLOADQUEOF", "VALUE": "jdoe"}),
        ],
        ids=repr,
    )
    def test_written(self, criteria, expected):
        """Each comparison is one criterion of the reference."""
        assert [(expected,)] == items(criteria)

    def test_joined_in_order(self):
        """Joined criteria are sent in the order in which they were joined, the place last."""
        found = items(c.name.contains("a") & (c.size >= 1) & c.documents_only, folder="/Finance", scope="all")
        names = ["DOCUMENTNAME", "SIZEIS", "SEARCHFOR", "SEARCHSCOPE", "FOLDER", "INCLUDESUBFOLDERS"]
        assert names == [each["NAME"] for (each,) in found]
        assert [("ALL",), ("/Finance",), ("true",)] == [(each["VALUE"],) for (each,) in found[3:]]

    def test_everything(self):
        """Everything is an empty text, since an empty list of criteria finds nothing; in a folder it is the folder."""
        assert "" == written(None, everything=True)
        found = items(None, everything=True, folder="/Finance", subfolders=False)
        assert ["/Finance", "false"] == [each["VALUE"] for (each,) in found]

    @pytest.mark.parametrize(
        ("build", "told"),
        [
            (lambda: None, "the search has no criteria; give criteria, or everything=True"),
            (lambda: "budget", "make criteria with comparisons of soapclient.criteria, not with 'budget'"),
            (lambda: c.name.contains(""), "name is compared with an empty text; the server would ignore the condition"),
            (lambda: c.name.contains(" \t"), "name is compared with an empty text"),
            (lambda: c.retention_schedule_id == 0, "with a number from 1; the server would ignore"),
            (lambda: c.folder_id.is_in([7, 0]), "with a number from 1"),
            (lambda: c.name.contains("a*"), r"name cannot contain * or ?; use like() for a pattern"),
            (lambda: c.name > "a", 'name cannot be compared with ">"; the server supports ==, contains'),
            (lambda: c.name.contains(7), "compare name with a str, not with 7"),
            (lambda: c.name.contains("a\0"), "DOCUMENTNAME: the value has a character that XML does not allow"),
            (lambda: c.name.contains("\ud800"), "DOCUMENTNAME: the value has a character that XML does not allow"),
            (lambda: c.size >= -1, "compare size with a whole number from 0, not with -1"),
            (lambda: c.size >= True, "compare size with a whole number from 0, not with True"),
            (lambda: c.size == 7, 'size cannot be compared with "=="; the server supports >=, <='),
            (lambda: (c.size >= 1) & (c.size <= 9), "size appears twice"),
            (lambda: c.document_id.is_in([]), "document_id.is_in() needs at least one number"),
            (lambda: c.created > DAY, 'created cannot be compared with ">"; the server supports ==, >=, <=, between'),
            (lambda: c.created >= dt.datetime(2026, 1, 1), "compare created with a datetime.date"),
            (lambda: c.created >= "2026-01-01", "compare created with a datetime.date, not with '2026-01-01'"),
            (lambda: c.created.between(LATER, DAY), "created.between() has its low end 2026-03-31 above"),
            (lambda: (c.created >= LATER) & (c.created <= DAY), "created.between() has its low end 2026-03-31 above"),
            (lambda: (c.created >= DAY) & (c.created >= LATER), "created is compared twice"),
            (lambda: (c.created >= DAY) & (c.modified >= DAY), "created and modified are both DATECRITERIA"),
            (lambda: c.documents_only & c.folders_only, "documents_only and folders_only are both SEARCHFOR"),
            (lambda: c.classification == "secrit", "classification cannot be 'secrit': did you mean SECRET"),
            (lambda: c.importance == "", "importance is compared with an empty text"),
            (lambda: c.ai_enhanced(), "ai_enhanced() needs at least one name"),
            (lambda: c.ai_enhanced("ANY", "SUMMARY"), "ai_enhanced cannot be 'ANY'"),
            (lambda: c.checked_out_by(""), "checked_out_by is compared with an empty text"),
            (lambda: c.set("").A == 1, "set is compared with an empty text"),
            (lambda: c.name.contains("a") | c.name.contains("b"), 'cannot combine conditions with "or"'),
            (lambda: ~c.checked_out, "a search cannot negate"),
            (lambda: 1 | c.checked_out, 'cannot combine conditions with "or"'),
            (lambda: c.created.between(DAY, "x"), "compare created with a datetime.date, not with 'x'"),
        ],
    )
    def test_refused(self, build, told):
        """What would widen the search, or is not documented, is refused in a sentence."""
        assert told in problem(build)

    @pytest.mark.parametrize(
        "build",
        [
            lambda: c.name.contains("a") and c.documents_only,
            lambda: not c.checked_out,
            lambda: DAY <= c.created <= LATER,
            lambda: c.name.contains("a") & c.size >= 10,
            lambda: c.created >= DAY & c.size,
            lambda: c.documents_only & "name",
            lambda: {"a"} & c.documents_only,
            lambda: bool(c.name),
            lambda: {c.name: 1},
        ],
    )
    def test_python_that_means_another_thing(self, build):
        """Words and precedence of Python that would drop a condition are a TypeError."""
        with pytest.raises(TypeError):
            build()

    def test_all_problems_at_once(self):
        """Everything that is wrong is told at once."""
        told = problem(
            lambda: (c.size >= 1) & (c.size >= 2) & (c.set("INVOICE").AMOUNT == "x") & (c.set("INVOICE").OTHER == 1)
        )
        assert "size appears twice" in told
        assert "compare INVOICE.AMOUNT with a number, not with 'x'" in told
        assert "the property set INVOICE has no field OTHER" in told


class TestSets:
    """Criteria on the fields of property sets."""

    SET = c.set("invoice")

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            (SET.customer == "A|B", ("CUSTOMER", "EQ", "A|B")),
            (SET.CUSTOMER != "A", ("CUSTOMER", "NEQ", "A")),
            (SET.CUSTOMER.contains("A"), ("CUSTOMER", "LIKE", "A")),
            (SET["Customer"].not_contains("A"), ("CUSTOMER", "NOTCONTAINS", "A")),
            (SET.CUSTOMER.is_null(), ("CUSTOMER", "NULL", "")),
            (SET.CUSTOMER.is_not_null(), ("CUSTOMER", "NOTNULL", "")),
            (SET.AMOUNT == 10, ("AMOUNT", "EQ", "10")),
            (SET.AMOUNT != Decimal("10.50"), ("AMOUNT", "NOTEQ", "10.50")),
            (SET.AMOUNT > 1e22, ("AMOUNT", "GT", "10000000000000000000000")),
            (SET.AMOUNT < 0.1, ("AMOUNT", "LT", "0.1")),
            (SET.AMOUNT >= -5, ("AMOUNT", "EQGT", "-5")),
            (SET.AMOUNT.between(10, 20), ("AMOUNT", "BETWEEN", "10|20")),
            ((SET.AMOUNT >= 9) & (SET.AMOUNT <= 10), ("AMOUNT", "BETWEEN", "9|10")),
            (SET.DUE == DAY, ("DUE", "EQ", "2026-01-01")),
            (SET.DUE.between(DAY, LATER), ("DUE", "BETWEEN", "2026-01-01|2026-03-31")),
            (SET.DUE.is_not_null(), ("DUE", "ANYTIME", "")),
            (SET.DUE.any_time(), ("DUE", "ANYTIME", "")),
            (SET.DUE.next_7_days(), ("DUE", "NEXT7DAYS", "")),
            (SET.PAID == False, ("PAID", "EQ", "false")),  # noqa: E712 - it is compared by the server
            (SET.PAID.is_null(), ("PAID", "NULL", "")),
            (SET.LOGO == "x", ("LOGO", "EQ", "x")),
        ],
        ids=repr,
    )
    def test_by_type(self, criteria, expected):
        """The operator is the one that fields of this type have, and names are those of the definition."""
        ((above, below),) = items(criteria)
        assert {"NAME": "PROPERTYSETNAME", "VALUE": "INVOICE"} == above
        assert expected == (below["NAME"], below["OPERATOR"], below["VALUE"])

    @pytest.mark.parametrize("word", ["today", "yesterday", "last_7_days", "next_7_days"])
    def test_relative_days(self, word):
        """Relative words are sent without a value."""
        ((_, below),) = items(getattr(self.SET.DUE, word)())
        assert {"NAME": "DUE", "OPERATOR": word.replace("_", "").upper(), "VALUE": ""} == below

    @pytest.mark.parametrize("which", ["last", "this", "next"])
    @pytest.mark.parametrize("what", ["week", "month"])
    def test_relative_weeks(self, which, what):
        """So are weeks and months."""
        ((_, below),) = items(getattr(self.SET.DUE, f"{which}_{what}")())
        assert f"{which}{what}".upper() == below["OPERATOR"]

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            (SET.A == "x", ("EQ", "x")),
            (SET.A != 7, ("NOTEQ", "7")),
            (SET.A >= DAY, ("EQGT", "2026-01-01")),
            (SET.A == True, ("EQ", "true")),  # noqa: E712 - it is compared by the server
            (SET.A.is_not_null(), ("NOTNULL", "")),
            (SET.A.any_time(), ("ANYTIME", "")),
        ],
        ids=repr,
    )
    def test_without_a_definition(self, criteria, expected):
        """A definition that cannot be read leaves the types to the values, and the rest to the server."""
        ((above, below),) = items(criteria, {"invoice": None})
        assert ("invoice", "A", *expected) == (above["VALUE"], below["NAME"], below["OPERATOR"], below["VALUE"])

    @pytest.mark.parametrize(
        ("build", "told"),
        [
            (lambda s: s.CUSTOMER == "", "INVOICE.CUSTOMER is compared with an empty text; the server would ignore"),
            (lambda s: s.CUSTOMER.contains(" "), "INVOICE.CUSTOMER is compared with an empty text"),
            (
                lambda s: s.CUSTOMER > "a",
                'INVOICE.CUSTOMER cannot be compared with ">"; a field of type CHAR supports ==',
            ),
            (lambda s: s.CUSTOMER == 7, "compare INVOICE.CUSTOMER with a str, not with 7"),
            (lambda s: s.CUSTOMER == None, "not with None"),  # noqa: E711 - a mistake
            (lambda s: s.AMOUNT == "7", "compare INVOICE.AMOUNT with a number, not with '7'"),
            (lambda s: s.AMOUNT == True, "compare INVOICE.AMOUNT with a number, not with True"),  # noqa: E712
            (lambda s: s.AMOUNT == float("nan"), "compare INVOICE.AMOUNT with a number, not with nan"),
            (lambda s: s.AMOUNT.between(2, 1), "INVOICE.AMOUNT.between() has its low end 2 above its high end 1"),
            (lambda s: (s.AMOUNT >= 2) & (s.AMOUNT <= 1), "has its low end 2 above its high end 1"),
            (lambda s: (s.AMOUNT > 1) & (s.AMOUNT < 5), "INVOICE.AMOUNT is compared twice"),
            (lambda s: s.AMOUNT.today(), 'INVOICE.AMOUNT cannot be compared with "today"; a field of type NUMBER'),
            (lambda s: s.DUE > DAY, 'INVOICE.DUE cannot be compared with ">"; a field of type DATE supports'),
            (lambda s: s.DUE == "2026-01-01", "compare INVOICE.DUE with a datetime.date"),
            (lambda s: s.PAID == "true", "compare INVOICE.PAID with True or False, not with 'true'"),
            (lambda s: s.PAID.between(False, True), 'INVOICE.PAID cannot be compared with "between"'),
            (lambda s: s.AMUONT == 1, "the property set INVOICE has no field AMUONT: did you mean AMOUNT"),
            (
                lambda s: (s.AMOUNT == 1) & (c.set("OTHER").A == 1),
                "a search can use one property set, not INVOICE and OTHER",
            ),
        ],
    )
    def test_refused(self, build, told):
        """What does not fit the definition is refused before the search."""
        assert told in problem(lambda: build(c.set("INVOICE")))

    def test_private_names(self):
        """A field whose name begins with an underscore is an item, so that Python's own names are none."""
        assert not hasattr(self.SET, "__len__")
        assert "_A" in repr(self.SET["_A"])

    @given(
        st.text(
            st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="*?\ufffe\uffff")
            | st.sampled_from("\t\n\r \"'<>&|")
        )
    )
    def test_every_text_survives(self, text):
        """A text arrives in a criterion as it is, whatever XML makes of its characters; a blank one is refused."""
        comparisons = c.name.contains, c.owner.__eq__, self.SET.CUSTOMER.__eq__, self.SET.CUSTOMER.contains
        for compare in comparisons:
            if text.strip():
                ((*_, last),) = items(compare(text))
                assert last["VALUE"].strip("*") == text
            else:
                with pytest.raises(errors.ArgumentError):
                    compare(text)


class TestSorting:
    """What hits are ordered by."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Name", "DOCUMENTNAME"),
            ("documentname", "DOCUMENTNAME"),
            ("modified", "MODIFICATIONDATE"),
            ("checked_out_by", "CHECKEDOUTBYNAME"),
            ("percent_complete", "PERCENTCOMPLETE"),
            (" NextISOReview ", "NEXTISOREVIEW"),
            ("Invoice.Amount", "Invoice.Amount"),
        ],
    )
    def test_known(self, name, expected):
        """The server's names and those of models are known, in any letter case."""
        assert expected == sorting(name)

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("nam", "hits cannot be sorted by 'nam': did you mean name"),
            ("Rank", "hits cannot be sorted by 'Rank'"),
            ("", "sort_by must be the name of a field to sort by, not ''"),
            (7, "sort_by must be the name of a field to sort by, not 7"),
            ("a.", "hits cannot be sorted by 'a.'"),
        ],
    )
    def test_unknown(self, name, told):
        """Another name is refused, with the nearest ones."""
        with pytest.raises(errors.ArgumentError) as caught:
            sorting(name)
        assert told in str(caught.value)

    def test_by_a_field(self):
        """A field of a property set is checked against its definition, and sent as that spells it."""
        asked = query(None, everything=True, sort_by="invoice.amount")
        assert ("", "INVOICE.AMOUNT") == asked.written(KNOWN)
        assert ("", "invoice.amount") == asked.written({"invoice": None})
        with pytest.raises(errors.ArgumentError, match="has no field x"):
            query(None, everything=True, sort_by="invoice.x").written(KNOWN)

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"scope": "offline"}, "scope must be one of"),
            ({"folder": " "}, "folder is compared with an empty text"),
            ({"subfolders": False}, "subfolders=False needs a folder"),
            ({"everything": True}, "criteria and everything=True contradict each other"),
        ],
    )
    def test_options(self, options, told):
        """Options of a search are checked as criteria are."""
        with pytest.raises(errors.ArgumentError, match=told):
            query(c.documents_only, **options)
