"""The types of `Client.service` and `AsyncClient.service` for editors and type checkers.

`service.pyi`, next to this file, declares every operation of the bundled contract. `soapclient stubs` generates it,
and it costs nothing at run time: the code that runs is in `calls.proxy`.
"""

from __future__ import annotations


class Service:
    """The operations of a server, as methods of `Client.service`."""


class AsyncService:
    """The operations of a server, as methods of `AsyncClient.service`; each call is awaited."""
