"""Programs as users write them, and the mistakes that type checkers tell of."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

from lxml import etree
from typing_extensions import assert_type

from soapclient import CLEAR, KEEP, AsyncClient, Client, Document, Folder, Reply, User


def results(ir: Client) -> None:
    assert_type(ir.service.GetUser(UserName="jdoe"), Reply)
    assert_type(ir.service.get_user(user_name="jdoe"), Reply)
    assert_type(ir.service.UserExists(UserName="jdoe"), bool)
    assert_type(ir.service.get_user(user_name="jdoe").text, str)
    assert_type(ir.service.GetUser(UserName="jdoe"), bool)  # refused


async def awaited(ir: AsyncClient) -> None:
    assert_type(await ir.service.GetUser(UserName="jdoe"), Reply)
    assert_type(await ir.service.user_exists(user_name="jdoe"), bool)
    task = asyncio.create_task(ir.service.user_exists(user_name="jdoe"))
    assert_type(await task, bool)
    assert_type(ir.service.GetUser(UserName="jdoe"), Reply)  # refused
    await ir.service.GetUser(userName="jdoe")  # refused


def listed(ir: Client, name: str) -> None:
    for user in ir.service.GetAllUsers():
        assert_type(user, User)
        assert_type(user.email, str | None)
        print(user.mail)  # refused
    assert_type(ir.service.get_all_users().items, tuple[User, ...])
    for found in ir.service["GetFavorites"].reply():
        assert_type(found, Document | Folder)
    for user in ir.service["GetAllUsers1"].items(StatusFilter=-1, SortBy=1, SortAscending=True):
        assert_type(user.user_name, str)
    assert_type(ir.service["get_all_users"].reply(), Reply[User])
    for element in ir.service["GetTagDefinitions"].items():
        assert_type(element, etree._Element)
    for item in ir.service[name].items():
        print(item.user_name)  # refused
    reply: Reply = ir.service.GetAllUsers()
    users: Reply[User] = ir.service.GetAllUsers()
    users = ir.service["GetFavorites"].reply()  # refused
    assert_type(reply.to_dict(), dict[str, Any])
    assert_type([user.to_json() for user in users], list[str])


async def listed_and_awaited(ir: AsyncClient) -> None:
    for user in await ir.service.GetAllUsers():
        assert_type(user, User)
    async for user in ir.service["GetAllUsers1"].items(StatusFilter=-1, SortBy=1, SortAscending=True):
        assert_type(user, User)
    assert_type(await ir.service["GetAllUsers"].reply(), Reply[User])


def options(ir: Client, awaited: AsyncClient) -> None:
    assert_type(ir.with_options(timeout=5), Client)
    assert_type(ir.with_options(timeout=(1, 2.5)).service.GetAllUsers(), Reply[User])
    assert_type(awaited.with_options(timeout=5), AsyncClient)
    ir.with_options(timeout="5")  # refused
    ir.with_options(5)  # refused
    ir.with_options(retries=5)  # refused


def names(ir: Client, name: str) -> None:
    ir.service.GetUsr(UserName="jdoe")  # refused
    ir.service.getUser(UserName="jdoe")  # refused
    ir.service.GetUser(userName="jdoe")  # refused
    ir.service.GetUser(user_name="jdoe")  # refused
    ir.service.get_user(UserName="jdoe")  # refused
    ir.service.GetUser("jdoe")  # refused
    ir.service.GetUser()  # refused
    assert_type(ir.service["UserExists"].reply(UserName="jdoe"), Reply)
    assert_type(ir.service[name].operation.name, str)
    assert_type(list(ir.service), list[str])
    assert_type(len(ir.service), int)
    assert_type("GetUser" in ir.service, bool)


def null(ir: Client) -> None:
    ir.service.UpdateUserContactInfo(userName="jdoe")
    ir.service.UpdateUserContactInfo(userName="jdoe", emailAddress=KEEP, mobileNumber=CLEAR)
    ir.service.update_user_contact_info(user_name="jdoe", email_address=None)
    ir.service.UpdateUserContactInfo(userName=KEEP)  # refused
    ir.service.UpdateUserContactInfo(userName="jdoe", mobileNumber=15551234567)  # refused
    ir.service.UpdateUserContactInfo(emailAddress="x@example.com")  # refused


def kinds(ir: Client, element: etree._Element) -> None:
    ir.service.SetFolderRules(Path="/a", ApplyToTree=True, xmlRules=element)
    ir.service.SetFolderRules(Path="/a", ApplyToTree=True, xmlRules="<rules/>")
    ir.service.SetFolderRules(Path="/a", ApplyToTree=True, xmlRules=b"<rules/>")  # refused
    ir.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences=element)
    ir.service.UpdateUserPreferences(UserName="jdoe", xmlPreferences="<Preferences/>")
    ir.service.GetUser(UserName=element)  # refused
    ir.service.UploadDocument(Path="/a", FileContent=b"content")
    ir.service.UploadDocument(Path="/a", FileContent=Path("content"))
    with Path("content").open("rb") as file:
        ir.service.UploadDocument(Path="/a", FileContent=file)
    ir.service.UploadDocument(Path="/a", FileContent="content")  # refused
    ir.service.SetDocumentCutoffDate(path="/a", cutoffDate=dt.datetime(2026, 1, 1))
    ir.service.SetDocumentCutoffDate(path="/a", cutoffDate="2026-01-01")  # refused
    ir.service.SetDocumentCutoffDate(path="/a", cutoffDate=CLEAR)  # refused
    ir.service.ChangeUserStatus(UserName="jdoe", StatusCode="1")  # refused


def obsolete(ir: Client) -> None:
    ir.service.create_document_using_template(path="/a", template_path="/b", xml_content="<a/>")  # refused
