"""Attacks on a register: the setup, the expected verdicts, and the attacks.

The register under attack has 31 events. The first seal covers events 1 to 11, and the second seal
covers events 1 to 29. No seal covers events 30 and 31. Both seals, the register's key and a
printout are stored outside the register.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve, frozen

from tests.conftest import ARTICLE, CHAIN, Answer, Desk, change, copy, isolate, rows, tamper

FIRST, SECOND, LAST = 11, 29, 31
"""The last position in the first seal, in the second seal, and in the log."""

ARTICLE_DAY, CHAIN_DAY = "2025-12-05T09:00:00Z", "2025-12-08T09:00:00Z"
REGISTER = Path("data/dragoman/register.db")
"""The path of the register, relative to the desk's home folder, which is the current folder."""

KEY = ("--key", "register.vkey")
SEALS = ("--against", "first.txt", "--against", "second.txt")
PAPER = ("--against", "paper.txt")


# The setup


@cache
def _shelf() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="attacks-")


@cache
def under_attack() -> Path:
    """Return the home folder of the desk under attack, with the attacker's files in ``attic``."""
    place = Path(_shelf().name)
    with pytest.MonkeyPatch.context() as monkeypatch:
        officer = _desk(place / "officer", monkeypatch)
        identity, key = _draw_up(officer)
        officer.write("paper.txt", officer.run("audit", "seals", "--paper").out)
        attic = officer.home / "attic"
        _forge(_desk(place / "forger", monkeypatch), attic, identity)
        _forge(_desk(place / "thief", monkeypatch), attic, identity, key)
        _record_differently(_desk(place / "roller", monkeypatch), attic)
        _seal_with_another_key(_desk(place / "other", monkeypatch), attic, officer.home / REGISTER)
    return officer.home


def _desk(home: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    home.mkdir()
    isolate(monkeypatch, home)
    return Desk(home, monkeypatch)


def _draw_up(
    desk: Desk, article: str | Path = ARTICLE, identity: str = "", key: Path | None = None
) -> tuple[str, Path]:
    """Record and seal a register at a desk, and return the register's identity and its key.

    A forger passes a false article and the real register's identity. A thief also passes the real
    key.
    """
    register = desk.home / REGISTER
    desk.record(article, now=ARTICLE_DAY)
    if identity:
        tamper(register, f"UPDATE register SET id = '{identity}'")
    [(identity,)] = rows(register, "SELECT id FROM register")
    private = desk.home / f"data/dragoman/keys/{identity}.key"
    if key:
        private.parent.mkdir()
        shutil.copy(key, private)
    else:
        desk.write("register.vkey", desk.run("audit", "key", "new").out)
    assert desk.run("audit", "seal", "--out", "first.txt", now=ARTICLE_DAY).code == 0
    desk.write("attic/older.db", register.read_bytes())
    desk.record(CHAIN, now=CHAIN_DAY)
    assert desk.run("audit", "seal", "--out", "second.txt", now=CHAIN_DAY).code == 0
    _hold(desk, "Briefing", "Debriefing")
    assert [size for (size,) in rows(register, "SELECT size FROM seals")] == [FIRST, SECOND]
    assert rows(register, "SELECT max(position) FROM events") == [(LAST,)]
    return identity, private


def _hold(desk: Desk, *titles: str) -> None:
    words = ("--party", "AZ", "--party", "IQ", "--occurred", "2025-12-01")
    for title in titles:
        assert desk.run("meeting", "hold", "--title", title, *words).code == 0


def _forge(desk: Desk, attic: Path, identity: str, key: Path | None = None) -> None:
    """Forge a complete register that has a different meeting and the real register's identity."""
    lie = Path(ARTICLE).read_text("utf-8").replace("of communications", "of defence")
    _draw_up(desk, desk.write("lie.yaml", lie), identity, key)
    name = "stolen" if key else "forged"
    shutil.copy(desk.home / REGISTER, attic / f"{name}.db")
    shutil.copy(desk.home / "second.txt", attic / f"{name}.txt")
    if not key:
        shutil.copy(desk.home / "register.vkey", attic / "forged.vkey")


def _record_differently(desk: Desk, attic: Path) -> None:
    """Make a fork of the real register: an older copy with different later events.

    The fork has as many events as the real register.
    """
    (desk.home / REGISTER).parent.mkdir(parents=True)
    shutil.copy(attic / "older.db", desk.home / REGISTER)
    desk.record(CHAIN, now=CHAIN_DAY)
    _hold(desk, "Reception", "Luncheon")
    shutil.copy(desk.home / REGISTER, attic / "again.db")


def _seal_with_another_key(desk: Desk, attic: Path, register: Path) -> None:
    """Seal a copy of the register with a different key that has the same name."""
    (desk.home / REGISTER).parent.mkdir(parents=True)
    shutil.copy(register, desk.home / REGISTER)
    key = ("--key-file", "alike.key")
    desk.write("alike.vkey", desk.run("audit", "key", "new", *key).out)
    assert desk.run("audit", "seal", *key, "--out", "alike.txt").code == 0
    for name in ("alike.key", "alike.vkey", "alike.txt"):
        shutil.copy(desk.home / name, attic / name)


def rewrite_schema(register: Path, change_of_it: str) -> None:
    """Change the table definitions that are stored in the file."""
    change(register, "PRAGMA writable_schema = ON", f"UPDATE sqlite_master SET {change_of_it}")


def verify(desk: Desk, *words: str, stdin: str = "") -> Answer:
    """Run ``verify``, which must not crash."""
    answer = desk.run("audit", "verify", *words, "--json", stdin=stdin)
    assert "bug in Dragoman" not in answer.err, answer.err
    return answer


# The verdicts


@frozen
class Verdict:
    """The expected answer: an exit code, pieces of text, and the last proven event.

    Each piece of text is part of a finding. Some pieces also have the first and last position of
    the finding. If nothing is wrong, each piece of text is part of the summary.
    """

    code: int
    says: tuple[tuple[str, tuple[int | None, int | None] | None], ...]
    proven: int = 0

    def also(self, says: str, *positions: int | None) -> "Verdict":
        """Return this verdict with one more expected finding."""
        return evolve(self, says=(*self.says, (says, _ends(positions))))

    def check(self, answer: Answer) -> None:
        """Check that the answer matches this verdict."""
        shape = answer.json
        assert answer.code == self.code, answer.out
        for says, positions in self.says:
            if self.code == 1:
                fitting = [finding for finding in shape["findings"] if says in finding["what"]]
                assert fitting, shape["findings"]
                assert positions in [None, *((item["first"], item["last"]) for item in fitting)]
            else:
                assert says in shape["sentence"]
        assert shape.get("proven", 0) == self.proven


def _ends(positions: tuple[int | None, ...]) -> tuple[int | None, int | None] | None:
    return (positions[0], positions[-1]) if positions else None


def found(says: str, *positions: int | None, proven: int = SECOND) -> Verdict:
    """Expect a finding that does not depend on seals.

    The events up to ``proven`` must be proven.
    """
    return Verdict(1, ((says, _ends(positions)),), proven)


def proven(since: str) -> Verdict:
    """Expect that ``verify`` proves the sealed events, and notes that later events are unproven."""
    return Verdict(0, ((f"that the later {since} ", None),), SECOND)


def unreadable(says: str) -> Verdict:
    """Expect that ``verify`` cannot read the file as a register."""
    return Verdict(4, (("UNREADABLE: ", None), (says, None)))


SOUND = proven("events 30 to 31")
UNPROVEN = Verdict(3, (("could have rewritten the whole log", None),))


# The attacks

Deed = Callable[[Path], None]


@frozen
class Attack:
    """A change to the register, and the verdict for a verifier who has both seals and the key.

    ``act`` is a tuple of SQL statements or a function. Triggers stop the statements unless the
    attack drops the triggers first. Triggers cannot stop a function. ``kept`` is the verdict if the
    views are still in the cache and show that the log has changed. ``alone`` is the exit code for a
    verifier who has no external seals and no views.
    """

    act: tuple[str, ...] | Deed
    expected: Verdict
    kept: Verdict | None = None
    alone: int = 1

    def commit(self, register: Path) -> None:
        """Carry out the attack."""
        if callable(self.act):
            self.act(register)
        else:
            tamper(register, *self.act)


def put(position: int, values: str) -> tuple[str, ...]:
    """Change the values of an event."""
    return (f"UPDATE events SET {values} WHERE position = {position}",)


def word(position: int, old: str, new: str) -> tuple[str, ...]:
    """Change a word in the state of an event; the state stays valid JSON."""
    return put(position, f"state = CAST(replace(CAST(state AS TEXT), '{old}', '{new}') AS BLOB)")


def delete(position: int) -> tuple[str, ...]:
    """Delete an event and leave its position empty."""
    return (f"DELETE FROM events WHERE position = {position}",)


TIDY = (
    "DELETE FROM entries WHERE entry IS NOT (SELECT entry FROM events"
    " WHERE events.position = entries.position) OR entry IS (SELECT entry FROM events"
    " WHERE events.position = entries.position - 1)"
)
"""SQL that deletes the context of deleted entries, as a careful forger would."""


def delete_from(position: int) -> tuple[str, ...]:
    """Delete all events from a position on, and reset the position counter."""
    return (f"DELETE FROM events WHERE position >= {position}", counter(position - 1))


def close_gap(position: int) -> tuple[str, ...]:
    """Delete an event, and subtract one from each later position to close the gap."""
    moved = f"UPDATE events SET position = position - 1 WHERE position > {position}"
    return (*delete(position), moved, counter(LAST - 1))


def counter(last: int) -> str:
    """Change the position counter."""
    return f"UPDATE sqlite_sequence SET seq = {last} WHERE name = 'events'"


def swap(one: int, other: int) -> tuple[str, ...]:
    """Swap the positions of two events."""
    return (
        f"UPDATE events SET position = -{one} WHERE position = {one}",
        f"UPDATE events SET position = {one} WHERE position = {other}",
        f"UPDATE events SET position = {other} WHERE position = -{one}",
    )


def insert(position: int, like: int, verb: str = "INSERT") -> tuple[str, ...]:
    """Insert a copy of an event as the first event of a new record."""
    return (
        f"{verb} INTO events SELECT {position}, lower(hex(randomblob(16))), 1, topic, state, entry,"
        f" recorded_at, recorded_by, reason FROM events WHERE position = {like}",
    )


def squeeze_in(position: int) -> tuple[str, ...]:
    """Insert a copy of an event after the original, and add one to each later position."""
    return (
        f"UPDATE events SET position = -(position + 1) WHERE position >= {position}",
        "UPDATE events SET position = -position WHERE position < 0",
        *insert(position, like=position - 1),
        counter(LAST + 1),
    )


def put_in_seal(values: str) -> tuple[str, ...]:
    """Change the values of the first seal."""
    return (f"UPDATE seals SET {values} WHERE number = 1",)


ROOT_OF_TWO = "substr(note, 1, 45) || (SELECT substr(note, 46, 44) FROM seals WHERE number = 2)"
ONE_SIGN = "CASE substr(note, -20, 1) WHEN 'A' THEN 'B' ELSE 'A' END"


def plainly(*statements: str) -> Deed:
    """Run statements that no trigger stops."""
    return lambda register: change(register, *statements)


def loosened(*statements: str) -> Deed:
    """Let the table of events accept nulls and values of any type, and store such values."""

    def deed(register: Path) -> None:
        loose = "replace(replace(sql, ' STRICT', ''), ' NOT NULL', '')"
        rewrite_schema(register, f"sql = {loose} WHERE name = 'events'")
        tamper(register, *statements)

    return deed


def disguised(statement: str, change_of_it: str) -> Deed:
    """Run a statement, and then change the schema in the file to hide the statement."""

    def deed(register: Path) -> None:
        change(register, statement)
        rewrite_schema(register, change_of_it)

    return deed


def unkeyed(register: Path) -> None:
    """Rebuild the table without its primary key, and add an event at an invalid position."""
    with closing(sqlite3.connect(register)) as file:
        [(table,)] = file.execute("SELECT sql FROM sqlite_master WHERE name = 'events'")
        triggers = file.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall()
    loose = table.replace("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "").replace(" STRICT", "")
    change(
        register,
        "CREATE TABLE kept AS SELECT * FROM events",
        "DROP TABLE events",
        loose,
        "INSERT INTO events SELECT * FROM kept ORDER BY position",
        "DROP TABLE kept",
        "UPDATE events SET position = 'last' WHERE position = 31",
        *(trigger for (trigger,) in triggers),
    )


def truncated(size: int | None) -> Deed:
    """Truncate the file to the given number of bytes, or to half its size."""

    def deed(register: Path) -> None:
        content = register.read_bytes()
        register.write_bytes(content[: len(content) // 2 if size is None else size])

    return deed


def noise(name: str, further: int = 0) -> Deed:
    """Fill the first page of a table or index, or a page ``further`` on in the file, with noise."""

    def deed(register: Path) -> None:
        query = f"SELECT rootpage FROM sqlite_master WHERE name = '{name}'"
        [(page,)] = rows(register, query)
        overwrite(register, page + further)

    return deed


def overwrite(register: Path, page: int) -> None:
    """Fill a page of the register's file with noise."""
    content = bytearray(register.read_bytes())
    assert page * 4096 <= len(content)
    content[(page - 1) * 4096 : page * 4096] = Random(page).randbytes(4096)
    register.write_bytes(content)


def other_byte(after: bytes) -> Deed:
    """Replace the byte that follows ``after`` with a byte that is not valid UTF-8."""

    def deed(register: Path) -> None:
        content = register.read_bytes()
        assert after in content
        place = content.index(after) + len(after)
        register.write_bytes(content[:place] + b"\xff" + content[place + 1 :])

    return deed


def index_exchanged(register: Path) -> None:
    """Replace the table's automatic index with an index that lacks one event."""
    change(
        register,
        "CREATE INDEX short ON events (originator_id, originator_version)"
        " WHERE topic <> 'FollowUpFulfilled'",
    )
    page = "(SELECT rootpage FROM sqlite_master WHERE name = 'short')"
    rewrite_schema(register, f"rootpage = {page} WHERE name = 'sqlite_autoindex_events_1'")
    change(
        register, "PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = 'short'"
    )


def index_of_old_values(register: Path) -> None:
    """Add an index of all columns; the index still has the old values of a changed event."""
    columns = "originator_id, originator_version, topic, state, entry"
    lie, truth = (word(27, *words) for words in (("2025", "2030"), ("2030", "2025")))
    tamper(register, *lie)
    change(register, f"CREATE INDEX quick ON events ({columns}, recorded_at, recorded_by, reason)")
    [row] = rows(register, "SELECT * FROM sqlite_master WHERE name = 'quick'")
    hidden = "DELETE FROM sqlite_master WHERE name = 'quick'"
    change(register, "PRAGMA writable_schema = ON", hidden)
    tamper(register, *truth)
    with closing(sqlite3.connect(register)) as file, file:
        file.execute("PRAGMA writable_schema = ON")
        file.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)


def exchanged(name: str) -> Deed:
    """Replace the register's file with another file."""
    return lambda register: copy(Path(f"attic/{name}.db"), register)


def sealed_by(name: str) -> Deed:
    """Add a seal by another key with the same name, after the register's own seals."""

    def deed(register: Path) -> None:
        note, key = (Path(f"attic/{name}.{kind}").read_text("utf-8") for kind in ("txt", "vkey"))
        with closing(sqlite3.connect(register)) as file, file:
            values = (note.split("\n")[1], note, key)
            file.execute("INSERT INTO seals VALUES (3, ?, ?, ?, '2026-01-15', 'me')", values)

    return deed
