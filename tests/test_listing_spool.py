"""Short listings that are put aside while they arrive: nothing is lost, and nothing passes that no parser takes."""

from __future__ import annotations

import gc
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import Contract, ReplyWarning, errors
from soapclient.inforouter.folders.spool import ItemSpool
from soapclient.wire.safe_xml import NotXml, parse

HEAD = '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
OPERATION = "GetFoldersAndDocuments1"
START = (
    f'<{OPERATION}Response xmlns="http://tempuri.org/"><{OPERATION}Result><response xmlns="" success="true" error="">'
)
END = f"</response></{OPERATION}Result></{OPERATION}Response></s:Body></s:Envelope>"
HEADERS = {"Content-Type": "text/xml; charset=utf-8"}


@pytest.fixture(scope="module")
def operation():
    """The operation that lists."""
    return Contract.load("bundled")[OPERATION]


def poured(operation, data: bytes, sizes=(), headers=HEADERS, *, plain=False):
    """Feed a reply in pieces of these sizes; return the spool and what is left of the reply."""
    spool = ItemSpool(operation, plain=plain)
    spool.begin(200, headers)
    rest = memoryview(data)
    for size in sizes:
        spool.feed(bytes(rest[:size]))
        rest = rest[size:]
    spool.feed(bytes(rest))
    return spool, spool.end()


def read(spool, left: bytes, charset: str = "") -> list[tuple[str, dict[str, str]]]:
    """Return the items that were put aside, and then those that are left."""
    apart = [each.element for page in spool.pages() for each in page]
    left_over = list(parse(left, charset, repair=True).iter("f", "d", "x"))
    return [(each.tag, dict(each.attrib)) for each in apart + left_over]


VALUES = st.text(st.sampled_from("ab/<>&\"' \u00e9\U0001f600=fd"), max_size=8)
RAW = st.sampled_from(["", ">", "/>", "&#x1;", "&#60;d &#47;&#62;", " f ", "&amp;gt;"])


@st.composite
def items(draw) -> str:
    """Write an item as some server may: quotes of either kind, markup in values, children, comments."""
    tag = draw(st.sampled_from(["f", "d", "d", "d", "x"]))
    value = draw(VALUES).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&apos;")
    quote = draw(st.sampled_from("\"'"))
    said = f"{tag} id={quote}{draw(st.integers(1, 99))}{quote} n = {quote}{value}{draw(RAW)}{quote}"
    shape = draw(st.sampled_from(["<{}/>", "<{} />", "<{} />\n ", "<{0}></{1}>", "<!-- <d /> --><{} />", "text<{} />"]))
    return shape.format(said, tag)


class TestTaking:
    """What is put aside, and what stays."""

    @given(st.lists(items(), max_size=12), st.lists(st.integers(1, 60), max_size=30))
    def test_nothing_is_lost(self, operation, several, sizes):
        """However a reply comes in pieces, what was put aside and what is left are its items, in their order."""
        data = (HEAD + START + "".join(several) + END).encode()
        try:
            whole = parse(data, repair=True)
        except NotXml:
            return
        expected = [(each.tag, dict(each.attrib)) for each in whole.iter("f", "d", "x")]
        spool, left = poured(operation, data, sizes)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReplyWarning)  # of characters that XML does not have
            assert expected == read(spool, left)

    @given(st.integers(0, 400), st.lists(st.integers(1, 100), max_size=10))
    def test_a_reply_that_is_cut_off_is_none(self, operation, end, sizes):
        """Wherever a reply ends too early, what is left of it is not well-formed."""
        data = (HEAD + START + "<d id='1' n='a' />" * 9 + END).encode()
        _, left = poured(operation, data[: min(end, len(data) - 1)], sizes)
        with pytest.raises(NotXml):
            parse(left)

    def test_all_of_a_usual_reply(self, operation):
        """Of a usual reply nothing is left but the root, by SOAP and by form POST."""
        inner = "<f id='1' n='a' /><d id='2' n='b &amp; c' />"
        spool, left = poured(operation, (HEAD + START + inner + END).encode())
        assert (2, (HEAD + START + END).encode()) == (spool.count, left)
        form = b'<response success="true" error="">'
        spool, left = poured(operation, form + inner.encode() + b"</response>", plain=True)
        assert (2, form + b"</response>") == (spool.count, left)
        (page,) = spool.pages()
        assert ["a", "b & c"] == [each.name for each in page]

    @pytest.mark.parametrize("item", ['<f id="1" n="/>"></f>', '<f id="1" n="/>" />', "<d id='1' n='a/>b' />"])
    @pytest.mark.parametrize("size", range(1, 40))
    def test_what_ends_an_item_within_a_value(self, operation, item, size):
        """A value may have what ends an element, wherever a piece ends."""
        data = (HEAD + START + "<f id='9' n='b' />" + item + END).encode()
        spool, left = poured(operation, data, [len(HEAD + START) + size])
        found = read(spool, left)
        assert [{"id": "9", "n": "b"}, "1"] == [found[0][1], found[1][1]["id"]] and 2 == len(found)

    @pytest.mark.parametrize(
        ("data", "headers"),
        [
            ((HEAD + START.replace("true", "false") + "<d id='1' n='a' />" + END).encode(), HEADERS),
            ((HEAD + START + "<d id='1' n='a' />" + END).encode(), {"Content-Type": "text/xml; charset=iso-8859-1"}),
            ((HEAD.replace("utf-8", "iso-8859-1") + START + "<d id='1' n='\u00e9' />" + END).encode("latin-1"), {}),
            ((HEAD + START + "<d id='1' n='a' />" + END).encode("utf-16"), {}),
            (b"<html>" + b"<d />" * 9 + b"</html>", HEADERS),
            (b"x" * 100_000, HEADERS),
        ],
    )
    def test_what_is_left_as_it_is(self, operation, data, headers):
        """A refusal, another encoding, and what is no listing stay as they are."""
        spool, left = poured(operation, data, [10, 1000], headers)
        assert (0, data) == (spool.count, left)
        assert [] == [*spool.pages()]

    def test_a_second_reply(self, operation):
        """A reply that is repeated, for the session was over, begins anew."""
        data = (HEAD + START + "<d id='1' n='a' />" + END).encode()
        spool, _ = poured(operation, data)
        spool.begin(500, HEADERS)
        spool.feed(data)
        assert (0, data) == (spool.count, spool.end())

    def test_what_is_not_well_formed(self, operation):
        """Items that no parser takes are an error when they are read, and never fewer items."""
        for bad in (
            "<d id='1' id='2' />",
            "<d id='1' n=a />",
            "<d id='1' n='&x;' />",
            "<d <d />/>",
            "<d id='1'\x00 />",
        ):
            spool, left = poured(operation, (HEAD + START + "<f id='1' n='a' />" + bad + END).encode())
            with pytest.raises((errors.UnexpectedReply, NotXml), match="well-formed|cannot be read"):
                read(spool, left)

    def test_large(self, operation):
        """What is more than a piece is read piece by piece, and the file goes with the spool."""
        count = 20_000
        inner = "".join(f"<d id='{each}' n='Document {each}.pdf' size='1' />" for each in range(count))
        spool, left = poured(operation, (HEAD + START + inner + END).encode(), [262_144] * 3)
        assert len(left) < 600
        pages = [len(page) for page in spool.pages()]
        assert count == sum(pages) and len(pages) > 3
        spool, _ = poured(operation, (HEAD + START + inner + END).encode())
        next(spool.pages())
        del spool
        gc.collect()
