"""The rules of folders: read them, and change them by name.

By the reference, the service merges the rules that it receives into the folder's. All rules are sent, so a service
that replaces them keeps them too. The rules are read back and must be those that were sent.

Source: the pages of GetFolderRules and SetFolderRules.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from ...calls.faces import workflow
from ...calls.flow import Flow
from ...contract.spelling import nearest
from ...errors import ArgumentError, UnexpectedReply
from ..looking import looked
from .base import FolderBase, folder_path


class FolderRuleFlows(FolderBase):
    """The workflows for the rules of folders."""

    @workflow
    def rules(self, path: str) -> Flow[dict[str, str]]:
        """Read the rules of a folder, by name.

        Args:
            path: the path of the folder.

        Raises:
            FolderNotFound: the folder does not exist, or is hidden from the caller.
            UnexpectedReply: the reply lists an unknown kind of item.
        """
        return (yield from self._rules(folder_path(path)))

    @workflow
    def set_rules(self, path: str, rules: Mapping[str, str]) -> Flow[dict[str, str]]:
        """Change rules of a folder and leave the others alone; nothing is sent if they already have the values.

        Args:
            path: the path of the folder.
            rules: the rules to change, by name, ignoring letter case.

        Returns:
            The changed rules, with their old values.

        Raises:
            ArgumentError: the folder has no such rule, or a value is not text; nothing was sent.
            AccessDenied: the caller may not change the rules.
            UnexpectedReply: read back, a rule has another value than was sent.
        """
        path = folder_path(path)
        now = yield from self._rules(path)
        wanted = matched(now, rules)
        yield from self._set_rules(path, now, wanted)
        return {name: now[name] for name in wanted}

    def _rules(self, path: str) -> Flow[dict[str, str]]:
        reply = yield from self._call("GetFolderRules", Path=path)
        found: dict[str, str] = {}
        lists = [] if reply.element is None else [*reply.element.iterchildren("*")]
        listed = [each for one in lists for each in one.iterchildren("*")]
        if [etree.QName(each).localname for each in lists] != ["Rules"] or any(
            etree.QName(each).localname != "Rule" for each in listed
        ):
            raise UnexpectedReply("GetFolderRules: the reply does not list only rules", operation="GetFolderRules")
        for rule in listed:
            said = {str(name).casefold(): str(value) for name, value in rule.attrib.items()}
            if "name" not in said or "value" not in said:
                raise UnexpectedReply("GetFolderRules: a rule has no name or value", operation="GetFolderRules")
            if said.get("warning", "").strip():
                continue  # the same rule again, under a misspelt name
            if said["name"] in found:
                raise UnexpectedReply(f"GetFolderRules: {said['name']} appears twice", operation="GetFolderRules")
            found[said["name"]] = said["value"]
        return found

    def _set_rules(self, path: str, now: Mapping[str, str], wanted: Mapping[str, str]) -> Flow[None]:
        """Send all rules of a folder, and check them."""
        if not wanted:
            return
        sent = {**now, **wanted}
        root = etree.Element("Rules")
        for name, value in sent.items():
            etree.SubElement(root, "Rule", Name=name, Value=value)
        yield from self._call(
            "SetFolderRules", Path=path, xmlRules=etree.tostring(root, encoding="unicode"), ApplyToTree=False
        )
        there = yield from looked(self._rules(path), "SetFolderRules")
        wrong = [
            f"{name} is {there.get(name)!r}, not {value!r}"
            for name, value in sent.items()
            if not alike(there.get(name), value)
        ]
        if wrong:
            raise UnexpectedReply(
                f"SetFolderRules: read back, {'; '.join(wrong)}", operation="SetFolderRules", maybe_applied=True
            )


def matched(now: Mapping[str, str], rules: Mapping[str, str]) -> dict[str, str]:
    """Return the rules to change, by the folder's names for them.

    Raises:
        ArgumentError: the folder has no such rule, one is named twice, or a value is not text.
    """
    names = {name.casefold(): name for name in now}
    found: dict[str, str] = {}
    problems: list[str] = []
    for name, value in rules.items():
        known = names.get(str(name).casefold())
        if known is None:
            near = nearest(str(name), now, 1)
            problems.append(f"unknown rule {name!r}" + (f"; did you mean {near[0]}?" if near else ""))
        elif known in found:
            problems.append(f"the rule {known} is given twice")
        elif not isinstance(value, str):
            problems.append(f"{known}: a text, not {type(value).__name__}")
        else:
            found[known] = value
    if problems:
        raise ArgumentError("SetFolderRules", tuple(problems))
    return {name: value for name, value in found.items() if not alike(now[name], value)}


def alike(one: str | None, other: str) -> bool:
    """Tell whether two values of a rule are equal, ignoring letter case and outer blanks."""
    return one is not None and one.strip().casefold() == other.strip().casefold()
