"""The rules of folders: what is allowed in them."""

from __future__ import annotations

from typing import Final

from ..behaviour import Call, behaves
from ..content.folders import StoredFolder, below, called_folder
from ..content.parts import part
from ..messages import Refusal
from ..reading import Malformed, parse
from ..store import Store
from ..writing import ResultElement, attributes
from .wordings import BAD_RULES, FORBIDDEN_BY_RULE

_DEFAULTS: Final = {
    "AllowableFileTypes": "*",
    "Checkins": "allows",
    "Checkouts": "allows",
    "DocumentDeletes": "allows",
    "FolderDeletes": "allows",
    "NewDocuments": "allows",
    "NewFolders": "allows",
    "ClassifiedDocuments": "allows",
    "AutoPromptPropertysetName": "",
}
_PROMPT: Final = "AutoPromptPropertysetName"
_MISSPELT: Final = "AutoPromptPropertsetName"
_WARNING: Final = "The name of this rule is misspelt; use AutoPromptPropertysetName"
_NO: Final = "disallows"


@behaves("GetFolderRules")
def get_folder_rules(call: Call) -> ResultElement:
    """List the rules of a folder; servers of today list one of them twice, once under a misspelt name."""
    return ResultElement(inner=_written(call, called_folder(call, "read")))


@behaves("SetFolderRules")
def set_folder_rules(call: Call) -> ResultElement:
    """Set rules of a folder, and with ApplyToTree all of them on the folders below."""
    folder = called_folder(call, "full")
    try:
        root = parse(call.text("xmlRules"))
    except Malformed:
        raise Refusal(BAD_RULES) from None
    said: dict[str, str] = {}
    known = {name.casefold(): name for name in (*_DEFAULTS, _MISSPELT)}
    for rule in (each for each in root if isinstance(each.tag, str)):
        name, value = (
            next((text for key, text in rule.attrib.items() if key.casefold() == wanted), None)
            for wanted in ("name", "value")
        )
        if name is None or value is None or name.casefold() not in known:
            raise Refusal(BAD_RULES)
        said[known[name.casefold()]] = value
    said = {_PROMPT if name == _MISSPELT else name: value for name, value in said.items()}
    before = rules_of(call.world.users, folder) if call.world.generation.null_keeps else _DEFAULTS
    values = {**before, **said}
    folders = _tree(call.world.users, folder) if call.arguments.get("ApplyToTree") else [folder]
    call.world.users.change_all(
        *(
            ("INSERT OR REPLACE INTO folder_rules VALUES (?, ?, ?)", (each.folder_id, name, value))
            for each in folders
            for name, value in values.items()
        )
    )
    return ResultElement()


@part("WithRules")
def rules_part(call: Call, thing: object) -> str:
    """Write the rules of a folder as a part of its description."""
    return _written(call, thing) if isinstance(thing, StoredFolder) else ""


def rules_of(store: Store, folder: StoredFolder) -> dict[str, str]:
    """Return the rules of a folder by their names."""
    stored = store.rows("SELECT name, value FROM folder_rules WHERE folder_id = ?", folder.folder_id)
    return {**_DEFAULTS, **dict(stored)}


def allowed(call: Call, folder: StoredFolder, rule: str) -> None:
    """Refuse what a folder's rule forbids.

    Raises:
        Refusal: a rule forbids it.
    """
    if rules_of(call.world.users, folder).get(rule) == _NO:
        raise Refusal(FORBIDDEN_BY_RULE)


def _tree(store: Store, folder: StoredFolder) -> list[StoredFolder]:
    return [folder, *(each for child in below(store, folder) for each in _tree(store, child))]


def _written(call: Call, folder: StoredFolder) -> str:
    rules = rules_of(call.world.users, folder)
    lines = [f"<Rule{attributes({'Name': name, 'Value': value})} />" for name, value in rules.items()]
    if call.world.generation.current:
        values = {"Name": _MISSPELT, "Value": rules[_PROMPT], "warning": _WARNING}
        lines.append(f"<Rule{attributes(values)} />")
    return f"<Rules>{''.join(lines)}</Rules>"
