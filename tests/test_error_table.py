"""The table from documented codes and texts to classes."""

from __future__ import annotations

import pytest

from soapclient import errors
from soapclient.inforouter.error_table import classify


class TestClassify:
    """What an error text means."""

    @pytest.mark.parametrize("raw", ["[901] gone", "[901]gone", "  [901]\n gone \n", "[0901] gone"])
    def test_number_with_and_without_blanks(self, raw):
        """A number at the beginning is read with and without blanks around it, and taken off the text."""
        assert classify(raw) == (901, "gone", errors.SessionExpired)

    @pytest.mark.parametrize("raw", ["gone [901]", "[90x] gone", "[-901] gone", "901 gone", "[] gone", "[٩٠١] gone"])
    def test_what_is_no_number_at_the_beginning_is_text(self, raw):
        """A number elsewhere, or what is none, is a part of the text."""
        assert classify(raw) == (None, raw, errors.ServiceError)

    def test_absurd_number_is_text(self):
        """A number of thousands of digits is neither converted nor a crash."""
        assert classify("[" + "9" * 5000 + "] x").code is None

    def test_undocumented(self):
        """An undocumented number or text is kept, with the base class."""
        assert classify("[98765] x") == (98765, "x", errors.ServiceError)
        assert classify("x") == (None, "x", errors.ServiceError)
        assert classify("") == (None, "", errors.ServiceError)

    @pytest.mark.parametrize("raw", ["Document not found", "document NOT found.", " Document\n  not found "])
    def test_text_is_folded(self, raw):
        """Letter case, blanks and a final dot of a documented text do not matter."""
        assert classify(raw).error is errors.DocumentNotFound

    def test_final_dot_that_is_not_documented(self):
        """A text that is documented without a final dot is known with one."""
        assert classify("Step not found.").error is errors.WorkflowNotFound

    @pytest.mark.parametrize(
        ("raw", "error"),
        [
            ("SystemError:System.Exception: x", errors.ServerFault),
            ("systemerror: x", errors.ServerFault),
            ("Document is checked out by Jane Q. Doe.", errors.Conflict),
            ("Already checked out by jdoe", errors.Conflict),
            ("Already checked out by Jane Q. Doe", errors.Conflict),
        ],
    )
    def test_placeholders_take_any_text(self, raw, error):
        """A documented text with a placeholder is known whatever stands in its place."""
        assert classify(raw).error is error

    def test_a_text_that_only_begins_or_ends_like_a_documented_one(self):
        """A longer text is not taken for a documented one."""
        assert classify("User not found in the directory").error is errors.ServiceError
        assert classify("The User not found").error is errors.ServiceError

    def test_long_text(self):
        """Ten megabytes of beginnings are classified: a search whose cost grows faster than the text would not end."""
        assert classify("Document is checked out by " * 400_000).error is errors.Conflict
