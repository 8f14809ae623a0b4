"""A SOAP-first client for infoRouter, built on WSDL introspection.

>>> from soapclient import Client
>>> with Client("sim:", username="admin", password="admin") as ir:
...     _ = ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com")
...     ir.users.get("jdoe").mobile
'+15551234567'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import errors

if TYPE_CHECKING:
    from .bulk.actions import BulkJournal, BulkPlan
    from .bulk.async_actions import AsyncBulkJournal, AsyncBulkPlan
    from .bulk.overview import PlanOverview
    from .bulk.plan import PlannedRow
    from .bulk.result import BulkResult, RowResult
    from .bulk.row_file import RowFile
    from .calls.addressing import Addressing
    from .calls.checks import Finding
    from .calls.mtom import Mtom
    from .calls.proxy import AsyncOperationProxy, AsyncPortProxy, OperationProxy, PortProxy
    from .calls.soap_profile import SoapAnswer
    from .calls.wss.protection import Security
    from .calls.wss.signature import Signature
    from .calls.wss.signed_reply import SignedReply
    from .calls.wss.tokens import Timestamp, UsernameToken
    from .clients.asynchronous import AsyncClient
    from .clients.profile_file import ProfileFile
    from .clients.settings import ConnectionSettings
    from .clients.soap import AsyncSoapClient, SoapClient
    from .clients.sync import Client
    from .contract.codec.record import Record
    from .contract.compare import Change, compare
    from .contract.contract import Contract
    from .contract.json_schema import json_schema
    from .contract.loading.loader import ContractWarning
    from .contract.model import Operation, Parameter, Port, Service
    from .inforouter import paths
    from .inforouter.changes import FieldChange
    from .inforouter.document_update import DocumentUpdatePlan
    from .inforouter.documents import DocumentUpdateResult
    from .inforouter.exchange.comparison import SyncAction
    from .inforouter.exchange.pickup_result import PickupResult
    from .inforouter.exchange.progress import ExchangeProgress
    from .inforouter.exchange.sync_plan import SyncPlan, SyncResult
    from .inforouter.folders.ensure_plan import EnsurePlan, EnsureResult, FolderChange
    from .inforouter.folders.results import CreateResult, FolderUpdatePlan, FolderUpdateResult
    from .inforouter.folders.tree import FolderTree
    from .inforouter.folders.walking import WalkProblem
    from .inforouter.login import Impersonate, Password, Ticket, Windows
    from .inforouter.metadata.document_type import DocumentType
    from .inforouter.metadata.property_plan import PropertyPlan, PropertyResult
    from .inforouter.metadata.row_changes import RowChange
    from .inforouter.metadata.stored_rows import PropertyRow
    from .inforouter.models.access import AccessEntry, AccessList, Right
    from .inforouter.models.activity import LogEntry, Subscription, Task
    from .inforouter.models.contents import Document, Folder, PropertyField, PropertySet, Version
    from .inforouter.models.entity import VersionNumber
    from .inforouter.models.people import Domain, Group, Preferences, User
    from .inforouter.moving.things import CopyResult, DeleteResult, MoveResult
    from .inforouter.recycle_results import PurgeResult, RestoreResult
    from .inforouter.reply import Reply
    from .inforouter.search.criteria import criteria
    from .inforouter.search.saved import SavedSearch
    from .inforouter.steps import Step
    from .inforouter.transfer.results import DownloadResult, UploadResult
    from .inforouter.user_update import UpdatePlan
    from .inforouter.users import UpdateResult
    from .inforouter.versions.entities import AppliedTag, DocumentComment, Summary
    from .mock.mock import Mock, MockProblem
    from .mock.rules import MockCall, MockRule
    from .replies.answer import ReplyWarning
    from .replies.attachments import Attachment
    from .tools.doctor.doctor import diagnose
    from .tools.html.contract import report_html
    from .tools.html.diff import diff_html
    from .tools.html.journal import journal_html
    from .tools.html.plan import plan_html
    from .tools.lint.lint import lint
    from .tools.lint.rules import LINT_RULES, LintFinding
    from .tools.localise import SavedFile, save_wsdl
    from .tools.stubs.stubs import stub_text
    from .values import CLEAR, KEEP, NIL, Clear, Keep, Nil, xsd

__version__ = "0.1.0"

_WHERE = {  # imported at first use, so a program starts without the parts that it does not use
    "CLEAR": "values",
    "KEEP": "values",
    "LINT_RULES": "tools.lint.rules",
    "NIL": "values",
    "AccessEntry": "inforouter.models.access",
    "AccessList": "inforouter.models.access",
    "Addressing": "calls.addressing",
    "AppliedTag": "inforouter.versions.entities",
    "AsyncBulkJournal": "bulk.async_actions",
    "AsyncBulkPlan": "bulk.async_actions",
    "AsyncClient": "clients.asynchronous",
    "AsyncOperationProxy": "calls.proxy",
    "Attachment": "replies.attachments",
    "AsyncPortProxy": "calls.proxy",
    "AsyncSoapClient": "clients.soap",
    "BulkJournal": "bulk.actions",
    "BulkPlan": "bulk.actions",
    "BulkResult": "bulk.result",
    "Change": "contract.compare",
    "Clear": "values",
    "Client": "clients.sync",
    "ConnectionSettings": "clients.settings",
    "Contract": "contract.contract",
    "ContractWarning": "contract.loading.loader",
    "Document": "inforouter.models.contents",
    "DocumentComment": "inforouter.versions.entities",
    "DocumentUpdatePlan": "inforouter.document_update",
    "DocumentUpdateResult": "inforouter.documents",
    "Domain": "inforouter.models.people",
    "DownloadResult": "inforouter.transfer.results",
    "ExchangeProgress": "inforouter.exchange.progress",
    "FieldChange": "inforouter.changes",
    "Finding": "calls.checks",
    "Folder": "inforouter.models.contents",
    "Group": "inforouter.models.people",
    "Impersonate": "inforouter.login",
    "Keep": "values",
    "Nil": "values",
    "LintFinding": "tools.lint.rules",
    "LogEntry": "inforouter.models.activity",
    "Mtom": "calls.mtom",
    "Mock": "mock.mock",
    "MockCall": "mock.rules",
    "MockProblem": "mock.mock",
    "MockRule": "mock.rules",
    "Operation": "contract.model",
    "OperationProxy": "calls.proxy",
    "Parameter": "contract.model",
    "Password": "inforouter.login",
    "PickupResult": "inforouter.exchange.pickup_result",
    "PlanOverview": "bulk.overview",
    "PlannedRow": "bulk.plan",
    "Port": "contract.model",
    "PortProxy": "calls.proxy",
    "Preferences": "inforouter.models.people",
    "ProfileFile": "clients.profile_file",
    "PropertyField": "inforouter.models.contents",
    "PropertySet": "inforouter.models.contents",
    "Record": "contract.codec.record",
    "Reply": "inforouter.reply",
    "ReplyWarning": "replies.answer",
    "Right": "inforouter.models.access",
    "RowFile": "bulk.row_file",
    "RowResult": "bulk.result",
    "SavedFile": "tools.localise",
    "SavedSearch": "inforouter.search.saved",
    "Security": "calls.wss.protection",
    "Service": "contract.model",
    "Signature": "calls.wss.signature",
    "SignedReply": "calls.wss.signed_reply",
    "SoapAnswer": "calls.soap_profile",
    "SoapClient": "clients.soap",
    "Step": "inforouter.steps",
    "Subscription": "inforouter.models.activity",
    "Summary": "inforouter.versions.entities",
    "SyncAction": "inforouter.exchange.comparison",
    "SyncPlan": "inforouter.exchange.sync_plan",
    "SyncResult": "inforouter.exchange.sync_plan",
    "Task": "inforouter.models.activity",
    "Ticket": "inforouter.login",
    "Timestamp": "calls.wss.tokens",
    "UpdatePlan": "inforouter.user_update",
    "UpdateResult": "inforouter.users",
    "UploadResult": "inforouter.transfer.results",
    "User": "inforouter.models.people",
    "UsernameToken": "calls.wss.tokens",
    "Version": "inforouter.models.contents",
    "VersionNumber": "inforouter.models.entity",
    "Windows": "inforouter.login",
    "compare": "contract.compare",
    "criteria": "inforouter.search.criteria",
    "diagnose": "tools.doctor.doctor",
    "diff_html": "tools.html.diff",
    "journal_html": "tools.html.journal",
    "json_schema": "contract.json_schema",
    "lint": "tools.lint.lint",
    "paths": "inforouter.paths",
    "plan_html": "tools.html.plan",
    "report_html": "tools.html.contract",
    "save_wsdl": "tools.localise",
    "stub_text": "tools.stubs.stubs",
    "xsd": "values",
    "CopyResult": "inforouter.moving.things",
    "CreateResult": "inforouter.folders.results",
    "DeleteResult": "inforouter.moving.things",
    "EnsurePlan": "inforouter.folders.ensure_plan",
    "EnsureResult": "inforouter.folders.ensure_plan",
    "FolderChange": "inforouter.folders.ensure_plan",
    "FolderTree": "inforouter.folders.tree",
    "FolderUpdatePlan": "inforouter.folders.results",
    "FolderUpdateResult": "inforouter.folders.results",
    "MoveResult": "inforouter.moving.things",
    "PurgeResult": "inforouter.recycle_results",
    "RestoreResult": "inforouter.recycle_results",
    "WalkProblem": "inforouter.folders.walking",
    "DocumentType": "inforouter.metadata.document_type",
    "PropertyPlan": "inforouter.metadata.property_plan",
    "PropertyResult": "inforouter.metadata.property_plan",
    "PropertyRow": "inforouter.metadata.stored_rows",
    "RowChange": "inforouter.metadata.row_changes",
}

__all__ = [
    "CLEAR",
    "KEEP",
    "LINT_RULES",
    "NIL",
    "AccessEntry",
    "AccessList",
    "Addressing",
    "AppliedTag",
    "AsyncBulkJournal",
    "AsyncBulkPlan",
    "AsyncClient",
    "AsyncOperationProxy",
    "AsyncPortProxy",
    "AsyncSoapClient",
    "Attachment",
    "BulkJournal",
    "BulkPlan",
    "BulkResult",
    "Change",
    "Clear",
    "Client",
    "ConnectionSettings",
    "Contract",
    "ContractWarning",
    "CopyResult",
    "CreateResult",
    "DeleteResult",
    "Document",
    "DocumentComment",
    "DocumentType",
    "DocumentUpdatePlan",
    "DocumentUpdateResult",
    "Domain",
    "DownloadResult",
    "EnsurePlan",
    "EnsureResult",
    "ExchangeProgress",
    "FieldChange",
    "Finding",
    "Folder",
    "FolderChange",
    "FolderTree",
    "FolderUpdatePlan",
    "FolderUpdateResult",
    "Group",
    "Impersonate",
    "Keep",
    "LintFinding",
    "LogEntry",
    "Mock",
    "MockCall",
    "MockProblem",
    "MockRule",
    "MoveResult",
    "Mtom",
    "Nil",
    "Operation",
    "OperationProxy",
    "Parameter",
    "Password",
    "PickupResult",
    "PlanOverview",
    "PlannedRow",
    "Port",
    "PortProxy",
    "Preferences",
    "ProfileFile",
    "PropertyField",
    "PropertyPlan",
    "PropertyResult",
    "PropertyRow",
    "PropertySet",
    "PurgeResult",
    "Record",
    "Reply",
    "ReplyWarning",
    "RestoreResult",
    "Right",
    "RowChange",
    "RowFile",
    "RowResult",
    "SavedFile",
    "SavedSearch",
    "Security",
    "Service",
    "Signature",
    "SignedReply",
    "SoapAnswer",
    "SoapClient",
    "Step",
    "Subscription",
    "Summary",
    "SyncAction",
    "SyncPlan",
    "SyncResult",
    "Task",
    "Ticket",
    "Timestamp",
    "UpdatePlan",
    "UpdateResult",
    "UploadResult",
    "User",
    "UsernameToken",
    "Version",
    "VersionNumber",
    "WalkProblem",
    "Windows",
    "__version__",
    "compare",
    "criteria",
    "diagnose",
    "diff_html",
    "errors",
    "journal_html",
    "json_schema",
    "lint",
    "paths",
    "plan_html",
    "report_html",
    "save_wsdl",
    "stub_text",
    "xsd",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_WHERE[name]}", fromlist=["any"])
    globals()[name] = value = module if name == "paths" else getattr(module, name)
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
