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
    from .aio import AsyncClient
    from .aiobulk import AsyncBulkJournal, AsyncBulkPlan
    from .bulk.files import RowFile
    from .bulk.journal import BulkJournal
    from .bulk.plan import BulkPlan, PlannedRow
    from .bulk.result import BulkResult, RowResult
    from .changes import Step
    from .client import Client
    from .contract import Contract, Operation, Parameter, Port, Service
    from .doctor import diagnose
    from .documents import DocumentUpdateResult
    from .drift import Change, compare
    from .entities import Document, Folder, PropertyField, PropertySet, Version
    from .fields import VersionNumber
    from .findings import Finding
    from .lints import lint
    from .loading import ContractWarning
    from .models import Domain, Group, Preferences, User
    from .properties import DocumentUpdatePlan
    from .records import LogEntry, Subscription, Task
    from .reply import Reply
    from .report import diff_html, report_html
    from .session import Impersonate, Password, Ticket, Windows
    from .stubs import stub_text
    from .summary import journal_html
    from .traps import LINT_RULES, LintFinding
    from .updates import UpdatePlan
    from .users import UpdateResult
    from .values import CLEAR, KEEP

__version__ = "0.1.0"

_WHERE = {  # imported when first asked for: what a program does not use costs it no start
    "CLEAR": "values",
    "KEEP": "values",
    "LINT_RULES": "traps",
    "AsyncBulkJournal": "aiobulk",
    "AsyncBulkPlan": "aiobulk",
    "AsyncClient": "aio",
    "BulkJournal": "bulk.journal",
    "BulkPlan": "bulk.plan",
    "BulkResult": "bulk.result",
    "Change": "drift",
    "Client": "client",
    "Contract": "contract",
    "ContractWarning": "loading",
    "Document": "entities",
    "DocumentUpdatePlan": "properties",
    "DocumentUpdateResult": "documents",
    "Domain": "models",
    "Finding": "findings",
    "Folder": "entities",
    "Group": "models",
    "Impersonate": "session",
    "LintFinding": "traps",
    "LogEntry": "records",
    "Operation": "contract",
    "Parameter": "contract",
    "Password": "session",
    "PlannedRow": "bulk.plan",
    "Port": "contract",
    "Preferences": "models",
    "PropertyField": "entities",
    "PropertySet": "entities",
    "Reply": "reply",
    "RowFile": "bulk.files",
    "RowResult": "bulk.result",
    "Service": "contract",
    "Step": "changes",
    "Subscription": "records",
    "Task": "records",
    "Ticket": "session",
    "UpdatePlan": "updates",
    "UpdateResult": "users",
    "User": "models",
    "Version": "entities",
    "VersionNumber": "fields",
    "Windows": "session",
    "compare": "drift",
    "diagnose": "doctor",
    "diff_html": "report",
    "journal_html": "summary",
    "lint": "lints",
    "report_html": "report",
    "stub_text": "stubs",
}

__all__ = [
    "CLEAR",
    "KEEP",
    "LINT_RULES",
    "AsyncBulkJournal",
    "AsyncBulkPlan",
    "AsyncClient",
    "BulkJournal",
    "BulkPlan",
    "BulkResult",
    "Change",
    "Client",
    "Contract",
    "ContractWarning",
    "Document",
    "DocumentUpdatePlan",
    "DocumentUpdateResult",
    "Domain",
    "Finding",
    "Folder",
    "Group",
    "Impersonate",
    "LintFinding",
    "LogEntry",
    "Operation",
    "Parameter",
    "Password",
    "PlannedRow",
    "Port",
    "Preferences",
    "PropertyField",
    "PropertySet",
    "Reply",
    "RowFile",
    "RowResult",
    "Service",
    "Step",
    "Subscription",
    "Task",
    "Ticket",
    "UpdatePlan",
    "UpdateResult",
    "User",
    "Version",
    "VersionNumber",
    "Windows",
    "__version__",
    "compare",
    "diagnose",
    "diff_html",
    "errors",
    "journal_html",
    "lint",
    "report_html",
    "stub_text",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
