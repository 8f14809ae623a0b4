"""In which encoding a reply is read, for any text and any encoding; pairs of files in `replies` show the rest."""

from __future__ import annotations

import base64
import codecs
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from servers import SUCCESS, envelope, judge

from soapclient import Client, Contract
from soapclient.replies import base64_bytes, multipart
from soapclient.simulator import Simulator
from soapclient.wire import encodings, safe_xml

CODECS = (
    "utf-8",
    "iso-8859-1",
    "iso-8859-15",
    "cp1252",
    "cp1254",
    "gb2312",
    "gbk",
    "gb18030",
    "shift_jis",
    "euc_kr",
    "big5",
    "koi8-r",
)
# What .NET writes under a name of these.
WRITTEN = {"gb2312": "gbk", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950"}
WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], exclude_characters='<&"'), max_size=50
)
DOWNLOAD = Contract.load("bundled")["DownloadDocument"]


def document(text: str, declared: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f'{declaration}<r a="{text}"/>'


@given(
    text=TEXTS,
    codec=st.sampled_from(CODECS),
    by=st.sampled_from(["header", "declaration", "both", "header over another"]),
)
def test_any_text(text, codec, by):
    """Any text is read as it was written, by the header, by the declaration, and by the header over the declaration."""
    written = WRITTEN.get(codec, codec)
    text = text.encode(written, "ignore").decode(written)
    said = {"declaration": codec, "both": codec, "header over another": "cp037" if codec == "cp1252" else "cp1252"}
    data = document(text, said.get(by, "")).encode(written)
    assert text == safe_xml.parse(data, "" if by == "declaration" else codec).get("a")


@pytest.mark.parametrize("charset", ["iso-8859-1", "ISO-8859-15", "windows-1252", "latin1"])
def test_a_header_that_the_bytes_prove_wrong(charset):
    """Where a document says UTF-8 and is UTF-8, Latin text in the header does not count: it would garble names."""
    wrong = document("Zoë Müller", "utf-8").encode("utf-8")
    right = document("Zoë Müller", "utf-8").encode(charset)

    assert ["Zoë Müller"] * 2 == [safe_xml.parse(data, charset).get("a") for data in (wrong, right)]
    assert "ZoÃ«" == safe_xml.parse(document("Zoë").encode("utf-8"), charset).get("a"), "nothing but the header tells"


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("gb2312", "gbk", "朱镕基"),
        ("Shift_JIS", "cp932", "\uff5e①髙"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("big5", "cp950", "\uff5e€碁"),
    ],
)
def test_what_windows_writes(name, written, text):
    """Under some names Windows writes a code page that has more characters, and some others."""
    assert text == safe_xml.parse(document(text).encode(written), name).get("a")
    assert text == safe_xml.parse(document(text, name).encode(written)).get("a")


@given(text=TEXTS, codec=st.sampled_from(WIDE), charset=st.sampled_from(["", "utf-8", "utf-16", "iso-8859-1"]))
def test_any_text_in_wide_characters(text, codec, charset):
    """UTF-16 and UTF-32 are known by their bytes, with and without a mark, whatever the header says."""
    assert text == safe_xml.parse(document(text).encode(codec), charset).get("a")


@given(
    data=st.binary(max_size=60), charset=st.sampled_from(["", "utf-8", *CODECS, *WIDE, "zlib_codec", "idna", "x" * 99])
)
def test_any_bytes(data, charset):
    """Any bytes are a document or one of our errors."""
    for each in (data, b"<?xml version='1.0' encoding='" + data + b"'?><r/>", b"<r>" + data + b"</r>"):
        try:
            safe_xml.parse(each, charset, repair=True)
        except safe_xml.NotXml as exc:
            assert str(exc)


@pytest.mark.parametrize(
    "name", ["utf-7", "UTF7", "punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "hz",
             "iso-2022-jp",
             "zlib_codec", "hex", "rot13", "quopri", "uu", "../utf_8", "", "a b", "utf-8\n"]
)  # fmt: skip
def test_what_is_no_encoding_of_a_document(name):
    """Codecs that are no text, that escape or that change their meaning on the way are not used."""
    assert "" == encodings._known(name)


def test_utf_8_is_not_copied():
    """A document in UTF-8 is handed on as it is."""
    for data in (document("é", "utf-8").encode(), document("é").encode(), document("é", "ISO-8859-1").encode()):
        assert encodings.in_utf8(data, "utf-8") is data


@pytest.mark.parametrize(
    ("media", "charset"),
    [
        ("text/xml; charset=utf-8", "utf-8"),
        ('text/xml; Charset="ISO-8859-2"', "iso-8859-2"),
        ("text/xml;charset = utf-8 ; x=y", "utf-8"),
        ("text/xml", ""),
        ("charset", ""),
        ("text/xml; charset=", ""),
    ],
)
def test_what_a_media_type_names(media, charset):
    """The character set of a media type is found in quotes or without."""
    assert charset == encodings.charset_of(media)


def test_a_name_is_not_garbled_on_its_way_back():
    """Where a gateway re-encodes and leaves the declaration, an update of one name sends the other back whole."""
    with Simulator() as simulator, simulator.serve() as server:
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            ir.users.update("jdoe", first_name="Jürgen")
            user = '<User UserName="jdoe" FirstName="Jürgen" LastName="Doe" AuthenticationAuthority="INFOROUTER"/>'
            body = envelope("GetUser", SUCCESS.replace(" />", f">{user}</response>"))
            body = body.replace(b'encoding="utf-8"', b'encoding="ISO-8859-1"')
            headers = {"Content-Type": "text/xml; charset=utf-8"}
            simulator.fail("reply", operation="GetUser", body=body, headers=headers)
            ir.users.update("jdoe", last_name="Roe")
        assert ("Jürgen", "Roe") == (simulator.user("jdoe")["first_name"], simulator.user("jdoe")["last_name"])


class TestBase64:
    """The bytes of documents, read in pieces."""

    @given(data=st.binary(max_size=300), blanks=st.integers(1, 80), size=st.integers(1, 40))
    def test_any_bytes(self, data, blanks, size):
        """Any bytes come out as they went in, whatever the size of the pieces and wherever blanks stand."""
        run = re.sub(b"(.{%d})" % blanks, rb"\1 \r\n", base64.b64encode(data))
        piece, base64_bytes._PIECE = base64_bytes._PIECE, size
        try:
            assert data == base64_bytes.decoded(run)
            escaped = base64.b64encode(data).replace(b"+", rb"\u002B").replace(b"/", rb"\/").replace(b"=", rb"\u003d")
            assert data == base64_bytes.decoded(escaped, escaped=True)
        finally:
            base64_bytes._PIECE = piece

    @pytest.mark.parametrize(
        "run", [b"A", b"AA", b"AAA", b"AA=", b"A===", b"AA==AAAA", b"AA=A", b"=AAA", b"AA\xff=", b"AAA!", b"A-_A"]
    )
    @pytest.mark.parametrize("size", [1, 3, 4, 100])
    def test_what_is_none(self, run, size, monkeypatch):
        """What is cut, padded in the middle or has other characters is no base64."""
        monkeypatch.setattr(base64_bytes, "_PIECE", size)
        with pytest.raises(ValueError, match=r".+"):
            base64_bytes.decoded(run)

    @pytest.mark.parametrize("body", [b'"' + b"QUJD" * 2**19 + b'"', b'\xef\xbb\xbf \n"' + b"QUJD" * 2**19 + b'"\r\n'])
    def test_a_long_json_string(self, body):
        """A long JSON string of base64 is read, with a mark and blanks around it."""
        headers = CaseInsensitiveDict({"Content-Type": "application/json"})
        assert json.loads(body.decode("utf-8-sig")).encode() == base64.b64encode(
            judge(DOWNLOAD, 200, headers, body, plain=True)
        )

    @pytest.mark.parametrize(
        "tag", ["DownloadDocumentResult", 'DownloadDocumentResult a="b"', "x:DownloadDocumentResult"]
    )
    def test_a_long_result(self, tag):
        """A long result is taken out before the document is parsed, however its element is written."""
        name = tag.split()[0]
        ns = 'xmlns="http://tempuri.org/" xmlns:x="http://tempuri.org/"'
        body = (
            f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><DownloadDocumentResponse {ns}>'
            f"<{tag}>{'QUJD' * 2**19}</{name}></DownloadDocumentResponse></s:Body></s:Envelope>"
        ).encode()
        assert base64_bytes.apart(body, "DownloadDocumentResult").token
        assert b"ABC" * 2**19 == judge(DOWNLOAD, 200, {}, body)

    def test_a_long_element_elsewhere(self):
        """A long element of the same name elsewhere is not taken for the result."""
        long = f"<DownloadDocumentResult>{'QUJD' * 2**19}</DownloadDocumentResult>"
        body = (
            f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>{long}</s:Header><s:Body>'
            '<DownloadDocumentResponse xmlns="http://tempuri.org/"><DownloadDocumentResult>AAEC</DownloadDocumentResult>'
            "</DownloadDocumentResponse></s:Body></s:Envelope>"
        ).encode()
        assert b"\0\1\2" == judge(DOWNLOAD, 200, {}, body)


@given(
    contents=st.lists(st.binary(max_size=60), min_size=1, max_size=4),
    boundary=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9=_.'-]{0,20}", fullmatch=True),
)
def test_any_parts(contents, boundary):
    """Any parts come out as they went in."""
    mark = b"--" + boundary.encode()
    if any(mark in data for data in contents):
        return
    body = b"".join(mark + b"\r\nContent-ID: <%d>\r\n\r\n" % n + data + b"\r\n" for n, data in enumerate(contents))
    found = multipart.read(f'multipart/related; boundary="{boundary}"', body + mark + b"--")
    assert contents[0] == found.root
    assert {str(n): data for n, data in enumerate(contents) if n} == {
        key: bytes(each) for key, each in found.others.items()
    }


def test_codecs_that_python_has():
    """Every alias that Python has for an encoding of text is known or refused, and none fails."""
    for name in ("latin1", "l2", "cyrillic", "ks_c_5601_1987", "csisolatin5", "ms932", "mac_roman"):
        assert codecs.lookup(encodings._known(name))
