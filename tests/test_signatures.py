"""X.509 signatures: judged by the program xmlsec1, and replies that somebody has tampered with."""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ed25519
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from soapclient.calls.addressing import Addressing
from soapclient.calls.soap_header import SOAP_11, SOAP_12, header_of, sole_body
from soapclient.calls.wss import protection
from soapclient.calls.wss.protection import WSSE, WSU, Security
from soapclient.calls.wss.signature import Signature
from soapclient.calls.wss.signed_reply import SignedReply
from soapclient.calls.wss.tokens import UsernameToken
from soapclient.errors import ArgumentError, UnexpectedReply
from soapclient.replies import soap_fault

try:
    import xmlsec
except Exception as exc:  # not installed, or built with another libxml2 than lxml
    xmlsec = None
    why = f"xmlsec cannot be loaded: {exc}"
else:
    why = ""

NS = {"wsse": WSSE, "wsu": WSU, "ds": "http://www.w3.org/2000/09/xmldsig#", "s": SOAP_11}
PAY = "<m:Pay xmlns:m='urn:m'><m:to>Ann</m:to><m:sum>5</m:sum></m:Pay>"
signs = pytest.mark.skipif(xmlsec is None, reason=why)


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    """The keys and certificates of a client, of its server on an elliptic curve, and of somebody else."""
    folder = tmp_path_factory.mktemp("pki")
    authority = trustme.CA()
    made = {}
    for name, kind in [("client", "RSA"), ("server", "ECDSA"), ("other", "RSA")]:
        cert = authority.issue_cert(f"{name}.example.com", key_type=trustme.KeyType[kind])
        key, chain = folder / f"{name}.key", folder / f"{name}.pem"
        cert.private_key_pem.write_to_path(key)
        cert.cert_chain_pems[0].write_to_path(chain)
        made[name] = (key, chain)
    loaded = serialization.load_pem_private_key(made["client"][0].read_bytes(), None)
    locked = folder / "locked.key"
    locked.write_bytes(
        loaded.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"open sesame"),
        )
    )
    return SimpleNamespace(**made, locked=locked, folder=folder)


def envelope(namespace: str = SOAP_11, content: str = PAY):
    """Make an envelope."""
    return etree.fromstring(f"<s:Envelope xmlns:s='{namespace}'><s:Body>{content}</s:Body></s:Envelope>")


def arrived(root):
    """Return an envelope as it is read by whoever receives it."""
    return etree.fromstring(etree.tostring(root))


def signed(pki, who="server", root=None, *more, **options):
    """Sign an envelope, and return it as it arrives."""
    root = envelope() if root is None else root
    Security([Signature(*getattr(pki, who), **options), *more]).apply(root)
    return arrived(root)


def canonical(element):
    """Write an element in the one form that its signature is over."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def names(root):
    """Return the names of what the signature of an envelope is over."""
    ids = [each.get("URI")[1:] for each in root.iterfind(".//ds:Reference", NS)]
    return [etree.QName(root.xpath("//*[@wsu:Id=$id]", id=each, namespaces=NS)[0]).localname for each in ids]


def judged(root, certificate, tmp_path):
    """Ask xmlsec1 about an envelope; returns whether it says that the signature is good."""
    message = tmp_path / "message.xml"
    message.write_bytes(etree.tostring(root))
    known = {
        f"{etree.QName(each).namespace}:{etree.QName(each).localname}"
        for each in root.iter(etree.Element)
        if each.get(f"{{{WSU}}}Id")
    }
    ids = [part for name in sorted(known) for part in ("--id-attr:Id", name)]
    command = ["xmlsec1", "--verify", "--pubkey-cert-pem", str(certificate), *ids, str(message)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@signs
class TestSignature:
    """What is signed, and what the certificate is sent as."""

    @pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="the program xmlsec1 is not installed")
    @pytest.mark.parametrize("namespace", [SOAP_11, SOAP_12])
    @pytest.mark.parametrize("who", ["client", "server"])
    def test_xmlsec1_accepts_it(self, pki, tmp_path, namespace, who):
        """xmlsec1 accepts what is signed by RSA and on a curve, and refuses it once a byte of it is another."""
        root = envelope(namespace)
        Addressing().apply(root, to="https://erp.example.com/pay", action="urn:pay")
        root = signed(pki, who, root, UsernameToken("jdoe", "secret"))
        assert judged(root, getattr(pki, who)[1], tmp_path)
        assert not judged(root, pki.other[1], tmp_path)
        root.find(".//{urn:m}to").text = "Bob"
        assert not judged(root, getattr(pki, who)[1], tmp_path)

    def test_what_is_signed(self, pki):
        """Body, addressing headers, timestamp and user are signed, whatever the order in which they are said."""
        root = envelope()
        Addressing().apply(root, to="https://erp.example.com/pay", action="urn:pay")
        root = signed(pki, "client", root, UsernameToken("jdoe", "secret"))
        expected = ["Body", "To", "Action", "MessageID", "ReplyTo", "Timestamp", "UsernameToken"]
        assert expected == names(root)

    def test_algorithms(self, pki):
        """Canonicalization is exclusive, digests and signatures are SHA-256."""
        root = signed(pki, "client")
        used = {
            each.get("Algorithm").rpartition("#")[2] for each in root.iterfind(".//ds:SignedInfo//*[@Algorithm]", NS)
        }
        assert {"", "rsa-sha256", "sha256"} == used

    def test_certificate(self, pki):
        """The key info refers to a BinarySecurityToken that is the certificate."""
        root = signed(pki, "client")
        token = root.find(".//wsse:BinarySecurityToken", NS)
        reference = root.find(".//ds:KeyInfo/wsse:SecurityTokenReference/wsse:Reference", NS)
        assert f"#{token.get(f'{{{WSU}}}Id')}" == reference.get("URI")
        assert token.text in pki.client[1].read_text().replace("\n", "")

    def test_signed_anew(self, pki):
        """Each sending has ids of its own, and its own time."""
        one = Signature(*pki.client)
        first, second = envelope(), envelope()
        one.apply(first)
        one.apply(second)
        assert not {*first.xpath("//@wsu:Id", namespaces=NS)} & {*second.xpath("//@wsu:Id", namespaces=NS)}

    def test_without_a_timestamp(self, pki):
        """The timestamp can be left out."""
        assert ["Body"] == names(signed(pki, "client", timestamp_seconds=None))

    @pytest.mark.parametrize("password", ["open sesame", lambda: "open sesame"])
    def test_a_key_with_a_passphrase(self, pki, password):
        """A key with a passphrase is opened by it, or by a function that returns it."""
        signature = Signature(pki.locked, pki.client[1], key_password=password)
        root = envelope()
        signature.apply(root)
        SignedReply(pki.client[1]).check(arrived(root))
        assert "sesame" not in repr([signature, vars(signature), vars(vars(signature)["_credentials"])])

    def test_shown_and_not_sent(self, pki):
        """To be shown, the certificate and the time are there, and the signature is not."""
        root = envelope()
        Security(Signature(*pki.client)).show(root)
        assert ["Timestamp", "BinarySecurityToken"] == [etree.QName(each).localname for each in root[0][0]]

    def test_many_at_once(self, pki):
        """Messages are signed and replies checked by several threads with the same objects."""
        signature, check = Signature(*pki.client), SignedReply(pki.client[1])

        def once(number):
            root = envelope(content=f"<m:Pay xmlns:m='urn:m'><m:to>{number}</m:to></m:Pay>")
            signature.apply(root)
            root = arrived(root)
            check.check(root)
            return root.findtext(".//{urn:m}to")

        with ThreadPoolExecutor(8) as pool:
            assert [str(number) for number in range(100)] == list(pool.map(once, range(100)))

    @pytest.mark.parametrize("kind", [dsa.generate_private_key, lambda bits: ed25519.Ed25519PrivateKey.generate()])
    def test_other_keys(self, tmp_path, kind):
        """A key of another kind is refused when the signature is made."""
        key, name = kind(2048), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "me")])
        start, end = datetime(2020, 1, 1), datetime(2090, 1, 1)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(5).not_valid_before(start).not_valid_after(end)
        signed = made.sign(key, hashes.SHA256() if isinstance(key, dsa.DSAPrivateKey) else None)
        pem = serialization.Encoding.PEM
        (tmp_path / "cert").write_bytes(signed.public_bytes(pem))
        form = serialization.PrivateFormat.PKCS8
        (tmp_path / "key").write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))
        with pytest.raises(ArgumentError, match="name an RSA or elliptic-curve key"):
            Signature(tmp_path / "key", tmp_path / "cert")

    def test_files_that_cannot_be_used(self, pki):
        """Files are read when the signature is made, and each that cannot be used is named with what to do."""
        key, cert = pki.client
        empty = pki.folder / "empty"
        empty.write_bytes(b"")
        broken = pki.folder / "broken"
        broken.write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
        cases = [
            (pki.folder / "none", cert, None, "key_file: .*No such file"),
            (key, pki.folder / "none", None, "cert_file: .*No such file"),
            (empty, cert, None, "no private key"),
            (key, empty, None, "no certificate"),
            (pki.other[0], cert, None, "does not belong to the one"),
            (pki.locked, cert, None, "is key_password missing"),
            (pki.locked, cert, "wrong-word", "key_password is wrong"),
            (broken, cert, None, "cannot be read"),
            (5, cert, None, "key_file must be the path"),
        ]
        for *files, password, told in cases:
            with pytest.raises(ArgumentError, match=told) as caught:
                Signature(*files, key_password=password)
            frames = [frame.f_locals for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
            assert "wrong-word" not in repr([str(caught.value), frames[1:]])
            assert "PRIVATE KEY" not in repr(frames[1:])  # the first is the frame of this test


def test_without_the_library(monkeypatch):
    """Without xmlsec the error says how it is installed; one that does not go with lxml is told apart."""
    monkeypatch.setitem(sys.modules, "xmlsec", None)
    with pytest.raises(ArgumentError, match=r"inforouter-soapclient\[wsse\]"):
        Signature("key.pem", "cert.pem")
    with pytest.raises(ArgumentError, match=r"inforouter-soapclient\[wsse\]"):
        SignedReply("cert.pem")


def wrapped(root):
    """Move the signed body into a header and put another in its place: signature wrapping."""
    body = sole_body(root)
    evil = copy.deepcopy(body)
    evil.find(".//{urn:m}to").text = "Eve"
    del evil.attrib[f"{{{WSU}}}Id"]
    etree.SubElement(root[0], "{urn:x}Wrapper").append(body)
    root.append(evil)


def doubled(root):
    """The same with the id of the signed body on both."""
    wrapped(root)
    sole_body(root).set(f"{{{WSU}}}Id", root.find(".//{urn:x}Wrapper")[0].get(f"{{{WSU}}}Id"))


def doubled_otherwise(root):
    """The same with the id in an attribute that other software takes for one."""
    wrapped(root)
    sole_body(root).set("ID", root.find(".//{urn:x}Wrapper")[0].get(f"{{{WSU}}}Id"))


def two_bodies(root):
    """Put another body before the signed one."""
    evil = etree.Element(f"{{{SOAP_11}}}Body")
    root.insert(1, evil)


def fault_beside(root):
    """Put a fault that nobody signed beside the body, where a reader may look for one."""
    evil = etree.SubElement(root, "{urn:x}Evil")
    etree.SubElement(evil, f"{{{SOAP_11}}}Fault")


def swapped(root):
    """Change the body."""
    root.find(".//{urn:m}to").text = "Eve"


def later(root):
    """Change the time."""
    root.find(".//wsu:Expires", NS).text = "2099-01-01T00:00:00Z"


def moved_time(root):
    """Move the signed timestamp away, and put a fresh one in its place."""
    security = root[0][0]
    stamp = security.find("wsu:Timestamp", NS)
    etree.SubElement(root[0], "{urn:x}Wrapper").append(stamp)
    protection.add_timestamp(security, 300)


def unsigned(root):
    """Take the signature out."""
    security = root[0][0]
    security.remove(security.find("ds:Signature", NS))


def without_security(root):
    """Take the whole header out."""
    root.remove(root[0])


def for_somebody_else(root):
    """Say that the header is for another one."""
    root[0][0].set(f"{{{SOAP_11}}}actor", "urn:proxy")


def twice(root):
    """Add a second Security header."""
    root[0].append(copy.deepcopy(root[0][0]))


def transformed(root):
    """Choose what is signed by an XPath."""
    transform = root.find(".//ds:Transform", NS)
    transform.set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")


def whole_document(root):
    """Refer to the whole document."""
    root.find(".//ds:Reference", NS).set("URI", "")


def elsewhere(root):
    """Refer to what has to be fetched."""
    root.find(".//ds:Reference", NS).set("URI", "http://example.com/body.xml")


def by_hmac(root):
    """Name a method whose key is the certificate, which everybody knows."""
    root.find(".//ds:SignatureMethod", NS).set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")


def weak(root):
    """Name a digest that is broken."""
    root.find(".//ds:DigestMethod", NS).set("Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")


def commented(root):
    """Hide something in the signature by a comment."""
    root.find(".//ds:DigestValue", NS).append(etree.Comment("x"))


@signs
class TestSignedReply:
    """A reply that the server signs."""

    def test_it_is_accepted(self, pki):
        """A reply that the server signed is taken as it is, by one of several certificates, and as often as asked."""
        root = signed(pki)
        check = SignedReply([pki.other[1], pki.server[1]])
        check.check(root)
        check.check(root)
        assert "Ann" == root.findtext(".//{urn:m}to")

    def test_one_object_signs_and_checks(self, pki):
        """A signature with `verify` checks the replies too, and one without does not."""
        Security(Signature(*pki.client, verify=pki.server[1])).check(signed(pki))
        Signature(*pki.client).check(envelope())
        with pytest.raises(UnexpectedReply):
            Signature(*pki.client, verify=pki.server[1]).check(envelope())

    @pytest.mark.parametrize(
        ("tampered", "told"),
        [
            (wrapped, "its body is not signed"),
            (doubled, "more than one element is called"),
            (doubled_otherwise, "more than one element is called"),
            (two_bodies, "more than one body"),
            (fault_beside, "more than a header and a body"),
            (swapped, "the signed content was changed"),
            (later, "the signed content was changed"),
            (moved_time, "its timestamp is not signed"),
            (unsigned, "it is not signed"),
            (without_security, "it is not signed"),
            (for_somebody_else, "it is not signed"),
            (twice, "more than one Security header"),
            (transformed, "another transform than Exclusive Canonicalization"),
            (whole_document, "which is not there"),
            (elsewhere, "which is not there"),
            (by_hmac, "SignatureMethod is .*hmac.*not accepted"),
            (weak, "DigestMethod is .*sha1, which is not accepted: use sha1=True"),
            (commented, "comments"),
        ],
    )
    def test_tampered(self, pki, tampered, told):
        """A reply that somebody has changed is refused, in doubt whether what was asked was done."""
        root = signed(pki)
        tampered(root)
        with pytest.raises(UnexpectedReply, match=told) as caught:
            SignedReply(pki.server[1]).check(root)
        assert caught.value.maybe_applied

    @settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(data=st.data())
    def test_what_is_used_is_what_was_signed(self, pki, data):
        """However a reply is cut up and put together again, what passes has the body that was signed."""
        root = signed(pki)
        original = canonical(sole_body(root))
        for _ in range(data.draw(st.integers(1, 4))):
            elements = list(root.iter(etree.Element))
            one = data.draw(st.sampled_from(elements))
            other = data.draw(st.sampled_from(elements))
            named = [each for each in elements if each.get(f"{{{WSU}}}Id")]
            match data.draw(
                st.sampled_from(["copy", "move", "remove", "text", "id", "attribute", "rename", "comment"])
            ):
                case "copy":
                    other.insert(data.draw(st.integers(0, len(other))), copy.deepcopy(one))
                case "move" if (
                    one is not root and not any(each is one for each in other.iterancestors()) and one is not other
                ):
                    other.insert(data.draw(st.integers(0, len(other))), one)
                case "remove" if one is not root:
                    one.getparent().remove(one)
                case "text":
                    one.text = data.draw(st.sampled_from([None, "Eve", "5"]))
                case "id" if named:
                    one.set(f"{{{WSU}}}Id", data.draw(st.sampled_from(named)).get(f"{{{WSU}}}Id"))
                case "attribute":
                    one.set(data.draw(st.sampled_from(["Id", "ID", "URI", "Algorithm"])), other.get("URI") or "#x")
                case "rename":
                    one.tag = other.tag
                case "comment":
                    one.insert(0, etree.Comment("x"))
        root = arrived(root)
        try:
            SignedReply(pki.server[1]).check(root)
        except UnexpectedReply:
            return
        assert original == canonical(sole_body(root))
        assert soap_fault.find(root) is None

    def test_by_somebody_else(self, pki):
        """A reply that brings the certificate of somebody else is refused, though its signature is good by that one."""
        with pytest.raises(UnexpectedReply, match="not from a trusted certificate"):
            SignedReply(pki.server[1]).check(signed(pki, "other"))

    @pytest.mark.parametrize(
        ("seconds", "told"),
        [(-400, "too old"), (-361, "too old"), (-350, None), (50, None), (70, "in the future")],
    )
    def test_time(self, pki, monkeypatch, seconds, told):
        """A reply is good for its time, give or take what the clocks may differ by."""
        real = datetime.now(timezone.utc)
        monkeypatch.setattr(protection, "now", lambda: real + timedelta(seconds=seconds))
        root = signed(pki, timestamp_seconds=1000)
        monkeypatch.setattr(protection, "now", lambda: real)
        check = SignedReply(pki.server[1], max_age=300, skew=60)
        if told is None:
            check.check(root)
        else:
            with pytest.raises(UnexpectedReply, match=told):
                check.check(root)

    def test_expired(self, pki, monkeypatch):
        """A reply that says itself that it is not good any more is refused."""
        real = datetime.now(timezone.utc)
        monkeypatch.setattr(protection, "now", lambda: real - timedelta(seconds=100))
        root = signed(pki, timestamp_seconds=10)
        monkeypatch.setattr(protection, "now", lambda: real)
        with pytest.raises(UnexpectedReply, match="too old"):
            SignedReply(pki.server[1]).check(root)

    @pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
    def test_a_time_that_cannot_be_read(self, pki, text):
        """A timestamp that is no time is refused in our own words."""
        root = signed(pki)
        root.find(".//wsu:Created", NS).text = text
        with pytest.raises(UnexpectedReply, match="timestamp|trusted"):
            SignedReply(pki.server[1]).check(root)

    def test_without_a_timestamp(self, pki):
        """A reply without a timestamp is refused unless none is asked for."""
        root = signed(pki, timestamp_seconds=None)
        with pytest.raises(UnexpectedReply, match="no timestamp"):
            SignedReply(pki.server[1]).check(root)
        SignedReply(pki.server[1], max_age=None).check(root)

    def test_which_message_it_answers(self, pki):
        """A RelatesTo that is not signed, which anybody may have put there, is refused."""
        name = "{http://www.w3.org/2005/08/addressing}RelatesTo"
        root = envelope()
        etree.SubElement(header_of(root), name).text = "urn:uuid:1"
        root = signed(pki, "server", root)
        SignedReply(pki.server[1]).check(root)
        other = signed(pki)
        etree.SubElement(other[0], name).text = "urn:uuid:1"
        with pytest.raises(UnexpectedReply, match="RelatesTo"):
            SignedReply(pki.server[1]).check(other)

    def test_a_comment_splits_no_text(self, pki):
        """A comment in the body, which no signature covers, is taken out, so that what is used is what was signed."""
        root = signed(pki)
        to = root.find(".//{urn:m}to")
        to.text, comment = "A", etree.Comment("x")
        comment.tail = "nn"
        to.append(comment)
        SignedReply(pki.server[1]).check(root)
        assert "Ann" == root.find(".//{urn:m}to").text

    def test_an_unsigned_fault(self, pki):
        """A fault that nobody signed is no proof that nothing was done; its words are quoted."""
        fault = envelope(
            content="<s:Fault><faultcode>s:Client</faultcode><faultstring>bad token</faultstring></s:Fault>"
        )
        with pytest.raises(UnexpectedReply, match="it is not signed.*'bad token'"):
            SignedReply(pki.server[1]).check(fault)

    def test_what_is_no_envelope(self, pki):
        """What is no envelope is refused in our own words."""
        with pytest.raises(UnexpectedReply, match="not a SOAP envelope"):
            SignedReply(pki.server[1]).check(etree.fromstring("<a/>"))

    def test_sha1_where_it_has_to_be(self, pki, monkeypatch):
        """SHA-1 is accepted where the caller says so."""
        from soapclient.calls.wss import signature

        monkeypatch.setattr(signature, "_SHA256", "http://www.w3.org/2000/09/xmldsig#sha1")
        root = signed(pki)
        with pytest.raises(UnexpectedReply, match="sha1=True"):
            SignedReply(pki.server[1]).check(root)
        SignedReply(pki.server[1], sha1=True).check(root)

    def test_no_certificate(self):
        """No certificate at all is refused, rather than to trust nobody or everybody."""
        with pytest.raises(ArgumentError, match="at least one certificate"):
            SignedReply([])
