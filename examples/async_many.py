"""Make many calls at once with asyncio, each with its own outcome.

The client limits how many are in flight; a failure of one does not end the others.

It prints:

    admin admin@example.com
    jdoe john.doe@example.com
    nobody does not exist
    sysadmin (no e-mail)
"""

import asyncio

from soapclient import AsyncClient, User, errors


async def main() -> None:
    """Ask for several users at once."""
    names = ["admin", "jdoe", "nobody", "sysadmin"]
    async with AsyncClient("sim:", username="admin", password="admin") as ir:
        found = await asyncio.gather(*(ir.users.get(name) for name in names), return_exceptions=True)
        for name, each in zip(names, found, strict=True):
            match each:
                case User():
                    print(name, each.email or "(no e-mail)")
                case errors.UserNotFound():
                    print(name, "does not exist")
                case BaseException():
                    raise each


asyncio.run(main())
