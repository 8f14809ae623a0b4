"""Schemas read as XSD's components, and what a WSDL binds them to."""

from __future__ import annotations

import pytest
from lxml import etree

from soapclient import Contract, errors
from soapclient.contract.schema.components import ComplexType, Element, ModelGroup, SimpleType, Wildcard
from soapclient.contract.schema.documents import Places
from soapclient.contract.schema.members import members
from soapclient.contract.schema.reader import Components

XS = "http://www.w3.org/2001/XMLSchema"


def schemas(text, *others, namespace="urn:x", form="qualified", target=lambda *_: None):
    """Read the components of a schema, and of other documents by location."""
    head = f'<xs:schema xmlns:xs="{XS}" xmlns="{namespace}" targetNamespace="{namespace}" elementFormDefault="{form}">'
    documents = {"": etree.fromstring(f"{head}{text}</xs:schema>")}
    documents.update({f"{number}.xsd": etree.fromstring(each) for number, each in enumerate(others, 1)})
    return Components(Places(documents, target))


def names(kind):
    return [each.name for each in members(kind)]


class TestElements:
    """Element declarations, local and global."""

    def test_what_is_declared_of_one(self):
        """An element has its type, and what else its declaration says."""
        found = schemas('<xs:element name="a" type="xs:int" nillable=" true " default="1"/>').element("{urn:x}a")
        assert ("int", True, "1", True) == (found.type.builtin, found.nillable, found.default, found.is_global)

    def test_form(self):
        """A local element has the namespace where its form or its schema's says so."""
        text = """<xs:complexType name="T"><xs:sequence>
            <xs:element name="a" type="xs:int"/><xs:element name="b" form="qualified" type="xs:int"/>
            </xs:sequence></xs:complexType>"""
        kind = schemas(text, form="unqualified").type("{urn:x}T")
        assert ["a", "{urn:x}b"] == [each.name for each in kind.content.particle.elements()]

    def test_without_a_type(self):
        """An element without a type has that of the head of its substitution group, or else any."""
        found = schemas(
            '<xs:element name="h" type="xs:date"/><xs:element name="m" substitutionGroup="h"/><xs:element name="n"/>'
        )
        assert "date" == found.element("{urn:x}m").type.builtin
        assert isinstance(found.element("{urn:x}n").type.content.particle.term.particles[0].term, Wildcard)

    def test_substitution_groups(self):
        """What may stand for an element is found at whatever distance, without what is abstract."""
        found = schemas(
            '<xs:element name="h" abstract="true"/><xs:element name="a" substitutionGroup="h" abstract="1"/>'
            '<xs:element name="b" substitutionGroup="a"/>'
        )
        assert ["{urn:x}b"] == [each.name for each in found.substitutes(found.element("{urn:x}h"))]

    def test_missing(self):
        """What no schema declares is said when it is asked for, and takes nothing else down."""
        found = schemas('<xs:element name="a" type="Nope"/><xs:element name="b" type="xs:int"/>')
        assert "int" == found.element("{urn:x}b").type.builtin
        with pytest.raises(errors.WsdlError, match="no schema declares the type '{urn:x}Nope'"):
            assert found.element("{urn:x}a").type
        with pytest.raises(errors.WsdlError, match="no schema declares the element"):
            found.element("{urn:x}c")


class TestSimpleTypes:
    """Simple types and their facets."""

    def test_facets(self):
        """A restriction narrows what its base narrows."""
        text = """<xs:simpleType name="A"><xs:restriction base="xs:string"><xs:maxLength value="5"/>
            <xs:pattern value="[a-z]+"/></xs:restriction></xs:simpleType>
            <xs:simpleType name="B"><xs:restriction base="A"><xs:minLength value="2"/><xs:pattern value="a.*"/>
            <xs:pattern value="b.*"/><xs:enumeration value="ab"/></xs:restriction></xs:simpleType>"""
        facets = schemas(text).type("{urn:x}B").facets
        assert (2, 5, ("ab",)) == (facets.min_length, facets.max_length, facets.enumeration)
        assert (("[a-z]+",), ("a.*", "b.*")) == facets.patterns

    def test_lists_and_unions(self):
        """A list has its items' type, a union its members'."""
        text = """<xs:simpleType name="L"><xs:list itemType="xs:int"/></xs:simpleType>
            <xs:simpleType name="U"><xs:union memberTypes="L xs:date"><xs:simpleType>
            <xs:restriction base="xs:token"><xs:enumeration value="x"/></xs:restriction></xs:simpleType></xs:union>
            </xs:simpleType>"""
        found = schemas(text)
        assert ("list", "int") == (found.type("{urn:x}L").variety, found.type("{urn:x}L").item.builtin)
        assert ["list", "date", "token"] == [each.builtin for each in found.type("{urn:x}U").members]

    def test_derived_from_itself(self):
        """A simple type that is derived from itself is refused."""
        found = schemas('<xs:simpleType name="A"><xs:restriction base="A"/></xs:simpleType>')
        with pytest.raises(errors.WsdlError, match="derived from itself"):
            found.type("{urn:x}A")


class TestComplexTypes:
    """Complex types and what is inside them."""

    def test_extension(self):
        """An extension has what its base has, first, and the attributes of both."""
        text = """<xs:complexType name="A"><xs:sequence><xs:element name="a"/></xs:sequence>
            <xs:attribute name="p" type="xs:int"/></xs:complexType>
            <xs:complexType name="B"><xs:complexContent><xs:extension base="A"><xs:sequence><xs:element name="b"/>
            </xs:sequence><xs:attribute name="q" use="required"/></xs:extension></xs:complexContent></xs:complexType>"""
        found = schemas(text)
        kind = found.type("{urn:x}B")
        assert (["a", "b", "p", "q"], ("{urn:x}B",)) == (names(kind), found.concrete(found.type("{urn:x}A")))
        assert found.derives("{urn:x}B", "{urn:x}A")

    def test_extension_of_a_base_with_attributes_only(self):
        """What a base without elements has is there once."""
        text = """<xs:complexType name="A"><xs:attribute name="p"/></xs:complexType>
            <xs:complexType name="B"><xs:complexContent><xs:extension base="A"><xs:sequence><xs:element name="b"/>
            </xs:sequence></xs:extension></xs:complexContent></xs:complexType>"""
        assert ["b", "p"] == names(schemas(text).type("{urn:x}B"))

    def test_restriction(self):
        """A restriction has its own elements, and the attributes of its base but the prohibited."""
        text = """<xs:complexType name="A"><xs:sequence><xs:element name="a"/><xs:element name="b" minOccurs="0"/>
            </xs:sequence><xs:attribute name="p"/><xs:attribute name="q"/></xs:complexType>
            <xs:complexType name="B"><xs:complexContent><xs:restriction base="A"><xs:sequence><xs:element name="a"/>
            </xs:sequence><xs:attribute name="q" use="prohibited"/></xs:restriction></xs:complexContent>
            </xs:complexType>"""
        assert ["a", "p"] == names(schemas(text).type("{urn:x}B"))

    def test_simple_content(self):
        """Simple content has its text's type, and attributes."""
        text = """<xs:complexType name="M"><xs:simpleContent><xs:extension base="xs:decimal">
            <xs:attribute name="currency" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>"""
        kind = schemas(text).type("{urn:x}M")
        assert ("decimal", ["_value_1", "currency"]) == (kind.content.simple.builtin, names(kind))

    def test_a_type_within_itself(self):
        """A type may contain itself."""
        text = """<xs:complexType name="T"><xs:sequence><xs:element name="t" type="T" minOccurs="0"/></xs:sequence>
            </xs:complexType>"""
        kind = schemas(text).type("{urn:x}T")
        assert kind is next(kind.content.particle.elements()).type

    def test_derived_from_itself(self):
        """A type whose base is itself, at whatever distance, is refused."""
        text = "".join(
            f'<xs:complexType name="{one}"><xs:complexContent><xs:extension base="{other}"/></xs:complexContent>'
            "</xs:complexType>"
            for one, other in ("AB", "BA")
        )
        with pytest.raises(errors.WsdlError, match="derived from itself"):
            assert schemas(text).type("{urn:x}A").content

    @pytest.mark.parametrize("wrong", ["<xs:elment/>", "<xs:sequence><xs:elment name='a'/></xs:sequence>"])
    def test_what_xsd_does_not_have(self, wrong):
        """An element that XSD does not have is refused, rather than left out."""
        found = schemas(f'<xs:complexType name="T">{wrong}</xs:complexType>')
        with pytest.raises(errors.WsdlError, match="elment"):
            assert found.type("{urn:x}T").content

    def test_groups_and_attribute_groups(self):
        """What is referred to is there as if it stood in the type."""
        text = """<xs:group name="G"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>
            <xs:attributeGroup name="H"><xs:attribute name="p"/><xs:attribute ref="xml:lang"/></xs:attributeGroup>
            <xs:complexType name="T"><xs:group ref="G" maxOccurs="unbounded"/><xs:attributeGroup ref="H"/>
            </xs:complexType>"""
        kind = schemas(text).type("{urn:x}T")
        assert (["_value_1", "p", "lang"], None) == (names(kind), kind.content.particle.max_occurs)
        assert isinstance(kind.content.particle.term, ModelGroup)

    def test_a_group_within_itself(self):
        """A group that contains itself is refused in a sentence."""
        text = """<xs:group name="G"><xs:sequence><xs:group ref="G"/></xs:sequence></xs:group>
            <xs:complexType name="T"><xs:group ref="G"/></xs:complexType>"""
        with pytest.raises(errors.WsdlError, match="contains itself"):
            assert schemas(text).type("{urn:x}T").content

    def test_choices_within_choices(self):
        """Each member says in which alternative of which choice it is, from outside to inside."""
        text = """<xs:complexType name="T"><xs:choice><xs:sequence><xs:element name="a"/><xs:choice>
            <xs:element name="b"/><xs:element name="c"/></xs:choice></xs:sequence><xs:element name="d"/></xs:choice>
            </xs:complexType>"""
        found = {each.name: each.choices for each in members(schemas(text).type("{urn:x}T"))}
        assert {"a": ((1, 0),), "b": ((1, 0), (2, 0)), "c": ((1, 0), (2, 1)), "d": ((1, 1),)} == found

    def test_encoded_arrays(self):
        """A SOAP-encoded array says what its items are."""
        text = """<xs:complexType name="T"><xs:complexContent><xs:restriction
            xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" base="e:Array">
            <xs:attribute ref="e:arrayType" w:arrayType="Item[]"
            xmlns:w="http://schemas.xmlsoap.org/wsdl/"/></xs:restriction></xs:complexContent>
            </xs:complexType>"""
        assert "{urn:x}Item" == schemas(text).type("{urn:x}T").item


class TestDocuments:
    """Schemas that are made of several documents."""

    def test_an_include_without_a_namespace(self):
        """What is included without a namespace is of the includer's, also where it refers to itself."""
        one = f'<xs:schema xmlns:xs="{XS}"><xs:element name="a" type="T"/><xs:include schemaLocation="2"/></xs:schema>'
        kind = '<xs:simpleType name="T"><xs:list itemType="xs:int"/></xs:simpleType>'
        two = f'<xs:schema xmlns:xs="{XS}">{kind}</xs:schema>'
        found = schemas('<xs:include schemaLocation="1"/>', one, two, target=lambda _, said: f"{said}.xsd")
        assert "list" == found.element("{urn:x}a").type.builtin

    def test_redefinition(self):
        """A redefined type counts in the place of the one that it extends."""
        one = (
            f'<xs:schema xmlns:xs="{XS}" xmlns="urn:x" targetNamespace="urn:x"><xs:complexType name="T"><xs:sequence>'
            '<xs:element name="a"/></xs:sequence></xs:complexType></xs:schema>'
        )
        text = """<xs:redefine schemaLocation="1"><xs:complexType name="T"><xs:complexContent><xs:extension base="T">
            <xs:sequence><xs:element name="b"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
            </xs:redefine>"""
        assert ["a", "b"] == names(schemas(text, one).type("{urn:x}T"))


class TestDefinitions:
    """What a WSDL binds."""

    def test_the_bundled_contract(self):
        """Every operation of the bundled contract has its messages, whose elements have types."""
        contract = Contract.load()
        (service,) = contract.definitions.services.values()
        ports = {port.binding.soap_version: port for port in service.ports.values()}
        for version, port in ports.items():
            assert set(contract) == set(port.binding.operations)
            for name, operation in port.binding.operations.items():
                (sent,) = operation.input.elements
                assert contract[name].actions[version] == operation.action
                assert list(contract[name].parameters) == [each.name for each in members(sent.type)]
                assert isinstance(operation.output.elements[0], Element)

    def test_kinds(self):
        """A type is simple or complex."""
        found = schemas('<xs:element name="a" type="xs:int"/><xs:element name="b"><xs:complexType/></xs:element>')
        assert isinstance(found.element("{urn:x}a").type, SimpleType)
        assert isinstance(found.element("{urn:x}b").type, ComplexType)


class TestBounds:
    """A few declarations that name each other more than once mean millions: they are refused, or met once."""

    @pytest.mark.parametrize("compositor", ["sequence", "choice"])
    def test_groups(self, compositor):
        """A type is not laid out without end."""
        text = "".join(
            f'<xs:group name="g{each}"><xs:{compositor}><xs:group ref="g{each + 1}"/><xs:group ref="g{each + 1}"/>'
            f"</xs:{compositor}></xs:group>"
            for each in range(17)
        )
        last = '<xs:group name="g17"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>'
        kind = schemas(f'{text}{last}<xs:complexType name="T"><xs:group ref="g0"/></xs:complexType>').type("{urn:x}T")
        with pytest.raises(errors.WsdlError, match="a type has more than 50,000 elements and groups in it"):
            assert kind.content

    def test_unions(self):
        """A union is made of so many types and no more, however few they are by name."""
        text = "".join(
            f'<xs:simpleType name="u{each}"><xs:union memberTypes="{f"u{each + 1} " * 3}"/></xs:simpleType>'
            for each in range(7)
        )
        last = '<xs:simpleType name="u7"><xs:list itemType="xs:int"/></xs:simpleType>'
        with pytest.raises(errors.WsdlError, match="the union '{urn:x}u1' has more than 1,000 members"):
            schemas(text + last).type("{urn:x}u0")

    def test_attribute_groups(self):
        """Each group of attributes is read once for a type."""
        text = "".join(
            f'<xs:attributeGroup name="g{each}"><xs:attributeGroup ref="g{each + 1}"/>'
            f'<xs:attributeGroup ref="g{each + 1}"/></xs:attributeGroup>'
            for each in range(100)
        )
        last = '<xs:attributeGroup name="g100"><xs:attribute name="a"/></xs:attributeGroup>'
        kind = '<xs:complexType name="T"><xs:attributeGroup ref="g0"/></xs:complexType>'
        assert ["a"] == names(schemas(text + last + kind).type("{urn:x}T"))

    def test_prefixes(self):
        """A schema that declares so many prefixes that each name in it would take long is refused."""
        declared = " ".join(f'xmlns:n{each}="urn:{each}"' for each in range(1001))
        found = schemas(f'<xs:element name="a" {declared} type="n1:T"/>')
        with pytest.raises(errors.WsdlError, match="a schema declares more than 1,000 prefixes in one place"):
            assert found.element("{urn:x}a").type
