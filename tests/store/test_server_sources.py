"""Kept sources on a server: who may keep and read texts, and what nobody may do."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from dragoman.domain.source import Source, SourceCited
from dragoman.store import Location, RegisterError, SourceChanged, servers, sources
from dragoman.store.engines.opening import open_register
from dragoman.store.engines.postgresql.engine import ServerRegister
from dragoman.store.engines.sqlite import create_register
from dragoman.store.log.register import Register
from tests import servers as cluster
from tests.proxy import Proxy
from tests.store.registers import MEETING, NOON, Nowhere, meet
from tests.store.test_server import database, desk, found, on_server  # noqa: F401
from tests.store.test_server_copies import as_owner, verified, words

pytestmark = [
    pytest.mark.skipif(cluster.programs() is None, reason="PostgreSQL is not installed"),
    pytest.mark.once,
]

TEXT = "Bakı, 21 aprel.\n".encode()
DIGEST = sha256(TEXT).hexdigest()
OTHER = b"Another text"
OTHER_DIGEST = sha256(OTHER).hexdigest()

Opens = Callable[..., ServerRegister]


def keep(engine: ServerRegister, content: bytes = TEXT) -> str:
    """Keep a text; return its digest."""
    return engine.sources().keep(content, NOON, "the minister")


def test_a_recorder_keeps_a_text_that_a_reader_can_read(desk: Opens, database: str) -> None:  # noqa: F811
    """The server says who keeps the text, and when; keeping it twice is harmless."""
    before = datetime.now(UTC)
    assert keep(desk("ramil")) == keep(desk("ramil", "other")) == DIGEST
    archive = desk("rena").sources()
    assert archive.digests() == [DIGEST]
    assert sources.load(archive, DIGEST) == TEXT
    assert sources.load(archive, OTHER_DIGEST) is None
    [(at, by)] = on_server(database, "SELECT kept_at, kept_by FROM dragoman.sources")
    assert (by, before <= at <= datetime.now(UTC)) == ("ramil", True)


@pytest.mark.parametrize("user", ["rena", "aysel"])
def test_only_a_recorder_keeps_texts(desk: Opens, user: str) -> None:  # noqa: F811
    """Who may not keep a text learns what to ask for."""
    says = f"you may read, but not keep sources; .* dragoman register grant {user} recorder"
    with pytest.raises(RegisterError, match=says):
        keep(desk(user))


@pytest.mark.parametrize("content", [b"", b"x" * (sources.MOST_BYTES + 1)], ids=["empty", "large"])
def test_an_unfit_text_is_not_sent(desk: Opens, content: bytes) -> None:  # noqa: F811
    with pytest.raises(RegisterError, match=r"is empty|larger than 20 MB"):
        keep(desk(), content)


def test_the_largest_text_is_kept(desk: Opens) -> None:  # noqa: F811
    content = b"x" * sources.MOST_BYTES
    engine = desk()
    assert sources.load(engine.sources(), keep(engine, content)) == content


_CALL = "SELECT dragoman.keep_source('{}', {}, now(), 'aysel')"
CALLS = {
    "another digest": (_CALL.format("0" * 64, "'text'"), "DR008"),
    "upper case": (_CALL.format(DIGEST.upper(), f"'\\x{TEXT.hex()}'"), "DR008"),
    "no digest": ("SELECT dragoman.keep_source(NULL, 'text', now(), '')", "DR008"),
    "nothing": (_CALL.format(sha256(b"").hexdigest(), "''"), "DR008"),
    "no text": (_CALL.format(DIGEST, "NULL"), "DR008"),
    "too large": (_CALL.format(DIGEST, "convert_to(repeat('x', 20000001), 'UTF8')"), "DR008"),
}
"""Calls by which a recorder could keep something that is not the text of its digest."""


@pytest.mark.parametrize(("call", "state"), CALLS.values(), ids=CALLS)
def test_the_server_checks_what_it_keeps(database: str, call: str, state: str) -> None:  # noqa: F811
    """A client that does not hash the text, or does not limit it, keeps nothing."""
    with psycopg.connect(found(database, "ramil")) as connection:
        with pytest.raises(psycopg.Error) as refusal:
            connection.execute(call.encode())
        assert refusal.value.sqlstate == state
    assert on_server(database, "SELECT count(*) FROM dragoman.sources") == [(0,)]


ATTACKS = {
    "insert": f"INSERT INTO dragoman.sources VALUES ('{OTHER_DIGEST}', 'Another text', now(), 'x')",
    "overwrite": "UPDATE dragoman.sources SET content = 'Another text'",
    "rename": f"UPDATE dragoman.sources SET digest = '{OTHER_DIGEST}'",
    "sign as another": "UPDATE dragoman.sources SET kept_by = 'aysel'",
    "delete": "DELETE FROM dragoman.sources",
    "truncate": "TRUNCATE dragoman.sources",
    "replace": f"INSERT INTO dragoman.sources VALUES ('{DIGEST}', 'x', now(), 'x') ON CONFLICT"
    " (digest) DO UPDATE SET content = excluded.content",
    "copy": "COPY dragoman.sources FROM PROGRAM 'true'",
    "disable the trigger": "ALTER TABLE dragoman.sources DISABLE TRIGGER sources_kept",
    "drop the check": "ALTER TABLE dragoman.sources DROP CONSTRAINT digest_of_content",
    "replace the function": "CREATE OR REPLACE FUNCTION dragoman.keep_source(text, bytea,"
    " timestamptz, text) RETURNS void LANGUAGE sql AS ''",
    "lock out the others": "LOCK TABLE dragoman.sources IN ACCESS EXCLUSIVE MODE",
}
"""Statements that nobody but the owner may run, whatever their rights."""


@pytest.mark.parametrize("user", ["rena", "ramil", "aysel"])
def test_nobody_changes_a_text(desk: Opens, database: str, user: str) -> None:  # noqa: F811
    """Nobody inserts, overwrites or removes a text past the function."""
    keep(desk("ramil"))
    before = on_server(database, "SELECT * FROM dragoman.sources")
    for what, attack in ATTACKS.items():
        with psycopg.connect(found(database, user)) as connection:
            with pytest.raises(psycopg.Error) as refusal:
                connection.execute(attack.encode())
            assert refusal.value.sqlstate == "42501", (what, refusal.value)
    assert on_server(database, "SELECT * FROM dragoman.sources") == before


OF_OWNER = {
    "UPDATE dragoman.sources SET content = 'Another text'": "DR001",
    "DELETE FROM dragoman.sources": "DR001",
    "TRUNCATE dragoman.sources": "DR001",
    f"INSERT INTO dragoman.sources VALUES ('{OTHER_DIGEST}', 'x', now(), 'x')": "23514",
}
"""Statements that stop the owner, too, who would have to remove the protection first."""


@pytest.mark.parametrize(("statement", "state"), OF_OWNER.items(), ids=range(len(OF_OWNER)))
def test_even_the_owner_has_to_remove_the_protection_first(
    desk: Opens,  # noqa: F811
    database: str,  # noqa: F811
    statement: str,
    state: str,
) -> None:
    keep(desk())
    with psycopg.connect(found(database)) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(psycopg.Error) as refusal:
            connection.execute(statement.encode())
    assert refusal.value.sqlstate == state


def test_a_text_that_the_owner_changed_is_found(desk: Opens, database: str) -> None:  # noqa: F811
    """The digest shows the change, and the missing check shows how it was made."""
    engine = desk()
    keep(engine)
    keep(engine, OTHER)
    as_owner(
        found(database),
        "ALTER TABLE dragoman.sources DROP CONSTRAINT digest_of_content",
        f"UPDATE dragoman.sources SET content = 'Baku' WHERE digest = '{DIGEST}'",
    )
    with pytest.raises(SourceChanged, match=DIGEST):
        sources.load(engine.sources(), DIGEST)
    assert sources.verify(engine.sources(), [DIGEST, OTHER_DIGEST]) == sources.Verified(
        (OTHER_DIGEST,), (), (DIGEST,)
    )
    with pytest.raises(
        RegisterError, match="another text with this digest, which somebody changed"
    ):
        keep(engine)
    assert "constraint sources.digest_of_content is missing" in words(verified(engine))


def test_a_cut_line_is_named(desk: Opens, database: str) -> None:  # noqa: F811
    """Without a line, a text is neither kept nor read, and one line says so."""
    with Proxy(str(cluster.started() / f".s.PGSQL.{cluster.PORT}")) as proxy:
        engine = desk("ramil", url=f"postgresql://ramil@127.0.0.1:{proxy.port}/{database}")
        keep(engine)
        proxy.is_down = True
        proxy.cut()
        for act in (lambda: keep(engine, OTHER), lambda: sources.load(engine.sources(), DIGEST)):
            with pytest.raises(RegisterError, match="no answer") as refusal:
                act()
            assert "\n" not in str(refusal.value)


def test_a_register_without_the_table_is_named(desk: Opens, database: str) -> None:  # noqa: F811
    """A register that another version made says how to find out what differs."""
    engine = desk()
    with psycopg.connect(found(database), autocommit=True) as connection:
        connection.execute("DROP TABLE dragoman.sources")
        connection.execute("DROP FUNCTION dragoman.keep_source")
    for act in (
        lambda: engine.sources().digests(),
        lambda: sources.load(engine.sources(), DIGEST),
        lambda: keep(engine),
    ):
        with pytest.raises(RegisterError, match="made by another version of Dragoman"):
            act()


# --- Copies -------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a register that cites two texts, beside three texts, one of another register."""
    path = tmp_path / "file/register.db"
    create_register(path, NOON)
    engine = open_register(path)
    cited = tuple(Source(title=one, sha256=one) for one in (DIGEST, OTHER_DIGEST, "a" * 64))

    def cite(uow: Any) -> None:
        record = uuid4()
        meet(record)(uow)
        uow.decide(MEETING, record, lambda _: [SourceCited(sources=cited)])

    Register(engine, "").record(cite, Nowhere())
    for content in (TEXT, OTHER, b"Of another register"):
        engine.sources().keep(content, NOON, "")
    engine.dispose()
    return path


@pytest.fixture
def url() -> Iterator[str]:
    """Yield the URL of an empty database."""
    with cluster.empty_database() as url:
        yield url


def texts_of(place: Location, cache: Path) -> dict[str, bytes]:
    """Return the kept texts of a register."""
    engine = open_register(place, lambda: cache)
    archive = engine.sources()
    found = dict(archive.stored(archive.digests()))
    engine.dispose()
    return found


def test_texts_travel_to_a_server_and_back(file: Path, url: str, tmp_path: Path) -> None:
    """A copy has the texts that its records cite, and no texts of other registers."""
    there, back = Location.parse(url), Location(tmp_path / "back/register.db")
    assert servers.copied(Location(file), there, lambda: tmp_path).sources.kept == 2
    assert texts_of(there, tmp_path) == {DIGEST: TEXT, OTHER_DIGEST: OTHER}
    assert servers.copied(there, back, lambda: tmp_path).sources.kept == 2
    assert texts_of(back, tmp_path) == {DIGEST: TEXT, OTHER_DIGEST: OTHER}


def test_a_changed_text_does_not_travel(file: Path, url: str, tmp_path: Path) -> None:
    """A text that was changed is left behind, and named."""
    path = file.parent / "sources" / DIGEST
    path.chmod(0o600)
    path.write_bytes(b"Baku")
    copied = servers.copied(Location(file), Location.parse(url), lambda: tmp_path).sources
    assert copied == sources.Copied(1, (DIGEST,))
    assert [*texts_of(Location.parse(url), tmp_path)] == [OTHER_DIGEST]
