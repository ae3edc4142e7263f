"""Creating a register on a server, and giving people the right to use it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from dragoman.store.engines.postgresql.conninfo import conninfo
from dragoman.store.engines.postgresql.faults import fault_of
from dragoman.store.engines.postgresql.server import has_test_mark
from dragoman.store.errors import RegisterError
from dragoman.store.location import Location
from dragoman.store.log.formats import SCHEMA_VERSION, TEST_MARK, rfc3339

if TYPE_CHECKING:
    from dragoman.store.engines.postgresql.server import ServerConnection

OLDEST = 15
"""The oldest version of PostgreSQL that a register can use."""


def script(*, test: bool = False) -> str:
    """Return the SQL that creates the schema of a register, up to its identity."""
    folder = Path(__file__).parent
    found = (folder / "schema.sql").read_text("utf-8")
    return found + (folder / "test_register.sql").read_text("utf-8") if test else found


def script_with_identity(now: datetime, *, test: bool = False) -> str:
    """Return the SQL that creates a register, for an administrator to read and run."""
    instant = rfc3339(now)
    marks = f"INSERT INTO marks VALUES ('{TEST_MARK}', '{instant}');\n" if test else ""
    return (
        f"{script(test=test)}INSERT INTO register VALUES ('{uuid4()}', {SCHEMA_VERSION},"
        f" '{instant}');\n{marks}COMMIT;\n"
    )


def create_on_server(location: Location, now: datetime, *, test: bool = False) -> UUID:
    """Create a register in an empty database; return its id. Raises :class:`RegisterError`."""
    marks = [(TEST_MARK, rfc3339(now))] if test else []
    with connected(location) as connection:
        return begin(connection, location, uuid4(), now, marks)


def connected(location: Location) -> "ServerConnection":
    """Return a connection in a transaction, which the ``with`` statement commits."""
    try:
        return psycopg.connect(conninfo(location, "record"))
    except psycopg.Error as error:
        raise fault_of(location, error) from error


def begin(
    connection: "ServerConnection",
    location: Location,
    identity: UUID,
    created_at: datetime,
    marks: Sequence[tuple[str, str]],
) -> UUID:
    """Create the schema and the identity of a register in the transaction of ``connection``."""
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        raise RegisterError(
            f"{location}: the server is PostgreSQL {version}; a register needs PostgreSQL {OLDEST}"
            " or newer"
        )
    body = script(test=has_test_mark(marks)).replace("\nBEGIN;\n", "\n", 1)
    try:
        connection.execute(body.encode())
        row = identity, SCHEMA_VERSION, created_at
        connection.execute("INSERT INTO register VALUES (%s, %s, %s)", row)
        for mark in marks:
            connection.execute("INSERT INTO marks VALUES (%s, %s)", mark)
    except psycopg.errors.DuplicateSchema as error:
        raise RegisterError(
            f"{location}: there is a register in this database already; to see it, type: dragoman"
            f" --register {location} register info"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise RegisterError(
            f"{location}: you may not create roles or schemas ({error.diag.message_primary}); give"
            " the SQL to the administrator of the server: dragoman register create --print-sql"
        ) from error
    except psycopg.Error as error:
        raise fault_of(location, error) from error
    return identity


def grant(location: Location, name: str, right: str) -> None:
    """Give a login role a right. Raises :class:`RegisterError`."""
    statement = sql.SQL("GRANT {} TO {}").format(
        sql.Identifier(f"dragoman_{right}"), sql.Identifier(name)
    )
    with connected(location) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.UndefinedObject as error:
            if f'"{name}"' not in (error.diag.message_primary or ""):
                raise RegisterError(
                    f"{location}: there is no register on this server yet; create one with:"
                    " dragoman register create URL"
                ) from error
            raise RegisterError(
                f"{location}: the server has no role {name}; its administrator can create one,"
                f" with: createuser {name}"
            ) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise RegisterError(
                f"{location}: you may not grant dragoman_{right}; ask the administrator of the"
                " server"
            ) from error
        except psycopg.Error as error:
            raise fault_of(location, error) from error
