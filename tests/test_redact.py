"""Nothing that hides a secret may leave a piece of it, and nothing that is none may be lost."""

from __future__ import annotations

import json
from html import escape as html_escape
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape, quoteattr

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soapclient.calls.arguments import bind
from soapclient.wire.logged import loggable
from soapclient.wire.redact import HIDDEN, hide, hide_url, hide_xml, is_secret, one_line

TICKET = "6f1c9a52-0d5f-4c5e-9f0e-0b3c2f9a7d11"


class TestNames:
    """Which names are telling."""

    @pytest.mark.parametrize(
        "name",
        [
            *("authenticationTicket", "AuthenticationTicket", "ticket", "OldTicket", "PWD", "TrustedUserPwd"),
            *("UserPassword", "SMTP_Password", "MYSQL_Password", "passphrase", "secretText"),
        ],
    )
    def test_tickets_and_passwords_are_secret(self, name):
        """A name with a ticket, a password or a secret in it is secret."""
        assert is_secret(name)

    @pytest.mark.parametrize("name", ["userName", "UID", "Path", "emailAddress", "passage", ""])
    def test_other_names_are_not(self, name):
        """Any other name is not."""
        assert not is_secret(name)


class TestHide:
    """Known secrets in a text."""

    @pytest.mark.parametrize("write", [str, escape, quoteattr, html_escape, quote, quote_plus, str.upper, str.lower])
    @pytest.mark.parametrize("secret", [TICKET, "a b/c&d", "p'q\"r<s>", "ü%2f+x", "a.b*c(d"])
    def test_a_secret_is_hidden_as_it_is_written(self, secret, write):
        """A secret is hidden as it is, XML-escaped, HTML-escaped, URL-quoted, and in another letter case."""
        assert write(secret).strip("\"'") not in hide(f"before {write(secret)} after", (secret,))
        assert hide(f"before {write(secret)} after", (secret,)).startswith("before ")

    def test_lower_case_quoting_is_hidden(self):
        """The hexadecimal digits of URL quoting may be of either case."""
        assert hide("x a%2fb%3D y", ("a/b=",)) == f"x {HIDDEN} y"

    def test_json_escapes_are_hidden(self):
        """A secret inside a JSON text is hidden."""
        secret = 'a"b\\c\u00e9'
        assert "c" not in hide(json.dumps(secret), (secret,)).replace(HIDDEN, "")

    def test_longest_first(self):
        """A secret that contains another leaves no rest."""
        assert hide("abcdef", ("abc", "abcdef")) == HIDDEN

    def test_nothing_to_hide(self):
        """Empty secrets, and none, change nothing."""
        assert hide("text", ("", "")) == hide("text") == "text"

    @given(st.text(max_size=40), st.text(min_size=1, max_size=10))
    @settings(deadline=None)
    def test_no_text_keeps_a_secret(self, text, secret):
        """After hiding, the secret is only there if the mark itself has it."""
        assert secret not in hide(text + secret + text, (secret,)).replace(HIDDEN, "") or secret in HIDDEN


class TestXml:
    """Telling elements and attributes of a document."""

    @pytest.mark.parametrize(
        "xml",
        [
            "<PWD>S3CRET</PWD>",
            "<x:PWD a='1'>S3CRET</x:PWD>",
            "<PWD\n>S3\nCRET</PWD >",
            "<PWD><![CDATA[S3CRET</x>]]></PWD>",
            "<PWD><x>S3CRET</x></PWD>",
            "<PWD/><PWD>S3CRET</PWD>",
            "<PWD /><oldTicket>S3CRET</oldTicket>",
            '<r ticket="S3CRET"/>',
            "<r ticket = 'S3CRET'/>",
            "<r a:Password='S3CRET>'/>",
            "<r\nPassword=\n'S3CRET'/>",
        ],
    )
    def test_what_telling_names_hold_is_hidden(self, xml):
        """Content of a telling element or attribute is hidden, however it is written."""
        assert "CRET" not in hide_xml(f"<a>{xml}</a>")

    @pytest.mark.parametrize(
        "xml",
        [
            "<settingsXml>&lt;S Password=&quot;S3CRET&quot;/&gt;</settingsXml>",
            "<settingsXml>&lt;S Password='S3CRET'/&gt;</settingsXml>",
            '<settingsXml>&lt;S Password="S3CRET"/&gt;</settingsXml>',
            "<settingsXml>&lt;Password&gt;S3CRET&lt;/Password&gt;</settingsXml>",
            "<settingsXml><![CDATA[<S Password='S3CRET'/>]]></settingsXml>",
        ],
    )
    def test_xml_within_text_is_hidden(self, xml):
        """An argument that is XML as text hides its telling elements and attributes as well."""
        assert "CRET" not in hide_xml(xml)
        assert "settingsXml" in hide_xml(xml)

    @pytest.mark.parametrize("xml", ["<a><PWD>S3CRET and mo", '<a ticket="S3CRET and mo', "<a>&lt;Password&gt;S3CRET"])
    def test_a_cut_document_leaves_nothing(self, xml):
        """Where a document was cut within a secret, what is there of it is hidden."""
        assert "CRET" not in hide_xml(xml)

    def test_everything_else_is_kept(self):
        """What is not secret stays as it is."""
        xml = "<a ticket=''><UserName>jdoe</UserName><PWD></PWD><PWD/><b>x</b></a>"
        for kept in ("<UserName>jdoe</UserName>", "<b>x</b>", "</a>"):
            assert kept in hide_xml(xml)

    def test_every_secret_argument_of_both_contracts(self, bundled, bundled_2019):
        """No envelope that is logged shows what a secret parameter holds."""
        for contract in (bundled, bundled_2019):
            for name in contract:
                operation = contract[name]
                secret = {each.name: "S3CRET" for each in operation.parameters.values() if each.secret}
                if secret:
                    envelope = contract.encode(operation, {**_others(operation), **secret}).decode()
                    assert envelope.count("S3CRET") == len(secret)
                    assert "S3CRET" not in hide_xml(envelope)

    @pytest.mark.parametrize(
        "piece", ["<ticket>", "<ticket", "ticket='", "<a:ticket ", " pwd ", "&lt;pwd&gt;", "pwdpwd"]
    )
    def test_text_that_never_ends_what_it_begins(self, piece):
        """A megabyte of beginnings is done with: a search whose cost grows faster than the text would not end."""
        assert hide_xml(piece * (2**20 // len(piece)), ("x",))


def _others(operation):
    samples = {"boolean": "true", "int": "1", "short": "1", "long": "1", "dateTime": "2026-01-31T00:00:00"}
    return {
        each.name: samples[each.type]
        for each in operation.parameters.values()
        if each.min_occurs and not each.secret and each.type in samples
    }


class TestUrl:
    """URLs for messages and logs."""

    @pytest.mark.parametrize(
        ("url", "shown"),
        [
            ("https://dms.example.com/srv.asmx", "https://dms.example.com/srv.asmx"),
            ("https://jdoe:S3CRET@dms.example.com:8443/srv.asmx", "https://dms.example.com:8443/srv.asmx"),
            ("https://dms.example.com/srv.asmx?ticket=S3CRET", "https://dms.example.com/srv.asmx?***"),
            ("https://dms.example.com/srv.asmx#S3CRET", "https://dms.example.com/srv.asmx"),
            ("https://dms.example.com/x?wsdl=S3CRET", "https://dms.example.com/x?***"),
            ("https://dms.example.com/x?xsd=xsd0&t=S3CRET", "https://dms.example.com/x?***"),
            ("https://dms.example.com/x?singleWsdl", "https://dms.example.com/x?singleWsdl"),
            ("https://dms.example.com/x?xsd=xsd0", "https://dms.example.com/x?xsd=xsd0"),
            ("https://dms.example.com/x?wsdl=Types.wsdl", "https://dms.example.com/x?wsdl=Types.wsdl"),
            ("", ""),
        ],
    )
    def test_user_password_and_query_are_hidden(self, url, shown):
        """A URL is shown without user, password, fragment, and query but for one that asks for a part of a WSDL."""
        assert hide_url(url) == shown

    @pytest.mark.parametrize(
        "url",
        [
            "https:/jdoe:S3CRET@dms.example.com/x",
            "https:jdoe:S3CRET@dms.example.com",
            "jdoe:S3CRET@dms.example.com/srv.asmx",
            "https:///jdoe:S3CRET@dms.example.com",
            "https://[::1",
            "https://jdoe:S3CRET@[",
            "https://jdoe:S3/CRET@dms.example.com/x",
        ],
    )
    def test_a_mistyped_url_hides_them_too(self, url):
        """What is before an @ is hidden wherever the slashes are, and what is no URL is hidden whole."""
        assert "S3" not in hide_url(url)


class TestOneLine:
    """Text from outside as one line of a message."""

    def test_white_space_and_control_characters_are_folded(self):
        """Line ends, tabs, escape sequences and bidirectional marks become single blanks."""
        assert one_line("a\r\n\tb\x1b[31m c\u202e\u2028d ") == "a b [31m c d"

    @given(st.text(), st.integers(min_value=4, max_value=50))
    def test_it_is_bounded(self, text, limit):
        """The line is never longer than the limit, and has no line end."""
        line = one_line(text, limit)
        assert len(line) <= limit
        assert len(line.splitlines()) <= 1

    def test_a_long_text_is_cut_with_a_mark(self):
        """A text that is cut says so."""
        assert one_line("x" * 400) == "x" * 297 + "..."


def test_bind_says_nothing_of_a_secret(bundled):
    """A secret that does not fit is refused without being shown."""
    with pytest.raises(ValueError, match=r"PWD: the secret value does not fit its type$"):
        bind(bundled["AuthenticateUser"], {"UID": "u", "PWD": 12345})


def test_bind_says_nothing_of_a_secret_among_several(bundled):
    """So is one of several secrets."""
    operation = bundled["AuthenticateUser"]
    several = attrs.evolve(operation.parameters["PWD"], max_occurs=None)
    operation = attrs.evolve(operation, parameters={**operation.parameters, "PWD": several})
    with pytest.raises(ValueError, match=r"PWD\[1\]: the secret value does not fit its type$"):
        bind(operation, {"UID": "u", "PWD": ["p", 12345]})


class TestLogged:
    """What a log shows of a body."""

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "latin-1", "utf-7"]
    )
    def test_in_every_encoding(self, encoding):
        """A secret is hidden however the body is written, by its name and where it is known."""
        body = f"<a><Password>{TICKET}</Password><b>hüntér</b></a>".encode(encoding)
        told = {"Content-Type": f"text/xml; charset={encoding}"} if encoding == "utf-7" else {}
        assert f"<a><Password>{HIDDEN}</Password><b>{HIDDEN}</b></a>" == loggable(body, ("hüntér",), told).lstrip(
            "\ufeff"
        )

    @pytest.mark.parametrize("charset", ["zlib", "hex", "base64", "rot13", "nonsense", "idna", "undefined", ""])
    def test_a_charset_that_is_none(self, charset):
        """What a server says of its reply breaks no call that is logged."""
        assert TICKET not in loggable(
            f"<Ticket>{TICKET}</Ticket>".encode(), (), {"Content-Type": f"text/xml; charset={charset}"}
        )

    def test_a_character_that_is_cut(self):
        """A body that is cut within a character is still read in its own encoding."""
        body = ("<a>x" + "ü" * 20_000).encode()
        assert f"<a>x{'ü' * 9_997}" == loggable(body[:-1], (), {})[:10_001].rstrip(".")

    @pytest.mark.parametrize(
        "text",
        [
            "<a><Token>{}</Token></a>",
            "<apiKey>{}</apiKey>",
            "<w:BinarySecurityToken Id='x'>{}</w:BinarySecurityToken>",
            '{{"password": "{}", "x": 1}}',
            "<u>https://h/get?ticket={}&amp;a=b</u>",
            "<u>https://me:{}@h/</u>",
        ],
    )
    def test_secrets_of_other_services(self, text):
        """What other services call their secrets is hidden, as are fields of JSON and parts of URLs."""
        assert text.format(HIDDEN) == loggable(text.format(TICKET).encode(), (), {"Content-Type": "text/xml"})

    def test_documents_are_not_shown(self):
        """Of attachments, documents, and base64 in lines or in CDATA only the size is shown."""
        head = {"Content-Type": "multipart/related; boundary=x"}
        body = f"--x\r\n\r\n<a/>\r\n--x\r\n\r\n{TICKET}\r\n--x--".encode()
        assert TICKET not in loggable(body, (), head) and "<a/>" in loggable(body, (), head)
        assert "... (11 bytes)" == loggable(b"%PDF hidden", (), {"Content-Type": "application/pdf"})
        for start, line in (("<a>", "\n"), ("<a>", "&#13;\n"), ("<a><![CDATA[", "\r\n")):
            shown = loggable(f"{start}{('QUJD' * 19 + line) * 40}".encode(), (), {})
            assert "QUJD" not in shown and "of base64" in shown
