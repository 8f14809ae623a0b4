"""The users, in SQLite: the same code for memory and for a file that several processes may share."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ..wire import forks
from . import seeds
from .acting import acting
from .content import schema as content
from .schema import ADDED, APPLICATION_ID, COLUMNS, LATER, SCHEMA, VERSION
from .stored import StoredUser, UserPage

_BUSY_SECONDS: Final = 30.0
_MAKING: Final = threading.Lock()


class NameTaken(Exception):
    """Another user has this name."""


class Store(forks.Unshared):
    """The users of a simulator.

    Args:
        file: a SQLite file, or None for memory.
        seed_users: the number of generated users besides the three named ones.
        seed_documents: the number of generated documents besides the three named ones.

    Raises:
        ValueError: the file is not a SQLite database, or belongs to another program.
    """

    def __init__(self, file: str | os.PathLike[str] | None, seed_users: int, seed_documents: int = 0) -> None:
        self._lock = forks.steady_lock()
        self._file = file
        self._connection = _open(file)
        # For a store that nobody closes: Python 3.13 warns if an open connection is collected.
        self._close = weakref.finalize(self, _close, self._connection, self._lock)
        try:
            self._begin(seed_users, seed_documents)
        except (sqlite3.Error, ValueError) as exc:
            self.close()
            if isinstance(exc, ValueError):
                raise
            raise ValueError(f"{file} cannot be the simulator's file: {exc}") from None
        forks.renewed(self)

    def after_fork(self) -> None:
        """Reopen the file in a child process, which has its own copy of what is in memory.

        Source: sqlite.org, How To Corrupt An SQLite Database File, section 2.6.
        """
        if self._file is not None and self._close.detach() is not None:
            _OF_PARENTS.append(self._connection)
            self._connection = _open(self._file)
            self._close = weakref.finalize(self, _close, self._connection, self._lock)

    def by_name(self, name: str) -> StoredUser | None:
        """Return the user with this name, ignoring letter case."""
        return self._one(_BY_NAME, name.casefold())

    def by_id(self, user_id: int) -> StoredUser | None:
        """Return the user with this number."""
        return self._one(_BY_ID, user_id)

    def by_email(self, email: str) -> StoredUser | None:
        """Return the first user with this e-mail address, ignoring letter case."""
        return self._one(_BY_EMAIL, email.casefold())

    def list(self, page: UserPage) -> tuple[int, Iterator[StoredUser]]:
        """Return how many users pass the filters, and those of the page."""
        where = " AND ".join(condition for condition, _ in page.where) or "1"
        values = [value for _, value in page.where]
        direction = "ASC" if page.ascending else "DESC"
        order = ", ".join(f"{column} {direction}" for column in (*page.order, "user_id"))
        limit = -1 if page.count is None else page.count
        with self._lock:
            # Every piece but the values is a constant of this package.
            total = self._connection.execute(f"SELECT count(*) FROM users WHERE {where}", values).fetchone()[0]  # noqa: S608 - names of columns
            rows = self._connection.execute(
                f"SELECT {COLUMNS} FROM users WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608 - names of columns
                [*values, limit, page.start],
            ).fetchall()
        return total, (StoredUser(*row) for row in rows)

    def update_contact(self, user_id: int, email: str | None, mobile: str | None) -> bool:
        """Set e-mail and mobile, each kept if None; tell whether the user exists."""
        return self._change(_UPDATE_CONTACT, email, mobile, user_id).rowcount > 0

    def update(self, user_id: int, values: Mapping[str, object]) -> bool:
        """Set columns of a user; tell whether the user exists.

        Raises:
            NameTaken: another user has the new name.
        """
        if not values:
            return self.by_id(user_id) is not None
        columns = _with_key(values)
        sql = f"UPDATE users SET {', '.join(f'{column} = ?' for column in columns)} WHERE user_id = ?"  # noqa: S608 - names of columns
        return self._change(sql, *columns.values(), user_id).rowcount > 0

    def insert(self, values: Mapping[str, object]) -> int:
        """Add a user and return its number.

        Raises:
            NameTaken: a user of this name exists.
        """
        columns = _with_key(values)
        sql = f"INSERT INTO users ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names of columns
        return int(self._change(sql, *columns.values()).lastrowid or 0)

    def delete(self, user_id: int) -> bool:
        """Remove a user; tell whether it existed."""
        return self._change("DELETE FROM users WHERE user_id = ?", user_id).rowcount > 0

    def password(self, user_id: int) -> str | None:
        """Return the stored hash of a user's password."""
        with self._lock:
            row = self._connection.execute("SELECT password FROM users WHERE user_id = ?", (user_id,)).fetchone()
        return row[0] if row else None

    def rows(self, sql: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Read rows of another table."""
        with self._lock:
            return self._connection.execute(sql, _bound(sql, values)).fetchall()

    def change(self, sql: str, *values: object) -> int:
        """Change rows of another table, and return how many.

        Raises:
            NameTaken: a name is taken.
        """
        return self._change(sql, *values).rowcount

    def change_all(self, *statements: tuple[str, Sequence[object]]) -> None:
        """Change rows of other tables by several statements: all of them or none.

        Raises:
            NameTaken: a name is taken.
        """
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for sql, values in statements:
                    self._connection.execute(sql, _bound(sql, values))
            except sqlite3.IntegrityError:
                self._connection.execute("ROLLBACK")
                raise NameTaken from None
            self._connection.execute("COMMIT")

    def number(self) -> int:
        """Return a new unique number for a created item."""
        return int(self._change("INSERT INTO numbers DEFAULT VALUES").lastrowid or 0)

    def close(self) -> None:
        """Close the database."""
        self._close()

    def __repr__(self) -> str:
        return f"<Store {'in memory' if self._file is None else repr(os.fspath(self._file))}>"

    def _one(self, sql: str, value: object) -> StoredUser | None:
        with self._lock:
            row = self._connection.execute(sql, (value,)).fetchone()
        return StoredUser(*row) if row else None

    def _change(self, sql: str, *values: Any) -> sqlite3.Cursor:
        try:
            with self._lock:
                return self._connection.execute(sql, _bound(sql, values))
        except sqlite3.IntegrityError:
            raise NameTaken from None

    def _begin(self, seed_users: int, seed_documents: int) -> None:
        """Prepare the database; one in memory without generated rows is a copy of this process's first one."""
        connection: Any = self._connection
        # Before Python 3.11 there are no copies.
        plain = self._file is None and not seed_users and not seed_documents and hasattr(connection, "serialize")
        if plain and _FIRST:
            connection.deserialize(_FIRST[0])
            return
        self._prepare(seed_users, seed_documents)
        if plain:
            _FIRST[:] = [connection.serialize()]

    def _prepare(self, seed_users: int, seed_documents: int) -> None:
        connection = self._connection
        self._check()
        if self._file is not None:
            _write_ahead(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            self._check()
            if not _tables(connection):
                for statement in SCHEMA:
                    connection.execute(statement)
                connection.executemany(seeds.USER, seeds.named_users())
            for statement in LATER:
                connection.execute(statement)
            _add_columns(connection)
            done = connection.execute("SELECT seeded FROM facts").fetchone()[0]
            if seed_users > done:
                connection.executemany(seeds.USER, seeds.numbered_users(done + 1, seed_users))
                connection.execute("UPDATE facts SET seeded = ?", (seed_users,))
            content.sow(connection, seed_documents)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _check(self) -> None:
        found = tuple(self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS)
        if _tables(self._connection) and found != (APPLICATION_ID, VERSION):
            raise ValueError(
                f"{self._file} is not a file of this simulator: it is a SQLite database with another schema"
            )


# Connections of parent processes, which this process must not even close.
_OF_PARENTS: Final[list[sqlite3.Connection]] = []
_FIRST: Final[list[bytes]] = []
_MARKS: Final = ("application_id", "user_version")
_BY_NAME: Final = f"SELECT {COLUMNS} FROM users WHERE name_key = ?"  # noqa: S608 - names of columns
_BY_ID: Final = f"SELECT {COLUMNS} FROM users WHERE user_id = ?"  # noqa: S608 - names of columns
_BY_EMAIL: Final = f"SELECT {COLUMNS} FROM users WHERE casefold(email) = ? ORDER BY user_id LIMIT 1"  # noqa: S608 - names of columns
_UPDATE_CONTACT: Final = "UPDATE users SET email = coalesce(?, email), mobile = coalesce(?, mobile) WHERE user_id = ?"


def _open(file: str | os.PathLike[str] | None) -> sqlite3.Connection:
    if file is not None:
        _make_private(file)
    try:
        connection = sqlite3.connect(
            ":memory:" if file is None else os.fspath(file),
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
    except sqlite3.Error as exc:
        raise ValueError(f"{file} cannot be the simulator's file: {exc}") from None
    connection.create_function("casefold", 1, str.casefold, deterministic=True)
    connection.create_function("acting", 0, acting)
    return connection


def _make_private(file: str | os.PathLike[str]) -> None:
    """Create a file that only its owner can read; SQLite gives the files beside it the same mode.

    An existing file is not opened: closing it would end this process's locks on it.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    with _MAKING, contextlib.suppress(OSError):  # SQLite says why
        os.close(os.open(file, flags, 0o600))


def _close(connection: sqlite3.Connection, lock: threading.Lock) -> None:
    # Wait for the lock, since another thread may still work at the end of the process; but not forever: after a fork
    # that thread is gone.
    if lock.acquire(timeout=_BUSY_SECONDS):
        try:
            connection.close()
        finally:
            lock.release()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait for other processes here, so this does."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    connection.execute("PRAGMA synchronous = NORMAL")


def _tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def _add_columns(connection: sqlite3.Connection) -> None:
    for table, columns in ADDED.items():
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        for column in columns:
            if column.partition(" ")[0] not in there:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _bound(sql: str, values: Sequence[object]) -> Any:
    """Return values as a statement with ?1 wants them: by their numbers, or Python 3.12 warns."""
    return {str(number): value for number, value in enumerate(values, 1)} if "?1" in sql else values


def _with_key(values: Mapping[str, object]) -> dict[str, object]:
    columns = dict(values)
    if "user_name" in columns:
        columns["name_key"] = str(columns["user_name"]).casefold()
    return columns
