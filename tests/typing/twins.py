"""The workflows of both clients: what is wrong on one face is wrong on the other."""

from __future__ import annotations

from typing_extensions import assert_type

from soapclient import (
    CLEAR,
    AsyncBulkPlan,
    AsyncClient,
    BulkPlan,
    Client,
    Document,
    DocumentUpdateResult,
    Reply,
    UpdatePlan,
    UpdateResult,
    User,
)


def called(ir: Client) -> None:
    assert_type(ir.users.get("jdoe"), User)
    assert_type(ir.users.exists("jdoe"), bool)
    assert_type(ir.users.update("jdoe", email="x@example.com", mobile=CLEAR), UpdateResult)
    assert_type(ir.users.plan_update("jdoe", email=CLEAR), UpdatePlan)
    assert_type(list(ir.users.list(enabled=True)), list[User])
    assert_type(ir.documents.get(1001), Document)
    assert_type(ir.documents.update("/a/b", author=CLEAR), DocumentUpdateResult)
    assert_type(ir.users.plan_bulk([], workers=8), BulkPlan)
    ir.users.get(1001)  # refused
    ir.users.get()  # refused
    ir.users.update("jdoe", mail="x@example.com")  # refused
    ir.users.update("jdoe", mobile=15551234567)  # refused
    ir.users.update("jdoe", user_name=CLEAR)  # refused
    ir.users.plan_update("jdoe", mail="x@example.com")  # refused
    ir.users.list(enabled="yes")  # refused
    ir.documents.update("/a/b", author=1)  # refused
    ir.documents.plan_update("/a/b", title="x")  # refused
    ir.users.plan_bulk([], worker=8)  # refused


async def awaited(ir: AsyncClient) -> None:
    assert_type(await ir.users.get("jdoe"), User)
    assert_type(await ir.users.exists("jdoe"), bool)
    assert_type(await ir.users.update("jdoe", email="x@example.com", mobile=CLEAR), UpdateResult)
    assert_type(await ir.users.plan_update("jdoe", email=CLEAR), UpdatePlan)
    assert_type([user async for user in ir.users.list(enabled=True)], list[User])
    assert_type(await ir.documents.get(1001), Document)
    assert_type(await ir.documents.update("/a/b", author=CLEAR), DocumentUpdateResult)
    assert_type(await ir.users.plan_bulk([], workers=8), AsyncBulkPlan)
    await ir.users.get(1001)  # refused
    await ir.users.get()  # refused
    await ir.users.update("jdoe", mail="x@example.com")  # refused
    await ir.users.update("jdoe", mobile=15551234567)  # refused
    await ir.users.update("jdoe", user_name=CLEAR)  # refused
    await ir.users.plan_update("jdoe", mail="x@example.com")  # refused
    ir.users.list(enabled="yes")  # refused
    await ir.documents.update("/a/b", author=1)  # refused
    await ir.documents.plan_update("/a/b", title="x")  # refused
    await ir.users.plan_bulk([], worker=8)  # refused


async def runs(plan: AsyncBulkPlan, ir: AsyncClient) -> None:
    await plan.apply("journal", workers=2, verify=True)
    await plan.apply("journal", verfy=True)  # refused
    assert_type(await ir.service["UserExists"].reply(UserName="jdoe"), Reply)


def constructed() -> None:
    Client("sim:", username="admin", password="admin", timeout=5)
    Client("sim:", user="admin")  # refused
    Client("sim:", timeout="5")  # refused
    AsyncClient("sim:", username="admin", password="admin", timeout=5, concurrency=4)
    AsyncClient("sim:", user="admin")  # refused
    AsyncClient("sim:", timeout="5")  # refused
