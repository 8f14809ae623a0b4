"""What a WSDL asks of messages beyond its schema: its policies, wherever they are attached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient import Contract, lint
from soapclient.contract.wsdl.policies import Policies, Policy

SP = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702"
NAMES = (
    'xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" '
    'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:p="http://schemas.xmlsoap.org/ws/2004/09/policy" '
    'xmlns:q="http://www.w3.org/ns/ws-policy" xmlns:x="urn:x" '
    f'xmlns:sp="{SP}" xmlns:sp5="http://schemas.xmlsoap.org/ws/2005/07/securitypolicy" '
    'xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" '
    'xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata" '
    'xmlns:wsoma="http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization" '
)
MTOM = "<wsoma:OptimizedMimeSerialization/>"


def wsdl(**places: str) -> str:
    """Make a WSDL with markup in these places."""
    at = dict.fromkeys(("top", "message", "port_type", "abstract", "service", "port", "operation", "input"), "")
    at |= {"binding": "", "binding_attributes": "", "second": ""} | places
    return f"""<definitions {NAMES} targetNamespace="urn:t">{at["top"]}
      <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
        <element name="e"/></schema></types>
      <message name="M">{at["message"]}<part name="a" element="t:e"/></message>
      <portType name="T">{at["port_type"]}<operation name="One">{at["abstract"]}<input message="t:M"/></operation>
        <operation name="Two"><input message="t:M"/></operation></portType>
      <binding name="B" type="t:T" {at["binding_attributes"]}>{at["binding"]}
        <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
        <operation name="One">{at["operation"]}<soap:operation soapAction="urn:1"/>
          <input>{at["input"]}<soap:body use="literal"/></input></operation>
        <operation name="Two">{at["second"]}<soap:operation soapAction="urn:2"/>
          <input><soap:body use="literal"/></input></operation></binding>
      <service name="S">{at["service"]}<port name="P" binding="t:B">{at["port"]}
        <soap:address location="https://x.example.com/"/></port></service></definitions>"""


def asked(operation: str = "", /, **places: str) -> dict[str, bool]:
    """Return what is asked for, and whether it is required."""
    found = Policies([etree.fromstring(wsdl(**places))]).of("{urn:t}B", operation)
    return {each.name: each.required for each in found}


class TestWhere:
    """Where a policy is attached."""

    @pytest.mark.parametrize("place", ["binding", "service", "port", "port_type"])
    def test_for_all(self, place):
        """What a binding, its port, service or port type asks for is asked of each operation."""
        policy = f"<p:Policy>{MTOM}</p:Policy>"
        assert [{"mtom": True}] * 3 == [asked(name, **{place: policy}) for name in ("", "One", "Two")]

    @pytest.mark.parametrize("place", ["operation", "abstract", "input"])
    def test_for_one(self, place):
        """What an operation or its message asks for is asked of that one alone."""
        policy = f"<q:Policy>{MTOM}</q:Policy>"
        assert [{}, {"mtom": True}, {}] == [asked(name, **{place: policy}) for name in ("", "One", "Two")]

    def test_of_a_message(self):
        """What a message asks for is asked of the operations that send it."""
        assert [{}, {"mtom": True}] == [asked(name, message=f"<p:Policy>{MTOM}</p:Policy>") for name in ("", "Two")]

    @pytest.mark.parametrize("identity", ['wsu:Id="own"', 'xml:id="own"'])
    def test_by_reference(self, identity):
        """A policy is found by its id, through other policies, and by an attribute that lists several."""
        top = f'<p:Policy {identity}>{MTOM}</p:Policy><p:Policy wsu:Id="b"><p:PolicyReference URI="#own"/></p:Policy>'
        assert {"mtom": True} == asked(top=top, binding='<p:PolicyReference URI="#b"/>')
        assert {"mtom": True} == asked(top=top, binding_attributes='p:PolicyURIs="#b #own"')
        assert {} == asked(top=top)

    def test_by_name(self):
        """A policy that has a name is found by that."""
        top = f'<q:Policy Name="http://x.example.com/own">{MTOM}</q:Policy>'
        assert {"mtom": True} == asked(top=top, binding='<q:PolicyReference URI="http://x.example.com/own"/>')

    def test_that_is_not_there(self):
        """A policy that is elsewhere is told of, as one that nothing is known of."""
        for uri in ("#none", "http://x.example.com/none"):
            found = Policies([etree.fromstring(wsdl(binding=f'<p:PolicyReference URI="{uri}"/>'))]).of("B")
            assert (Policy(f"the policy {uri}", True, False),) == found

    def test_that_refers_to_itself(self):
        """A policy that refers to itself asks for what else it has; one that is nested without end is told of."""
        top = f'<p:Policy wsu:Id="a"><p:PolicyReference URI="#a"/>{MTOM}</p:Policy>'
        assert {"mtom": True} == asked(top=top, binding='<p:PolicyReference URI="#a"/>')
        deep = "<p:All>" * 200 + MTOM + "</p:All>" * 200
        assert {"a policy that is nested too deeply": True} == asked(binding=f"<p:Policy>{deep}</p:Policy>")

    def test_in_an_imported_document(self):
        """The policies of a binding are found where its service is in another document."""
        service = f'<service name="S"><p:Policy>{MTOM}</p:Policy><port name="P" binding="t:B"/></service>'
        other = f'<definitions {NAMES} targetNamespace="urn:o">{service}</definitions>'
        roots = [etree.fromstring(wsdl()), etree.fromstring(other)]
        assert ["mtom"] == [each.name for each in Policies(roots).of("{urn:t}B")]

    def test_of_a_contract(self):
        """A contract tells the policies of its bindings."""
        contract = Contract.from_bytes(wsdl(binding=f"<p:Policy>{MTOM}</p:Policy>").encode(), "own")
        assert (Policy("mtom", True, True),) == contract.definitions.policies.of("{urn:t}B", "One")


class TestChoices:
    """What is required, and what may be done."""

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            (f"<p:All>{MTOM}<x:Own/></p:All>", {"mtom": True, "{urn:x}Own": True}),
            (f"<p:ExactlyOne>{MTOM}<x:Own/></p:ExactlyOne>", {"mtom": False, "{urn:x}Own": False}),
            (
                f"<p:ExactlyOne><p:All>{MTOM}<x:Own/></p:All><p:All>{MTOM}</p:All></p:ExactlyOne>",
                {"mtom": True, "{urn:x}Own": False},
            ),
            (f"<p:ExactlyOne><p:All>{MTOM}</p:All><p:All/></p:ExactlyOne>", {"mtom": False}),
            ('<x:Own p:Optional="true"/>', {"{urn:x}Own": False}),
            ('<x:Own p:Optional="1"/>', {"{urn:x}Own": False}),
            ('<x:Own p:Optional="false"/>', {"{urn:x}Own": True}),
            ("<p:ExactlyOne/>", {}),
            ("", {}),
        ],
    )
    def test_choices(self, policy, expected):
        """What each way to choose has is required; what only some have, or is optional, is not."""
        assert expected == asked(binding=f"<p:Policy>{policy}</p:Policy>")

    @given(st.recursive(st.sampled_from("abc"), lambda inner: st.tuples(st.booleans(), st.lists(inner, max_size=3))))
    def test_required_is_what_every_way_has(self, tree):
        """What is required is what all alternatives of the normal form have, as one finds by writing them out."""

        def markup(node):
            if isinstance(node, str):
                return f"<x:{node}/>"
            name = "p:ExactlyOne" if node[0] else "p:All"
            return f"<{name}>{''.join(map(markup, node[1]))}</{name}>"

        def ways(node):
            if isinstance(node, str):
                return [{node}]
            if node[0]:
                return [way for each in node[1] for way in ways(each)] or [set()]
            found = [set()]
            for each in node[1]:
                found = [one | other for one in found for other in ways(each)]
            return found

        alternatives = ways(tree)
        required = set.intersection(*alternatives)
        mentioned = set.union(*alternatives)
        found = asked(binding=f"<p:Policy>{markup(tree)}</p:Policy>")
        assert {f"{{urn:x}}{name}": name in required for name in mentioned} == found

    @pytest.mark.parametrize("kind", ["wsaw:UsingAddressing", "wsam:Addressing"])
    def test_addressing(self, kind):
        """Addressing is asked for by a policy, or beside one; there only `wsdl:required` demands it."""
        assert {"addressing": True} == asked(binding=f"<p:Policy><{kind}/></p:Policy>")
        if kind == "wsaw:UsingAddressing":
            assert {"addressing": False} == asked(binding=f"<{kind}/>")
            assert {"addressing": True} == asked(port=f'<{kind} wsdl:required="true"/>')

    def test_replies_elsewhere(self):
        """A service that answers only to another address asks for what the client cannot do."""
        inside = "<p:Policy><wsam:NonAnonymousResponses/></p:Policy>"
        found = asked(binding=f"<p:Policy><wsam:Addressing>{inside}</wsam:Addressing></p:Policy>")
        assert {
            "addressing": True,
            "{http://www.w3.org/2007/05/addressing/metadata}NonAnonymousResponses": True,
        } == found


class TestSecurityPolicy:
    """The assertions of WS-SecurityPolicy."""

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            (
                """<sp:TransportBinding><p:Policy><sp:TransportToken><p:Policy><sp:HttpsToken><p:Policy>
                <sp:RequireClientCertificate/></p:Policy></sp:HttpsToken></p:Policy></sp:TransportToken>
                <sp:AlgorithmSuite><p:Policy><sp:Basic256/></p:Policy></sp:AlgorithmSuite><sp:IncludeTimestamp/>
                </p:Policy></sp:TransportBinding>""",
                ["client-certificate", "https", "timestamp"],
            ),
            (
                """<sp5:TransportBinding><p:Policy><sp5:TransportToken><p:Policy><sp5:HttpsToken
                RequireClientCertificate="false"/></p:Policy></sp5:TransportToken></p:Policy></sp5:TransportBinding>""",
                ["https"],
            ),
            ("<sp5:HttpsToken RequireClientCertificate='true'/>", ["client-certificate", "https"]),
            (
                """<sp:SignedSupportingTokens><p:Policy><sp:UsernameToken><p:Policy><sp:HashPassword/></p:Policy>
                </sp:UsernameToken></p:Policy></sp:SignedSupportingTokens>""",
                ["username-token"],
            ),
            (
                """<sp:AsymmetricBinding><p:Policy><sp:InitiatorToken><p:Policy><sp:X509Token><p:Policy>
                <sp:WssX509V3Token10/></p:Policy></sp:X509Token></p:Policy></sp:InitiatorToken><sp:RecipientToken>
                <p:Policy><sp:X509Token/></p:Policy></sp:RecipientToken></p:Policy></sp:AsymmetricBinding>
                <sp:SignedParts><sp:Body/></sp:SignedParts>""",
                ["x509"],
            ),
            ("<sp:EncryptedParts><sp:Body/></sp:EncryptedParts>", [f"{{{SP}}}EncryptedParts"]),
            (
                """<sp:SymmetricBinding><p:Policy><sp:ProtectionToken><p:Policy><sp:X509Token/></p:Policy>
                </sp:ProtectionToken></p:Policy></sp:SymmetricBinding>""",
                [f"{{{SP}}}SymmetricBinding"],
            ),
            (
                "<sp:SupportingTokens><p:Policy><sp:SamlToken/></p:Policy></sp:SupportingTokens>",
                [f"{{{SP}}}SamlToken"],
            ),
            (
                "<sp:X509Token><p:Policy><sp:RequireDerivedKeys/></p:Policy></sp:X509Token>",
                ["x509", f"{{{SP}}}RequireDerivedKeys"],
            ),
        ],
    )
    def test_assertions(self, policy, expected):
        """What the client can do has a short name; what it cannot do, down to how it is done, has its own."""
        found = Policies([etree.fromstring(wsdl(binding=f"<p:Policy>{policy}</p:Policy>"))]).of("B", "One")
        assert expected == [each.name for each in found]
        assert [not name.startswith("{") for name in expected] == [each.supported for each in found]
        assert all(each.required for each in found)


class TestLint:
    """What lint says of policies."""

    def found(self, tmp_path, **places):
        """Return the findings about policies."""
        path = tmp_path / "own.wsdl"
        path.write_text(wsdl(**places))
        return [each for each in lint(path) if each.rule.startswith("policy")]

    def test_what_is_asked_for(self, tmp_path):
        """What a binding asks for is told once with its option, and what an operation asks for is told there."""
        found = self.found(
            tmp_path,
            binding='<wsaw:UsingAddressing wsdl:required="true"/>',
            operation=f"<p:Policy>{MTOM}<sp:SamlToken/></p:Policy>",
            second='<p:Policy><sp:UsernameToken p:Optional="true"/></p:Policy>',
        )
        assert [
            ("policy-unknown", "breaks", "One", f"B asks for {{{SP}}}SamlToken"),
            ("policy", "harmless", "line 7", "B asks for the headers of WS-Addressing: addressing=Addressing()"),
            ("policy", "harmless", "One", "B asks for bytes beside the envelope: mtom=Mtom()"),
        ] == [(each.rule, each.rating, each.place, each.message) for each in found]

    def test_nothing_is_asked_for(self, tmp_path):
        """Without policies there is nothing to tell."""
        assert [] == self.found(tmp_path)
