"""A register on a server: what each role may do, who records first, and lines that are cut."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from dragoman.domain import Refused
from dragoman.store import Location, RegisterError, servers
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.postgresql.engine import ServerRegister
from dragoman.store.errors import InDoubt, NoAnswer
from dragoman.store.log.entry import Basis, OthersRecorded
from dragoman.store.log.register import Register
from tests import servers as cluster
from tests.proxy import Proxy
from tests.store.registers import NOON, SHARED, Nowhere, cite, meet

pytestmark = pytest.mark.skipif(cluster.programs() is None, reason="PostgreSQL is not installed")

PEOPLE = {"reader": "rena", "recorder": "ramil", "auditor": "aysel"}


def found(name: str, user: str = "postgres") -> str:
    """Return the URL of a database for a user."""
    return cluster.url(cluster.started(), name, user)


@pytest.fixture
def database() -> Iterator[str]:
    """Yield the name of a database with a new register that is not one of a test."""
    with cluster.empty_database() as url:
        location = Location.parse(url)
        servers.create_on_server(location, NOON)
        with cluster.alone(), psycopg.connect(url, autocommit=True) as connection:
            for right, name in PEOPLE.items():
                connection.execute(
                    f"DO $$ BEGIN CREATE ROLE {name} LOGIN; EXCEPTION WHEN duplicate_object"
                    " THEN NULL; END $$".encode()
                )
                servers.grant(location, name, right)
        yield url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Callable[..., ServerRegister]]:
    """Yield a function that opens the register as a user, on a machine of that user's own."""
    opened: list[ServerRegister] = []

    def opens(user: str = "ramil", machine: str = "", url: str = "", **how: Any) -> ServerRegister:
        folder = tmp_path / f"cache-{user}{machine}"
        folder.mkdir(exist_ok=True)
        place = Location.parse(url or found(database, user))
        engine = open_register(place, lambda: folder, how.get("notice", lambda _: None))
        assert isinstance(engine, ServerRegister)
        opened.append(engine)
        return engine

    yield opens
    for engine in opened:
        engine.dispose()


def event(record: UUID | None = None, version: int = 1) -> StoredEvent:
    """Return a stored event."""
    return StoredEvent(record or uuid4(), version, "MeetingHeld/1", b'{"title":"Talks"}')


def register(engine: ServerRegister) -> Register:
    """Return the register for recording."""
    return Register(engine, "somebody")


def record(engine: ServerRegister, title: str = "Talks", person: str = "") -> list[int]:
    """Record a meeting with one participant; return the positions."""
    act = meet(uuid4(), title, person or f"Person {uuid4().hex}")
    return list(register(engine).record(act, Nowhere()).positions)


def record_some(engine: ServerRegister, entries: int) -> list[int]:
    """Record some meetings; return the positions."""
    return [position for _ in range(entries) for position in record(engine)]


def on_server(database: str, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query, as the administrator."""
    with psycopg.connect(found(database)) as connection:
        return connection.execute(query.encode()).fetchall()


# --- Roles --------------------------------------------------------------------------------------


def test_an_entry_has_the_time_and_the_name_of_the_server(
    desk: Callable[..., ServerRegister], database: str
) -> None:
    """The client cannot choose when an entry is recorded, or by whom."""
    before = datetime.now(UTC)
    engine = desk("ramil")
    Register(engine, "the minister", lambda: NOON).record(meet(uuid4()), Nowhere())
    [(name, at, clock)] = on_server(
        database,
        "SELECT DISTINCT recorded_by, recorded_at, clock FROM dragoman.events JOIN dragoman.entries"
        " USING (entry)",
    )
    assert name == "ramil"
    assert before <= at <= datetime.now(UTC)
    assert clock == at
    assert engine.recorder_name("the minister") == "ramil"


ATTACKS = {
    "insert": "INSERT INTO dragoman.events SELECT position + 1, gen_random_uuid(), 1, topic, state,"
    " gen_random_uuid(), recorded_at, 'aysel', '' FROM dragoman.events",
    "update": "UPDATE dragoman.events SET recorded_by = 'aysel'",
    "delete": "DELETE FROM dragoman.events",
    "truncate": "TRUNCATE dragoman.events",
    "change the head": "UPDATE dragoman.head SET position = 0",
    "change the identity": "UPDATE dragoman.register SET id = gen_random_uuid()",
    "add a mark": "INSERT INTO dragoman.marks VALUES ('test', 'now')",
    "change circumstances": "UPDATE dragoman.entries SET host = 'elsewhere'",
    "change a seal": "UPDATE dragoman.seals SET kept_by = 'aysel'",
    "insert a seal": "INSERT INTO dragoman.seals VALUES (9, 1, '', '', now(), 'aysel')",
    "read what is touched": "SELECT * FROM dragoman.touches",
    "disable a trigger": "ALTER TABLE dragoman.events DISABLE TRIGGER events_kept",
    "drop a trigger": "DROP TRIGGER events_kept ON dragoman.events",
    "replace the clock": "CREATE OR REPLACE FUNCTION dragoman.clock(told timestamptz) RETURNS"
    " timestamptz LANGUAGE sql AS $$ SELECT told $$",
    "call the clock": "SELECT dragoman.clock(now())",
    "act as a replica": "SET session_replication_role = replica",
    "become the owner": "SET ROLE dragoman_owner",
    "become the administrator": "SET SESSION AUTHORIZATION postgres",
    "create a table": "CREATE TABLE dragoman.mine (a int)",
    "create a function": "CREATE FUNCTION dragoman.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "grant a right": "GRANT dragoman_auditor TO ramil",
}
"""Statements that nobody but the owner may run, whatever their rights."""


@pytest.mark.parametrize("user", PEOPLE.values())
def test_nobody_writes_past_the_functions(
    desk: Callable[..., ServerRegister], database: str, user: str
) -> None:
    """Nobody changes a register except by recording or sealing, whatever their rights."""
    record(desk("ramil"))
    before = on_server(database, "SELECT * FROM dragoman.events ORDER BY position")
    for what, attack in ATTACKS.items():
        with psycopg.connect(found(database, user)) as connection:
            with pytest.raises(psycopg.Error) as refusal:
                connection.execute(attack.encode())
            assert refusal.value.sqlstate == "42501", (what, refusal.value)
    assert on_server(database, "SELECT * FROM dragoman.events ORDER BY position") == before


@pytest.mark.parametrize("user", ["ramil", "aysel"])
def test_a_clock_of_ones_own_is_not_used(
    desk: Callable[..., ServerRegister], database: str, user: str
) -> None:
    """A function in the schema of temporary objects does not replace the clock of the register."""
    with psycopg.connect(found(database, user), autocommit=True) as connection:
        for name, argument in (("clock", "timestamptz"), ("who", "text")):
            result = "'2020-01-01'::timestamptz" if name == "clock" else "'aysel'"
            connection.execute(
                f"CREATE FUNCTION pg_temp.{name}(told {argument}) RETURNS {argument} LANGUAGE sql"
                f" AS $$ SELECT {result} $$".encode()
            )
        connection.execute("SET search_path = pg_temp, dragoman")
        append = (
            "SELECT stamp, name FROM dragoman.append(NULL, NULL, NULL, gen_random_uuid(), '', 'a',"
            " 'b', '2020-01-01', 'aysel', ARRAY[gen_random_uuid()], ARRAY[1], ARRAY['A/1'],"
            " ARRAY['{}'::bytea])"
        )
        if user == "aysel":
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(append)
            return
        [(stamp, name)] = connection.execute(append).fetchall()
    assert (stamp.year, name) == (datetime.now(UTC).year, "ramil")


@pytest.mark.parametrize(
    ("user", "function"),
    [("rena", "take_turn"), ("aysel", "take_turn"), ("rena", "keep_seal"), ("ramil", "keep_seal")],
)
def test_functions_are_for_those_who_need_them(database: str, user: str, function: str) -> None:
    """A reader cannot take the writers' turn, and a recorder cannot seal."""
    calls = {"take_turn": "take_turn()", "keep_seal": "keep_seal(1, '', '', now(), '')"}
    with psycopg.connect(found(database, user)) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"SELECT dragoman.{calls[function]}".encode())
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT * FROM dragoman.head FOR UPDATE")


@pytest.mark.parametrize(
    ("user", "act", "says"),
    [
        ("rena", record, "you may read, but not record; ask the administrator of the register to"
         " type: dragoman register grant rena recorder"),
        ("ramil", lambda one: one.keep_seal(1, "", "", NOON, ""), "you may not seal; ask the"
         " administrator of the register to type: dragoman register grant ramil auditor"),
    ],
)  # fmt: skip
def test_a_missing_right_is_named(
    desk: Callable[..., ServerRegister], user: str, act: Callable[..., Any], says: str
) -> None:
    """Who may not do something learns what to ask for."""
    record(desk("ramil"))
    with pytest.raises(RegisterError, match=says):
        act(desk(user))


def test_a_stranger_may_not_read(desk: Callable[..., ServerRegister], database: str) -> None:
    """Who has no right at all is told to ask for the right to read."""
    with psycopg.connect(found(database), autocommit=True) as connection:
        connection.execute(
            "DO $$ BEGIN CREATE ROLE nobody_here LOGIN; EXCEPTION WHEN duplicate_object THEN NULL;"
            " END $$"
        )
    with pytest.raises(RegisterError, match="register grant nobody_here reader"):
        desk("nobody_here")


# --- Many writers -------------------------------------------------------------------------------


def test_many_writers_leave_no_gaps(desk: Callable[..., ServerRegister], database: str) -> None:
    """With 32 writers, positions have no gaps, and a reader never sees a lower position later."""
    writers, entries = 32, 8
    engines = [desk("ramil", str(number)) for number in range(writers)]
    seen: list[int] = []
    is_done = threading.Event()

    def read() -> None:
        with psycopg.connect(found(database, "rena"), autocommit=True) as connection:
            while not is_done.is_set():
                query = "SELECT position FROM dragoman.events WHERE position > %s ORDER BY position"
                rows = connection.execute(query, (seen[-1] if seen else 0,)).fetchall()
                seen.extend(position for (position,) in rows)

    with ThreadPoolExecutor(writers + 1) as pool:
        reader = pool.submit(read)
        done = [
            pool.submit(lambda one=one: [record(one) for _ in range(entries)]) for one in engines
        ]
        positions = [one for writer in done for entry in writer.result() for one in entry]
        is_done.set()
        reader.result()
    assert sorted(positions) == list(range(1, len(positions) + 1))
    assert len(positions) == writers * entries * 2
    assert seen == sorted(set(seen))
    assert on_server(database, "SELECT count(*), max(position) FROM dragoman.events") == [
        (len(positions), len(positions))
    ]


def test_a_desk_that_reads_nothing_of_the_others_decides_once(
    desk: Callable[..., ServerRegister],
) -> None:
    """An entry of another desk about other records does not make a decision be made again."""
    one, other = desk("ramil", "one"), desk("ramil", "other")
    decisions = []

    def act(uow: Any) -> None:
        decisions.append(uow.id)
        if len(decisions) == 1:
            record(other, "Elsewhere")
        meet(uuid4(), "Here", "Somebody")(uow)

    entry = register(one).record(act, Nowhere())
    assert len(decisions) == 1
    assert entry.positions == [3, 4]


def test_a_decision_on_something_that_others_changed_is_made_again(
    desk: Callable[..., ServerRegister],
) -> None:
    """If another desk changes the same record meanwhile, the second decision sees the change."""
    one, other = desk("ramil", "one"), desk("ramil", "other")
    record_id = uuid4()
    seen = []

    def act(uow: Any) -> None:
        seen.append(uow.load(record_id))
        if len(seen) == 1:
            register(other).record(meet(record_id, "Theirs"), Nowhere())
        if uow.load(record_id) is None:
            meet(record_id, "Ours")(uow)

    entry = register(one).record(act, Nowhere())
    assert [one and one.title for one in seen] == [None, "Theirs"]
    assert entry.positions == []


def test_after_three_conflicts_a_desk_takes_the_turn(desk: Callable[..., ServerRegister]) -> None:
    """A desk that is overtaken again and again decides in the writers' turn in the end."""
    other = desk("ramil", "other")
    register(other).record(meet(SHARED), Nowhere())
    one = desk("ramil", "one")
    versions: list[int] = []

    def act(uow: Any) -> None:
        versions.append(len(uow.history(SHARED)))
        if len(versions) <= 3:
            register(other).record(cite(f"Source {len(versions)}"), Nowhere())
        meet(uuid4(), "Ours")(uow)

    entry = register(one).record(act, Nowhere())
    assert versions == [1, 2, 3, 4]
    assert entry.positions


def test_a_refused_act_records_nothing(desk: Callable[..., ServerRegister], database: str) -> None:
    """If an act is refused, the register has no part of it."""

    def act(uow: Any) -> None:
        meet(uuid4())(uow)
        raise Refused("no")

    with pytest.raises(Refused):
        register(desk()).record(act, Nowhere())
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(0,)]


@pytest.mark.parametrize(
    ("reads", "holds"), [(("a",), False), (("b",), True), ((), True)], ids=["same", "other", "none"]
)
def test_a_basis_holds_unless_it_was_touched(
    desk: Callable[..., ServerRegister], reads: tuple[str, ...], holds: bool
) -> None:
    """An entry is refused only if a later entry touched what its decision read."""
    engine = desk()
    recorder = register(engine).recorder
    recorder.insert_events([event()], basis=Basis(0, (), ("x",)))
    recorder.insert_events([event()], basis=Basis(1, (), ("a",)))
    basis = Basis(1, reads, ())
    if holds:
        assert recorder.insert_events([event()], basis=basis) == [3]
    else:
        with pytest.raises(OthersRecorded):
            recorder.insert_events([event()], basis=basis)


def test_a_basis_from_before_the_list_of_what_was_touched_does_not_hold(
    desk: Callable[..., ServerRegister], database: str
) -> None:
    """After a crash of the server, which empties that list, a decision is made again."""
    engine = desk()
    recorder = register(engine).recorder
    recorder.insert_events([event()], basis=Basis(0, (), ("a",)))
    with psycopg.connect(found(database), autocommit=True) as connection:
        connection.execute("TRUNCATE dragoman.touches")
    with pytest.raises(OthersRecorded):
        recorder.insert_events([event()], basis=Basis(0, ("b",), ()))
    assert recorder.insert_events([event()], basis=Basis(1, ("b",), ())) == [2]


def test_an_undo_takes_the_turn(desk: Callable[..., ServerRegister]) -> None:
    """Whatever looks at the whole log decides in the writers' turn."""
    engine = desk()
    positions = record(engine)
    with engine.connect() as connection:
        query = "SELECT entry FROM events WHERE position = ?"
        entry = UUID(connection.exec_driver_sql(query, (positions[0],)).scalar_one())
    turns: list[bool] = []

    def act(uow: Any) -> None:
        touched = uow.touched(entry)
        turns.append(bool(touched))

    register(engine).record(act, Nowhere())
    assert turns == [True]


# --- Lines that are cut -------------------------------------------------------------------------


@pytest.fixture
def line(database: str) -> Iterator[Proxy]:
    """Yield a line to the server that a test can cut."""
    folder = cluster.started()
    with Proxy(str(folder / f".s.PGSQL.{cluster.PORT}")) as proxy:
        yield proxy


def through(line: Proxy, database: str, user: str = "ramil") -> str:
    """Return the URL of a database at the other end of a line."""
    return f"postgresql://{user}@127.0.0.1:{line.port}/{database}"


def once(word: bytes) -> Callable[[bytes], bool]:
    """Return a watch that cuts the line the first time that ``word`` passes."""
    left = [word]
    return lambda piece: bool(left and left[0] in piece and left.pop())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_entry_is_recorded_exactly_once_though_the_line_is_cut(
    desk: Callable[..., ServerRegister], database: str, line: Proxy, moment: str
) -> None:
    """A line cut before or after the server has recorded leads to one entry, not none or two."""
    engine = desk(url=through(line, database))
    if moment == "before":
        line.before = once(b"dragoman.append")
    else:
        line.after = once(b"last_position")
    assert record(engine, "Talks") == [1, 2]
    assert line.cuts == 1
    assert on_server(database, "SELECT count(*), count(DISTINCT entry) FROM dragoman.events") == [
        (2, 1)
    ]
    assert record(engine, "More talks") == [3, 4]


def test_a_turn_is_recorded_though_the_line_is_cut_at_its_end(
    desk: Callable[..., ServerRegister], database: str, line: Proxy
) -> None:
    """If the line is cut when a transaction is committed, the server is asked what it has."""
    engine = desk(url=through(line, database))
    line.after = once(b"COMMIT")
    entry = register(engine).record(meet(uuid4()), Nowhere(), in_turn=True)
    assert entry.positions == [1, 2]
    assert line.cuts == 1
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(2,)]
    assert engine.copy.head().position == 2


def test_a_turn_that_was_not_recorded_is_reported(
    desk: Callable[..., ServerRegister], database: str, line: Proxy
) -> None:
    """If the line is cut before a transaction is committed, nothing is recorded."""
    engine = desk(url=through(line, database))
    line.before = once(b"COMMIT")
    with pytest.raises(NoAnswer, match="before the entry was recorded"):
        register(engine).record(meet(uuid4()), Nowhere(), in_turn=True)
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(0,)]
    assert engine.copy.head().position == 0


def test_a_turn_that_is_still_being_recorded_is_not_reported_as_lost(
    desk: Callable[..., ServerRegister], database: str, line: Proxy
) -> None:
    """If the line is cut while a server commits, the answer waits for the end of the commit.

    A server that waits for its standby takes its time, and does not notice that the line is cut.
    """
    with psycopg.connect(found(database), autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END'"
        )
        connection.execute(
            "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON dragoman.entries DEFERRABLE INITIALLY"
            " DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()"
        )
    engine = desk(url=through(line, database))

    def cut_soon(piece: bytes) -> bool:
        if b"COMMIT" in piece and not line.cuts:
            line.cuts += 1
            threading.Timer(0.2, line.cut).start()
        return False

    line.before = cut_soon
    entry = register(engine).record(meet(uuid4()), Nowhere(), in_turn=True)
    assert entry.positions == [1, 2]
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(2,)]


def test_a_server_that_stays_away_leaves_a_doubt(
    desk: Callable[..., ServerRegister],
    database: str,
    line: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If nobody can say whether an entry is recorded, the message says how to find out."""
    monkeypatch.setattr("dragoman.store.engines.postgresql.server.PATIENCE", 0.5)
    engine = desk(url=through(line, database))

    def cut(piece: bytes) -> bool:
        line.is_down = line.is_down or b"last_position" in piece
        return line.is_down

    line.after = cut
    with pytest.raises(InDoubt, match=r"the entry \w{8} may be recorded or not"):
        record(engine)
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(2,)]


def only_reading(database: str, *, is_on: bool) -> None:
    """Let a database answer as a standby does: it refuses whoever wants to record."""
    with psycopg.connect(found("postgres"), autocommit=True) as connection:
        state = "on" if is_on else "off"
        query = f"ALTER DATABASE {database} SET default_transaction_read_only = {state}"
        connection.execute(query.encode())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_entry_is_recorded_exactly_once_though_another_server_must_take_over(
    desk: Callable[..., ServerRegister], database: str, line: Proxy, moment: str
) -> None:
    """While all servers that answer only let a desk read, an entry stays in doubt."""
    engine = desk(url=through(line, database))
    word = b"dragoman.append" if moment == "before" else b"last_position"

    def cut(piece: bytes) -> bool:
        if line.cuts or word not in piece:
            return False
        only_reading(database, is_on=True)
        threading.Timer(1, only_reading, (database,), {"is_on": False}).start()
        return True

    setattr(line, moment, cut)
    assert record(engine) == [1, 2]
    assert line.cuts == 1
    assert on_server(database, "SELECT count(*), count(DISTINCT entry) FROM dragoman.events") == [
        (2, 1)
    ]


def test_servers_that_only_let_a_desk_read_leave_a_doubt(
    desk: Callable[..., ServerRegister],
    database: str,
    line: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If no server takes over, the message does not say that nothing is recorded."""
    monkeypatch.setattr("dragoman.store.engines.postgresql.server.PATIENCE", 0.5)
    engine = desk(url=through(line, database))

    def cut(piece: bytes) -> bool:
        if line.cuts or b"last_position" not in piece:
            return False
        only_reading(database, is_on=True)
        return True

    line.after = cut
    with pytest.raises(InDoubt):
        record(engine)
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(2,)]
    with pytest.raises(NoAnswer, match="no server takes entries now"):
        record(engine)


def test_reading_goes_on_without_a_line(
    desk: Callable[..., ServerRegister], database: str, line: Proxy
) -> None:
    """Without a server, a desk reads from its copy, and is told how old the copy is."""
    record(desk(url=through(line, database)))
    line.is_down = True
    notices: list[str] = []
    engine = desk(url=through(line, database), notice=notices.append)
    assert engine.copy.head().position == 2
    assert "reading goes on from the copy as of event 2, 0 min ago" in notices[0]
    with pytest.raises(NoAnswer):
        record(engine)


def test_without_a_line_and_a_copy_there_is_no_register(
    desk: Callable[..., ServerRegister], database: str, line: Proxy
) -> None:
    """A desk that has never read the register cannot read it without a server."""
    line.is_down = True
    with pytest.raises(NoAnswer, match="no answer"):
        desk("rena", url=through(line, database, "rena"))


# --- The copy of the log ------------------------------------------------------------------------


def test_a_copy_is_not_a_register(desk: Callable[..., ServerRegister]) -> None:
    """Nobody can record in the copy of a server's log by mistake."""
    engine = desk()
    record(engine)
    with pytest.raises(RegisterError, match="is not a Dragoman register"):
        open_register(engine.copy.path)


def test_a_damaged_copy_is_fetched_again(desk: Callable[..., ServerRegister]) -> None:
    """If the copy is damaged, a desk fetches the log again."""
    engine = desk()
    record(engine)
    path = engine.copy.path
    engine.dispose()
    path.write_bytes(b"SQLite format 3\0" + os.urandom(4096))
    assert desk().copy.head().position == 2


def lose_all_but_one_entry(database: str) -> None:
    """Remove all events after the first entry, as a failover to a standby that lags does."""
    with psycopg.connect(found(database), autocommit=True) as connection:
        for table in ("events", "entries", "head"):
            connection.execute(f"ALTER TABLE dragoman.{table} DISABLE TRIGGER ALL".encode())
        connection.execute("TRUNCATE dragoman.touches")
        connection.execute("DELETE FROM dragoman.events WHERE position > 2")
        connection.execute("DELETE FROM dragoman.entries WHERE position > 2")
        connection.execute(
            "UPDATE dragoman.head SET (position, entry, recorded_at) = (SELECT position, entry,"
            " recorded_at FROM dragoman.events WHERE position = 2)"
        )
        for table in ("events", "entries", "head"):
            connection.execute(f"ALTER TABLE dragoman.{table} ENABLE TRIGGER ALL".encode())


def test_nothing_is_decided_on_events_that_the_server_has_lost(
    desk: Callable[..., ServerRegister], database: str
) -> None:
    """A decision on events that the server no longer has is not recorded."""
    engine = desk()
    record_some(engine, 2)
    lose_all_but_one_entry(database)
    with pytest.raises(RegisterError, match="no longer has what this machine has received"):
        record(engine)
    assert on_server(database, "SELECT count(*) FROM dragoman.events") == [(2,)]


def test_a_server_that_loses_events_is_noticed_at_work(
    desk: Callable[..., ServerRegister], database: str
) -> None:
    """A desk that has the register open says what is wrong, and records what it can."""
    engine = desk()
    record_some(engine, 2)
    lose_all_but_one_entry(database)
    with pytest.raises(RegisterError, match="no longer has what this machine has received"):
        engine.refresh()
    record_some(desk("ramil", "other"), 2)
    assert record(engine) == [7, 8]
    with pytest.raises(RegisterError, match="no longer has what this machine has received"):
        engine.refresh()


@pytest.mark.parametrize("entries", [0, 3], ids=["shorter", "longer"])
def test_a_server_that_has_lost_events_is_noticed(
    desk: Callable[..., ServerRegister], database: str, entries: int
) -> None:
    """If the server no longer has what a desk received, the desk keeps its copy as evidence.

    Others may have recorded since then.
    """
    record(desk())
    record(desk())
    lose_all_but_one_entry(database)
    record_some(desk("ramil", "other"), entries)
    notices: list[str] = []
    engine = desk(notice=notices.append)
    assert engine.copy.head().position == 2 + 2 * entries
    assert "no longer has what this machine has received" in notices[0]
    [aside] = engine.copy.path.parent.glob("*.lost")
    kept = open_register(aside)
    with kept.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() == 4
    kept.dispose()


def test_waiting_ends_when_somebody_records(desk: Callable[..., ServerRegister]) -> None:
    """A desk that waits is notified when another desk records."""
    one, other = desk("rena"), desk("ramil")
    one.wait(0.1)  # from now on it listens
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(one.wait, 30.0)
        record(other)
        waiting.result(timeout=10)
    one.refresh()
    assert one.copy.head().position == 2


# --- How many statements ------------------------------------------------------------------------


def test_reading_and_recording_send_few_statements(desk: Callable[..., ServerRegister]) -> None:
    """Reading sends at most 3 statements after connecting, and recording at most 4."""
    desk("rena", "one").dispose()
    other = desk("ramil", "other")
    record(other)
    reader = desk("rena", "one")
    with reader.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM events").scalar()
    assert reader.server.sent <= 3
    recorder = desk("ramil", "one")
    record(other)
    record(recorder)
    assert recorder.server.sent <= 4
