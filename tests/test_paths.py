"""Paths of documents and folders."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient import Client, errors, paths
from soapclient.simulator import Simulator

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="/\\\ufffe\uffff"), min_size=1
).filter(lambda text: text.strip() not in ("", ".", "..") and not text.startswith("~"))
LISTS = st.lists(NAMES, min_size=1, max_size=5)
SLASHES = st.sampled_from(["/", "\\"])


class TestSplitting:
    """What is put together comes apart as it was."""

    @given(LISTS, st.text("/\\", max_size=3), st.text("/\\", max_size=3), SLASHES)
    def test_names_come_back(self, names, before, after, slash):
        """Names joined by either slash are split into the same names, whatever the outer slashes."""
        assert tuple(names) == paths.split(before + slash.join(names) + after)

    @given(LISTS)
    def test_join_and_split(self, names):
        """`split` undoes `join`, and normal form is what `join` makes."""
        path = paths.join(*names)
        assert tuple(names) == paths.split(path)
        assert path == paths.normal(path) == paths.normal(path.replace("/", "\\"))

    @given(LISTS, NAMES)
    def test_parent_and_name(self, names, last):
        """A path is its parent and its name."""
        path = paths.join(*names, last)
        assert (paths.join(*names), last) == (paths.parent(path), paths.name(path))
        assert paths.below(path, paths.parent(path)) and not paths.below(path, path)
        assert last == paths.relative(path, paths.parent(path))

    def test_nothing_is_unquoted_or_cleaned(self):
        """Percent signs, entities, blanks and the like are characters of a name."""
        for each in ("a%20b", "a&amp;b", "c# d+e", "trailing  ", "  leading", "a.", "x" * 400, "\u0130\u0131"):
            assert f"/L/{each}" == paths.join("/L", each)

    def test_a_tilde(self):
        """Only the first name of a path cannot begin with a tilde: `~$Report.docx` is a name like any other."""
        assert "/L/~$Report.docx" == paths.join("/L", "~$Report.docx")
        assert paths.is_name("~$Report.docx")
        with pytest.raises(errors.ArgumentError, match="begins with '~'"):
            paths.join("~F7", "a")

    def test_the_root(self):
        """The root has no names, and neither name nor parent."""
        assert () == paths.split("/") == paths.split("\\")
        assert "/" == paths.normal("//")
        assert "/" == paths.parent("/Finance")
        for function in (paths.parent, paths.name):
            with pytest.raises(errors.ArgumentError, match="the root"):
                function("/")

    @pytest.mark.parametrize(
        ("path", "why"),
        [
            ("", "the path is empty"),
            ("/a//b", "an empty name between"),
            ("/a/ /b", "all blanks"),
            ("/a/../b", r"the name '\.\.'"),
            ("/a/. /b", r"the name '\.'"),
            ("/a/b\x00", r"control character \(U\+0000\)"),
            ("/a\n/b", r"control character \(U\+000A\)"),
            ("/a/\ud800", r"surrogate \(U\+D800\)"),
            ("~D1001", "begins with '~'"),
            (7, "a path must be a str, not int"),
            (None, "a path must be a str, not NoneType"),
        ],
    )
    def test_what_would_be_misread_is_refused(self, path, why):
        """A path that cannot be sent, or that a server would take for another, is an ArgumentError and a ValueError."""
        for function in (paths.split, paths.normal, paths.join, paths.name, paths.parent):
            with pytest.raises(errors.ArgumentError, match=why):
                function(path)

    def test_what_is_refused_is_shown_in_ascii(self):
        """A message can be printed whatever the path has in it."""
        with pytest.raises(errors.ArgumentError) as raised:
            paths.split("/a/\ud800\u202e" + "x" * 1000)
        assert raised.value.message.isascii() and len(raised.value.message) < 250

    def test_relative_of_what_is_elsewhere(self):
        """What is not inside a folder has no path below it, even where the text begins alike."""
        with pytest.raises(errors.ArgumentError, match="is not inside"):
            paths.relative("/Finance2/a", "/Finance")


class TestSame:
    """When two paths name the same place."""

    @given(LISTS)
    def test_case_and_slashes_do_not_matter(self, names):
        """Letter case and slashes of either kind are the same place."""
        path = paths.join(*names)
        assert paths.same(path, "\\" + "\\".join(names) + "/")
        assert paths.same(path, path.casefold()) and paths.same(path.casefold(), path)

    def test_other_places(self):
        """Other names, more names and blanks at an end are other places."""
        assert not paths.same("/a/b", "/a/c")
        assert not paths.same("/a/b", "/a/b/c")
        assert not paths.same("/a/b", "/a/b ")


class TestNames:
    """What can be a name, and what a server makes of it."""

    @given(NAMES)
    def test_a_name_of_a_path_is_a_name(self, name):
        """Whatever a path has as a name can be one."""
        assert paths.is_name(name)
        assert name == paths.check_name(name)

    @pytest.mark.parametrize("name", ["", "a/b", "a\\b", "..", " ", "a\x07", "\udfff", 5])
    def test_what_is_no_name(self, name):
        """What cannot be one name is told apart, and refused with the reason."""
        assert not paths.is_name(name)
        with pytest.raises(errors.ArgumentError, match="the new name"):
            paths.check_name(name, "the new name")

    @pytest.mark.parametrize(
        ("name", "stored"),
        [
            ("Report.pdf", "Report.pdf"),
            ("Q1: 50% & more.pdf", "Q1_ 50_ _ more.pdf"),
            ("a/b\\c", "a_b_c"),
            ('*?"<>|#\t+', "_________"),
            ("a....b", "a.b"),
            ("a   b", "a b"),
            (" .a. ", "a"),
            ("...", ""),
            ("x" * 128, "x" * 128),
            ("x" * 200 + ".pdf", "x" * 123 + "#.pdf"),
            ("x" * 200, "x" * 127 + "#"),
        ],
    )
    def test_cleaned(self, name, stored):
        """`cleaned` tells what a server of today would store."""
        assert stored == paths.cleaned(name)

    @given(st.text())
    def test_cleaned_fits(self, name):
        """What is cleaned has no more than the characters that a server allows, and what is short stays as it is."""
        once = paths.cleaned(name)
        assert len(once) <= paths.MOST
        assert "#" in once or once == paths.cleaned(once)

    def test_examples(self):
        """The examples of the docstrings are right."""
        assert 0 == doctest.testmod(paths).failed


def test_what_is_no_control_character_to_xml():
    """Names with characters between U+007F and U+009F, as dashes of old code pages are, can be sent."""
    name = "Q1 \x96 draft\x85\x7f"
    assert paths.is_name(name)
    assert f"/Finance/{name}" == paths.join("/Finance", name)
    with Simulator() as sim, sim.serve() as server:
        sim._world.users.change("UPDATE folders SET name = ? WHERE folder_id = 102", name)
        with Client(server.url, username="admin", password="admin", wsdl="bundled") as ir:
            assert f"/Finance/{name}" in [each.path for each in ir.folders.walk("/Finance", documents=False)]
            assert 102 == ir.folders.get(f"/Finance/{name}").folder_id
