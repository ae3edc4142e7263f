"""Inspection of a server: how its schema differs from the one that Dragoman creates.

Only the owner of the schema, or somebody with more rights, can cause a difference.
"""

from functools import cache
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.store.comparison import compare
from dragoman.store.engines.health import Finding
from dragoman.store.engines.postgresql.server import Server
from dragoman.store.log.queries import last_position
from dragoman.store.sql import Connection

if TYPE_CHECKING:
    from dragoman.store.engines.postgresql.server import ServerConnection

FOLDER = Path(__file__).parent

Objects = dict[tuple[str, str], str]
"""The definitions of the objects in a schema, by kind and name."""


def described(connection: "ServerConnection") -> Objects:
    """Return the objects in the schema of a register, and the roles, with their definitions."""
    query = (FOLDER / "describe.sql").read_text("utf-8")
    return {
        (kind, name): definition for kind, name, definition in connection.execute(query.encode())
    }


@cache
def expected(test: bool) -> Objects:
    """Return the objects that Dragoman creates; in a test register, two functions differ."""
    shipped = loads((FOLDER / "expected.json").read_text("utf-8"))
    wanted = shipped["schema"] | (shipped["test"] if test else {})
    found: Objects = {}
    for words, definition in wanted.items():
        kind, _, name = words.partition(": ")
        found[kind, name] = definition
    return found


def differences(server: Server, connection: "ServerConnection") -> list[Finding]:
    """Return how the objects on the server differ from those that Dragoman creates."""
    wanted, found = expected(server.status(connection).is_test), described(connection)
    wrong = [
        f"the {kind} {name} is {'changed' if (kind, name) in found else 'missing'} on the server"
        f"{_state(found.get((kind, name), ''))}"
        for (kind, name), definition in wanted.items()
        if found.get((kind, name)) != definition
    ]
    strange = [
        f"the {kind} {name} on the server does not belong to a register"
        for kind, name in found
        if (kind, name) not in wanted
    ]
    return [Finding(what, bars_sealing=False) for what in (*wrong, *strange)]


def _state(definition: str) -> str:
    """Return the state of a trigger that is not always enabled."""
    first = definition.partition(" ")[0]
    return f" ({first})" if first in ("disabled", "replica", "enabled") else ""


def differs_from_copy(copy: Connection, log: Connection) -> list[Finding]:
    """Return how the log on the server differs from what this machine has received earlier."""
    found = compare(copy, log)
    if found.common == min(found.one, found.other):
        return []
    last = min(last_position(copy), last_position(log))
    first = found.common + 1
    return [
        Finding(
            f"event {first} on the server differs from the one that this machine received",
            first,
            last,
        )
    ]
