"""Models that look their fields up when they are asked for: nobody can tell, but for the time that it saves."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import Document, Folder, User, VersionNumber
from soapclient.inforouter.models.entity import Entity, _names, told

NAMES = st.sampled_from([*_names(Document), "Unknown", "DOCUMENTID", "Id", "id", "n", "N", "Version"])
VALUES = st.sampled_from(["", "7", "1000000", "2026-01-31", "2026-01-31T08:30:00.000Z", "TRUE", "text", " 5 "])


def eager(kind: type[Entity], element: etree._Element) -> dict[str, object]:
    """Read every field at once, as plainly as can be: the first of a field's names that the element has."""
    found = told(element)
    fields = {}
    for field in attrs.fields(kind):
        ranked = [
            (rank, place, value)
            for place, (name, value) in enumerate(found.items())
            for rank, known in enumerate(field.metadata.get("names", ()))
            if name.casefold() == known
        ]
        fields[field.name] = field.metadata["read"](min(ranked)[2]) if ranked else field.default
    return {**fields, "attributes": found, **kind._nested(element)}


class TestFields:
    """What a field is does not depend on when it is asked for."""

    @given(st.dictionaries(NAMES, VALUES), st.lists(st.tuples(NAMES, VALUES)), st.randoms())
    def test_fields_are_those_of_a_plain_reading(self, attributes, children, random):
        """In any order, from attributes and children of any dialect, fields are what reading all at once gives."""
        element = etree.Element("document", attributes)
        for name, value in children:
            etree.SubElement(element, name).text = value
        expected = eager(Document, element)
        document = Document.read(element)
        for name in random.sample(sorted(expected), len(expected)):
            assert expected[name] == getattr(document, name), name

    @given(st.lists(st.dictionaries(NAMES, VALUES), min_size=2, max_size=6))
    def test_neighbours_may_differ(self, several):
        """Elements with other names beside one another are each read by their own."""
        elements = [etree.Element("d", each) for each in several]
        documents = [Document.read(each) for each in elements]
        assert [eager(Document, each)["document_id"] for each in elements] == [each.document_id for each in documents]


class TestBehaviour:
    """A model that was read is like one that was made."""

    element = etree.fromstring("<d id='7' n='a.txt' version='2000000' unknown='x'/>")

    def test_equal_and_hashed_alike(self):
        """One that was read equals one that was made, and hashes alike."""
        read, made = Document.read(self.element), Document(document_id=7, name="a.txt", version=VersionNumber(2))
        assert made == read and hash(made) == hash(read) and repr(made) == repr(read)
        assert read != Document.read(etree.fromstring("<d id='8'/>"))

    def test_frozen(self):
        """No field can be set, read before or not."""
        read = Document.read(self.element)
        for name in ("name", "size"):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(read, name, "b")
            getattr(read, name)
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                delattr(read, name)

    def test_copies_and_pickles(self):
        """A copy and a pickle have every field, read before or not, and lose the element alone."""
        read = Document.read(self.element)
        for again in (copy.copy(read), copy.deepcopy(read), pickle.loads(pickle.dumps(read))):
            assert read == again and {"id": "7", "n": "a.txt", "version": "2000000", "unknown": "x"} == again.attributes
            assert again.element is None and again.size is None and frozenset() == again.repaired
        assert read.element is self.element

    def test_changed_copy(self):
        """`attrs.evolve` changes one field and keeps the others."""
        changed = attrs.evolve(Document.read(self.element), name="b.txt")
        assert ("b.txt", 7) == (changed.name, changed.document_id)

    def test_unknown_name(self):
        """What is no field is an AttributeError, and no field is an attribute of the class."""
        read = Document.read(self.element)
        with pytest.raises(AttributeError, match="nonsense"):
            read.nonsense  # noqa: B018
        assert not hasattr(Document, "document_id") and not hasattr(Folder, "name")

    def test_what_is_not_told(self):
        """A field that the element does not have is its default."""
        assert None is Folder.read(etree.fromstring("<f/>")).name
        assert ("", None) == ((user := User.read(etree.fromstring("<User/>"))).user_name, user.preferences)
