"""The settings of the server."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Final

from ..behaviour import Call, behaves
from ..content.media import content_type, in_words
from ..messages import Refusal
from ..writing import ResultElement, attributes, text
from .kept import change, settings
from .wordings import NO_SETTINGS_RIGHT

_DOCUMENTS: Final = {
    "GetGeneralAppSettings": "GeneralSettings",
    "GetAuthenticationAndPasswordPolicy": "AuthenticationAndPasswordPolicy",
    "GetEmailAndNotificationSettings": "EmailAndNotificationSettings",
    "GetSystemBehaviorSettings": "SystemBehaviorSettings",
}
_FOR_ADMINISTRATORS: Final = frozenset(("GetEmailAndNotificationSettings", "GetSystemBehaviorSettings"))
_EXTENSIONS: Final = ("docx", "email", "html", "jpg", "lnk", "pdf", "png", "pptx", "tif", "txt", "url", "xlsx", "zip")


@behaves("GetGeneralAppSettings", "GetAuthenticationAndPasswordPolicy", "GetEmailAndNotificationSettings",
         "GetSystemBehaviorSettings")  # fmt: skip
def get_settings(call: Call) -> ResultElement:
    """Return the settings; those of e-mail and of the system's behaviour only to administrators."""
    name = call.operation.name
    if not call.caller().administrator and name in _FOR_ADMINISTRATORS:
        raise Refusal(NO_SETTINGS_RIGHT)
    return ResultElement(inner=ET.tostring(settings(call.world.users, _DOCUMENTS[name]), "unicode"))


@behaves("SetGeneralAppSettings", "SetAuthenticationAndPasswordPolicy", "SetEmailAndNotificationSettings",
         "SetSystemBehaviorSettings")  # fmt: skip
def set_settings(call: Call) -> ResultElement:
    """Replace the settings: a missing one returns to its default."""
    _administrator(call)
    change(call.world.users, _DOCUMENTS[f"G{call.operation.name[1:]}"], call.text("settingsXml"))
    return ResultElement()


@behaves("getApplicationParameters")
def get_application_parameters(call: Call) -> ResultElement:
    """Return the parameters of the application, which are those of the settings, but never a password."""
    call.caller()
    store = call.world.users
    general, policy = settings(store, "GeneralSettings"), settings(store, "AuthenticationAndPasswordPolicy")
    mail, system = settings(store, "EmailAndNotificationSettings"), settings(store, "SystemBehaviorSettings")

    def said(document: ET.Element, path: str) -> str:
        found = document.findtext(path) or ""
        return found.upper() if found in ("true", "false") else found

    values = {
        "WEBDAV": said(general, "WebDav"),
        "ALLOWEMAILATTACHMENTS": said(mail, "AllowEmailAttachments"),
        "ATTACHMENTSIZELIMIT": said(mail, "AttachmentSizeLimit"),
        "APPLICATIONURL": "http://simulator/",
        "SYSTEMEMAILADDRESS": "simulator@example.com",
        "INDEXSRV": "FALSE",
        "SEARCHPAGESIZE": said(general, "SearchPageSize"),
        "FILEUPLOADLIMIT": said(general, "UploadSettings/DocumentMaxSize"),
        "ALLOWPARTIALEMAILUPLOADS": said(mail, "AllowPartialEmailUploads"),
        "INDEXCATALOG": "",
        "LOGLOGINS": said(system, "LogLogins"),
        "FILEUPLOADTIMEOUT": said(general, "UploadSettings/FileUploadTimeOut"),
        "ALLOWOWNERSHIPTRANSFER": said(general, "AllowOwnershipTransfer"),
        "SUBSCRIPTIONNOTIFICATIONS": said(mail, "SubscriptionNotifications"),
        "SENDEMAIL": said(mail, "SendToSendEmail"),
        "SENDTO_DISPLAYUSERLIST": said(mail, "SendToDisplayUserList"),
        "SMTPSERVER": "",
        "SMTPSERVERPORT": "25",
        "SMTPCONNECTIONTIMEOUT": "60",
        "SMTPSENDUSERNAME": "",
        "SMTPSENDPASSWORD": "",
        "PWDMINLEN": said(policy, "PasswordPolicy/MinLen"),
        "PWDALPHA": said(policy, "PasswordPolicy/MustIncludeAlphaNumericCharacters"),
        "PWDNUM": said(policy, "PasswordPolicy/MustIncludeNumericCharacters"),
        "PWDEXPIRES": said(policy, "PasswordPolicy/Expires"),
        "PWDWEAKLIST": said(policy, "PasswordPolicy/MustNotInCommonPasswordList"),
        "PWDNONALPHA": said(policy, "PasswordPolicy/MustIncludeNonAlphaNumericCharacters"),
        "PWDNOUSERNAME": said(policy, "PasswordPolicy/MustNotEqualUserName"),
        "PWDNOEMAIL": said(policy, "PasswordPolicy/MustNotEqualEmailAddress"),
    }
    inner = "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
    inner += "<AuthenticationAuthorities><AuthenticationAuthority>native</AuthenticationAuthority>"
    inner += "</AuthenticationAuthorities><ServerName>simulator</ServerName><IPAddressList>"
    inner += "<IPAddress>127.0.0.1</IPAddress></IPAddressList>"
    inner += f"<WarehousePaths><wh{attributes({'whno': '1', 'path': 'warehouse'})} /></WarehousePaths>"
    return ResultElement(inner=f"<PARAMETERS>{inner}</PARAMETERS>")


@behaves("GetMimeTypes")
def get_mime_types(call: Call) -> ResultElement:
    """List the media types of extensions, which start with a dot here."""
    call.caller()
    inner = "".join(
        f"<MimeType><ExtensionType>.{each}</ExtensionType><Description>{text(in_words(f'x.{each}'))}</Description>"
        f"<MimeTypeString>{content_type(f'x.{each}')}</MimeTypeString></MimeType>"
        for each in _EXTENSIONS
    )
    return ResultElement(inner=f"<MimeTypes>{inner}</MimeTypes>")


@behaves("FlushApplicationCache")
def flush_application_cache(call: Call) -> ResultElement:
    """Do nothing for an administrator; there are no caches here."""
    _administrator(call)
    return ResultElement()


def _administrator(call: Call) -> None:
    if not call.caller().administrator:
        raise Refusal(NO_SETTINGS_RIGHT)
