"""What an update of a document will do, by contract: planned, not sent."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import CLEAR, KEEP, errors
from soapclient.inforouter import document_update
from soapclient.inforouter.fields import VARIANTS

TEXTS = ("name", "description", "update_instructions", "source", "language", "author")
PARAMETERS = {
    "name": "NewDocumentName",
    "description": "NewDescription",
    "update_instructions": "NewUpdateInstructions",
    "source": "NewDocumentSource",
    "language": "NewDocumentLanguage",
    "author": "NewDocumentAuthor",
    "importance": "Importance",
}
READS = "GetDocument"
FIRST, SECOND, THIRD = "UpdateDocumentProperties", "UpdateDocumentProperties1", "UpdateDocumentProperties2"
IMPORTANCE = "SetDocumentImportance"


def planned(contract, nulls="say", path="/a/b", **fields):
    return document_update.plan(contract, path, fields, nulls)


@pytest.fixture(scope="module")
def keeping(bundled):
    """The contract of a server that has shown that null keeps."""
    return bundled.keeping(VARIANTS)


@pytest.fixture(scope="module")
def keeping_2019(bundled_2019):
    """The older contract of such a server."""
    return bundled_2019.keeping(VARIANTS)


def without(contract, *names):
    """A contract without these operations."""
    left = {name: each for name, each in contract.operations.items() if name not in names}
    return attrs.evolve(contract, operations=left)


def strict(contract, name, parameter, **facts):
    """A contract that differs in what it says of one parameter, or of one that it has besides."""
    operation = contract[name]
    found = operation.parameters.get(parameter) or next(iter(operation.own_parameters))
    changed = {**operation.parameters, parameter: attrs.evolve(found, **{"name": parameter, **facts})}
    return attrs.evolve(contract, operations={**contract.operations, name: attrs.evolve(operation, parameters=changed)})


class TestChoice:
    """Which operations say a change."""

    @pytest.mark.parametrize(
        ("fields", "current", "old"),
        [
            ({"name": "x"}, [FIRST], [FIRST]),
            ({"description": CLEAR, "update_instructions": CLEAR}, [FIRST], [FIRST]),
            ({"author": "x"}, [SECOND], [SECOND]),
            ({"description": "x", "language": CLEAR}, [SECOND], [SECOND]),
            ({"importance": 2}, [IMPORTANCE], [IMPORTANCE]),
            ({"importance": "High", "description": "x"}, [THIRD], [IMPORTANCE, FIRST]),
            ({"importance": -1, "source": "x", "name": "y"}, [THIRD], [IMPORTANCE, SECOND]),
        ],
    )
    def test_by_contract(self, keeping, keeping_2019, fields, current, old):
        """The smallest operation that has every field is chosen; importance has its own in the older contract."""
        assert current == list(planned(keeping, **fields).operations)
        assert old == list(planned(keeping_2019, **fields).operations)

    @pytest.mark.parametrize(
        ("fields", "current", "old"),
        [
            ({"name": "x"}, [READS, FIRST], [READS, FIRST]),
            ({"description": CLEAR, "update_instructions": CLEAR}, [READS, FIRST], [READS, FIRST]),
            ({"author": "x"}, [READS, SECOND], [READS, SECOND]),
            ({"description": "x", "language": CLEAR}, [READS, SECOND], [READS, SECOND]),
            ({"importance": 2}, [IMPORTANCE], [IMPORTANCE]),
            ({"importance": "High", "description": "x"}, [READS, THIRD], [IMPORTANCE, READS, FIRST]),
            ({"importance": -1, "source": "x", "name": "y"}, [READS, THIRD], [IMPORTANCE, READS, SECOND]),
            (dict.fromkeys(TEXTS[:3], "x"), [FIRST], [FIRST]),
            (dict.fromkeys(TEXTS, "x"), [SECOND], [SECOND]),
        ],
    )
    def test_by_contract_that_contradicts_itself(self, bundled, bundled_2019, fields, current, old):
        """Where null may clear, the same operations are chosen, and what they would leave out is read first."""
        assert current == list(planned(bundled, **fields).operations)
        assert old == list(planned(bundled_2019, **fields).operations)

    def test_not_by_version(self, bundled, keeping):
        """A contract that lacks the smaller operations changes by the greater ones."""
        found = planned(without(keeping, FIRST, SECOND), description="x")
        assert (THIRD,) == found.operations
        assert planned(without(keeping, FIRST), description="x").operations == (SECOND,)
        assert (READS, THIRD) == planned(without(bundled, FIRST, SECOND), description="x").operations

    def test_what_a_plan_shows(self, bundled):
        """A plan shows what is sent, and what is read to be sent again, in the reference's order."""
        (step,) = planned(bundled, author="jdoe", name=None, source=KEEP).steps
        assert list(step.arguments.items()) == [("Path", "/a/b"), ("NewDocumentAuthor", "jdoe")]
        assert step.keeps == ()
        assert step.resends == tuple(PARAMETERS[field] for field in TEXTS[:5])

    def test_importance_is_kept_by_null(self, bundled):
        """Importance, which null keeps in every reading, is not read."""
        (step,) = planned(without(bundled, FIRST, SECOND), author="jdoe").steps
        assert (THIRD, ("Importance",)) == (step.operation, step.keeps)
        assert step.resends == tuple(PARAMETERS[field] for field in TEXTS[:5])

    def test_what_a_plan_shows_where_null_keeps(self, keeping):
        """A plan shows what is sent and what null keeps, in the reference's order, and reads nothing."""
        (step,) = planned(keeping, author="jdoe", name=None, source=KEEP).steps
        assert list(step.arguments.items()) == [
            ("Path", "/a/b"), *((PARAMETERS[field], KEEP) for field in TEXTS[:5]), ("NewDocumentAuthor", "jdoe"),
        ]  # fmt: skip
        assert step.keeps == tuple(PARAMETERS[field] for field in TEXTS[:5])
        assert step.resends == ()

    @pytest.mark.parametrize("field", [*TEXTS, "importance"])
    def test_no_operation(self, bundled, field):
        """A field that no operation of the contract has is refused, by its name."""
        value = 1 if field == "importance" else "x"
        with pytest.raises(errors.UnknownOperation, match=f"{field.replace('_', ' ')} cannot be changed: no Update"):
            planned(without(bundled, FIRST, SECOND, THIRD, IMPORTANCE), **{field: value})

    def test_a_field_without_null(self, keeping):
        """Where the smallest operation cannot keep another field by null, a greater one that can is taken."""
        contract = strict(keeping, FIRST, "NewUpdateInstructions", min_occurs=1)
        assert (SECOND,) == planned(contract, description="x").operations
        assert (FIRST,) == planned(contract, description="x", update_instructions="y").operations

    @pytest.mark.parametrize("facts", [{"min_occurs": 1}, {"on_null": "clears"}, {"on_null": "undocumented"}])
    def test_null_that_does_not_keep(self, keeping, facts):
        """Where no operation can keep another field by null, that field alone is read and sent again."""
        contract = strict(without(keeping, SECOND, THIRD), FIRST, "NewUpdateInstructions", **facts)
        (step,) = planned(contract, description="x").steps
        assert (("NewUpdateInstructions",), ("NewDocumentName",)) == (step.resends, step.keeps)

    @pytest.mark.parametrize(
        ("facts", "match"),
        [
            ({"nillable": False, "min_occurs": 1}, "importance: null is not possible.*give a value"),
            ({"on_null": "clears"}, "importance: .*null would clear the field; read the current value"),
        ],
    )
    def test_importance_that_cannot_be_kept(self, keeping, facts, match):
        """Importance, which may be told in words, is not read: where null does not keep it the change is refused."""
        contract = strict(without(keeping, FIRST, SECOND), THIRD, "importance", **facts)
        with pytest.raises(errors.NullNotAllowed, match=match):
            planned(contract, description="x")

    def test_importance_that_has_an_operation_of_its_own(self, bundled, keeping):
        """Importance alone goes by its own operation, and so it does where UpdateDocumentProperties2 cannot be used."""
        contract = strict(keeping, THIRD, "newDescription", min_occurs=1)
        assert (IMPORTANCE,) == planned(contract, importance=1).operations
        assert (THIRD,) == planned(contract, importance=1, description="x").operations
        assert ("NewDescription",) == planned(contract, importance=1, name="x").resends
        unknown = strict(bundled, THIRD, "newThing", python_name="x", required=True)
        assert (IMPORTANCE, READS, FIRST) == planned(unknown, importance=1, name="x").operations
        without_it = without(bundled, IMPORTANCE)
        assert (READS, THIRD) == planned(without_it, importance=1).operations

    def test_a_parameter_too_many(self, bundled):
        """A server whose operation has a parameter that nobody knows is told before anything is sent."""
        contract = strict(without(bundled, SECOND, THIRD), FIRST, "NewThing", python_name="x", required=True)
        with pytest.raises(errors.ArgumentError, match="NewThing: is missing"):
            planned(contract, description="x")


class TestForm:
    """Plans for a form, which has no null."""

    def test_refused(self, bundled):
        """What a form would have to keep is refused, with the names of what to give."""
        with pytest.raises(errors.NullNotAllowed, match="keep the name and update instructions; give all of that") as e:
            planned(bundled, "refuse", description="x")
        assert "on_null='read'" in str(e.value)

    def test_nothing_to_keep(self, bundled):
        """A change of all that an operation has goes by form."""
        found = planned(bundled, "refuse", name="a", description=CLEAR, update_instructions="c")
        assert (FIRST,) == found.operations
        assert () == found.resends

    def test_read(self, bundled):
        """What a form would have to keep is read and sent again where the caller asked for it."""
        found = planned(bundled, "read", description="x")
        assert ("GetDocument", FIRST) == found.operations
        assert ("NewDocumentName", "NewUpdateInstructions") == found.resends

    @pytest.mark.parametrize("nulls", ["refuse", "read"])
    def test_importance(self, bundled, nulls):
        """Importance goes by SetDocumentImportance, since a form cannot call UpdateDocumentProperties2."""
        assert (IMPORTANCE,) == planned(bundled, nulls, importance="Vital").operations
        with pytest.raises(errors.UnknownOperation, match="UpdateDocumentProperties2 cannot be called by form POST"):
            planned(without(bundled, IMPORTANCE), nulls, importance="Vital")

    def test_importance_that_would_have_to_be_read(self, bundled):
        """An importance that is not nullable, and so could be in a form, is not read, since it may come in words."""
        facts = {"nillable": False}
        contract = strict(without(bundled, FIRST, SECOND), THIRD, "importance", **facts)
        with pytest.raises(errors.NullNotAllowed, match="language, author and importance"):
            planned(contract, "read", description="x")


class TestValues:
    """What may be said."""

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({}, "nothing to change"),
            ({"name": KEEP, "author": KEEP}, "nothing to change"),
            *(({each: ""}, f"{each}: is blank; pass CLEAR to empty the field, or KEEP") for each in TEXTS[1:]),
            *(({each: " \t"}, f"{each}: is blank; pass CLEAR") for each in TEXTS[1:]),
            ({"name": " "}, "name: cannot be empty"),
            ({"importance": " "}, "importance: it cannot be empty"),
            ({"name": ""}, "name: cannot be empty"),
            ({"name": CLEAR}, "name: cannot be empty"),
            ({"description": 5}, "description: expected a str, not int"),
            ({"author": "\x00"}, r"author: .*U\+0000"),
            ({"importance": CLEAR}, "importance: it cannot be empty; the levels are"),
            ({"importance": ""}, "importance: it cannot be empty"),
            ({"importance": 4}, r"importance: 4 is not a level; the levels are -1 \(NoMarkings\), 0"),
            ({"importance": True}, "importance: True is not a level"),
            ({"importance": 1.0}, "importance: 1.0 is not a level"),
            ({"importance": "urgent"}, "'urgent' is not"),
            ({"title": "x"}, "unknown field 'title'; the fields are name, description, update_instructions"),
        ],
    )
    def test_refused(self, bundled, fields, problem):
        """What cannot be is refused before anything is sent."""
        with pytest.raises(errors.ArgumentError, match=problem):
            planned(bundled, **fields)

    def test_all_problems_at_once(self, bundled):
        """Every problem of an update is told at once."""
        with pytest.raises(errors.ArgumentError) as caught:
            planned(bundled, path=" ", title="x", author=5, importance=9)
        assert 4 == len(caught.value.problems)

    @pytest.mark.parametrize(("level", "number"), [("vital", 3), (" NoMarkings ", -1), ("-1", -1), ("2", 2), (0, 0)])
    def test_importance(self, bundled, level, number):
        """A level is a number or its name, as text too."""
        assert number == planned(bundled, importance=level).steps[0].arguments["Importance"]

    @pytest.mark.parametrize(
        ("given", "path"),
        [(1001, "~D1001"), ("1001", "~D1001"), ("~d1001.xlsx", "~d1001.xlsx"), ("/a/1001", "/a/1001"), ("a", "a")],
    )
    def test_address(self, bundled, given, path):
        """A number, also as text, is the document of that number; everything else is sent as it is."""
        assert path == planned(bundled, path=given, name="x").path

    @pytest.mark.parametrize("path", ["", " ", None, 0, -1, True, 1.5, b"/a", "\x00"])
    def test_no_address(self, bundled, path):
        """What is no path and no number is refused."""
        with pytest.raises(errors.ArgumentError, match="path|U\\+0000"):
            planned(bundled, path=path, name="x")


@given(
    fields=st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(TEXTS, st.sampled_from(["x", KEEP, None])),
            "importance": st.sampled_from([-1, "High", KEEP, None]),
        },
    ),
    old=st.booleans(),
    keeps=st.booleans(),
    nulls=st.sampled_from(["say", "read"]),
)
def test_every_field_has_its_say(bundled, bundled_2019, fields, old, keeps, nulls):
    """Whatever is said, each parameter of an operation is changed, kept by null where null keeps, or sent again."""
    change = {PARAMETERS[field] for field, value in fields.items() if value not in (None, KEEP)}
    if not change:
        return
    contract = bundled_2019 if old else bundled
    found = planned(contract.keeping(VARIANTS) if keeps else contract, nulls, **fields)
    for step in found.steps:
        own = {parameter.name.casefold() for parameter in contract[step.operation].own_parameters}
        assert own == {name.casefold() for name in (*step.arguments, *step.resends)}
    sent = [pair for step in found.steps for pair in step.arguments.items() if pair[0] != "Path"]
    assert {name for name, value in sent if value is not KEEP} == change
    assert len(sent) == len(dict(sent)), "a parameter is sent twice"
    kept = {name for name, value in sent if value is KEEP}
    assert not kept & change
    assert nulls == "say" or not kept
    assert keeps or kept <= {"Importance"}
    assert nulls == "read" or not keeps or found.resends == ()
    assert not {*found.resends} & change
