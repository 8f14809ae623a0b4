"""What `Client.service` and `AsyncClient.service` are to editors and type checkers.

The file beside this one, `service.pyi`, declares every operation of the bundled contract. It is made from it, by
`soapclient stubs`, and costs a program nothing: what runs is in `proxy` and `aio`.
"""

from __future__ import annotations


class Service:
    """The operations of a server, as `Client.service` has them."""


class AsyncService:
    """The operations of a server, as `AsyncClient.service` has them: each call is awaited."""
