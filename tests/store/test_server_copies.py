"""Copying a register to a server and back, and verifying what is on the server."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from dragoman.store import Location, RegisterError, Verdict, servers, verification
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.postgresql.engine import ServerRegister
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.register import Register
from dragoman.store.proof import sealing
from dragoman.store.proof.keys import new_key
from dragoman.store.proof.note import SIGNATURE, SigningKey
from dragoman.store.proof.verification import Evidence
from tests import servers as cluster
from tests.conftest import rows, tamper
from tests.store.registers import NOON, Clock, Nowhere, meet

pytestmark = pytest.mark.skipif(cluster.programs() is None, reason="PostgreSQL is not installed")

TABLES = ("register", "events", "entries", "seals", "marks")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a register in a file, with entries and a seal."""
    path = tmp_path / "register.db"
    create_register(path, NOON)
    engine = open_register(path)
    clock = Clock()
    register = Register(engine, "Leyla Əliyeva", clock)
    for number in range(5):
        register.record(meet(uuid4(), f"Talks {number}"), Nowhere(), "a reason: naïve ☃")
        clock.wait(seconds=1, microseconds=number)
    sealing.seal(engine, [fresh_key(engine)], clock(), "an auditor")
    register.record(meet(uuid4(), "After the seal"), Nowhere())
    engine.dispose()
    return path


def origin(engine: Any) -> str:
    """Return the name of the log of a register, for the keys that sign it."""
    with engine.connect() as connection:
        return verification.verify(connection).checkpoint.origin


def fresh_key(engine: Any) -> SigningKey:
    """Return a new key for the log of a register."""
    with TemporaryDirectory() as folder:
        return new_key(Path(folder) / "key", origin(engine), SIGNATURE)


@pytest.fixture
def url() -> Iterator[str]:
    """Yield the URL of an empty database."""
    with cluster.empty_database() as url:
        yield url


@pytest.fixture
def cache(tmp_path: Path) -> Callable[[], Path]:
    """Return a function that returns the folder for copies of logs."""
    folder = tmp_path / "cache"
    folder.mkdir()
    return lambda: folder


def test_a_register_is_the_same_after_a_journey_to_a_server_and_back(
    file: Path, url: str, cache: Callable[[], Path], tmp_path: Path
) -> None:
    """Every byte, position, seal and root of a register survives the way to a server and back."""
    there, back = Location.parse(url), Location(tmp_path / "back.db")
    first = servers.copied(Location(file), there, cache)
    second = servers.copied(there, back, cache)
    assert first == second
    for table in TABLES:
        query = f"SELECT * FROM {table} ORDER BY 1"
        assert rows(back.path, query) == rows(file, query)
    sealed = open_register(back)
    with sealed.connect() as connection:
        verdict = verification.verify(connection)
    sealed.dispose()
    assert (verdict.findings, [one.holds for one in verdict.statements]) == ([], [True])


def test_recording_goes_on_after_a_copy(file: Path, url: str, cache: Callable[[], Path]) -> None:
    """A register that came from a file takes entries on the server, after those it has."""
    size = servers.copied(Location(file), Location.parse(url), cache).position
    engine = open_register(Location.parse(url), cache)
    entry = Register(engine, "").record(meet(uuid4(), person="Somebody new"), Nowhere())
    engine.dispose()
    assert entry.positions == [size + 1, size + 2]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE events SET reason = 'a' || char(0) WHERE position = 3", "event 3 of events"),
        ("UPDATE events SET recorded_by = char(0) WHERE position = 2", "event 2 of events"),
    ],
    ids=["reason", "name"],
)  # fmt: skip
def test_what_a_server_cannot_keep_is_named(
    file: Path, url: str, cache: Callable[[], Path], change: str, says: str
) -> None:
    """PostgreSQL cannot keep a zero byte in a text: the copy stops, and leaves nothing behind."""
    tamper(file, change)
    with pytest.raises(RegisterError, match=f"{says} cannot be kept by PostgreSQL"):
        servers.copied(Location(file), Location.parse(url), cache)
    with psycopg.connect(url) as connection:
        query = "SELECT count(*) FROM pg_namespace WHERE nspname = 'dragoman'"
        assert connection.execute(query).fetchall() == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET recorded_at = 'yesterday' WHERE position = 3",
        "UPDATE events SET recorded_at = '2025-04-22 12:00:00' WHERE position = 3",
        "DELETE FROM events WHERE position = 4",
        "UPDATE events SET originator_id = 'x' WHERE position = 2",
    ],
)
def test_a_register_with_problems_is_not_copied(
    file: Path, url: str, cache: Callable[[], Path], change: str
) -> None:
    """A register that would not pass verification is not copied."""
    tamper(file, change)
    with pytest.raises(RegisterError, match="audit verify"):
        servers.copied(Location(file), Location.parse(url), cache)


def test_a_register_is_copied_into_an_empty_database_only(
    file: Path, url: str, cache: Callable[[], Path]
) -> None:
    """A database that has a register already stays as it is."""
    servers.copied(Location(file), Location.parse(url), cache)
    with pytest.raises(RegisterError, match="there is a register in this database already"):
        servers.copied(Location(file), Location.parse(url), cache)


# --- Verification -------------------------------------------------------------------------------


@pytest.fixture
def engine(file: Path, url: str, cache: Callable[[], Path]) -> Iterator[ServerRegister]:
    """Yield a register that was copied to a server, with a desk that has received it all."""
    servers.copied(Location(file), Location.parse(url), cache)
    engine = open_register(Location.parse(url), cache)
    assert isinstance(engine, ServerRegister)
    yield engine
    engine.dispose()


def verified(engine: ServerRegister, *evidence: Evidence, key: SigningKey | None = None) -> Verdict:
    """Verify the log on a server."""
    keys = [key.verifier] if key else []
    with engine.whole_log() as log:
        return verification.verified(engine, log, evidence, keys)


def words(verdict: Verdict) -> str:
    """Return the findings of a verdict."""
    return "\n".join(found.what for found in verdict.findings)


def test_a_new_register_on_a_server_has_no_findings(engine: ServerRegister) -> None:
    """Dragoman creates exactly what it expects when it verifies."""
    assert words(verified(engine)) == ""


CHANGES = {
    "ALTER TABLE dragoman.events DISABLE TRIGGER events_kept": "events.events_kept is changed on"
    " the server (disabled)",
    "ALTER TABLE dragoman.events ENABLE TRIGGER events_follow": "trigger events.events_follow is"
    " changed on the server (enabled)",
    "DROP TRIGGER seals_kept ON dragoman.seals": "trigger seals.seals_kept is missing",
    "CREATE OR REPLACE FUNCTION dragoman.clock(told timestamptz) RETURNS timestamptz LANGUAGE sql"
    " AS $$ SELECT told $$": "function clock(told timestamp with time zone) is changed",
    "CREATE OR REPLACE FUNCTION dragoman.who(told text) RETURNS text LANGUAGE sql AS $$ SELECT told"
    " $$": "function who(told text) is changed",
    "ALTER TABLE dragoman.events DROP CONSTRAINT one_event_a_version": "constraint"
    " events.one_event_a_version is missing",
    "GRANT INSERT ON dragoman.events TO dragoman_recorder": "grant INSERT on table events to"
    " dragoman_recorder on the server does not belong",
    "GRANT UPDATE (reason) ON dragoman.events TO dragoman_reader": "grant UPDATE on column"
    " events.reason to dragoman_reader",
    "GRANT EXECUTE ON FUNCTION dragoman.keep_seal TO PUBLIC": "to public on the server does not"
    " belong",
    "REVOKE SELECT ON dragoman.seals FROM dragoman_reader": "grant SELECT on table seals to"
    " dragoman_reader is missing",
    "ALTER TABLE dragoman.events ADD COLUMN secret text": "table events is changed",
    "CREATE RULE quiet AS ON DELETE TO dragoman.seals DO INSTEAD NOTHING": "rule seals.quiet",
    "CREATE TABLE dragoman.more (a int)": "table more on the server does not belong",
    "ALTER TABLE dragoman.events ENABLE ROW LEVEL SECURITY": "table events is changed",
    "DROP INDEX dragoman.events_entry": "index events_entry is missing",
    "ALTER FUNCTION dragoman.append SET search_path = public": "function append",
    "CREATE TRIGGER more AFTER INSERT ON dragoman.seals EXECUTE FUNCTION dragoman.refuse('x')":
    "trigger seals.more on the server does not belong",
}  # fmt: skip
"""What an owner can change, and what verification says."""


@pytest.mark.parametrize(("change", "says"), CHANGES.items(), ids=range(len(CHANGES)))
def test_a_change_of_the_protection_is_named(
    engine: ServerRegister, url: str, change: str, says: str
) -> None:
    """Verification names each part of the schema that differs from what Dragoman created."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(change.encode())
    verdict = verified(engine)
    assert says in words(verdict)
    assert not any(found.bars_sealing for found in verdict.findings)


def as_owner(url: str, *statements: str) -> None:
    """Change a register as its owner can: with the triggers disabled, and enabled again."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal"
        )]  # fmt: skip
        for name in tables:
            connection.execute(f"ALTER TABLE dragoman.{name} DISABLE TRIGGER USER".encode())
        for statement in statements:
            connection.execute(statement.encode())
        triggers = connection.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal"
        ).fetchall()
        for name, trigger in triggers:
            connection.execute(
                f"ALTER TABLE dragoman.{name} ENABLE ALWAYS TRIGGER {trigger}".encode()
            )


CUT = (
    "DELETE FROM dragoman.events WHERE position > 4",
    "DELETE FROM dragoman.entries WHERE position > 4",
    "UPDATE dragoman.head SET (position, entry, recorded_at) = (SELECT position, entry, recorded_at"
    " FROM dragoman.events WHERE position = 4)",
)
TAMPERING = {
    "rewritten": (("UPDATE dragoman.events SET state = '{\"title\": \"\"}' WHERE position = 2",),
                  "within events 1 to", "event 2 on the server differs"),
    "renamed": (("UPDATE dragoman.events SET recorded_by = 'aysel' WHERE position = 3",),
                "within events 1 to", "event 3 on the server differs"),
    "cut": (CUT, "but the log ends at event 4", ""),
    "a gap": (("DELETE FROM dragoman.events WHERE position = 2",), "event 2 is missing",
              "event 2 on the server differs"),
}  # fmt: skip
"""What an owner does to the log, what a seal from elsewhere shows, and what a desk's copy shows."""


@pytest.mark.parametrize(("changes", "seal", "copy"), TAMPERING.values(), ids=TAMPERING)
def test_tampering_by_the_owner_is_found(
    engine: ServerRegister, url: str, changes: tuple[str, ...], seal: str, copy: str
) -> None:
    """A seal that was kept elsewhere, and the copy of a desk, show that the log was changed."""
    key = fresh_key(engine)
    sealed = sealing.seal(engine, [key], NOON + timedelta(days=1), "")
    paper = Evidence("paper", sealed.checkpoint, sealed.note)
    assert verified(engine, paper, key=key).outcome == "proven"
    as_owner(url, *changes)
    verdict = verified(engine, paper, key=key)
    assert verdict.outcome == "tampered"
    assert seal in words(verdict)
    assert copy in words(verdict)


def test_a_new_event_by_the_owner_is_not_found(engine: ServerRegister, url: str) -> None:
    """An owner can record in another's name after the last seal, and nothing shows it."""
    append = (
        "WITH last AS (SELECT * FROM dragoman.head) INSERT INTO dragoman.events SELECT position"
        " + 1, gen_random_uuid(), 1, 'MeetingHeld/1', '{}', gen_random_uuid(), recorded_at,"
        " 'aysel', '' FROM last"
    )
    as_owner(url, append, "UPDATE dragoman.head SET position = position + 1")
    assert words(verified(engine)) == ""


def test_a_seal_is_kept_on_the_server(engine: ServerRegister, url: str) -> None:
    """A seal gets the next number, and the time and name of the server."""
    sealed = sealing.seal(engine, [fresh_key(engine)], NOON, "somebody")
    assert sealed.number == 2
    with psycopg.connect(url) as connection:
        [(kept_by,)] = connection.execute("SELECT kept_by FROM dragoman.seals WHERE number = 2")
    assert kept_by == "postgres"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seals").scalar() == 2
