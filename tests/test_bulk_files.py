"""Plans and journals as data, and as what users call methods on."""

from __future__ import annotations

from soapclient import BulkJournal, BulkPlan
from soapclient.bulk.journal import JournalFile
from soapclient.bulk.plan import PlanFile
from soapclient.bulk.planner import plan_rows
from soapclient.bulk.undo import undo

ROWS = [{"user_name": "jdoe", "email": "new@example.com"}]


def public(cls):
    """The names of a class's own that users may call."""
    return {name for name, value in vars(cls).items() if not name.startswith("_") and callable(value)}


def test_the_data_make_no_calls():
    """What is called on a server is of BulkPlan and BulkJournal alone, and they have nothing else of their own."""
    assert ({"apply", "overview"}, {"plans", "resume", "timing", "undo"}) == (public(BulkPlan), public(BulkJournal))
    assert {"apply", "resume", "undo"}.isdisjoint({*dir(PlanFile), *dir(JournalFile)})


def test_data_are_read_and_made(admin, tmp_path):
    """A plan and a journal can be made, saved, read and taken back as data, and say which they are."""
    with admin.users.plan_bulk(ROWS) as plan:
        plan.save(tmp_path / "plan")
        assert plan.apply(tmp_path / "journal").ok
    with PlanFile.load(tmp_path / "plan") as plan:
        assert ("<PlanFile 1 rows, 1 to change>", PlanFile) == (repr(plan), type(plan))
    with JournalFile.open(tmp_path / "journal") as journal:
        assert f"<JournalFile {tmp_path / 'journal'}>" == repr(journal)
        assert PlanFile is type(journal.plan)
    with admin.users.open_journal(tmp_path / "journal") as journal:
        assert (BulkJournal, BulkPlan) == (type(journal), type(journal.plan))
        with undo(journal) as plan, plan_rows(journal.plan.target, ROWS) as other:
            assert (PlanFile, PlanFile) == (type(plan), type(other))
        with journal.undo() as plan:
            assert BulkPlan is type(plan)
