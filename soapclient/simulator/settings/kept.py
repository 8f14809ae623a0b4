"""Settings documents: their defaults, and how a new one replaces them.

A setting that is missing in a new document returns to its default: the whole is replaced, never merged.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Final

from ..messages import Refusal
from ..reading import Malformed, parse
from ..store import Store
from .wordings import BAD_SETTINGS

_DAYS: Final = "".join(
    f"<{day}>{str(day[0] != 'S').lower()}</{day}>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
DEFAULTS: Final[Mapping[str, str]] = {
    "GeneralSettings": (
        "<GeneralSettings><UploadSettings><DocumentMaxSize>0</DocumentMaxSize><FileUploadTimeOut>3600</FileUploadTimeOut>"
        "<DefaultUploadFileChunkSize>1048576</DefaultUploadFileChunkSize></UploadSettings>"
        "<AllowOwnershipTransfer>true</AllowOwnershipTransfer><WebDav>true</WebDav><DisplayAddIns>true</DisplayAddIns>"
        "<MinYearInDateControls>1990</MinYearInDateControls>"
        "<SystemRecycleBinAutoPurgeOption>0</SystemRecycleBinAutoPurgeOption>"
        "<MoveUsersRecycleBinToSystemRecycleBinIn>0</MoveUsersRecycleBinToSystemRecycleBinIn>"
        "<RerouteRedirections>false</RerouteRedirections>"
        f"<SendDiagnosticsAndStatistics>false</SendDiagnosticsAndStatistics><Workdays>{_DAYS}<StartHour>8</StartHour>"
        "<StartMinute>0</StartMinute><EndHour>17</EndHour><EndMinute>0</EndMinute></Workdays><HolidayList />"
        "<ZipDownloadSetting><Enabled>true</Enabled><MaxTotalSize>1073741824</MaxTotalSize>"
        "<MaxTotalCount>1000</MaxTotalCount></ZipDownloadSetting><SearchPageSize>20</SearchPageSize></GeneralSettings>"
    ),
    "AuthenticationAndPasswordPolicy": (
        "<AuthenticationAndPasswordPolicy><PasswordPolicy><Expires>0</Expires><MinLen>1</MinLen>"
        "<MustIncludeAlphaNumericCharacters>false</MustIncludeAlphaNumericCharacters>"
        "<MustIncludeNumericCharacters>false</MustIncludeNumericCharacters>"
        "<MustIncludeNonAlphaNumericCharacters>false</MustIncludeNonAlphaNumericCharacters>"
        "<MustNotEqualEmailAddress>false</MustNotEqualEmailAddress><MustNotEqualUserName>false</MustNotEqualUserName>"
        "<MustNotInCommonPasswordList>false</MustNotInCommonPasswordList></PasswordPolicy><PasswordRePromptActions>"
        "<DomainDelete>false</DomainDelete><OnDelete>false</OnDelete><UserDelete>false</UserDelete>"
        "<SecurityApply>false</SecurityApply><OnOwnerChange>false</OnOwnerChange><OnClassify>false</OnClassify>"
        "<OnReviewTask>false</OnReviewTask></PasswordRePromptActions></AuthenticationAndPasswordPolicy>"
    ),
    "EmailAndNotificationSettings": (
        "<EmailAndNotificationSettings><FaxQue>false</FaxQue><TruncateLongEmailFields>false</TruncateLongEmailFields>"
        "<AllowEmailAttachments>true</AllowEmailAttachments><AttachmentSizeLimit>10485760</AttachmentSizeLimit>"
        "<SubscriptionNotifications>true</SubscriptionNotifications>"
        "<AllowPartialEmailUploads>false</AllowPartialEmailUploads><SendToSendEmail>true</SendToSendEmail>"
        "<SendToAllowSendEmailAttachments>true</SendToAllowSendEmailAttachments>"
        "<SendToDisplayUserList>true</SendToDisplayUserList>"
        "<SendToSendEmailsFromUsersEmail>false</SendToSendEmailsFromUsersEmail><SendToLogCcAddress />"
        "<SendNotificationsOnDragDrop>true</SendNotificationsOnDragDrop>"
        "<TimeZoneSettingsNotifications>UTC</TimeZoneSettingsNotifications></EmailAndNotificationSettings>"
    ),
    "SystemBehaviorSettings": (
        "<SystemBehaviorSettings><LogLogins>true</LogLogins><LogLoginAttempts>true</LogLoginAttempts>"
        "<LoginDelay>0</LoginDelay><AllowLibraryManagersToEditPolicy>false</AllowLibraryManagersToEditPolicy>"
        "</SystemBehaviorSettings>"
    ),
}
_SAVE: Final = "INSERT OR REPLACE INTO settings VALUES (?, ?)"
# Whole numbers that are moved into their range rather than refused.
_CLAMPED: Final = {"MinLen": (1, 14), "LoginDelay": (0, 2000)}
# Elements that may appear any number of times; there is nothing without them.
_LIST: Final = "HolidayList"
_HOLIDAY: Final = ("HolidayDate", "Description")
_FLAGS: Final = frozenset(("true", "false"))


def settings(store: Store, name: str) -> ET.Element:
    """Return the current settings document."""
    rows = store.rows("SELECT value FROM settings WHERE name = ?", name)
    return parse(rows[0][0] if rows else DEFAULTS[name])


def value(store: Store, name: str, path: str) -> str:
    """Return one value of a settings document."""
    return settings(store, name).findtext(path) or ""


def put(store: Store, name: str, values: Mapping[str, str]) -> None:
    """Set values of a settings document by their paths, and leave the others alone."""
    if not values:
        return
    made = settings(store, name)
    for path, text in values.items():
        element = made.find(path)
        if element is not None:
            element.text = text
    store.change(_SAVE, name, ET.tostring(made, "unicode"))


def change(store: Store, name: str, xml: str) -> None:
    """Replace a settings document.

    Raises:
        Refusal: it is not XML, is another document, or a value does not have the type of its default.
    """
    try:
        given = parse(xml)
    except Malformed:
        raise Refusal(BAD_SETTINGS) from None
    if given.tag != name:
        raise Refusal(BAD_SETTINGS)
    made = parse(DEFAULTS[name])
    for element in made.iter():
        if element.tag != _LIST and not len(element):
            _fill(element, given.find(_path(made, element)))
    _holidays(made.find(_LIST), given.find(_LIST))
    store.change(_SAVE, name, ET.tostring(made, "unicode"))


def _fill(element: ET.Element, given: ET.Element | None) -> None:
    if given is None:
        return
    default, said = element.text or "", (given.text or "").strip()
    if default in _FLAGS:
        said = said.lower()
        if said not in _FLAGS:
            raise Refusal(BAD_SETTINGS)
    elif default.isdecimal():
        try:
            number = int(said)
        except ValueError:
            raise Refusal(BAD_SETTINGS) from None
        low, high = _CLAMPED.get(str(element.tag), (number, number))
        said = str(min(max(number, low), high))
    element.text = said


def _holidays(made: ET.Element | None, given: ET.Element | None) -> None:
    if made is None or given is None:
        return
    for holiday in given.iterfind("Holiday"):
        kept = ET.SubElement(made, "Holiday")
        for name in _HOLIDAY:
            ET.SubElement(kept, name).text = holiday.findtext(name) or ""


def _path(root: ET.Element, element: ET.Element) -> str:
    parents = {child: parent for parent in root.iter() for child in parent}
    names = [str(element.tag)]
    while (element := parents[element]) is not root:
        names.insert(0, str(element.tag))
    return "/".join(names)
