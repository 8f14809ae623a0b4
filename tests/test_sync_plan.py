"""What a sync will do: the two sides against each other and against the last time."""

from __future__ import annotations

import os
import socket
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soapclient.inforouter.exchange import here, placing
from soapclient.inforouter.exchange.comparison import Seen, There, ThereDocument, compare
from soapclient.inforouter.exchange.here import FilesHere, HereFile, fold

ROOT = "/Finance/Reports"
CONTENTS = ("", "a", "b", "c")


def file(name, content):
    """A file of the directory."""
    return HereFile(name=name, size=len(content), crc=zlib.crc32(content.encode()), stamp=(1, len(content), 1, 1))


def seen(content, number=1001, version=1_000_000):
    """A document as both sides had it."""
    return Seen(number, version, len(content), zlib.crc32(content.encode()))


def sides(files, documents):
    """Two sides of these names and contents."""
    made, there = FilesHere(), There()
    for name, content in files.items():
        made.files[fold(name)] = file(name, content)
    for number, (name, content) in enumerate(documents.items(), 1001):
        there.documents[fold(name)] = ThereDocument(name=name, path=f"{ROOT}/{name}", seen=seen(content, number))
    return made, there


def judged(files, documents, last=(), *, direction="both", delete=False):
    """The kind of what is done about each name."""
    made, there = sides(files, documents)
    known = {fold(name): seen(content, 1001) for name, content in dict(last).items()}
    return {
        action.name: action.kind
        for action in compare(made, there, known, ROOT, direction=direction, delete=delete).actions
    }


class TestOneName:
    """One file or document, in each state that it can have."""

    @pytest.mark.parametrize(
        ("before", "now", "then", "expected"),
        [
            (None, "a", None, "upload"),
            (None, None, "a", "download"),
            (None, "a", "a", None),
            (None, "a", "b", "conflict"),
            ("a", "a", "a", None),
            ("a", "b", "a", "update-there"),
            ("a", "a", "b", "update-here"),
            ("a", "b", "c", "conflict"),
            ("a", "b", "b", None),
            ("a", "a", None, "left"),
            ("a", None, "a", "left"),
            ("a", "b", None, "conflict"),
            ("a", None, "b", "conflict"),
            ("a", None, None, None),
        ],
    )
    def test_both_ways(self, before, now, then, expected):
        """A change on one side goes to the other, and changes on both are a conflict; nothing is deleted."""

        def of(content):
            return {} if content is None else {"x": content}

        assert judged(of(now), of(then), of(before)) == ({} if expected is None else {"x": expected})

    @pytest.mark.parametrize(
        ("direction", "expected"),
        [
            ("both", ("delete-here", "delete-there")),
            ("up", ("left", "delete-there")),
            ("down", ("delete-here", "left")),
        ],
    )
    def test_deleted(self, direction, expected):
        """What was deleted on one side is deleted on the other only if that is asked for, and in that direction."""
        found = judged({"here": "a"}, {"there": "a"}, {"here": "a", "there": "a"}, direction=direction, delete=True)
        assert (found["here"], found["there"]) == expected
        found = judged({"here": "a"}, {"there": "a"}, {"here": "a", "there": "a"}, direction=direction)
        assert found == {"here": "left", "there": "left"}

    def test_one_way(self):
        """A sync up changes nothing here, a sync down nothing there."""
        files, documents, last = (
            {"new": "a", "mine": "b", "theirs": "a"},
            {"mine": "a", "theirs": "b", "other": "a"},
            {},
        )
        last = {"mine": "a", "theirs": "a"}
        found = judged(files, documents, last, direction="up")
        assert found == {"new": "upload", "mine": "update-there", "theirs": "left", "other": "left"}
        found = judged(files, documents, last, direction="down")
        assert found == {"new": "left", "mine": "left", "theirs": "update-here", "other": "download"}

    def test_another_document(self):
        """A document that was deleted and made anew is not the one that is to be deleted."""
        made, there = sides({}, {"x": "a"})
        last = {"x": seen("a", number=7)}
        found = compare(made, there, last, ROOT, direction="both", delete=True)
        assert ["conflict"] == [action.kind for action in found.actions]

    def test_letter_case(self):
        """The server does not tell letter case apart: a file and a document of one name are one, and stay called so."""
        made, there = sides({"Sub/A.TXT": "b"}, {"sub/a.txt": "a", "sub/new": "c"})
        made.folders["sub"] = "Sub"
        found = compare(made, there, {"sub/a.txt": seen("a", 1001)}, ROOT, direction="both", delete=False)
        places = {action.kind: (action.place, action.path) for action in found.actions}
        assert places == {
            "download": ("Sub/new", f"{ROOT}/sub/new"),
            "update-there": ("Sub/A.TXT", f"{ROOT}/sub/a.txt"),
        }

    def test_a_folder_here_and_a_document_there(self):
        """What is a folder on one side and a document on the other is left alone on both."""
        found = judged({"x/y": "a", "z": "b"}, {"x": "a", "z/w": "b"})
        assert {"unusable"} == {*found.values()}

    @pytest.mark.parametrize("name", ["R&D.pdf", "50%.txt", "a#b/c", "x..y", "a  b", ".hidden", "x" * 129, "end."])
    def test_names_that_are_cleaned(self, name):
        """A new file whose name a server would clean is not sent, since it would come back under another name."""
        assert judged({name: "a"}, {}) == {name: "unusable"}
        assert judged({name: "b"}, {name: "a"}, {name: "a"}) == {name: "update-there"}

    def test_what_is_left_out_is_not_deleted(self):
        """A file that cannot be read has not been deleted: its document is left, also below a folder."""
        made, there = sides({}, {"x": "a", "sub/y": "a"})
        made.leave_out("X", "it cannot be read")
        made.leave_out("sub", "it is a link")
        last = {"x": seen("a"), "sub/y": seen("a", 1002)}
        found = compare(made, there, last, ROOT, direction="both", delete=True)
        assert {("X", "unusable"), ("sub", "unusable")} == {(action.name, action.kind) for action in found.actions}
        assert found.kept == last

    def test_order(self):
        """Nothing is deleted before all that is new has come."""
        found = judged({"a": "1", "b": "2"}, {"c": "3"}, {"a": "1"}, delete=True)
        assert [*found] == ["c", "b", "a"]


NAMES = st.sampled_from(["x", "y", "z"])
TREES = st.dictionaries(NAMES, st.sampled_from(CONTENTS))


def carried_out(files, documents, actions):
    """Do what a plan says, in memory."""
    files, documents = dict(files), dict(documents)
    for action in actions:
        if action.kind in ("upload", "update-there"):
            documents[action.name] = files[action.name]
        elif action.kind in ("download", "update-here"):
            files[action.name] = documents[action.name]
        elif action.kind == "delete-here":
            del files[action.name]
        elif action.kind == "delete-there":
            del documents[action.name]
    return files, documents


class TestAllStates:
    """Everything that both sides can have been and be."""

    @given(TREES, TREES, TREES, st.sampled_from(["up", "down", "both"]), st.booleans())
    def test_nothing_is_lost(self, files, documents, last, direction, delete):
        """What only one side has, and was not there the last time, is on some side afterwards; so is every conflict."""
        made, there = sides(files, documents)
        known = {name: seen(content, there.documents[name].seen.document_id if name in documents else 9)
                 for name, content in last.items()}  # fmt: skip
        plan = compare(made, there, known, ROOT, direction=direction, delete=delete)
        after_here, after_there = carried_out(files, documents, plan.actions)
        for name in {*files, *documents}:
            for content in {files.get(name), documents.get(name)} - {None, last.get(name)}:
                assert content in (after_here.get(name), after_there.get(name))
        assert direction != "up" or after_here == files
        assert direction != "down" or after_there == documents
        if not delete:
            assert files.keys() <= after_here.keys()
            assert documents.keys() <= after_there.keys()

    @given(TREES, TREES, TREES)
    def test_in_step(self, files, documents, last):
        """After a sync both ways all is alike but for what it told of, and the next one has nothing to do."""
        made, there = sides(files, documents)
        known = {name: seen(content, there.documents[name].seen.document_id if name in documents else 9)
                 for name, content in last.items()}  # fmt: skip
        plan = compare(made, there, known, ROOT, direction="both", delete=True)
        after_here, after_there = carried_out(files, documents, plan.actions)
        told = {action.name for action in plan.actions if not action.does}
        assert {n: c for n, c in after_here.items() if n not in told} == {
            n: c for n, c in after_there.items() if n not in told
        }
        made, there = sides(after_here, after_there)
        known = {name: document.seen for name, document in there.documents.items() if name not in told}
        again = compare(made, there, {**known, **{n: plan.kept[n] for n in told if n in plan.kept}}, ROOT,
                        direction="both", delete=True)  # fmt: skip
        assert told >= {action.name for action in again.actions if action.does}


class TestDirectory:
    """What is in a directory."""

    def read(self, root):
        found = here.read(root, placing.checksum)
        return {each.name: each.size for each in found.files.values()}, {each.name: each.why for each in found.unusable}

    def test_files_below(self, tmp_path):
        """Files of all folders are read, but for the notes of sync itself."""
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / "a" / "b" / "c.txt").write_text("123")
        (tmp_path / "é.txt").write_text("")
        for folder in (tmp_path, tmp_path / "a"):
            (folder / ".soapclient").mkdir()
            (folder / ".soapclient" / "sync.json").write_text("{}")
        assert self.read(tmp_path) == ({"a/b/c.txt": 3, "é.txt": 0}, {})

    def test_what_is_not_a_file(self, tmp_path):
        """Links, pipes and sockets are told, and nothing behind a link is read."""
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "secret").write_text("x")
        root = tmp_path / "root"
        root.mkdir()
        (root / "link").symlink_to(outside)
        (root / "file-link").symlink_to(outside / "secret")
        os.mkfifo(root / "pipe")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(root / "socket")[-100:] if len(str(root)) < 90 else "\0x")
            files, told = self.read(root)
        assert files == {}
        assert told["link"] == told["file-link"] == "links are not followed"
        assert told["pipe"] == "it is a pipe"

    def test_letter_case(self, tmp_path):
        """Names that differ only in letter case are one name on the server: both are told, and so are folders."""
        for name in ("A", "b", "B", "c"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "x").write_text("1")
        files, told = self.read(tmp_path)
        assert sorted(files) == ["A/x", "c/x"]
        assert {"b", "B"} == {*told}

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
    def test_not_utf8(self, tmp_path):
        """A name that is not UTF-8 is told."""
        (tmp_path / os.fsdecode(b"\xff.txt")).write_text("")
        files, told = self.read(tmp_path)
        assert (files, told) == ({}, {"\udcff.txt": "its name is not UTF-8"})

    def test_unreadable(self, tmp_path, monkeypatch):
        """A file or folder that cannot be read is told; the directory itself is an error."""
        (tmp_path / "x").write_text("1")
        (tmp_path / "sub").mkdir()
        scan = os.scandir

        def scandir(path):
            if str(path).endswith("sub"):
                raise PermissionError(13, "Permission denied")
            return scan(path)

        def checksum(path):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(os, "scandir", scandir)
        found = here.read(tmp_path, checksum)
        assert {each.name: each.why for each in found.unusable} == {
            "sub": "it cannot be read (Permission denied)",
            "x": "it cannot be read (Input/output error)",
        }
        with pytest.raises(OSError, match="No such file"):
            here.read(tmp_path / "missing", placing.checksum)

    def test_written_to(self, tmp_path):
        """A file that is written to while it is read is told."""
        (tmp_path / "x").write_text("1")

        def checksum(path):
            found = placing.checksum(path)
            path.write_text("22")
            return found

        assert ["x"] == [each.name for each in here.read(tmp_path, checksum).unusable]


class TestPlacing:
    """Files get their place whole, and never over another."""

    def test_never_over_another(self, tmp_path):
        """A file does not take the name of another one."""
        (tmp_path / "a").write_text("new")
        (tmp_path / "b").write_text("old")
        with pytest.raises(FileExistsError):
            placing.put(tmp_path / "a", tmp_path / "b")
        assert (tmp_path / "b").read_text() == "old"
        placing.put(tmp_path / "a", tmp_path / "c")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["b", "c"]

    @pytest.mark.parametrize("links", [True, False])
    def test_where_the_system_cannot(self, tmp_path, monkeypatch, links):
        """Without the system's own way, and without links, it is the same."""
        monkeypatch.setattr(placing, "_exclusive", lambda: None)
        if not links:

            def link(*_):
                raise PermissionError(1, "Operation not permitted")

            monkeypatch.setattr(os, "link", link)
        self.test_never_over_another(tmp_path)

    def test_replaced(self, tmp_path):
        """A file that takes the place of another has its mode."""
        (tmp_path / "a").write_text("new")
        (tmp_path / "b").write_text("old")
        (tmp_path / "b").chmod(0o640)
        placing.replace(tmp_path / "a", tmp_path / "b")
        assert ((tmp_path / "b").read_text(), (tmp_path / "b").stat().st_mode & 0o777) == ("new", 0o640)
