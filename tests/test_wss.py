"""WS-Security: names and passwords, times, signatures, and whether a reply is signed by the server."""

from __future__ import annotations

import base64
import hashlib
import traceback
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from soapclient.calls.soap_header import SOAP_11, SOAP_12
from soapclient.calls.wss import protection
from soapclient.calls.wss.protection import PASSWORD, WSSE, WSU, Security, secrets_in
from soapclient.calls.wss.tokens import Timestamp, UsernameToken, password_digest
from soapclient.errors import ArgumentError
from soapclient.wire.redact import hide_xml
from soapclient.wire.secret import Secret

NS = {"wsse": WSSE, "wsu": WSU, "ds": "http://www.w3.org/2000/09/xmldsig#", "s": SOAP_11}
PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
PASSWORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)


def envelope(namespace: str = SOAP_11, content: str = "<m:Pay xmlns:m='urn:m'><m:to>Ann</m:to></m:Pay>"):
    """Make an envelope."""
    return etree.fromstring(f"<s:Envelope xmlns:s='{namespace}'><s:Body>{content}</s:Body></s:Envelope>")


def sent(root):
    """Return an envelope as it is read by whoever receives it."""
    return etree.fromstring(etree.tostring(root))


def value(root, path):
    """Return the text of the one element of a path."""
    (found,) = root.findall(path, NS)
    return found.text


class TestUsernameToken:
    """A user's name and password."""

    def test_digest_of_the_profile(self):
        """The digest is Base64(SHA-1(nonce + created + password)), of the nonce's bytes and not of its base64."""
        nonce, created = base64.b64decode("WScqanjCEAC4mQoBE07sAQ=="), "2003-07-16T01:24:32Z"
        digest = password_digest(nonce, created, Secret("password"))
        # Computed with `openssl dgst -sha1` over the same bytes.
        assert "35G+fVLJOPu0MSJRj20Be9HMkuQ=" == digest

    @given(PASSWORDS, st.booleans(), st.booleans())
    def test_digest_of_what_is_sent(self, password, nonce, created):
        """A server that knows the password computes the digest that arrives, from the nonce and time that arrive."""
        if not (nonce or created):
            return
        root = envelope()
        UsernameToken("jdoe", password, digest=True, nonce=nonce, created=created).apply(root)
        token = sent(root).find(".//wsse:UsernameToken", NS)
        raw = base64.b64decode(token.findtext("wsse:Nonce", "", NS))
        whole = raw + (token.findtext("wsu:Created", "", NS) + password).encode()
        assert base64.b64encode(hashlib.sha1(whole).digest()).decode() == token.findtext("wsse:Password", "", NS)
        assert (16 if nonce else 0) == len(raw)

    @given(PASSWORDS)
    def test_text(self, password):
        """The password arrives as it is where no digest is asked for, whatever its characters."""
        root = envelope()
        UsernameToken("jdoe", password).apply(root)
        found = sent(root).find(".//wsse:Password", NS)
        assert (password, f"{PROFILE}#PasswordText") == (found.text, found.get("Type"))

    @pytest.mark.parametrize(("namespace", "true"), [(SOAP_11, "1"), (SOAP_12, "true")])
    def test_where_it_stands(self, namespace, true):
        """The header comes before the body, and a server has to understand it."""
        root = envelope(namespace)
        Security(UsernameToken("jdoe", "secret", digest=True)).apply(root)
        assert [f"{{{namespace}}}Header", f"{{{namespace}}}Body"] == [each.tag for each in root]
        (security,) = root[0]
        assert true == security.get(f"{{{namespace}}}mustUnderstand")
        token = security.find("wsse:UsernameToken", NS)
        assert ["Username", "Password", "Nonce", "Created"] == [etree.QName(each).localname for each in token]
        assert f"{PROFILE}#PasswordDigest" == token[1].get("Type")
        assert protection.BASE64 == token[2].get("EncodingType")

    def test_must_understand_may_be_left_out(self):
        """For a server that reads the header without saying so, the demand can be left out."""
        root = envelope()
        Security([UsernameToken("jdoe", "secret")], must_understand=False).apply(root)
        assert {} == root[0][0].attrib

    def test_each_sending_is_new(self):
        """Two messages have two nonces, and a token that was there is replaced."""
        token, root = UsernameToken("jdoe", "secret", digest=True), envelope()
        token.apply(root)
        first = value(root, ".//wsse:Nonce")
        token.apply(root)
        assert first != value(root, ".//wsse:Nonce")

    def test_password_of_a_function(self):
        """A function is asked at each sending, so that a password may change."""
        passwords = iter(["one", "two"])
        token = UsernameToken("jdoe", lambda: next(passwords))
        roots = [envelope(), envelope()]
        for root in roots:
            token.apply(root)
        assert ["one", "two"] == [value(root, ".//wsse:Password") for root in roots]

    def test_name_alone(self):
        """Without a password there is no Password element."""
        root = envelope()
        UsernameToken("jdoe", nonce=False, created=False).apply(root)
        (token,) = root[0][0]
        assert ["jdoe"] == [each.text for each in token]

    def test_an_existing_header_is_kept(self):
        """Other headers stay, and the same Security header is used by several protections."""
        root = envelope()
        root.insert(0, etree.fromstring(f"<s:Header xmlns:s='{SOAP_11}'><own xmlns='urn:o'/></s:Header>"))
        Security([UsernameToken("jdoe", "secret", timestamp_seconds=60), Timestamp(5)]).apply(root)
        assert ["{urn:o}own", f"{{{WSSE}}}Security"] == [each.tag for each in root[0]]
        assert ["Timestamp", "UsernameToken"] == [etree.QName(each).localname for each in root[0][1]]

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("", "x"), "username"),
            ((5, "x"), "username"),
            (("jdoe", 5), "password"),
            (("jdoe\0", "x"), "username"),
            (("jdoe", "hidden\x01"), "password"),
        ],
    )
    def test_what_cannot_be_used(self, arguments, told):
        """Names and passwords that cannot be sent are refused when the token is made, without being told."""
        with pytest.raises(ArgumentError, match=told) as caught:
            UsernameToken(*arguments)
        assert "hidden" not in str(caught.value)

    @pytest.mark.parametrize(
        "options",
        [
            {"digest": True},
            {"password": "x", "digest": True, "nonce": False, "created": False},
            {"timestamp_seconds": 0},
        ],
    )
    def test_options_that_contradict(self, options):
        """A digest of nothing, and a message that is never good, are refused."""
        with pytest.raises(ArgumentError):
            UsernameToken("jdoe", **options)

    @pytest.mark.parametrize("returned", [None, 5, b"bytes", "\x02hidden"])
    def test_a_function_that_returns_no_password(self, returned):
        """A function that returns what cannot be sent is refused before anything is sent, and nothing is told of it."""
        with pytest.raises(ArgumentError, match="the password function") as caught:
            UsernameToken("jdoe", lambda: returned).apply(envelope())
        assert "hidden" not in str(caught.value)


class TestSecrets:
    """Nothing shows a password."""

    @pytest.mark.parametrize("password", ["s3cret-word", lambda: "s3cret-word"])
    def test_repr(self, password):
        """No repr has the password."""
        token = UsernameToken("jdoe", password, digest=True)
        assert "UsernameToken('jdoe', ***, digest=True)" == repr(token)
        assert "s3cret-word" not in repr([Security(token), vars(token)])

    @pytest.mark.parametrize(
        "make",
        [
            lambda password: UsernameToken("", password),
            lambda password: UsernameToken("jdoe", password + "\x01"),
            lambda password: UsernameToken("jdoe", password, digest=True, nonce=False, created=False),
            lambda password: UsernameToken("jdoe", lambda: password + "\x01").apply(envelope()),
        ],
    )
    def test_frames(self, make):
        """What is wrong with a token is told without the password in any frame of the package."""
        with pytest.raises(ArgumentError) as caught:
            make("s3cret-word")
        frames = [frame.f_locals for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
        assert "s3cret-word" not in repr(frames[2:])

    def test_it_is_hidden_from_logs(self):
        """The passwords and digests of an envelope are known, to be hidden, and telling elements are hidden anyway."""
        for digest in (False, True):
            root = envelope()
            UsernameToken("jdoe", "s3cret-word", digest=digest).apply(root)
            (secret,) = secrets_in(root)
            assert secret == value(root, ".//wsse:Password")
            shown = hide_xml(etree.tostring(root).decode())
            assert secret not in shown
            assert "jdoe" in shown

    def test_shown_and_not_sent(self):
        """To be shown, a token has stars, and the function for the password is not asked."""
        root = envelope()
        Security(UsernameToken("jdoe", lambda: pytest.fail("asked"), digest=True)).show(root)
        assert "***" == value(root, f".//{PASSWORD}")
        assert () == secrets_in(root)


class TestTimestamp:
    """When a message is not good any more."""

    def test_it_is_in_utc(self, monkeypatch):
        """A timestamp is in UTC, to the millisecond, and ends after the seconds that are given."""
        zone = timezone(timedelta(hours=2))
        monkeypatch.setattr(protection, "now", lambda: datetime(2030, 1, 2, 1, 0, 0, 5000, zone))
        root = envelope()
        Timestamp(90).apply(root)
        assert "2030-01-01T23:00:00.005Z" == value(root, ".//wsu:Created")
        assert "2030-01-01T23:01:30.005Z" == value(root, ".//wsu:Expires")

    @pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan"), "5", True])
    def test_what_is_no_time(self, seconds):
        """What is no number of seconds is refused."""
        with pytest.raises(ArgumentError, match="seconds"):
            Timestamp(seconds)

    @pytest.mark.parametrize("given", ["jdoe", 5, [None], [("jdoe", "x")]])
    def test_what_is_no_protection(self, given):
        """What is no protection is refused by the name of its type."""
        with pytest.raises(ArgumentError, match="security must be a protection such as UsernameToken"):
            Security(given)
