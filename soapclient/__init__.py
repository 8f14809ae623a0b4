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
from .client import Client, ContractWarning
from .contract import Contract, Operation, Parameter, Port, Service
from .reply import Reply
from .session import Impersonate, Password, Ticket, Windows
from .values import CLEAR, KEEP

if TYPE_CHECKING:
    from .aio import AsyncClient
    from .drift import Change, compare
    from .models import Preferences, User
    from .updates import Step, UpdatePlan
    from .users import UpdateResult

__version__ = "0.1.0"

_WHEN_NEEDED = {  # asyncio and the users' models cost a program that only calls operations a fifth of its start
    "AsyncClient": "aio",
    "Change": "drift",
    "compare": "drift",
    "Preferences": "models",
    "User": "models",
    "Step": "updates",
    "UpdatePlan": "updates",
    "UpdateResult": "users",
}

__all__ = [
    "CLEAR",
    "KEEP",
    "AsyncClient",
    "Change",
    "Client",
    "Contract",
    "ContractWarning",
    "Impersonate",
    "Operation",
    "Parameter",
    "Password",
    "Port",
    "Preferences",
    "Reply",
    "Service",
    "Step",
    "Ticket",
    "UpdatePlan",
    "UpdateResult",
    "User",
    "Windows",
    "__version__",
    "compare",
    "errors",
]


def __getattr__(name: str) -> Any:
    if name not in _WHEN_NEEDED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f".{_WHEN_NEEDED[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
