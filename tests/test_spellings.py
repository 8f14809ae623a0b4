"""The table of Python spellings that are better than the rule's, held to both bundled contracts."""

from __future__ import annotations

import json
import keyword
import re

import pytest

from soapclient import Contract
from soapclient.contract import spelling
from soapclient.contract.bundled import bundled

TABLE = {
    kind: names
    for kind, names in json.loads(bundled("spellings.json").read_text("utf-8")).items()
    if isinstance(names, dict) and kind != "models"
}
CURRENT = Contract.load()
BOTH = (CURRENT, Contract.load("bundled-2019"))
NAMES = {
    "operations": set(CURRENT),
    "parameters": {name for contract in BOTH for each in contract for name in contract[each].parameters},
}
# A word of the contract as the table writes it: what else differs from the rule's letters would be a new name.
CORRECTED = {"width": "with", "numbe": "number", "que": "queue", "prefered": "preferred"}


@pytest.mark.parametrize("kind", TABLE)
class TestTable:
    """The table itself."""

    def test_every_name_exists(self, kind):
        """Each entry is of a name that a bundled contract has, so that none is stale."""
        assert TABLE[kind].keys() <= NAMES[kind]

    def test_every_entry_is_needed(self, kind):
        """Each entry differs from what the rule makes of the name."""
        assert {} == {name: best for name, best in TABLE[kind].items() if best == spelling.python_name(name)}

    def test_spellings_are_names(self, kind):
        """Each spelling is a plain lower-case identifier, no keyword, and used once for a name in any letter case."""
        for best in TABLE[kind].values():
            assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", best)
            assert not keyword.iskeyword(best)
        assert len(TABLE[kind]) == len(set(TABLE[kind].values()))

    def test_letters_are_the_contracts(self, kind):
        """A spelling only divides the name into words, but for the misspelt words that it corrects."""
        for name, best in TABLE[kind].items():
            letters = name.lower().replace("_", "")
            for wrong, right in CORRECTED.items():
                letters = re.sub(f"{wrong}(?!{right.removeprefix(wrong) or '$'})", right, letters)
            assert letters == best.replace("_", ""), name

    def test_order(self, kind):
        """Names are sorted, letter case aside, so that one is found and a change is seen."""
        assert sorted(TABLE[kind], key=str.casefold) == list(TABLE[kind])


class TestWhatItDoes:
    """What the table does to the contracts."""

    @pytest.mark.parametrize("contract", BOTH, ids=lambda contract: contract.source)
    def test_it_is_used(self, contract):
        """Operations and parameters have the spellings of the table, and never two the same in one operation."""
        for name in contract:
            operation = contract[name]
            assert TABLE["operations"].get(name, spelling.python_name(name)) == operation.python_name
            for each in operation.parameters.values():
                assert TABLE["parameters"].get(each.name, spelling.python_name(each.name)) == each.python_name

    @pytest.mark.parametrize(
        ("exact", "spelling"),
        [
            ("isValidTicket", "is_valid_ticket"),
            ("CreateTicketforUser", "create_ticket_for_user"),
            ("GetTagDefinitions", "get_tag_definitions"),
            ("GetTagDefintions", "get_tag_defintions"),
            ("GetFolders", "get_folders"),
            ("GetFolders1", "get_folders1"),
            ("GetFolders2", "get_folders2"),
            ("getTasks", "get_tasks"),
            ("GetTasks1", "get_tasks1"),
            ("SetRdFreezeFlag", "set_rd_freeze_flag"),
            ("GetFolderAIPreferences", "get_folder_ai_preferences"),
            ("GetDownloadQue", "get_download_queue"),
            ("UploadNewDocumentWidthHandler", "upload_new_document_with_handler"),
            ("UploadDocumentWithHandler", "upload_document_with_handler"),
            ("UnLock", "unlock"),
        ],
    )
    def test_awkward_names(self, exact, spelling):
        """Names that are awkward in the contract have these spellings, which programs may rely on."""
        assert (exact, spelling) == (CURRENT[spelling].name, CURRENT[exact].python_name)

    def test_no_word_is_left_undivided(self):
        """No spelling has the scars that the rule leaves on unusual capitals: single letters but for r_and_d."""
        spelled = {CURRENT[name].python_name for name in CURRENT} | {
            each.python_name for contract in BOTH for name in contract for each in contract[name].parameters.values()
        }
        scarred = {name for name in spelled if re.search(r"(^|_)[b-z](_|$)", name.replace("r_and_d", "rd"))}
        assert {"last_n_days"} == scarred
