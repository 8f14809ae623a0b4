"""A SOAP-first client for infoRouter, built on WSDL introspection.

>>> from soapclient import Client
>>> with Client("sim:", username="admin", password="admin") as ir:
...     _ = ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress="new@example.com")
...     ir.users.get("jdoe").mobile
'+15551234567'
"""

from __future__ import annotations

from . import errors
from .aio import AsyncClient
from .client import Client, ContractWarning
from .contract import Contract, Operation, Parameter, Port, Service
from .models import Preferences, User
from .reply import Reply
from .session import Impersonate, Password, Ticket, Windows
from .updates import Step, UpdatePlan
from .users import UpdateResult
from .values import CLEAR, KEEP

__version__ = "0.1.0"

__all__ = [
    "CLEAR",
    "KEEP",
    "AsyncClient",
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
    "errors",
]
