"""A program written for a server whose stub file was made by `soapclient stubs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from typing_extensions import assert_type

from soapclient import AsyncClient, Client, Reply

if TYPE_CHECKING:
    from myserver import AsyncService, Service


def old(ir: Client) -> None:
    service = cast("Service", ir.service)
    assert_type(service.get_user(user_name="jdoe"), Reply)
    assert_type(service["GetUser"](UserName="jdoe"), object)  # refused
    service.UpdateUserEmail(UserName="jdoe", NewEmailAddress="new@example.com")
    service.UpdateUserContactInfo(userName="jdoe")  # refused


async def old_and_awaited(ir: AsyncClient) -> None:
    service = cast("AsyncService", ir.service)
    assert_type(await service.get_user(user_name="jdoe"), Reply)
    await service.get_user()  # refused
